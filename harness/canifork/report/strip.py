"""A claim as a strip of versions per system, for pages, slides and papers of other people.

Each form stands alone: no script, no style sheet, nothing that is loaded from elsewhere.  Texts come
from results, so each form escapes them in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from canifork.analysis.labels import render
from canifork.analysis.scope import by_claim
from canifork.analysis.spans import Line, lines, together
from canifork.analysis.timeline import sightings
from canifork.escape import one_line
from canifork.i18n.translator import english
from canifork.model import Results
from canifork.report import table
from canifork.report.citation import Citation
from canifork.report.table import Cell, Row

LETTER, ROW, PAD = 6.6, 24, 8  # pixels: a letter of 11 pixels, the height of a row, the space in a bar

Strip = Sequence[Row]
"""For each system and build, with the start methods if they matter, its bars."""


def strip(results: Results, claim: str) -> Strip:
    """Return the strip of a claim that the results hold."""
    found = sightings(by_claim(results)[claim], results.cases[claim], results.interpreters)
    return bars(together(lines(found, results.interpreters)))


def bars(history: Iterable[Line]) -> Strip:
    """Return the strip of a claim's history."""
    rows = []
    for line in history:
        methods = f" ({', '.join(line.methods)})" if line.methods else ""
        cells = [
            Cell(
                one_line(f"{span.words if len(line.spans) > 1 else ''} {render(span.label, english)}"),
                span.state.colour,
                span.state.meaning,
            )
            for span in line.spans
        ]
        rows.append((one_line(line.name + methods), cells))
    return rows


def as_html(citation: Citation, results: Results) -> str:
    """Return a table with its own styles."""
    address = citation.address if citation.published else None
    return table.as_html(citation.truth, strip(results, citation.place.claim), source(citation), address)


def as_svg(citation: Citation, results: Results) -> str:
    """Return a picture: a row for each system, a bar for each behaviour."""
    rows = strip(results, citation.place.claim)
    left = max((_wide(name) for name, _ in rows), default=0) + PAD
    width = max((left + sum(_wide(bar.text) + 4 for bar in bars) for _, bars in rows), default=left)
    drawn = []
    for place, (name, bars) in enumerate(rows):
        top, x = place * ROW, left
        drawn.append(f'<text x="0" y="{top + 16}" fill="#333">{escape(name)}</text>')
        for bar in bars:
            size = f'width="{_wide(bar.text)}" height="{ROW - 4}"'
            drawn.append(f'<rect x="{x}" y="{top + 2}" {size} rx="3" fill="{bar.colour}"/>')
            drawn.append(f'<text x="{x + PAD}" y="{top + 16}" fill="#fff">{escape(bar.text)}</text>')
            x += _wide(bar.text) + 4
    height = len(rows) * ROW + ROW
    note = escape(source(citation))
    size = f"{max(width, _wide(note))} {height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
        f'aria-labelledby="t" font-family="DejaVu Sans,Verdana,sans-serif" font-size="11">'
        f'<title id="t">{escape(citation.truth)}</title>{"".join(drawn)}'
        f'<text x="0" y="{height - 8}" fill="#555" font-size="9">{note}</text></svg>\n'
    )


def _alone(write: Callable[[str, Strip, str], str]) -> Callable[[Citation, Results], str]:
    """Let a citation's strip be written by what writes a table."""

    def written(citation: Citation, results: Results) -> str:
        return write(citation.truth, strip(results, citation.place.claim), source(citation))

    return written


def source(citation: Citation) -> str:
    """Name version, claim, day and the beginning of the hash."""
    day, sha256 = citation.made_at[:10], citation.sha256[:12]
    return f"canifork {citation.version}, {citation.place.claim}, {day}, {sha256}"


def _wide(text: str) -> int:
    return round(LETTER * len(text)) + 2 * PAD


FORMS: dict[str, Callable[[Citation, Results], str]] = {
    "strip-html": as_html,
    "strip-svg": as_svg,
    "markdown": _alone(table.as_markdown),
    "rst": _alone(table.as_rst),
    "latex": _alone(table.as_latex),
}
"""What `canifork cite --format` calls them."""
