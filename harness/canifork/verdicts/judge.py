"""Measure observations against both tables of a case: pure, so it can be done anew at any time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from canifork.claims.conditions import first_fit
from canifork.model import (
    ABSENT,
    UNREADABLE,
    Article,
    Case,
    Expectation,
    Facts,
    Judgement,
    Kind,
    Observation,
    Record,
    Row,
    Trial,
)
from canifork.verdicts.observe import status_name

NO_JUDGEMENT = Judgement(expectation=None, article=None)
CONFIDENCE = 3  # the rule of three: 0 of n bounds the rate by 3/n, with 95 % confidence


def judge(case: Case, facts: Facts, start_method: str | None, observation: Observation) -> Judgement:
    """Return the verdicts of EXPECT and ARTICLE on one observation; none where nothing ran."""
    if observation.kind in ABSENT:
        return NO_JUDGEMENT
    if proves_nothing(observation):
        return Judgement(
            expectation=Expectation.UNDECIDED, article=None if case.since_then else Article.UNDECIDED
        )
    row = first_fit(case.article, facts, start_method)
    return Judgement(
        expectation=_expectation(first_fit(case.expect, facts, start_method), observation),
        article=None if case.since_then else _article(row, observation),
    )


def absent(trial: Trial, kind: Kind, reason: str) -> Record:
    """Make the record of a trial that was not run."""
    return Record(trial=trial, observation=Observation(kind=kind, reason=reason), judgement=NO_JUDGEMENT)


def judge_anew(record: Record, case: Case, facts: Facts) -> Record:
    """Return the record with the judgement that today's tables give its observation."""
    judgement = judge(case, facts, record.trial.start_method, record.observation)
    return dataclasses.replace(record, judgement=judgement)


def exit_code(records: Iterable[Record]) -> int:
    """Return 0 if nothing is red, 1 if an expectation is broken, 3 if an answer was unreadable."""
    red = [record for record in records if record.red]
    if any(record.judgement.expectation is Expectation.BROKEN for record in red):
        return 1
    return 3 if red else 0


def proves_nothing(observation: Observation) -> bool:
    """Tell whether nobody can learn anything from it: unreadable, or undecided by itself."""
    answer = observation.answer or {}
    return observation.kind in UNREADABLE or "undecided" in answer


@lru_cache(maxsize=1024)  # asked of every record
def judged_keys(case: Case) -> frozenset[str]:
    """Return the keys of an answer that a row speaks of; what else stands in it is evidence."""
    return frozenset(key for row in case.article + case.expect for key in (*row.sees, *row.may_see))


def mismatch(row: Row, observation: Observation) -> str | None:
    """Say in what the observation differs from the row, or None where it is as foretold."""
    if row.hung:
        return None if observation.kind is Kind.HUNG else f"expected it to hang; {describe(observation)}"
    if row.raises is not None:
        same = observation.kind is Kind.RAISED and observation.reason == row.raises
        return None if same else f"expected {row.raises} to be raised; {describe(observation)}"
    if row.died is not None:
        return None if _died_so(row, observation) else f"expected it to die; {describe(observation)}"
    if observation.answer is None:
        return f"expected an answer; {describe(observation)}"
    wrong = _wrong_keys(row, observation.answer)
    return "; ".join(wrong.values()) or None


def describe(observation: Observation) -> str:
    """Tell an observation in a few words: 'it answered {...}', 'it raised TypeError'."""
    if observation.kind is Kind.ANSWERED:
        return f"it answered {dict(observation.answer or {})}"
    return f"it {observation.kind.value}: {observation.reason}"


def chances(answer: Mapping[str, Any]) -> tuple[int, str] | None:
    """Return how often a race could have lost an update and did not: (6000, "handovers").

    An answer that does not count handovers, as none did at first, counts rounds.
    """
    unit = "handovers" if "handovers" in answer else "rounds"
    count = answer.get(unit)
    if answer.get("lost") is not False or type(count) is not int or count < 1:
        return None
    return count, unit


def bound(answer: Mapping[str, Any]) -> float | None:
    """Return the highest rate of losses that 0 of so many `chances` still allows, at 95 %."""
    counted = chances(answer)
    return min(1.0, CONFIDENCE / counted[0]) if counted else None


def _expectation(row: Row | None, observation: Observation) -> Expectation:
    if row is None:
        return Expectation.OPEN
    return Expectation.BROKEN if mismatch(row, observation) else Expectation.MET


def _article(row: Row | None, observation: Observation) -> Article:
    if row is None:
        return Article.SILENT
    if mismatch(row, observation) is None:
        return Article.SUPPORTED
    return Article.NOT_SEEN if _race_did_not_show(row, observation) else Article.CONTRADICTED


def _race_did_not_show(row: Row, observation: Observation) -> bool:
    """Tell whether all that is missing is a lost update, which more rounds might still show."""
    answer = observation.answer or {}
    return bound(answer) is not None and set(_wrong_keys(row, answer)) == {"lost"}


def _wrong_keys(row: Row, answer: Mapping[str, Any]) -> dict[str, str]:
    allowed = {key: [value] for key, value in row.sees.items()} | dict(row.may_see)
    return {
        key: f"expected {key} {' or '.join(repr(value) for value in values)}, "
        + (f"saw {answer[key]!r}" if key in answer else "saw no such key")
        for key, values in allowed.items()
        if key not in answer or not any(same(value, answer[key]) for value in values)
    }


def same(one: object, other: object) -> bool:
    """Compare as JSON does: True is not 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _died_so(row: Row, observation: Observation) -> bool:
    if observation.kind is not Kind.DIED:
        return False
    return row.died is True or (row.died is not None and observation.reason == status_name(row.died))
