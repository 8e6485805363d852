"""Cases crossed with interpreters and start methods: trials, and absences with their reasons."""

from __future__ import annotations

from builders import LINUX, WINE, make_case, make_interpreter, make_outline, make_trial
from canifork.model import Case, Interpreter, Judgement, Kind, Plan, Unused
from canifork.trials.plan import make_plan, why_not
from canifork.verdicts.judge import absent

OLD = "cp36-linux-x86_64"


def plan_of(cases: list[Case], interpreters: list[Interpreter]) -> Plan:
    known = {case.id: case for case in cases}
    return make_plan(make_outline(known), known, interpreters, [])


def test_every_case_is_crossed_with_every_interpreter_and_start_method() -> None:
    cases = [make_case("pool.size", start_methods=("fork", "spawn")), make_case("fork.works")]
    plan = plan_of(cases, [make_interpreter(LINUX), make_interpreter(OLD)])
    assert [trial.id for trial in plan.trials] == [
        f"pool.size[{LINUX}-fork]", f"pool.size[{LINUX}-spawn]",
        f"pool.size[{OLD}-fork]", f"pool.size[{OLD}-spawn]",
        f"fork.works[{LINUX}]", f"fork.works[{OLD}]",
    ]  # fmt: skip
    assert plan.absences == ()


def test_nothing_crossed_with_anything_is_nothing() -> None:
    assert plan_of([], [make_interpreter()]).trials == ()
    assert plan_of([make_case()], []).trials == ()


def test_a_start_method_that_is_not_there_is_an_absence_with_its_reason() -> None:
    windows = make_interpreter(WINE, os="windows", start_methods=["spawn"])
    plan = plan_of([make_case(start_methods=("fork", "spawn"))], [windows])
    assert plan.trials == (make_trial(interpreter=WINE, method="spawn"),)
    (absence,) = plan.absences
    assert absence.trial == make_trial(interpreter=WINE, method="fork")
    assert absence.observation.kind is Kind.NOT_APPLICABLE
    assert absence.observation.reason == "this interpreter has no start method fork"


def test_what_a_case_needs_and_an_interpreter_lacks_is_named() -> None:
    lacking = make_interpreter(capabilities={"fork": False, "sockets": False})
    reason = why_not(make_case(needs=("processes", "fork", "sockets")), lacking, None)
    assert reason == "needs fork and sockets, which this interpreter does not have"


def test_a_capability_that_was_not_probed_is_lacking() -> None:
    interpreter = Interpreter(command=("python",), facts={**make_interpreter().facts, "capabilities": {}})
    assert why_not(make_case(needs=("fork",)), interpreter, None) is not None


def test_nothing_stands_against_a_case_without_needs() -> None:
    assert why_not(make_case(), make_interpreter(), None) is None
    assert why_not(make_case(), make_interpreter(), "spawn") is None


def test_every_combination_is_a_trial_or_an_absence_and_never_both() -> None:
    cases = [
        make_case("pool.size", start_methods=("fork", "spawn")),
        make_case("fork.works", needs=("fork",)),
        make_case("ipc.pipe", needs=("sockets",)),
    ]
    interpreters = [
        make_interpreter(),
        make_interpreter(WINE, start_methods=["spawn"], capabilities={"fork": False}),
    ]
    plan = plan_of(cases, interpreters)
    both = [*plan.trials, *(absence.trial for absence in plan.absences)]
    assert len(both) == len(set(both)) == 2 * (2 + 1 + 1)


def test_trials_that_measure_time_come_last_in_their_order() -> None:
    cases = [make_case("a.x", alone=True), make_case("a.y"), make_case("a.z", alone=True), make_case("b.x")]
    plan = plan_of(cases, [make_interpreter()])
    assert [trial.case for trial in plan.trials] == ["a.y", "b.x", "a.x", "a.z"]


def test_the_plan_keeps_what_it_was_made_of() -> None:
    unused = Unused(command=("python2.7",), reason="too old")
    outline, case, interpreter = make_outline(), make_case(), make_interpreter()
    plan = make_plan(outline, {case.id: case}, [interpreter], [unused])
    assert (plan.outline, plan.cases, plan.unused) == (outline, {case.id: case}, (unused,))
    assert plan.interpreters == {LINUX: interpreter}


def test_an_absence_has_no_judgement_and_took_no_time() -> None:
    record = absent(make_trial(), Kind.NOT_RUN, "interrupted")
    assert record.judgement == Judgement(expectation=None, article=None)
    assert (record.seconds, record.observation.answer, record.red) == (None, None, False)
