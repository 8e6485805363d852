"""Causes are claims that split the settings alike and whose signs are there."""

from __future__ import annotations

from builders import answered, make_case, make_facts, make_record, make_results, make_trial
from canifork.model import Results
from canifork.programs.behaviour import Setting
from canifork.programs.causes import Cause, causes, values_of
from canifork.programs.grouping import group
from made_runs import FACTS, REFERENCE, all_settings, make_run

LAMBDA = "pickle.lambda_target"
SOURCE = "from multiprocessing import Process\nProcess(target=lambda: 0).start()\n"
MESSAGE = "AttributeError: Can't pickle local object 'main.<locals>.<lambda>'"


def fails(one: Setting) -> bool:
    return one.start_method != "fork"


def offered(results: Results, source: str = SOURCE) -> list[Cause]:
    runs = {
        one.id: [make_run(one, ended="exit code 1", error="AttributeError", last=MESSAGE, told=MESSAGE)]
        if fails(one)
        else [make_run(one)]
        for one in all_settings()
    }
    groups = group(runs, REFERENCE, exact=False)
    settings = [setting for one in groups for setting in one.settings]
    return causes(groups[1], groups, [], source, values_of(results, settings))


def results_of(claim: str, known: tuple[str, ...] = tuple(FACTS), *, upside_down: bool = False) -> Results:
    records = [
        make_record(
            make_trial(claim, one.interpreter, one.start_method), answered(starts=fails(one) is upside_down)
        )
        for one in all_settings(*known)
    ]
    facts = {key: make_facts(key, **FACTS[key]) for key in known}
    return make_results(records, interpreters=facts, cases={claim: make_case(claim)})


def test_a_claim_that_splits_alike_and_has_all_signs_fits_wholly() -> None:
    [cause, *_] = offered(results_of(LAMBDA))
    assert (cause.claim, cause.fit, cause.split, cause.known) == (LAMBDA, 1.0, 1.0, 9)
    assert all(cause.signs.values())


def test_what_a_value_is_called_does_not_matter() -> None:
    assert offered(results_of(LAMBDA, upside_down=True))[0].split == 1.0


def test_a_claim_without_results_fits_by_its_signs_alone() -> None:
    cause = next(one for one in offered(results_of("pool.size")) if one.claim == LAMBDA)
    assert (cause.fit, cause.split, cause.known) == (0.5, 0.0, 0)


def test_a_program_without_the_signs_is_offered_nothing() -> None:
    assert LAMBDA not in {one.claim for one in offered(results_of(LAMBDA), "import os\nos.fork()\n")}


def test_a_python_that_was_not_measured_goes_by_what_others_showed() -> None:
    measured = tuple(FACTS)[:2]
    cause = offered(results_of(LAMBDA, measured))[0]
    assert (cause.split, cause.known) == (1.0, 9)


def test_at_most_three_are_offered_the_best_first() -> None:
    found = offered(results_of(LAMBDA))
    assert len(found) <= 3
    assert [one.fit for one in found] == sorted((one.fit for one in found), reverse=True)
