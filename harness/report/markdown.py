"""The report as Markdown: the counts, what is red, and the matrix in short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.explain import printable
from harness.model import Results
from harness.report.table import MARKS, Line, article_sentence, count_sentence, groups, sections, signs
from harness.report.terminal import verdicts
from harness.scope import scopes

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&:@])")


def summary(results: Results) -> str:
    """Return the whole page; text from the results is escaped."""
    return "\n".join(_lines(results)) + "\n"


def escape(text: str) -> str:
    """Show any text as it is, on one line: no markup, no link, no HTML, no control character."""
    return SPECIAL.sub(r"\\\1", printable(" ".join(text.split()))).replace("www.", "www\\.")


def _lines(results: Results) -> Iterator[str]:
    yield f"# What Python really does: {results.made_at[:10]}\n"
    yield f"{escape(count_sentence(results))}. {escape(article_sentence(results))}.\n"
    if results.partial:
        yield f"**Partial**: trials are missing: {escape(results.partial)}.\n"
    red = [record for record in results.records if record.red]
    if red:
        yield "## Somebody has to look\n"
        yield from (f"- {escape(one.trial.id)}: {escape(verdicts(one))}" for one in red)
        yield ""
    yield "".join(f"`{sign}` {meaning} · " for sign, meaning in list(MARKS.values())[:7])
    yield "three characters: under fork, spawn, forkserver; blank: not run\n"
    for group in groups(results):
        yield from _table(results, list(group.interpreters), group.name)
    yield "## Where the article's claims hold\n"
    for case, sentence in scopes(results).items():
        yield f"- `{case}`: {escape(sentence)}"
    yield "\n## Interpreters\n"
    for key, facts in results.interpreters.items():
        told = f"{facts['version']} on {facts['os']} {facts['os_release']}, {facts['cpus_usable']} CPUs"
        yield f"- `{key}`: {escape(told)}"
    for one in results.unused:
        yield f"- not used: {escape(' '.join(one.command))}: {escape(one.reason)}"


def _table(results: Results, interpreters: list[str], name: str) -> Iterator[str]:
    yield f"## {escape(name)}\n"
    yield "| claim | " + " | ".join(f"`{key.split('-')[0]}`" for key in interpreters) + " |"
    yield "|---|" + "---|" * len(interpreters)
    for section in sections(results):
        yield f"| **{escape(section.title)}** |" + " |" * len(interpreters)
        for line in section.lines:
            cells = " | ".join(_cell(line, key) for key in interpreters)
            yield f"| {escape(line.case.truth)} ({escape(line.case.id)}) | {cells} |"
    yield ""


def _cell(line: Line, interpreter: str) -> str:
    shown = signs(line.cells[interpreter]).rstrip()
    return f"`{shown}`" if shown else ""
