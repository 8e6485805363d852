"""A small table for other people's pages: a row for each place, a cell for each thing seen there.

Each form stands alone: no script, no style sheet, nothing that is loaded from elsewhere.  Texts come
from results, so each form escapes them in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from canifork.analysis.states import GREY
from canifork.escape import one_line
from canifork.report.latex import to_latex

EDGE = "border:1px solid #888;padding:.2em .5em;text-align:left"  # notebooks align to the right
TOP = "text-align:left;caption-side:top;color:inherit"  # where styles of the page put it below
# What may be markup: within a text, at its beginning, as a list's number, at its end.
RST = re.compile(r"[\\*`|_<]|^[^\w\s]|(?<=^\w)[.)]|(?<=^\w\w)[.)]|:(?=:|$)")
BAR = "display:inline-block;padding:0 .3em;color:#fff"


@dataclass(frozen=True, slots=True)
class Cell:
    """What was seen, on one line; the colour of its state and what that means."""

    text: str
    colour: str = GREY
    meaning: str = ""


Row = tuple[str, Sequence[Cell]]


def as_html(title: str, rows: Sequence[Row], source: str, address: str | None = None) -> str:
    """Return a table with its own styles; the source is a link if there is an address."""
    told = escape(one_line(source))
    link = told if address is None else f'<a href="{escape(address)}">{told}</a>'
    body = "".join(
        f'<tr><th scope="row" style="{EDGE}">{escape(one_line(name))}</th><td style="{EDGE}">'
        + " ".join(
            f'<span style="{BAR};background:{cell.colour}" '
            f'title="{escape(cell.meaning)}">{escape(one_line(cell.text))}</span>'
            for cell in cells
        )
        + "</td></tr>"
        for name, cells in rows
    )
    caption = f'<caption style="{TOP}">{escape(one_line(title))} <small>{link}</small></caption>'
    return f'<table class="canifork" style="border-collapse:collapse">{caption}{body}</table>\n'


def as_markdown(title: str, rows: Sequence[Row], source: str) -> str:
    """Return a table in Markdown."""
    from canifork.report.text.markdown import escape as shown  # late: it reads the tables of CI

    body = "".join(
        f"| {shown(name)} | {'; '.join(shown(cell.text) for cell in cells)} |\n" for name, cells in rows
    )
    head = f"**{shown(title)}** ({shown(source)})\n\n"
    return f"{head}| where | what was seen |\n|---|---|\n{body}"


def as_rst(title: str, rows: Sequence[Row], source: str) -> str:
    """Return a table in reStructuredText."""
    told = [("where", "what was seen")]
    told += [(_rst(name), "; ".join(_rst(cell.text) for cell in cells)) for name, cells in rows]
    body = "".join(f"   * - {place}\n     - {seen}\n" for place, seen in told)
    return f"**{_rst(title)}** ({_rst(source)})\n\n.. list-table::\n   :header-rows: 1\n\n{body}"


def _rst(text: str) -> str:
    return RST.sub(r"\\\g<0>", one_line(text))


def as_latex(title: str, rows: Sequence[Row], source: str) -> str:
    """Return a table in LaTeX, which needs no package."""
    say = to_latex()
    truth = f"\\multicolumn{{2}}{{p{{0.95\\linewidth}}}}{{{say(one_line(title))}}}"
    body = "".join(
        f"  {say(one_line(name))} & {'; '.join(say(one_line(cell.text)) for cell in cells)} \\\\\n"
        for name, cells in rows
    )
    return (
        f"\\begin{{tabular}}{{lp{{0.6\\linewidth}}}}\n"
        f"  {truth} \\\\ \\hline\n{body}  \\hline\n"
        f"\\end{{tabular}}\\footnote{{{say(one_line(source))}}}\n"
    )
