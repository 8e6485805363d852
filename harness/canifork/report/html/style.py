"""Make the rules of the style sheet that come from tables: signs of states, names of columns, colours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from canifork.analysis.states import SHOWN
from canifork.report.html.bars import Family
from canifork.report.html.program import colours

PHONE = "@media (max-width: 40rem)"  # as in site.css


def made_style(families: Iterable[Family]) -> str:
    """Return the rules for these columns of the matrix of bars, and for what all pages share."""
    return _signs() + _columns(families) + colours()


def _signs() -> str:
    """Give each state its sign, which is not read aloud: its meaning stands beside it."""
    rules = (
        f'.mark.{state.key}::before {{ content: {sign}; content: {sign} / ""; }}\n'
        for state in SHOWN
        if (sign := _string(state.sign))
    )
    return "".join(rules)


def _columns(families: Iterable[Family]) -> str:
    """Name the column of each cell where cells stand one under another."""
    names = (
        f"  .bars td:nth-child({place})::before {{ content: {_string(f'{one.name} {one.words}')}; }}\n"
        for place, one in enumerate(families, 2)
    )
    return f"{PHONE} {{\n{''.join(names)}}}\n"


def _string(text: str) -> str:
    """Return a text as a string of CSS, with all that CSS could read in another way escaped."""
    return '"' + re.sub(r"[^0-9A-Za-z .]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'
