"""canifork cite CLAIM | verify FILE."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from canifork.cli.options import Commands, add_command, complete_files, show, site, stored_results
from canifork.errors import PlaceError, ResultsError
from canifork.files import write_atomically
from canifork.model import Results
from canifork.project import PUBLISHED
from canifork.report import citation as citing
from canifork.results.checksum import SHA256, hashes_in, sha256_of, sums_of
from canifork.results.store import read_results

CITED = {"text": citing.as_text, "bibtex": citing.as_bibtex, "csl": citing.as_csl}
EMBEDDED = ("html", "svg")
STRIPS = ("strip-html", "strip-svg", "markdown", "rst", "latex")
CARD = "card-svg"
PICTURES = {
    drawn.replace("svg", kind): (drawn, kind)
    for drawn in ("svg", "strip-svg", CARD)
    for kind in ("png", "pdf")
}
FORMATS = (*CITED, *EMBEDDED, *STRIPS, CARD, *PICTURES)


def add(commands: Commands) -> None:
    """Add both commands."""
    one = add_command(
        commands, "cite", cite,
        "canifork cite locks.unlocked_counter\n"
        "  canifork cite 'pool.default_size[cp313-linux-x86_64-spawn]' --format bibtex",
    )  # fmt: skip
    one.add_argument("claim", help="a claim, or a trial as the report names it: claim[interpreter-method]")
    complete_files(
        one.add_argument(
            "--results", type=Path, metavar="FILE", help="the results file (default: the last run's)"
        )
    )
    one.add_argument(
        "--format",
        choices=FORMATS,
        help="only this form: html is a row; svg, png and pdf a badge; card-... a card for shared links; "
        "the others a strip of versions",
    )
    complete_files(
        one.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here, not to the terminal")
    )
    one.add_argument("--site", type=site, metavar="URL", help="where the report is published")
    one = add_command(
        commands, "verify", verify,
        "canifork verify report/results.json\n"
        "  canifork verify citation.bib report/results.json",
    )  # fmt: skip
    complete_files(
        one.add_argument("words", nargs="+", metavar="FILE", help="[CITATION] FILE, or FILE SHA256")
    )


def cite(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Cite a claim, or one trial of it: as text, BibTeX and CSL-JSON, or in a form to embed.

    A picture as PNG or PDF needs `pip install 'canifork[png]'` or `'canifork[pdf]'`.
    """
    path = options.results or _cited_file(options.claim, options.root)
    sha256 = sha256_of(path)
    results = read_results(path)
    place = citing.find_subject(results, options.claim)
    citation = citing.cite(results, sha256, place, options.site)
    made = _made(options.format, citation, results)
    if options.output:
        write_atomically(options.output, made)
        show(f"{options.output}: {place.id}")
    elif isinstance(made, str):
        show(made, end="")
    elif sys.stdout.isatty():
        raise PlaceError(f"{options.format} is a picture, no text; name a file with -o")
    else:
        sys.stdout.buffer.write(made)
    return 0


def _made(form: str | None, citation: citing.Citation, results: Results) -> str | bytes:
    """Return the citation in this form, or in all forms of a bibliography."""
    # Late: no other command needs templates or pictures to start.
    from canifork.report import card, embed, raster, strip

    if form in PICTURES:
        drawn, kind = PICTURES[form]
        svg = str(_made(drawn, citation, results))
        return (
            raster.to_pdf(svg) if kind == "pdf" else raster.to_png(svg, 1 if drawn == CARD else raster.ZOOM)
        )
    if form in CITED or form is None:
        return "\n".join(made(citation) for made in ([CITED[form]] if form else CITED.values()))
    shown = {"html": embed.row, "svg": embed.badge, CARD: card.as_svg, **strip.FORMS}
    return shown[form](citation, results)


def verify(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Verify that a file is the one that was cited, to the last byte.

    A citation is any text that holds a sha256: what `cite` gives, a bibliography, the
    results.json.sha256 that lies beside a report's results.
    """
    path, cited, source = _compared(options.words)
    sha256 = sha256_of(path)
    if sha256 in cited:
        show(f"{path}: is the cited file, sha256 {sha256}")
        return 0
    more = f" and {len(cited) - 1} more" * (len(cited) > 1)
    show(f"{path}: is NOT the cited file: its sha256 is {sha256}, {source} says {cited[0]}{more}")
    return 1


def _compared(words: Sequence[str]) -> tuple[Path, list[str], str]:
    """Return the file to verify, the sums it may have, and who says so."""
    if len(words) == 1:
        path = Path(words[0])
        sha256_of(path)  # a file that cannot be read is the first thing to say
        if not sums_of(path).exists():
            raise ResultsError(
                f"{path}: has no {sums_of(path).name} beside it; name a citation or a sha256 too"
            )
        return path, _sums(sums_of(path)), str(sums_of(path))
    if len(words) > 2:  # noqa: PLR2004 - a citation and a file
        raise ResultsError(f"{len(words)} names were given; verify takes one file and one citation or sha256")
    if SHA256.fullmatch(words[1]):
        return Path(words[0]), [words[1].lower()], "the citation"
    one, other = Path(words[0]), Path(words[1])
    # The other way round is understood too: no file can name its own sha256.
    if sha256_of(one) in hashes_in(other):
        one, other = other, one
    return other, _sums(one), str(one)


def _sums(path: Path) -> list[str]:
    if not (found := hashes_in(path)):
        raise ResultsError(
            f"{path}: holds no sha256, so it cites no file; `canifork cite` makes citations that do"
        )
    return found


def _cited_file(claim: str, root: Path) -> Path:
    """Return the last run's results, or the published ones of the interpreter that is asked for."""
    found = stored_results(root)
    name, _, where = claim.rstrip("]").partition("[")
    fitting = [
        path for path in found if len(found) == 1 or re.fullmatch(f"{re.escape(path.stem)}(-.*)?", where)
    ]
    if not fitting:
        citing.find_subject(read_results(found[0]), name)  # an unknown claim is the first thing to say
        raise ResultsError(
            f"{claim}: a citation is of one results file, and there are {len(found)} in "
            f"{root / PUBLISHED}; name one with --results, or an interpreter: "
            f"'{name}[{found[0].stem}]'"
        )
    return max(fitting, key=lambda path: len(path.stem))
