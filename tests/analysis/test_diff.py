"""Two results compared: what is judged counts, what is evidence does not, what is unknown is no change."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from builders import (
    LINUX,
    WINE,
    answered,
    expect,
    make_case,
    make_facts,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.analysis.diff import Difference, What, diff, only
from canifork.errors import ResultsError
from canifork.model import Case, Expectation, Kind, Observation, Results, Row
from canifork.verdicts.judge import judge_anew

NEXT = "cp314-linux-x86_64"
RACE = make_case(
    "locks.counter",
    article=(Row(when={}, sees={"lost": True}),),
    expect=(
        expect(when={"python": "<3.14"}, may_see={"lost": [True, False]}),
        expect({"lost": False}),
    ),
)


def one(observation: Observation | None = None, case: Case | None = None, key: str = LINUX) -> Results:
    case = case or make_case()
    record = make_record(make_trial(case.id, key), observation, case)
    return make_results([record], cases={case.id: case}, outline=make_outline([case.id]))


def whats(then: Results, now: Results) -> list[What]:
    return [change.what for change in diff(then, now).changes]


@given(shown=results())
def test_nothing_changes_between_results_and_themselves(shown: Results) -> None:
    found = diff(shown, shown)
    assert found.changes == ()
    assert found.facts == {}
    assert found.exit_code == 0


@given(then=results(), now=results())
def test_what_appears_one_way_vanishes_the_other(then: Results, now: Results) -> None:
    there, back = diff(then, now), diff(now, then)
    mirror = {What.APPEARED: What.VANISHED, What.VANISHED: What.APPEARED}
    assert sorted(mirror.get(change.what, change.what) for change in there.changes) == sorted(
        change.what for change in back.changes
    )


def test_a_judged_value_that_differs_is_a_flip() -> None:
    (change,) = diff(one(answered(works=True)), one(answered(works=False))).changes
    assert change.what is What.FLIPPED
    assert (change.case, change.interpreter, change.start_method) == ("pool.size", LINUX, None)


def test_evidence_that_differs_is_no_change() -> None:
    assert whats(one(answered(works=True, rounds=7)), one(answered(works=True, rounds=9))) == []


def test_true_is_not_one() -> None:
    assert whats(one(answered(works=True)), one(answered(works=1))) == [What.FLIPPED]


def test_seconds_and_last_words_are_no_change() -> None:
    then = one(Observation(kind=Kind.DIED, reason="SIGSEGV", detail="one"))
    now = one(Observation(kind=Kind.DIED, reason="SIGSEGV", detail="two"))
    slower = dataclasses.replace(now.records[0], seconds=9.0)
    assert whats(then, dataclasses.replace(now, records=(slower,))) == []


@pytest.mark.parametrize("kind", [Kind.RAISED, Kind.DIED])
def test_another_exception_or_signal_is_a_flip(kind: Kind) -> None:
    assert whats(one(Observation(kind=kind, reason="A")), one(Observation(kind=kind, reason="B"))) == [
        What.FLIPPED
    ]


@pytest.mark.parametrize("kind", [Kind.HUNG, Kind.GARBLED, Kind.NOT_APPLICABLE])
def test_another_sentence_for_the_same_thing_is_none(kind: Kind) -> None:
    assert whats(one(Observation(kind=kind, reason="A")), one(Observation(kind=kind, reason="B"))) == []


def test_why_a_case_could_not_tell_is_no_change() -> None:
    assert whats(one(answered(undecided="busy")), one(answered(undecided="1 CPU"))) == []
    assert whats(one(answered(undecided="busy")), one()) == [What.FLIPPED]


def test_a_verdict_that_differs_is_a_flip_though_the_same_was_seen() -> None:
    silent = make_case(article=())
    assert whats(one(), one(case=silent)) == [What.FLIPPED]


def test_what_was_not_run_is_unknown() -> None:
    missing = make_results([unjudged(make_trial(), not_run())])
    assert whats(missing, one()) == [What.APPEARED]
    assert whats(one(), missing) == [What.VANISHED]
    assert whats(missing, make_results([])) == []


def test_a_question_that_gets_a_meaning_is_a_flip() -> None:
    assert whats(one(Observation(kind=Kind.NOT_APPLICABLE, reason="no fork")), one()) == [What.FLIPPED]


def test_start_methods_are_compared_each_with_itself() -> None:
    then = make_results([make_record(make_trial(method=method)) for method in ("fork", "spawn")])
    now = make_results(
        [
            make_record(make_trial(method="fork")),
            make_record(make_trial(method="spawn"), answered(works=False)),
        ]
    )
    (change,) = diff(then, now).changes
    assert change.start_method == "spawn"


def test_what_the_expectation_leaves_to_chance_is_told_apart() -> None:
    assert whats(one(answered(lost=True), RACE), one(answered(lost=False), RACE)) == [What.BY_CHANCE]


def test_what_only_one_side_leaves_to_chance_is_a_flip() -> None:
    sure = dataclasses.replace(RACE, expect=(expect({"lost": False}),))
    assert whats(one(answered(lost=True), RACE), one(answered(lost=False), sure)) == [What.FLIPPED]


def test_where_an_expectation_broke_chance_is_no_excuse() -> None:
    then, now = ({"when": {"emulated": one}, "may_see": {"lost": [True, False]}} for one in (None, "wine"))
    case = make_case(expect=(expect({"works": True}, **then), expect({"works": False}, **now)))
    old = make_record(make_trial(), answered(works=True, lost=True), case)
    new = make_record(make_trial(), answered(works=True, lost=False), case)
    broken = dataclasses.replace(
        new, judgement=dataclasses.replace(new.judgement, expectation=Expectation.BROKEN)
    )
    known = {"pool.size": case}
    found = diff(
        make_results([old], cases=known),
        make_results([broken], cases=known, interpreters={LINUX: make_facts(emulated="wine")}),
    )
    assert [change.what for change in found.changes] == [What.FLIPPED]


def test_a_value_that_chance_may_not_bring_is_a_flip() -> None:
    assert whats(one(answered(lost=True), RACE), one(answered(lost="odd"), RACE)) == [What.FLIPPED]


def test_one_interpreter_and_another_are_compared_as_then_and_now() -> None:
    found = diff(one(key=LINUX), one(answered(works=False), key=NEXT))
    (change,) = found.changes
    assert (found.paired, change.what, change.interpreter) == (True, What.FLIPPED, NEXT)


def test_among_several_interpreters_each_is_compared_with_itself() -> None:
    now = make_results([make_record(), make_record(make_trial(interpreter=NEXT))])
    found = diff(one(), now)
    assert [(change.what, change.interpreter) for change in found.changes] == [(What.APPEARED, NEXT)]
    assert not found.paired


def test_facts_that_differ_are_named() -> None:
    now = dataclasses.replace(
        one(key=NEXT),
        interpreters={
            NEXT: make_facts(NEXT, default_start_method="forkserver", capabilities={"fork": False})
        },
    )
    assert diff(one(), now).facts == {
        NEXT: {"default_start_method": ("fork", "forkserver"), "fork": (True, False)}
    }


def test_a_case_that_was_rewritten_is_named_and_its_changes_marked() -> None:
    found = diff(one(), one(answered(works=False), make_case(sha256="1" * 64)))
    assert found.rewritten == ("pool.size",)
    assert [change.rewritten for change in found.changes] == [True]


BROKEN, FINE, GARBLED = answered(works=False), answered(), Observation(kind=Kind.GARBLED, reason="x")


@pytest.mark.parametrize(
    ("then", "now", "code"),
    [
        (FINE, FINE, 0), (FINE, BROKEN, 1), (BROKEN, BROKEN, 0), (BROKEN, FINE, 0),
        (FINE, GARBLED, 3), (GARBLED, BROKEN, 1), (GARBLED, GARBLED, 0),
        (BROKEN, answered(works="half"), 0), (None, BROKEN, 1), (BROKEN, None, 0),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_an_expectation_broke(
    then: Observation | None, now: Observation | None, code: int
) -> None:
    sides = [make_results([]) if seen is None else one(seen) for seen in (then, now)]
    assert diff(*sides).exit_code == code


def test_only_keeps_one_interpreter_and_refuses_one_that_is_not_there() -> None:
    both = make_results([make_record(), make_record(make_trial(interpreter=WINE))])
    assert [record.trial.interpreter for record in only(both, WINE).records] == [WINE]
    with pytest.raises(ResultsError, match="no results of the interpreter 'cp27'; there are those of cp313"):
        only(both, "cp27")


def test_changes_stand_in_the_order_of_the_tables() -> None:
    records = [
        make_record(make_trial(case, method=method))
        for case in ("pool.size", "fork.works")
        for method in ("forkserver", "spawn", "fork")
    ]
    found = diff(make_results([]), make_results(records))

    def place(change: Difference) -> tuple[str, str | None]:
        return change.case, change.start_method

    assert [place(change) for change in found.changes] == [
        (case, method) for case in ("pool.size", "fork.works") for method in ("fork", "spawn", "forkserver")
    ]


def test_what_another_patch_release_was_expected_to_bring_is_no_flip() -> None:
    case = make_case(
        expect=(expect({"works": True}, when={"python": ">=3.13.5"}), expect({"works": False})),
    )
    sides = []
    for version in ("3.13.0", "3.13.15"):
        facts = make_facts(version=version)
        seen = answered(works=version == "3.13.15")
        record = dataclasses.replace(make_record(case=case), observation=seen)
        whole = make_results([judge_anew(record, case, facts)], cases={case.id: case})
        sides.append(dataclasses.replace(whole, interpreters={LINUX: facts}))
    assert whats(*sides) == [What.BY_RELEASE]
    assert diff(*sides).exit_code == 0
