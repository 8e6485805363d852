r"""Show claims in LaTeX: `canifork latex`, then \usepackage{canifork} and \canifork{CLAIM}."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from canifork.embeds.piece import Piece, make_piece
from canifork.embeds.pins import changes_of
from canifork.escape import one_line
from canifork.files import write_atomically
from canifork.report.latex import to_latex
from canifork.report.table import Cell
from canifork.results.published import published

PACKAGE, CLAIMS = "canifork.sty", "canifork-claims.def"  # not .tex: latexmk alone would typeset it
SCHEMA = 1  # grows with a change that an old canifork.sty would misread
SHORT = re.compile("#(.)(.)(.)")  # a colour like #555
ODD = re.compile(r"[^A-Za-z0-9.:/?=&+@%_-]")  # what an address in LaTeX had better spell in percents


def write_package(folder: Path) -> Path:
    """Write canifork.sty into a folder, beside the author's text."""
    path = folder / PACKAGE
    write_atomically(path, (files("canifork.embeds") / PACKAGE).read_text("utf-8"))
    return path


def write_claims(folder: Path, claims: Iterable[str], lock: Path, **words: Any) -> Path:
    """Write what canifork.sty reads, of these claims (none: all); ResultsError if there is none of one.

    `words`: systems, since and site, as make_piece takes them; `lock`: the author's file of pins.
    """
    path = folder / CLAIMS
    pieces = [make_piece(claim, **words) for claim in tuple(claims) or tuple(published().cases)]
    lines = [line for piece in pieces for line in _parts(piece, lock)]
    write_atomically(path, "\n".join([f"\\caniforkschema{{{SCHEMA}}}", *lines, ""]))
    return path


def _parts(piece: Piece, lock: Path) -> Iterator[str]:
    """Yield a line for each part of a claim that canifork.sty knows."""
    claim = piece.citation.place.claim
    parts = {
        "truth": text(piece.citation.truth),
        "sentence": text(piece.sentence),
        "source": text(piece.source),
        "strip": "".join(f"{text(name)} & {''.join(map(_bar, cells))}\\\\" for name, cells in piece.rows),
        "changed": " ".join(map(text, changes_of(lock, claim))),
        "address": _address(piece.address or ""),
    }
    for name, said in parts.items():
        if said:
            yield f"\\caniforkpart{{{claim}}}{{{name}}}{{{said}}}"


def text(said: str) -> str:
    """Say any text in LaTeX, pdfTeX's too; what stands in backticks is code."""
    say = to_latex("unihex")
    parts = one_line(said).split("`")
    if len(parts) % 2 == 0:  # one backtick opens what none closes
        return _plain(say(one_line(said)))
    shown = (
        f"\\texttt{{{_code(part)}}}" if place % 2 else _plain(say(part)) for place, part in enumerate(parts)
    )
    return "".join(shown)


def _plain(said: str) -> str:
    return said.replace("--", "-{}-")  # two hyphens would become a dash


def _code(said: str) -> str:
    """Say code in LaTeX: with the straight quotes of programs."""
    quotes = {"'": "{\\textquotesingle}", '"': "\\symbol{34}"}
    say = to_latex("unihex")
    return "".join(quotes.get(part) or _plain(say(part)) for part in re.split("(['\"])", said))


def _bar(cell: Cell) -> str:
    colour = SHORT.sub(r"\1\1\2\2\3\3", cell.colour) if len(cell.colour) == 4 else cell.colour[1:]  # noqa: PLR2004
    return f"\\caniforkbar{{{colour.upper()}}}{{{text(cell.text)}}}"


def _address(address: str) -> str:
    """Say an address in LaTeX, where some signs that it may hold have a meaning."""
    spelled = ODD.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)
    return spelled.replace("%", "\\%")
