"""Results as the tables show them: a line per claim, a cell per interpreter, a mark per trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.judge import bound, judged_keys
from harness.language import Say, english
from harness.model import ABSENT, Article, Case, Facts, Kind, Record, Results
from harness.rows import START_METHODS

MARKS = {
    "supported": ("S", english("the article is right")),
    "contradicted": ("C", english("the article is wrong")),
    "not_seen": ("n", english("a race did not show itself")),
    "silent": (".", english("the article says nothing")),
    "undecided": ("?", english("undecided")),
    "red": ("!", english("broken, garbled or mistaken: somebody has to look")),
    "not_applicable": ("-", english("the question has no meaning here")),
    "not_run": (" ", english("not run")),
}
"""Each state of a trial as a table shows it: one character, and what that means."""

PUBLISHED = "published:"  # how the key of a published column begins
OTHER_TEXT = " (seen with another text of this case)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One trial in a cell: its state (a key of MARKS), its start method, what was seen."""

    state: str
    start_method: str | None
    behaviour: str
    record: Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One interpreter as it was run here, or, if `published`, as results that we publish have it.

    `key` tells the two apart: 'cp313-linux-x86_64' and 'published:cp313-linux-x86_64'.
    """

    key: str
    interpreter: str
    facts: Facts
    made_at: str
    published: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One claim: its case, and for each column, by its key, the marks of its trials."""

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
    """Columns of one system, side by side in a table: the reader's own first."""

    name: str
    columns: tuple[Column, ...]


def signs(marks: tuple[Mark, ...]) -> str:
    """Return one character a trial; those of a start method in its place: fork, spawn, forkserver."""
    here = {mark.start_method: MARKS[mark.state][0] for mark in marks}
    places = [None] if None in here or not here else START_METHODS
    return "".join(here.get(method, MARKS["not_run"][0]) for method in places)


def sections(results: Results, published: Results | None = None) -> list[Section]:
    """Return the chapters that have cases, with all their lines; claims are those of `results`."""
    marks = _marks(results, "") | (_marks(published, PUBLISHED, results.cases) if published else {})
    keys = [column.key for column in columns(results, published)]
    return [
        Section(
            name=chapter.name,
            title=chapter.title,
            lines=tuple(
                Line(case=case, cells={key: tuple(marks.get((case.id, key), ())) for key in keys})
                for case in results.cases.values()
                if case.chapter == chapter.name
            ),
        )
        for chapter in results.outline.chapters
        if any(case.chapter == chapter.name for case in results.cases.values())
    ]


def columns(results: Results, published: Results | None = None) -> list[Column]:
    """Return a column for each interpreter of `results`, then one for each published one."""
    parts = [("", results), *([(PUBLISHED, published)] if published else [])]
    return [
        Column(
            key=prefix + key,
            interpreter=key,
            facts=facts,
            made_at=part.made_at,
            published=bool(prefix),
        )
        for prefix, part in parts
        for key, facts in part.interpreters.items()
    ]


def groups(results: Results, published: Results | None = None) -> list[Group]:
    """Return the columns by system: 'linux x86_64', 'windows amd64 (wine)'."""
    found: dict[str, list[Column]] = {}
    for column in columns(results, published):
        facts = column.facts
        emulated = f" ({facts['emulated']})" if facts["emulated"] else ""
        found.setdefault(f"{facts['os']} {facts['machine']}{emulated}", []).append(column)
    return [Group(name=name, columns=tuple(members)) for name, members in found.items()]


def differences(results: Results, published: Results | None) -> Iterator[tuple[Mark, Mark]]:
    """Yield the marks of trials run here that differ in their state from the published ones."""
    if published is None:
        return
    theirs = {mark.record.trial: mark for some in _marks(published, "").values() for mark in some}
    for mark in (mark for some in _marks(results, "").values() for mark in some):
        other = theirs.get(mark.record.trial)
        if other and mark.state != other.state and ABSENT.isdisjoint({mark.state, other.state}):
            yield mark, other


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


def count_sentence(results: Results, say: Say = english) -> str:
    """Tell the counts in one sentence; what was not run is part of it."""
    counts = tally(results)
    absent = counts["kind not_applicable"] + counts["kind not_run"]
    unreadable = [
        words.format(count=counts[f"kind {kind}"])
        for kind, words in {
            Kind.GARBLED: say(", {count} garbled"),
            Kind.MISTAKEN: say(", {count} mistaken"),
        }.items()
        if counts[f"kind {kind}"]
    ]
    return say(
        "{run} trials: {met} met, {broken} broken, {undecided} undecided, {open} open{unreadable}; "
        "{not_applicable} not applicable, {not_run} not run"
    ).format(
        run=sum(counts[f"kind {kind}"] for kind in Kind) - absent,
        **{one: counts[f"expectation {one}"] for one in ("met", "broken", "undecided", "open")},
        unreadable="".join(unreadable),
        **{kind.value: counts[f"kind {kind}"] for kind in (Kind.NOT_APPLICABLE, Kind.NOT_RUN)},
    )


def article_sentence(results: Results, say: Say = english) -> str:
    """Tell how often the article was right, in one sentence."""
    counts = tally(results)
    return say(
        "The article: {supported} supported, {contradicted} contradicted, {not_seen} not seen, "
        "{undecided} undecided, {silent} silent"
    ).format(**{one.value: counts[f"article {one}"] for one in Article})


def behaviour(record: Record, case: Case) -> str:
    """Say what was seen, in as few words as tell it: 'fork: works', 'lost: no, 0 of 270 rounds'."""
    observation = record.observation
    if observation.answer is None:
        return f"{observation.kind.value.replace('_', ' ')}: {observation.reason}"
    answer = observation.answer
    if "undecided" in answer:
        return f"undecided: {answer['undecided']}"
    judged = judged_keys(case)
    keys = [key for key in answer if key in judged] or list(answer)
    return ", ".join([f"{words(key)}: {words(answer[key])}" for key in keys] + _rounds(answer))


def _marks(
    results: Results, prefix: str, today: Mapping[str, Case] | None = None
) -> dict[tuple[str, str], list[Mark]]:
    """Return the marks by claim and column; `today`: the texts that the reader's own results are of."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for record in results.records:
        trial, case = record.trial, results.cases[record.trial.case]
        told = behaviour(record, case)
        if today and trial.case in today and today[trial.case].sha256 != case.sha256:
            told += OTHER_TEXT
        mark = Mark(state=state(record), start_method=trial.start_method, behaviour=told, record=record)
        found.setdefault((trial.case, prefix + trial.interpreter), []).append(mark)
    for marks in found.values():
        marks.sort(key=lambda mark: (None, *START_METHODS).index(mark.start_method))
    return found


def words(value: Any) -> str:
    """Say a value of an answer in words: 'yes', 'not run'."""
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
