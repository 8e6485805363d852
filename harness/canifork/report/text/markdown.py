"""The report as Markdown: the counts, what is red, and the matrix in short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from canifork.analysis.counts import article_sentence, count_sentence
from canifork.analysis.findings import Findings
from canifork.analysis.grid import (
    ClaimRow,
    Column,
    Group,
    Section,
    groups,
    sections,
    signs,
)
from canifork.analysis.states import SHOWN
from canifork.ci.jobs import never_run
from canifork.ci.table import read_table
from canifork.escape import printable
from canifork.model import Facts, Results
from canifork.report import world
from canifork.report.text.terminal import verdicts
from canifork.results.selection import chosen, only

LIMIT = 1 << 20  # bytes: GitHub refuses the summary of a job's step that is larger
CUT = "\n**Cut here**: a summary holds 1 MiB; the page and results.json hold the rest.\n"
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&:@])")


def summary(findings: Findings, published: Results | None = None) -> str:
    """Return the whole page, or what fits into a job summary; text from the results is escaped."""
    return fitting(_lines(findings, published))


def fitting(lines: Iterable[str], limit: int = LIMIT) -> str:
    """Join lines as long as they are fewer than `limit` bytes; say so if some are left out."""
    taken: list[str] = []
    room = limit - len(CUT) - 1
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            return "\n".join([*taken, CUT])
        taken.append(line)
    return "\n".join(taken) + "\n"


def escape(text: str) -> str:
    """Show any text as it is, on one line: no markup, no link, no HTML, no control character."""
    return SPECIAL.sub(r"\\\1", printable(" ".join(text.split()))).replace("www.", "www\\.")


def _lines(findings: Findings, published: Results | None) -> Iterator[str]:
    results = findings.results
    yield f"# What Python really does: {results.made_at[:10]}\n"
    yield f"{escape(count_sentence(results))}. {escape(article_sentence(results))}.\n"
    if results.partial:
        yield f"**Partial**: trials are missing: {escape(results.partial)}.\n"
    if systems := never_run(read_table(), results, published):
        yield f"Not run here: {', '.join(systems)}. "
        yield "What is expected there comes from documentation and source.\n"
    red = [record for record in results.records if record.red]
    if red:
        yield "## Needs attention\n"
        yield from (f"- {escape(one.trial.id)}: {escape(verdicts(one))}" for one in red)
        yield ""
    yield "".join(f"`{state.letter}` {state.meaning} · " for state in SHOWN)
    yield "three characters: under fork, spawn, forkserver; blank: not run\n"
    shown = only(results, chosen(results))
    chapters = sections(shown, published)
    for group in groups(results, published):
        yield from _table(chapters, group, beside=published is not None)
    yield "## Where the article's claims hold\n"
    found = {claim: findings.claims[claim] for claim in shown.cases}
    for claim, one in found.items():
        if not one.case.since_then:
            yield f"- `{claim}`: {escape(one.scope())} What happens where: {escape(one.happening())}"
    if since := {claim: one for claim, one in found.items() if one.case.since_then}:
        yield "\n## What came after the article\n"
        yield from (f"- `{claim}`: {escape(one.happening())}" for claim, one in since.items())
    yield "\n## Interpreters\n"
    for key, facts in results.interpreters.items():
        yield f"- `{key}`: {escape(_told(facts))}"
    for unused in results.unused:
        yield f"- not used: {escape(' '.join(unused.command))}: {escape(unused.reason)}"


def _told(facts: Facts) -> str:
    """Tell what an interpreter runs on, in one line."""
    parts = [f"{facts['version']} on {facts['os']} {facts['os_release']}", world.cpu(facts)]
    parts += filter(None, [world.emulator(facts), world.c_library(facts)])
    return ", ".join([*parts, f"CPUs: {world.cpus(facts)}"])


def _table(chapters: list[Section], group: Group, *, beside: bool) -> Iterator[str]:
    width = len(group.columns)
    yield f"## {escape(group.name)}\n"
    yield "| claim | " + " | ".join(_heading(column, beside=beside) for column in group.columns) + " |"
    yield "|---|" + "---|" * width
    for chapter in chapters:
        whose = f"{escape(chapter.beside.title)}: " if chapter.beside else ""
        part = f"{whose}{'Since then: ' * chapter.since}"
        yield f"| **{part}{escape(chapter.title)}** |" + " |" * width
        for line in chapter.lines:
            cells = " | ".join(_cell(line, column.key) for column in group.columns)
            yield f"| {escape(line.case.truth)} ({escape(line.case.id)}) | {cells} |"
    yield ""


def _heading(column: Column, *, beside: bool) -> str:
    whose = f"published {escape(column.made_at[:10])}" if column.published else "yours"
    return f"`{column.interpreter.split('-')[0]}`" + (f" {whose}" if beside else "")


def _cell(line: ClaimRow, column: str) -> str:
    shown = signs(line.cells[column]).rstrip()
    return f"`{shown}`" if shown else ""
