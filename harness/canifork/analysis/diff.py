"""Compare two sets of results by what is judged: what flipped, appeared and vanished.

What a case answers beside its judged keys (rounds, ratios) is evidence: it differs by itself,
and a difference in it is no change.  A judged value that the expectation leaves to chance
(`may_see`, before and after) is told apart from a flip; so is what another patch release brings,
where the expectation says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from canifork.axes import START_METHODS
from canifork.claims.conditions import first_fit, told_apart
from canifork.errors import ResultsError
from canifork.model import UNREADABLE, Case, Expectation, Facts, Kind, Record, Results
from canifork.verdicts.judge import exit_code, judged_keys, same

JUDGED_REASONS = frozenset({Kind.RAISED, Kind.DIED})  # of the others, the reason is prose
IDENTITY = frozenset({"id", "executable", "capabilities"})  # the last are compared one by one
JudgedPart = dict[str, Any]
Place = tuple[str, str, str | None]  # claim, interpreter (as it is named now), start method


class What(StrEnum):
    """How two records of one place differ."""

    FLIPPED = "flipped"
    BY_RELEASE = "by_release"
    BY_CHANCE = "by_chance"
    APPEARED = "appeared"
    VANISHED = "vanished"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One claim in one configuration, then and now; None where nothing was recorded."""

    case: str
    interpreter: str
    start_method: str | None
    what: What
    then: Record | None
    now: Record | None
    rewritten: bool

    @property
    def broke(self) -> bool:
        """Tell whether it needs attention and did not before."""
        return self.now is not None and self.now.red and _alarm(self.then) != _alarm(self.now)


@dataclass(frozen=True, kw_only=True, slots=True)
class Diff:
    """All changes, the claims whose case was rewritten, and the facts that differ.

    `facts`: by interpreter, as it is named now: fact -> (then, now).
    """

    then: Results
    now: Results
    changes: tuple[Difference, ...]
    rewritten: tuple[str, ...]
    facts: Mapping[str, Mapping[str, tuple[Any, Any]]]

    @property
    def paired(self) -> bool:
        """Tell whether one interpreter was compared with one, whatever they are called."""
        return len(self.then.interpreters) == len(self.now.interpreters) == 1

    @property
    def exit_code(self) -> int:
        """Return 1 if an expectation broke, 3 if an answer became unreadable, 0 if neither."""
        return exit_code(change.now for change in self.changes if change.now is not None and change.broke)


def diff(then: Results, now: Results) -> Diff:
    """Compare by claim, interpreter and start method.

    Where both hold one interpreter each, and not the same, these two are compared.
    """
    renamed = _renamed(then, now)
    before, after = _known(then, renamed), _known(now, {})
    rewritten = tuple(
        case
        for case, one in now.cases.items()
        if case in then.cases and one.sha256 != then.cases[case].sha256
    )
    return Diff(
        then=then,
        now=now,
        changes=tuple(_changes(then, now, before, after, frozenset(rewritten))),
        rewritten=rewritten,
        facts=_facts(then, now, renamed),
    )


def only(results: Results, interpreter: str) -> Results:
    """Return the results of one interpreter; ResultsError if there are none."""
    if interpreter not in results.interpreters:
        raise ResultsError(
            f"there are no results of the interpreter {interpreter!r}; "
            f"there are those of {', '.join(results.interpreters) or 'none'}"
        )
    return dataclasses.replace(
        results,
        interpreters={interpreter: results.interpreters[interpreter]},
        records=tuple(record for record in results.records if record.trial.interpreter == interpreter),
    )


def judged_part(record: Record, *cases: Case) -> JudgedPart:
    """Return what is judged of an observation, by the tables of these cases."""
    observation = record.observation
    answer = observation.answer
    if answer is None:
        return {"kind": str(observation.kind)} | (
            {"reason": observation.reason} if observation.kind in JUDGED_REASONS else {}
        )
    if "undecided" in answer:
        return {"undecided": True}  # its reason is prose
    keys = {key for case in cases for key in judged_keys(case)}
    return {key: value for key, value in answer.items() if key in keys}


def _renamed(then: Results, now: Results) -> dict[str, str]:
    """Return what an interpreter of `then` is called in `now`, if it is not the same."""
    if len(then.interpreters) == len(now.interpreters) == 1:
        return dict(zip(then.interpreters, now.interpreters, strict=True))
    return {}


def _known(results: Results, renamed: Mapping[str, str]) -> dict[Place, Record]:
    """Return the records by place; what was not run is unknown, not a change."""
    return {
        (
            record.trial.case,
            renamed.get(record.trial.interpreter, record.trial.interpreter),
            record.trial.start_method,
        ): record
        for record in results.records
        if record.observation.kind is not Kind.NOT_RUN
    }


def _changes(
    then: Results,
    now: Results,
    before: Mapping[Place, Record],
    after: Mapping[Place, Record],
    rewritten: frozenset[str],
) -> Iterator[Difference]:
    for place in _in_order(then, now, {**before, **after}):
        old, new = before.get(place), after.get(place)
        what = _what(old, new, then, now)
        if what is not None:
            yield Difference(
                case=place[0],
                interpreter=place[1],
                start_method=place[2],
                what=what,
                then=old,
                now=new,
                rewritten=place[0] in rewritten,
            )


def _what(old: Record | None, new: Record | None, then: Results, now: Results) -> What | None:
    if old is None or new is None:
        return What.APPEARED if old is None else What.VANISHED
    cases = then.cases[old.trial.case], now.cases[new.trial.case]
    if same(judged_part(old, *cases), judged_part(new, *cases)) and old.judgement == new.judgement:
        return None
    if _by_release(old, new, then, now):
        return What.BY_RELEASE
    left = _left_to_chance(old, then), _left_to_chance(new, now)
    return What.BY_CHANCE if _chance(old, new, cases, *left) else What.FLIPPED


def _by_release(old: Record, new: Record, then: Results, now: Results) -> bool:
    """Tell whether both are as the tables of today foretell, for two patch releases of one version."""
    facts = then.interpreters[old.trial.interpreter], now.interpreters[new.trial.interpreter]
    met = {old.judgement.expectation, new.judgement.expectation} == {Expectation.MET}
    return met and told_apart(now.cases[new.trial.case].expect, *facts, new.trial.start_method)


def _chance(old: Record, new: Record, cases: tuple[Case, Case], *allowed: Mapping[str, list[Any]]) -> bool:
    """Tell whether they differ only in what the expectations of both leave open."""
    if old.judgement.expectation != new.judgement.expectation:
        return False
    one, other = judged_part(old, *cases), judged_part(new, *cases)
    differing = [
        key for key in {**one, **other} if not (key in one and key in other and same(one[key], other[key]))
    ]
    return bool(differing) and all(
        key in answer and any(same(answer[key], value) for value in values.get(key, []))
        for key in differing
        for answer in (one, other)
        for values in allowed
    )


def _left_to_chance(record: Record, results: Results) -> dict[str, list[Any]]:
    trial = record.trial
    facts = results.interpreters[trial.interpreter]
    row = first_fit(results.cases[trial.case].expect, facts, trial.start_method)
    return {} if row is None else {key: list(values) for key, values in row.may_see.items()}


def _alarm(record: Record | None) -> tuple[bool, bool] | None:
    """Tell why a record needs attention: broken, unreadable; None if it does not."""
    if record is None or not record.red:
        return None
    return record.judgement.expectation is Expectation.BROKEN, record.observation.kind in UNREADABLE


def _in_order(then: Results, now: Results, places: Mapping[Place, Record]) -> list[Place]:
    """Sort as tables show them: by claim, interpreter, start method."""
    cases = {key: place for place, key in enumerate({**now.cases, **then.cases})}
    interpreters = {key: place for place, key in enumerate({**now.interpreters, **then.interpreters})}
    methods = (None, *START_METHODS)
    return sorted(places, key=lambda one: (cases[one[0]], interpreters[one[1]], methods.index(one[2])))


def _facts(then: Results, now: Results, renamed: Mapping[str, str]) -> dict[str, dict[str, tuple[Any, Any]]]:
    found = {}
    for key, old in then.interpreters.items():
        name = renamed.get(key, key)
        if name in now.interpreters and (facts := _differing(old, now.interpreters[name])):
            found[name] = facts
    return found


def _differing(old: Facts, new: Facts) -> dict[str, tuple[Any, Any]]:
    one, other = ({**facts, **facts["capabilities"]} for facts in (old, new))
    return {
        key: (one.get(key), other.get(key))
        for key in {**one, **other}
        if key not in IDENTITY and not same(one.get(key), other.get(key))
    }
