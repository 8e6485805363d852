"""What a teacher puts on a page of their own: a claim as a row of HTML, or as an SVG badge.

Both stand alone: no script, no style sheet, nothing that is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import jinja2

from canifork.analysis.grid import value_text
from canifork.analysis.scope import scope
from canifork.analysis.states import GREY, state_of
from canifork.axes import table_order
from canifork.escape import one_line
from canifork.model import Record, Results
from canifork.report.citation import Citation, records_of
from canifork.report.html.compiled import CompiledTemplates
from canifork.report.table import Cell, Row

LETTER = 6.5  # pixels that a letter takes at 11 pixels; textLength makes up for the difference
MARGIN = 6


def row(citation: Citation, results: Results) -> str:
    """Return a small table: the claim, a cell for each interpreter, where it comes from."""
    return _render("row.html.j2", citation=citation, cells=dict(cells(citation, results)))


def cells(citation: Citation, results: Results) -> Sequence[Row]:
    """Return what a row shows: for each interpreter, a cell for each start method."""
    found: dict[str, list[Cell]] = {}
    known = results.interpreters
    records = records_of(results, citation.place)
    for record in sorted(records, key=lambda one: table_order(known[one.trial.interpreter])):
        text = f"{record.trial.start_method}: {_word(record)}" if record.trial.start_method else _word(record)
        cell = Cell(text, _colour([record]), state_of(record).meaning)
        found.setdefault(record.trial.interpreter, []).append(cell)
    return list(found.items())


def badge(citation: Citation, results: Results) -> str:
    """Return a badge as SVG: what is cited, what came of it, and of which day."""
    records = records_of(results, citation.place)
    label = citation.place.claim
    if citation.place.interpreter is None:
        text = scope(records, results.interpreters).rstrip(".")
    else:
        text = f"{citation.place.anchor}: {', '.join(dict.fromkeys(map(_word, records)))}"
    texts = [one_line(text) for text in (label, text, citation.made_at[:10])]
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
    if record.red:
        return "broken" if record.judgement.expectation == "broken" else str(record.observation.kind)
    return value_text(state_of(record).key)


def _colour(records: list[Record]) -> str:
    """Return the colour of a state that all records share, or grey."""
    colours = {state_of(record).colour for record in records}
    return colours.pop() if len(colours) == 1 else GREY


def _render(template: str, **given: object) -> str:
    return _environment().get_template(template).render(margin=MARGIN, **given)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("canifork.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CompiledTemplates(__file__, "rows"),
    )
