"""Make pages of results.json, with published results beside them if there are any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from canifork.files import write_atomically
from canifork.model import Results
from canifork.results.checksum import sha256_of
from canifork.results.codec import SCHEMA_FILE
from canifork.results.selection import chosen, only
from canifork.results.store import RESULTS

if TYPE_CHECKING:
    from canifork.analysis.findings import Findings

PAGE = "index.html"
SUMMARY = "report.md"
DATA = "data"  # a folder of its own: the only *.json beside the page are results


def write_report(  # noqa: PLR0913 - what a report may have besides the results
    results: Results,
    folder: Path,
    published: Results | None = None,
    root: Path | None = None,
    pyodide: Path | None = None,
    *,
    cards: str | None = None,
) -> None:
    """Write the site, the summary and the exports into `folder`; OutputError if the disk refuses.

    `root` holds the cases, whose programs the site shows; `pyodide` the Pyodide that readers can run
    them by in their browser, if they are to: PyodideError if it does not.  `cards`: the address at which
    the report will be published, if each claim is to have a picture that others show beside a link to it.
    """
    # Late: a worker that runs trials needs none of these.
    from canifork.analysis.findings import Findings
    from canifork.report import card
    from canifork.report.html import pages
    from canifork.report.html.live import pyodide_files, read_pyodide

    runner = read_pyodide(pyodide) if pyodide else None
    file = folder / RESULTS
    sha256 = sha256_of(file) if file.exists() else None  # without the file there is nothing to cite
    findings = Findings(results)
    site = pages.pages(findings, published, root, sha256, runner, cards=cards)
    written = _write(folder, card.draw(results, sha256)) if cards and sha256 else set()
    _remove_pages(folder, written | _write(folder, site))
    _write(folder, pyodide_files(runner) if runner else ())
    _write(folder, _data(findings, published))


def _data(findings: Findings, published: Results | None) -> Iterator[tuple[str, str | bytes]]:
    """Yield path and content of what stands beside the site."""
    from canifork.report.exports import exports
    from canifork.report.references import references
    from canifork.report.text import markdown

    results = findings.results
    yield SUMMARY, markdown.summary(findings, published)
    for export in exports():
        yield f"{DATA}/{export.file}", export.write(findings)
    yield from references(only(results, chosen(results)))
    yield f"{DATA}/{SCHEMA_FILE.name}", SCHEMA_FILE.read_text("utf-8")


def _write(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> set[Path]:
    """Write files, each whole or not at all, and return their places."""
    written = set()
    for path, content in files:
        write_atomically(folder / path, content, durable=False)
        written.add(folder / path)
    return written


def _remove_pages(folder: Path, written: AbstractSet[Path]) -> None:
    """Remove the pages and cards of claims that an earlier report has and this one has not."""
    from canifork.i18n.translator import LANGUAGES

    places = [folder / "card", folder / "claim", *(folder / language / "claim" for language in LANGUAGES)]
    for page in {page for place in places for page in place.glob("*.*.*")} - written:
        page.unlink(missing_ok=True)


def load() -> None:
    """Load the modules and catalogues of the report in advance, in whatever thread has time."""
    from canifork.i18n.translator import LANGUAGES, translations
    from canifork.report.exports import exports
    from canifork.report.html import pages  # noqa: F401
    from canifork.report.text import markdown  # noqa: F401

    exports()
    for language in LANGUAGES:
        translations(language)
