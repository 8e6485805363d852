"""A thumbnail of the whole matrix as SVG: a row for each claim, a column for each interpreter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from html import escape

from canifork.analysis.grid import ClaimRow, Column, Section

WIDE, HIGH, GAP = 9, 5, 6  # pixels of a cell, and between chapters
HEIGHTS = {
    "red": 5, "contradicted": 5, "supported": 3, "as_expected": 3,
    "undecided": 2, "not_seen": 1, "silent": 1, "open": 1,
}  # fmt: skip
"""How high the bar of a state is, so that colour is not the only sign; what is not here is not drawn."""

WORST_FIRST = ["red", "contradicted", "undecided", "not_seen", "supported", "as_expected", "open", "silent"]


def overview(sections: Sequence[Section], columns: Sequence[Column]) -> str:
    """Return the picture; its classes are those of the style sheet, its links lead to the claims.

    It is for the eye and the mouse alone: the list of claims below it says the same to all others.
    """
    rows, top = [], 0
    for section in sections:
        for line in section.lines:
            bars = "".join(_bars(line, columns, top))
            claim = escape(line.case.id)
            rows.append(f'<a href="claim/{claim}.html" tabindex="-1"><title>{claim}</title>{bars}</a>')
            top += HIGH
        top += GAP
    size = f"{WIDE * len(columns)} {max(top - GAP, 1)}"
    return f'<svg aria-hidden="true" viewBox="0 0 {size}">{"".join(rows)}</svg>'


def _bars(line: ClaimRow, columns: Sequence[Column], top: int) -> Iterator[str]:
    """Yield a bar for each run of neighbouring cells in the same state."""
    states = [_state(line, column) for column in columns]
    left = 0
    yield f'<path class="back" d="M0 {top}h{WIDE * len(columns)}v{HIGH}H0z"/>'
    for state, run in itertools.groupby(states):
        width = WIDE * len(list(run))
        if state is not None:
            high = HEIGHTS[state]
            path = f"M{left} {top + (HIGH - high) / 2:g}h{width}v{high}h-{width}z"
            yield f'<path class="o {state}" d="{path}"/>'
        left += width


def _state(line: ClaimRow, column: Column) -> str | None:
    """Return the state of a cell: of several trials the one that a reader should see first."""
    seen = {mark.state for mark in line.cells[column.key]} & HEIGHTS.keys()
    return min(seen, key=WORST_FIRST.index, default=None)
