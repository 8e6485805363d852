"""A piece of the published results for another document: a strip, a row, a sentence or a program.

Every tool shows the same pieces, asked for with the same words.  Each piece carries the version of
canifork, the day of the results, and the hash of the claim's published answers (see `pins`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from canifork.analysis.behaviours import happening
from canifork.axes import SYSTEMS, numbers, python
from canifork.embeds.pins import answer_of
from canifork.errors import ResultsError
from canifork.escape import one_line, printable
from canifork.model import Results
from canifork.project import find_root
from canifork.report import embed, strip, table
from canifork.report.citation import Citation, Subject, cite
from canifork.report.html.program import programs
from canifork.report.latex import to_latex
from canifork.report.table import Cell, Row
from canifork.results.published import published

FORMATS = ("strip", "row", "sentence", "program")
VERSION = re.compile(r"\d{1,4}\.\d{1,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """What is shown; each text is one line, but the program.  `address`: the claim's page, if known."""

    form: str
    citation: Citation
    results: Results
    rows: Sequence[Row]
    sentence: str
    program: str

    @property
    def source(self) -> str:
        """Name version, claim, day and the beginning of the hash."""
        return strip.source(self.citation)

    @property
    def address(self) -> str | None:
        """Return the address of the claim's page, None if nobody said where the site is."""
        return self.citation.address if self.citation.published else None

    def _repr_html_(self) -> str:
        """Return the piece as HTML."""
        if self.form == "row" and self.results.records:
            return embed.row(self.citation, self.results)
        if self.rows:
            return table.as_html(self.citation.truth, self.rows, self.source, self.address)
        if self.form == "sentence":
            return f'<p class="canifork">{escape(self.sentence)} <small>{self.reference()}</small></p>\n'
        return (
            f'<div class="canifork"><pre><code class="language-python">{escape(self.program)}</code></pre>'
            f"<small>{self.reference()}</small></div>\n"
        )

    def _repr_markdown_(self) -> str:
        """Return the piece as Markdown."""
        from canifork.report.text.markdown import escape as shown  # late: it reads the tables of CI

        if self.rows:
            return table.as_markdown(self.citation.truth, self.rows, self.source)
        if self.form == "program":
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", self.program)), default=0))
            return f"{fence}python\n{self.program.rstrip()}\n{fence}\n\n{shown(self.source)}\n"
        return f"{shown(self.sentence)} ({shown(self.source)})\n"

    def _repr_latex_(self) -> str:
        """Return the piece as LaTeX, which needs no package."""
        say = to_latex()
        if self.rows:
            return table.as_latex(self.citation.truth, self.rows, self.source)
        note = f"\\footnote{{{say(self.source)}}}\n"
        if self.form == "program":
            lines = (f"\\texttt{{{say(line).replace(' ', '~')}}}\\\\\n" for line in self.program.split("\n"))
            return f"\\noindent\n{''.join(lines)}{note}"
        return say(self.sentence) + note

    def reference(self, text: str = "") -> str:
        """Return HTML that names the source (or says `text`), as a link if the address is known."""
        told = escape(one_line(text) or self.source)
        return f'<a href="{escape(self.address)}">{told}</a>' if self.address else told


def make_piece(
    claim: str,
    form: str = "strip",
    *,
    systems: Iterable[str] = (),
    since: str | None = None,
    site: str | None = None,
) -> Piece:
    """Return a piece of what is published of a claim, on these systems (none: all), since this Python.

    `site`: the address of a published report.  ResultsError if there is no such claim, form or system.
    """
    if form not in FORMATS:
        raise ResultsError(f"format is {form!r}; give one of {', '.join(FORMATS)}")
    if site is not None and not re.fullmatch(r"https?://\S+", site):
        raise ResultsError(f"the site is {site!r}; give an address like https://example.org/report")
    answer = answer_of(claim)
    some = _narrowed(published(), claim, tuple(systems), since)
    citation = cite(some, answer.sha256, Subject(claim=claim), site)
    happens = happening(some.records, some.cases[claim], some.interpreters)
    return Piece(
        form=form,
        citation=citation,
        results=some,
        rows=_rows(form, citation, some),
        sentence=one_line(f"{citation.truth} What happens where: {happens}"),
        program=_program(some, claim) if form == "program" else "",
    )


def _rows(form: str, citation: Citation, results: Results) -> Sequence[Row]:
    """Return the rows of a strip or a row; a row that says so where nothing was run."""
    if form == "strip":
        found = strip.strip(results, citation.place.claim)
    elif form == "row":
        found = embed.cells(citation, results)
    else:
        return ()
    return found or [("there", [Cell("not run")])]


def _narrowed(results: Results, claim: str, systems: tuple[str, ...], since: str | None) -> Results:
    """Return the results of one claim, on these systems, since this version."""
    for name in systems:
        if name not in SYSTEMS:
            raise ResultsError(f"systems names {name!r}; give some of {', '.join(SYSTEMS)}")
    if since is not None and not VERSION.fullmatch(since):
        raise ResultsError(f"since is {since!r}; give a version like 3.10")
    oldest = numbers(since) if since else ()
    known = {
        key: facts
        for key, facts in results.interpreters.items()
        if (not systems or facts["os"] in systems) and python(facts) >= oldest
    }
    records = tuple(
        one for one in results.records if one.trial.case == claim and one.trial.interpreter in known
    )
    return replace(results, interpreters=known, cases={claim: results.cases[claim]}, records=records)


def _program(results: Results, claim: str) -> str:
    found = programs(results.cases, find_root())
    if claim not in found:
        raise ResultsError(f"the program of {claim} is not the one that was run; install canifork again")
    return "\n".join(map(printable, found[claim].split("\n")))
