"""A claim as a card of 1200 by 630 pixels, which other sites show beside a link: the answer at a glance."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from canifork.escape import one_line
from canifork.model import Results
from canifork.report.citation import Citation, Subject, cite
from canifork.report.raster import to_png
from canifork.report.strip import source, strip
from canifork.report.table import Cell, Row

WIDTH, HEIGHT, EDGE = 1200, 630, 60  # https://ogp.me asks for no size; sites cut what is not 1.91 to 1
LETTER, BOLD = 0.58, 0.63  # of a letter's size: how wide it is in DejaVu Sans, the widest that is asked for
BIG, SMALL, NOTE = 46, 22, 18  # sizes of letters
ROW, GAP, PAD = 42, 6, 12
LEFT = 480  # where the bars begin
TITLE_LINES = 3
INK, QUIET, LINK = "#1b1b1b", "#555", "#0b4f9e"  # those of site.css


def draw(results: Results, sha256: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path, below the report's folder, and the PNG of each card; MissingError without a library."""
    for claim in results.cases:
        svg = as_svg(cite(results, sha256, Subject(claim=claim)), results)
        yield f"card/{claim}.png", to_png(svg, 1)


def as_svg(citation: Citation, results: Results) -> str:
    """Return the card: what is true, and what was seen where, as far as there is room."""
    title = _lines(citation.truth.replace("`", ""), BIG, TITLE_LINES)
    top = EDGE + 34 + len(title) * (BIG + 10) + 24
    drawn = [
        _text(EDGE, EDGE, f"canifork · {citation.place.claim}", NOTE + 4, LINK),
        '<g font-weight="bold">',
        *(_text(EDGE, EDGE + 70 + place * (BIG + 10), line, BIG, INK) for place, line in enumerate(title)),
        "</g>",
        *_rows(_shortened(strip(results, citation.place.claim)), top + 20),
        _text(EDGE, HEIGHT - 34, source(citation), NOTE, QUIET),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="t" font-family="DejaVu Sans,Verdana,sans-serif">'
        f'<title id="t">{escape(citation.truth)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<rect width="{WIDTH}" height="12" fill="{LINK}"/>{"".join(drawn)}</svg>\n'
    )


def _shortened(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out what goes without saying: start methods where all did alike, and CPython."""
    places = [name.partition(" (")[0] for name, _ in rows]
    return [
        ((place if places.count(place) == 1 else name).replace("CPython, free", "free"), cells)
        for place, (name, cells) in zip(places, rows, strict=True)
    ]


def _rows(rows: Sequence[Row], top: int) -> Iterator[str]:
    """Draw the rows for which there is room; say how many there is none for."""
    room = (HEIGHT - 70 - top) // ROW
    shown = rows if len(rows) <= room else rows[: room - 1]
    for place, (name, cells) in enumerate(shown):
        line = top + place * ROW
        yield _text(EDGE, line + 27, _cut(name, LEFT - EDGE - PAD, NOTE + 2), NOTE + 2, INK)
        yield from _bars(cells, line)
    if left := len(rows) - len(shown):
        yield _text(EDGE, top + len(shown) * ROW + 27, f"and {left} more", SMALL, QUIET)


def _bars(cells: Sequence[Cell], top: int) -> Iterator[str]:
    """Draw the bars of one row; the last one that has room may be cut, and says so by three dots."""
    x = LEFT
    for cell in cells:
        if (room := WIDTH - EDGE - x) < 4 * PAD:
            return
        text = _cut(cell.text, room - 2 * PAD, SMALL)
        wide = round(LETTER * SMALL * len(text)) + 2 * PAD
        yield f'<rect x="{x}" y="{top}" width="{wide}" height="{ROW - GAP}" rx="5" fill="{cell.colour}"/>'
        yield _text(x + PAD, top + 26, text, SMALL, "#fff")
        x += wide + GAP


def _text(x: int, y: int, text: str, size: int, colour: str) -> str:
    place = f'x="{x}" y="{y}" font-size="{size}" fill="{colour}"'
    return f"<text {place}>{escape(one_line(text))}</text>"


def _lines(text: str, size: int, most: int) -> list[str]:
    wide = int((WIDTH - 2 * EDGE) / (BOLD * size))
    return textwrap.wrap(text, wide, max_lines=most, placeholder=" …")


def _cut(text: str, room: int, size: int) -> str:
    most = max(1, int(room / (LETTER * size)))
    return text if len(text) <= most else f"{text[: most - 1]}…"
