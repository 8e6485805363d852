"""A claim's page in a terminal: truth, reason, scope, every observation, and when it changed."""

from __future__ import annotations

import pytest
from hypothesis import given

from builders import (
    HOSTILE,
    LINUX,
    answered,
    expect,
    make_case,
    make_facts,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.model import Kind, Observation, Results
from canifork.report.citation import find_subject
from canifork.report.text.claim import WIDTH, history, page

OLD, NEW = "cp39-linux-x86_64", "cp310-linux-x86_64"


def shown(*observations: Observation) -> Results:
    keys = (OLD, NEW, LINUX)
    return make_results(
        [make_record(make_trial(interpreter=key), one) for key, one in zip(keys, observations, strict=False)],
        interpreters={
            LINUX: make_facts(),
            NEW: make_facts(NEW, version="3.10.1"),
            OLD: make_facts(OLD, version="3.9.1"),
        },
    )


def told(results: Results, word: str = "pool.size") -> str:
    return page(results, find_subject(results, word))


def test_it_tells_truth_reason_article_scope_behaviours_command_and_sources() -> None:
    text = told(make_results())
    for part in (
        "A pool works.", "It was built to.", "It says: A pool never works.", "Contradicted everywhere",
        "what happens  works everywhere it was run.",
        "python -m cases.pool.size", "https://docs.python.org/3/library/multiprocessing.html",
    ):  # fmt: skip
        assert part in text


def test_it_tells_each_observation_with_evidence_expectation_and_verdict() -> None:
    text = told(shown(answered(works=True, rounds=7)))
    assert f"{OLD}: CPython 3.9.1 on Linux" in text
    assert "seen      works: yes" in text
    assert 'evidence  {"works": true, "rounds": 7}' in text
    assert "expected  works: yes, because the manual says so" in text
    assert "verdict   expectation met, article contradicted" in text


@pytest.mark.parametrize(
    ("row", "foretold"),
    [
        (expect(raises="TypeError"), "TypeError to be raised"),
        (expect(hung=True), "that it hangs"),
        (expect(died=True), "that it dies"),
        (expect(died=3), "that it dies with 3"),
        (expect(may_see={"works": [True, "half"]}), "works: yes or half"),
    ],
)
def test_every_kind_of_expectation_is_told_in_words(row: object, foretold: str) -> None:
    case = make_case(expect=(row,))
    text = told(make_results([make_record(case=case)], cases={"pool.size": case}))
    assert f"expected  {foretold}, because the manual says so" in text


def test_a_silent_article_is_said_to_be_silent() -> None:
    case = make_case(says=None, article=())
    assert "It is silent on this." in told(make_results(cases={"pool.size": case}))


def test_what_was_not_run_has_a_reason_and_no_verdict() -> None:
    text = told(make_results([unjudged(make_trial(), not_run("left out"))]))
    assert "not run: left out" in text
    assert "verdict" not in text


def test_it_says_between_which_versions_it_changed() -> None:
    results = shown(answered(), answered(works=False), answered(works=False))
    (line,) = history(results, "pool.size")
    assert line == "CPython on Linux: works until 3.9, works: no since 3.10."
    assert line in told(results)


def test_where_it_never_changed_it_says_that_no_two_versions_differ() -> None:
    assert "not between any two neighbouring versions" in told(shown(answered(), answered()))


def test_other_builds_are_no_neighbours() -> None:
    results = make_results(
        [
            make_record(make_trial(interpreter=OLD)),
            make_record(make_trial(interpreter=NEW), answered(works=False)),
        ],
        interpreters={OLD: make_facts(OLD, version="3.9.1"), NEW: make_facts(NEW, free_threaded=True)},
    )
    assert history(results, "pool.size") == []


def test_observations_stand_by_version_and_one_configuration_can_be_chosen() -> None:
    results = shown(answered(), answered())
    text = told(results)
    assert text.index(f"{OLD}:") < text.index(f"{NEW}:")
    assert f"{NEW}:" not in told(results, f"pool.size[{OLD}]")


def test_partial_results_say_so() -> None:
    assert "PARTIAL: trials are missing: interrupted" in told(make_results(partial="interrupted"))


def test_prose_keeps_to_the_width_of_a_terminal() -> None:
    case = make_case(why="word " * 90)
    assert max(map(len, told(make_results(cases={"pool.size": case})).splitlines())) <= WIDTH


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_the_results_is_obeyed_by_the_terminal(text: str) -> None:
    seen = Observation(kind=Kind.RAISED, reason=text, detail=text)
    case = make_case(truth=text, why=text, says=text, docs=(text,), expect=(expect({text: text}),))
    results = make_results(
        [make_record(observation=seen)], cases={"pool.size": case}, partial=text,
        interpreters={LINUX: make_facts(os_release=text, machine=text)},
        project={"version": text, "commit": text},
    )  # fmt: skip
    assert all(line.isprintable() for line in told(results).split("\n"))


@given(shown=results())
def test_any_claim_and_trial_can_be_explained(shown: Results) -> None:
    for record in shown.records:
        assert record.trial.case in told(shown, record.trial.case)
        assert record.trial.interpreter in told(shown, record.trial.id)
