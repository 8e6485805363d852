"""The report for a terminal: what was found, then a matrix of one character a trial."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from harness.explain import printable
from harness.model import Plan, Record, Results
from harness.report.table import (
    MARKS,
    Group,
    Line,
    Section,
    article_sentence,
    count_sentence,
    groups,
    sections,
    signs,
)

NAME_WIDTH = 36
CELL_WIDTH = 3  # one character for each start method


def header(plan: Plan) -> list[str]:
    """Say which interpreters were found, which cannot be used and why, and how much there is to run."""
    lines = [f"canifork: {len(plan.trials)} trials of {len(plan.cases)} claims on"]
    for key, one in plan.interpreters.items():
        told = f"{key:30} {one.facts['version']:9} {shlex.join(one.command)}"
        lines.append(f"  {printable(told)}")
    return lines + [
        f"  {printable(f'not used: {shlex.join(one.command)}: {one.reason}')}" for one in plan.unused
    ]


def summary(results: Results, folder: Path) -> Iterator[str]:
    """Yield the lines of the matrix, of what is red, and of where the report is."""
    yield ""
    for group in groups(results):
        yield from _matrix(group, sections(results))
    yield "  ".join(f"{sign} {meaning}" for sign, meaning in list(MARKS.values())[:4])
    yield "  ".join(f"{sign} {meaning}" for sign, meaning in list(MARKS.values())[4:7])
    yield "three characters: fork, spawn, forkserver; blank: not run; claims not run at all are left out"
    yield ""
    for record in results.records:
        if record.red:
            yield f"RED  {record.trial.id}: {printable(verdicts(record))}"
    yield count_sentence(results)
    yield article_sentence(results)
    if results.partial:
        yield f"PARTIAL: trials are missing from this report: {printable(results.partial)}"
    yield f"report: {folder / 'index.html'}, report.md, results.json"


def verdicts(record: Record) -> str:
    """Tell both judgements of a record: 'met, article contradicted'."""
    verdict = record.judgement
    if verdict.expectation is None:
        return f"{record.observation.kind}: {record.observation.reason}"
    kind = "" if record.observation.answer else f"{record.observation.kind}: {record.observation.reason}; "
    return f"{kind}{verdict.expectation}, article {verdict.article}"


def _matrix(group: Group, chapters: list[Section]) -> Iterator[str]:
    labels = {key: key.split("-")[0] for key in group.interpreters}
    widths = {key: max(len(label), CELL_WIDTH) for key, label in labels.items()}
    yield f"{printable(group.name):{NAME_WIDTH}}" + " ".join(f"{labels[key]:{widths[key]}}" for key in labels)
    for chapter in chapters:
        for line in filter(_has_run, chapter.lines):
            cells = (f"{_cell(line, key):{width}}" for key, width in widths.items())
            yield f"{line.case.id:{NAME_WIDTH}}" + " ".join(cells)
    yield ""


def _has_run(line: Line) -> bool:
    """Tell whether a line is worth its place: not if its trials were all left out of this run."""
    states = {mark.state for marks in line.cells.values() for mark in marks}
    return "not_run" not in states or bool(states - {"not_run", "not_applicable"})


def _cell(line: Line, interpreter: str) -> str:
    return signs(line.cells[interpreter])
