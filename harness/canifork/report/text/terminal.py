"""The report for a terminal: what was found, then a matrix of one character a trial."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from canifork.analysis.counts import article_sentence, count_sentence
from canifork.analysis.grid import (
    ARTICLE,
    PUBLISHED,
    ClaimRow,
    Column,
    Group,
    Section,
    differences,
    groups,
    sections,
    signs,
)
from canifork.analysis.states import SHOWN
from canifork.escape import printable
from canifork.interpreters.launchers import command_line
from canifork.model import Plan, Record, Results

NAME_WIDTH = 36
CELL_WIDTH = 3  # one character for each start method
SAME = "every trial that is published for these interpreters is judged there as here"
BETWEEN = "| "  # the reader's own columns on the left, published ones on the right


def header(plan: Plan) -> list[str]:
    """Say which interpreters were found, which cannot be used and why, and how much there is to run."""
    lines = [f"canifork: {len(plan.trials)} trials of {len(plan.cases)} claims on"]
    for key, one in plan.interpreters.items():
        line = f"{key:30} {one.facts['version']:9} {command_line(one.command)}"
        lines.append(f"  {printable(line)}")
    lines += [
        f"  {printable(f'not used: {command_line(unused.command)}: {unused.reason}')}"
        for unused in plan.unused
    ]
    lines += [f"  slip: {printable(fault)}" for fault in plan.faults]
    return lines + _known(plan)


def summary(results: Results, folder: Path, published: Results | None = None) -> Iterator[str]:
    """Yield the lines of the matrix, of what is red, and of where the report is."""
    yield ""
    chapters = sections(results, published)
    for group in groups(results, published):
        yield from _matrix(group, chapters, set(results.interpreters))
    for some in (SHOWN[:4], SHOWN[4:6], SHOWN[6:]):
        yield "  ".join(f"{state.letter} {state.meaning}" for state in some)
    yield "three characters: fork, spawn, forkserver; blank: not run; claims not run at all are left out"
    yield ""
    yield from _differences(results, published)
    for record in results.records:
        if record.red:
            yield f"RED  {record.trial.id}: {printable(verdicts(record))}"
    yield count_sentence(results)
    yield printable(article_sentence(results))
    if results.partial:
        yield f"PARTIAL: trials are missing from this report: {printable(results.partial)}"
    yield f"report: {folder / 'index.html'}, report.md, results.json"


def _known(plan: Plan) -> list[str]:
    """Say of how many interpreters an earlier run knows what they are, and how to ask them again."""
    asked = sorted(one.asked_at for one in plan.interpreters.values() if one.asked_at)
    if not asked:
        return []
    since = printable(asked[0])
    return [f"  {len(asked)} of these told what they are in an earlier run ({since}); --probe asks again"]


def verdicts(record: Record) -> str:
    """Tell both judgements of a record: 'met, article contradicted'."""
    verdict = record.judgement
    if verdict.expectation is None:
        return f"{record.observation.kind}: {record.observation.reason}"
    kind = "" if record.observation.answer else f"{record.observation.kind}: {record.observation.reason}; "
    return f"{kind}{verdict.expectation}" + (f", article {verdict.article}" if verdict.article else "")


def _matrix(group: Group, chapters: list[Section], here: set[str]) -> Iterator[str]:
    yours = [column for column in group.columns if not column.published]
    # What is published of an interpreter that was run here as well differs seldom: see _differences.
    theirs = [column for column in group.columns if column.published and column.interpreter not in here]
    name = printable(group.name)
    if theirs:
        day = max(one.made_at for one in theirs)[:10]
        yield f"{name:{NAME_WIDTH}}{'yours':{sum(map(_width, yours))}}{BETWEEN}published {printable(day)}"
        name = ""
    yield f"{name:{NAME_WIDTH}}" + _row(yours, theirs, lambda one: one.interpreter.split("-")[0])
    for part in dict.fromkeys(chapter.part for chapter in chapters):
        some = [chapter for chapter in chapters if chapter.part == part]
        lines = list(filter(_has_run, (line for chapter in some for line in chapter.lines)))
        if lines and part != ARTICLE:
            beside = some[0].beside
            yield f"{printable(beside.title)}:" if beside else "since the article:"
        for line in lines:
            yield f"{line.case.id:{NAME_WIDTH}}" + _row(yours, theirs, partial(_signs, line))
    yield ""


def _signs(line: ClaimRow, column: Column) -> str:
    return signs(line.cells[column.key])


def _row(yours: Sequence[Column], theirs: Sequence[Column], text: Callable[[Column], str]) -> str:
    parts = ("".join(f"{text(entry):{_width(entry)}}" for entry in some) for some in (yours, theirs))
    return BETWEEN.join(parts) if theirs else next(parts)


def _width(column: Column) -> int:
    return max(len(column.interpreter.split("-")[0]), CELL_WIDTH) + 1


def _has_run(line: ClaimRow) -> bool:
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
        known = any(key in published.interpreters for key in results.interpreters)
        yield SAME if known else "nothing is published for these interpreters"
