"""What an earlier run measured is kept if it is still true of case and interpreter."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from builders import (
    LINUX,
    WINE,
    make_case,
    make_facts,
    make_interpreter,
    make_plan,
    make_record,
    make_results,
    make_trial,
    not_run,
    unjudged,
)
from canifork.errors import ResultsError
from canifork.model import Plan, Results, Trial
from canifork.trials.resume import kept

RAN, MISSING = make_trial("pool.size"), make_trial("pool.order")
HERE = {"version": "0.1.0", "commit": "c0ffee"}


def earlier(**changes: Any) -> Results:
    return make_results([make_record(RAN), unjudged(MISSING, not_run())], **changes)


def left(before: Results, plan: Plan) -> list[Trial]:
    return [record.trial for record in kept(before, plan, HERE).records]


def test_what_ran_is_kept_and_what_did_not_is_not() -> None:
    assert left(earlier(), make_plan([RAN, MISSING])) == [RAN]


def test_another_text_of_the_case_is_another_case() -> None:
    plan = make_plan([RAN])
    changed = dataclasses.replace(plan, cases={RAN.case: make_case(RAN.case, sha256="1" * 64)})
    assert left(earlier(), changed) == []


def test_an_interpreter_that_has_changed_is_another() -> None:
    plan = make_plan([RAN], interpreters={LINUX: make_interpreter(LINUX, version="3.13.2")})
    assert left(earlier(), plan) == []


def test_a_trial_that_is_no_longer_planned_is_dropped() -> None:
    assert left(earlier(), make_plan([MISSING])) == []


def test_what_ran_on_an_interpreter_that_is_not_there_is_not_thrown_away() -> None:
    before = make_results([make_record(make_trial(interpreter=WINE))], interpreters={WINE: make_facts(WINE)})
    with pytest.raises(ResultsError, match=f"trials on {WINE}, which this run lacks; name the same --python"):
        kept(before, make_plan([RAN]), HERE)


def test_two_commits_are_no_commit() -> None:
    plan = make_plan([RAN])
    assert kept(earlier(), plan, HERE).project == HERE
    assert kept(earlier(), plan, {"version": "0.1.0", "commit": "other"}).project["commit"] is None
