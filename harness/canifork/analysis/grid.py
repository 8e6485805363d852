"""Results as the tables show them: a line per claim, a cell per interpreter, a mark per trial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from canifork.analysis.states import STATES, state_of
from canifork.axes import START_METHODS, platform
from canifork.claims.conditions import told_apart
from canifork.model import (
    ABSENT,
    Case,
    Expectation,
    Facts,
    Judgement,
    Outline,
    Record,
    Results,
)
from canifork.verdicts.judge import bound, chances, judged_keys

PUBLISHED = "published:"  # how the key of a published column begins
ARTICLE = "article"  # the part that comes first


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialCell:
    """One trial in a cell: its state (a key of STATES), its start method, what was seen.

    `other_text`: whether the case had another text than that of the reader's own results.
    """

    state: str
    start_method: str | None
    record: Record
    other_text: bool = False


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
class ClaimRow:
    """One claim: its case, and for each column, by its key, the marks of its trials."""

    case: Case
    cells: Mapping[str, tuple[TrialCell, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One chapter with the lines of one part: the article's claims, or those that came `since`.

    `beside`: the further collection that it belongs to, if it is not of the first.
    """

    name: str
    title: str
    since: bool
    lines: tuple[ClaimRow, ...]
    beside: Outline | None = None

    @property
    def part(self) -> str:
        """Name the part among all: 'article', 'since', 'beside-week3'."""
        if self.beside is not None:
            return f"beside-{self.beside.name}"
        return "since" if self.since else ARTICLE

    @property
    def anchor(self) -> str:
        """Name it among all sections: 'process', 'since-process'."""
        return f"since-{self.name}" if self.since else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Columns of one system, side by side in a table: the reader's own first."""

    name: str
    columns: tuple[Column, ...]


def signs(marks: tuple[TrialCell, ...]) -> str:
    """Return one character a trial; those of a start method in its place: fork, spawn, forkserver."""
    here = {mark.start_method: STATES[mark.state].letter for mark in marks}
    places = [None] if None in here or not here else START_METHODS
    return "".join(here.get(method, STATES["not_run"].letter) for method in places)


def sections(results: Results, published: Results | None = None) -> list[Section]:
    """Return the chapters of the article, then those of what came since, then those of further collections.

    Claims are those of `results`; a chapter without a case is left out.
    """
    marks = _marks(results, "") | (_marks(published, PUBLISHED, results.cases) if published else {})
    keys = [column.key for column in columns(results, published)]
    rows: dict[tuple[bool, str], list[ClaimRow]] = {}
    for case in results.cases.values():
        line = ClaimRow(case=case, cells={key: tuple(marks.get((case.id, key), ())) for key in keys})
        rows.setdefault((case.since_then, case.chapter), []).append(line)
    return [
        Section(
            name=chapter.name,
            title=chapter.title,
            since=since,
            lines=tuple(rows[since, chapter.name]),
            beside=None if one is results.outline else one,
        )
        for one in results.outline.collections
        for since in (False, True)
        for chapter in one.chapters
        if (since, chapter.name) in rows
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
    """Return the columns by platform, as `platform` names it."""
    found: dict[str, list[Column]] = {}
    for column in columns(results, published):
        found.setdefault(platform(column.facts), []).append(column)
    return [Group(name=name, columns=tuple(members)) for name, members in found.items()]


def differences(results: Results, published: Results | None) -> Iterator[tuple[TrialCell, TrialCell]]:
    """Yield the marks of trials run here that differ in their state from the published ones.

    What another patch release was expected to bring is no difference.
    """
    if published is None:
        return
    theirs = {mark.record.trial: mark for some in _marks(published, "").values() for mark in some}
    for mark in (mark for some in _marks(results, "").values() for mark in some):
        other = theirs.get(mark.record.trial)
        if other and mark.state != other.state and ABSENT.isdisjoint({mark.state, other.state}):
            trial = mark.record.trial
            facts = [part.interpreters[trial.interpreter] for part in (results, published)]
            met = {mark.record.judgement.expectation, other.record.judgement.expectation} == {Expectation.MET}
            rows = results.cases[trial.case].expect
            if not (met and told_apart(rows, facts[0], facts[1], trial.start_method)):
                yield mark, other


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
    return ", ".join([f"{value_text(key)}: {value_text(answer[key])}" for key in keys] + _rounds(answer))


def _marks(
    results: Results, prefix: str, today: Mapping[str, Case] | None = None
) -> dict[tuple[str, str], list[TrialCell]]:
    """Return the marks by claim and column; `today`: the texts that the reader's own results are of."""
    found: dict[tuple[str, str], list[TrialCell]] = {}
    now = today or {}
    for record in results.records:
        trial, case = record.trial, results.cases[record.trial.case]
        mark = TrialCell(
            state=state_of(record).key,
            start_method=trial.start_method,
            record=record,
            other_text=trial.case in now and now[trial.case].sha256 != case.sha256,
        )
        found.setdefault((trial.case, prefix + trial.interpreter), []).append(mark)
    for marks in found.values():
        marks.sort(key=lambda mark: (None, *START_METHODS).index(mark.start_method))
    return found


def judged(verdict: Judgement) -> str:
    """Tell both judgements: 'expectation met, article not seen'; the article's where it has one."""
    article = f", article {value_text(verdict.article)}" if verdict.article else ""
    return f"expectation {value_text(verdict.expectation)}{article}"


def value_text(value: Any) -> str:
    """Say a value of an answer in words: 'yes', 'not run'."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ")


def _rounds(answer: Mapping[str, Any]) -> list[str]:
    if "rounds" not in answer or "lost_rounds" not in answer:
        return []
    counted, rate = chances(answer), bound(answer)
    if counted is None or rate is None:
        return [f"{answer['lost_rounds']} of {answer['rounds']} rounds"]
    return [
        f"{answer['lost_rounds']} of {counted[0]} {counted[1]}",
        f"at most {float(format(100 * rate, '.2g')):g}% at 95 % confidence",
    ]
