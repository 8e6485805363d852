"""Results as the tables show them: a line per claim, a cell per interpreter, a mark per trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.judge import bound
from harness.model import Article, Case, Facts, Kind, Record, Results
from harness.rows import START_METHODS

MARKS = {
    "supported": ("S", "the article is right"),
    "contradicted": ("C", "the article is wrong"),
    "not_seen": ("n", "a race did not show itself"),
    "silent": (".", "the article says nothing"),
    "undecided": ("?", "undecided"),
    "red": ("!", "broken, garbled or mistaken: somebody has to look"),
    "not_applicable": ("-", "the question has no meaning here"),
    "not_run": (" ", "not run"),
}
"""Each state of a trial as a table shows it: one character, and what that means."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One trial in a cell: its state (a key of MARKS), its start method, what was seen."""

    state: str
    start_method: str | None
    behaviour: str
    record: Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One claim: its case, and for each interpreter the marks of its trials."""

    case: Case
    cells: Mapping[str, tuple[Mark, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One chapter with its lines."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Interpreters of one system, side by side in a table."""

    name: str
    interpreters: Mapping[str, Facts]


def signs(marks: tuple[Mark, ...]) -> str:
    """Return one character a trial; those of a start method in its place: fork, spawn, forkserver."""
    here = {mark.start_method: MARKS[mark.state][0] for mark in marks}
    places = [None] if None in here or not here else START_METHODS
    return "".join(here.get(method, MARKS["not_run"][0]) for method in places)


def sections(results: Results) -> list[Section]:
    """Return the chapters that have cases, with all their lines."""
    marks = _marks(results)
    return [
        Section(
            name=chapter.name,
            title=chapter.title,
            lines=tuple(
                Line(
                    case=case,
                    cells={key: tuple(marks.get((case.id, key), ())) for key in results.interpreters},
                )
                for case in results.cases.values()
                if case.chapter == chapter.name
            ),
        )
        for chapter in results.outline.chapters
        if any(case.chapter == chapter.name for case in results.cases.values())
    ]


def groups(results: Results) -> list[Group]:
    """Return the interpreters by system: 'linux x86_64', 'windows amd64 (wine)'."""
    found: dict[str, dict[str, Facts]] = {}
    for key, facts in results.interpreters.items():
        emulated = f" ({facts['emulated']})" if facts["emulated"] else ""
        found.setdefault(f"{facts['os']} {facts['machine']}{emulated}", {})[key] = facts
    return [Group(name=name, interpreters=members) for name, members in found.items()]


def state(record: Record) -> str:
    """Name the state of a record, a key of MARKS."""
    if record.red:
        return "red"
    return str(record.judgement.article or record.observation.kind)


def tally(results: Results) -> Counter[str]:
    """Count the records by kind, expectation and article."""
    counts: Counter[str] = Counter()
    for record in results.records:
        counts[f"kind {record.observation.kind}"] += 1
        if record.judgement.expectation is not None:
            counts[f"expectation {record.judgement.expectation}"] += 1
            counts[f"article {record.judgement.article}"] += 1
    return counts


def count_sentence(results: Results) -> str:
    """Tell the counts in one sentence; what was not run is part of it."""
    counts = tally(results)
    run = (
        sum(counts[f"kind {kind}"] for kind in Kind) - counts["kind not_applicable"] - counts["kind not_run"]
    )
    parts = [f"{counts[f'expectation {one}']} {one}" for one in ("met", "broken", "undecided", "open")]
    parts += [
        f"{counts[f'kind {one}']} {one}" for one in (Kind.GARBLED, Kind.MISTAKEN) if counts[f"kind {one}"]
    ]
    left = f"{counts['kind not_applicable']} not applicable, {counts['kind not_run']} not run"
    return f"{run} trials: {', '.join(parts)}; {left}"


def article_sentence(results: Results) -> str:
    """Tell how often the article was right, in one sentence."""
    counts = tally(results)
    return "The article: " + ", ".join(
        f"{counts[f'article {one}']} {one.replace('_', ' ')}" for one in Article
    )


def behaviour(record: Record, case: Case) -> str:
    """Say what was seen, in as few words as tell it: 'fork: works', 'lost: no, 0 of 270 rounds'."""
    observation = record.observation
    if observation.answer is None:
        return f"{observation.kind.value.replace('_', ' ')}: {observation.reason}"
    answer = observation.answer
    if "undecided" in answer:
        return f"undecided: {answer['undecided']}"
    keys = [key for key in answer if key in _judged(case)] or list(answer)
    return ", ".join([f"{_words(key)}: {_words(answer[key])}" for key in keys] + _rounds(answer))


def _marks(results: Results) -> dict[tuple[str, str], list[Mark]]:
    found: dict[tuple[str, str], list[Mark]] = {}
    for record in results.records:
        trial = record.trial
        mark = Mark(
            state=state(record),
            start_method=trial.start_method,
            behaviour=behaviour(record, results.cases[trial.case]),
            record=record,
        )
        found.setdefault((trial.case, trial.interpreter), []).append(mark)
    for marks in found.values():
        marks.sort(key=lambda mark: (None, *START_METHODS).index(mark.start_method))
    return found


def _judged(case: Case) -> set[str]:
    rows = case.article + case.expect
    return {key for row in rows for key in (*row.sees, *row.may_see)}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ")


def _rounds(answer: Mapping[str, Any]) -> list[str]:
    if "rounds" not in answer or "lost_rounds" not in answer:
        return []
    told = [f"{answer['lost_rounds']} of {answer['rounds']} rounds"]
    rate = bound(answer)
    return told + (
        [f"at most {float(format(100 * rate, '.2g')):g}% at 95 % confidence"] if rate is not None else []
    )
