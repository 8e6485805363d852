"""The report for a terminal: what was found, then a matrix of one character a trial."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from harness.explain import printable
from harness.model import Plan, Record, Results
from harness.report.table import (
    MARKS,
    PUBLISHED,
    Column,
    Group,
    Line,
    Section,
    article_sentence,
    count_sentence,
    differences,
    groups,
    sections,
    signs,
)

NAME_WIDTH = 36
CELL_WIDTH = 3  # one character for each start method
BETWEEN = "| "  # the reader's own columns on the left, published ones on the right


def header(plan: Plan) -> list[str]:
    """Say which interpreters were found, which cannot be used and why, and how much there is to run."""
    lines = [f"canifork: {len(plan.trials)} trials of {len(plan.cases)} claims on"]
    for key, one in plan.interpreters.items():
        told = f"{key:30} {one.facts['version']:9} {shlex.join(one.command)}"
        lines.append(f"  {printable(told)}")
    return lines + [
        f"  {printable(f'not used: {shlex.join(one.command)}: {one.reason}')}" for one in plan.unused
    ]


def summary(results: Results, folder: Path, published: Results | None = None) -> Iterator[str]:
    """Yield the lines of the matrix, of what is red, and of where the report is."""
    yield ""
    chapters = sections(results, published)
    for group in groups(results, published):
        yield from _matrix(group, chapters, set(results.interpreters))
    yield "  ".join(f"{sign} {meaning}" for sign, meaning in list(MARKS.values())[:4])
    yield "  ".join(f"{sign} {meaning}" for sign, meaning in list(MARKS.values())[4:7])
    yield "three characters: fork, spawn, forkserver; blank: not run; claims not run at all are left out"
    yield ""
    yield from _differences(results, published)
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


def _matrix(group: Group, chapters: list[Section], here: set[str]) -> Iterator[str]:
    yours = [one for one in group.columns if not one.published]
    # What is published of an interpreter that was run here as well differs seldom: see _differences.
    theirs = [one for one in group.columns if one.published and one.interpreter not in here]
    name = printable(group.name)
    if theirs:
        day = max(one.made_at for one in theirs)[:10]
        yield f"{name:{NAME_WIDTH}}{'yours':{sum(map(_width, yours))}}{BETWEEN}published {printable(day)}"
        name = ""
    yield f"{name:{NAME_WIDTH}}" + _row(yours, theirs, lambda one: one.interpreter.split("-")[0])
    for line in (line for chapter in chapters for line in chapter.lines if _has_run(line)):
        yield f"{line.case.id:{NAME_WIDTH}}" + _row(yours, theirs, lambda one: signs(line.cells[one.key]))  # noqa: B023
    yield ""


def _row(yours: Sequence[Column], theirs: Sequence[Column], text: Callable[[Column], str]) -> str:
    parts = ("".join(f"{text(one):{_width(one)}}" for one in some) for some in (yours, theirs))
    return BETWEEN.join(parts) if theirs else next(parts)


def _width(column: Column) -> int:
    return max(len(column.interpreter.split("-")[0]), CELL_WIDTH) + 1


def _has_run(line: Line) -> bool:
    """Tell whether a line is worth its place: not if its trials were all left out of this run."""
    cells = line.cells.items()
    states = {mark.state for key, marks in cells if not key.startswith(PUBLISHED) for mark in marks}
    return "not_run" not in states or bool(states - {"not_run", "not_applicable"})


def _differences(results: Results, published: Results | None) -> Iterator[str]:
    """Yield a line for each trial that is not judged here as in the published results."""
    found = list(differences(results, published))
    for mark, other in found:
        yield f"differs from published: {mark.record.trial.id}: {mark.state}, published {other.state}"
    if published and not found:
        yield "every trial that is published for these interpreters is judged there as here"
