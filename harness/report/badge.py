"""What a teacher puts on a page of their own: a claim as a row of HTML, or as an SVG badge.

Both stand alone: no script, no style sheet, nothing that is loaded from elsewhere.
"""

from __future__ import annotations

from functools import cache

import jinja2

from harness.cite import Citation, one_line, records_of
from harness.model import Record, Results, table_order
from harness.report.table import MARKS, state
from harness.report.table import words as in_words
from harness.scope import scope

COLOURS = {  # dark enough for white letters: 4.5 to 1 and more
    "supported": "#2a6f3d",
    "contradicted": "#9a4a00",
    "not_seen": "#5b4aa3",
    "red": "#b3261e",
}
GREY = "#555"
LETTER = 6.5  # pixels that a letter takes at 11 pixels; textLength makes up for the difference
MARGIN = 6


def row(citation: Citation, results: Results) -> str:
    """Return a small table: the claim, a cell for each interpreter, where it comes from."""
    cells: dict[str, list[tuple[str, str, str]]] = {}
    known = results.interpreters
    records = records_of(results, citation.place)
    for record in sorted(records, key=lambda one: table_order(known[one.trial.interpreter])):
        told = f"{record.trial.start_method}: {_word(record)}" if record.trial.start_method else _word(record)
        cells.setdefault(record.trial.interpreter, []).append((told, _colour([record]), _meaning(record)))
    return _render("row.html.j2", citation=citation, cells=cells)


def badge(citation: Citation, results: Results) -> str:
    """Return a badge as SVG: what is cited, what came of it, and of which day."""
    records = records_of(results, citation.place)
    label = citation.place.claim
    if citation.place.interpreter is None:
        told = scope(records, results.interpreters).rstrip(".")
    else:
        told = f"{citation.place.anchor}: {', '.join(dict.fromkeys(map(_word, records)))}"
    texts = [one_line(text) for text in (label, told, citation.made_at[:10])]
    return _render(
        "badge.svg.j2",
        citation=citation,
        parts=_side_by_side(texts, [GREY, _colour(records), GREY]),
        width=sum(_width(text) for text in texts),
    )


def _side_by_side(texts: list[str], colours: list[str]) -> list[dict[str, object]]:
    """Return text, colour, place and width in pixels of each part of a badge."""
    parts: list[dict[str, object]] = []
    left = 0
    for text, colour in zip(texts, colours, strict=True):
        parts.append({"text": text, "colour": colour, "left": left, "width": _width(text)})
        left += _width(text)
    return parts


def _width(text: str) -> int:
    return round(LETTER * len(text)) + 2 * MARGIN


def _word(record: Record) -> str:
    """Name what came of a trial in one or two words: 'supported', 'not run', 'broken'."""
    expectation = record.judgement.expectation
    if state(record) == "red":
        return "broken" if expectation == "broken" else str(record.observation.kind)
    return in_words(state(record))


def _meaning(record: Record) -> str:
    return MARKS[state(record)][1]


def _colour(records: list[Record]) -> str:
    """Return the colour of a state that all records share, or grey."""
    states = {state(record) for record in records}
    return COLOURS.get(states.pop(), GREY) if len(states) == 1 else GREY


def _render(template: str, **given: object) -> str:
    return _environment().get_template(template).render(margin=MARGIN, **given)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("harness.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
