"""Which change of Python caused a change of behaviour: the right one, in its releases, or none."""

from __future__ import annotations

import pytest

from builders import answered, expect, make_case, make_facts, make_record, make_results, make_trial
from canifork.analysis.attribution import by_cause, by_release, turns, without_cause, without_effect
from canifork.analysis.findings import Finding
from canifork.analysis.timeline import changes, sightings
from canifork.errors import ResultsError
from canifork.model import Case, Cause, Facts, Move, Record
from canifork.report.text.changed import page

CASE = make_case(expect=(expect({"works": True}, when={"python": ">=3.14"}), expect({"works": False})))


def ran(answers: dict[str, bool]) -> tuple[list[Record], dict[str, Facts]]:
    facts: dict[str, Facts] = {
        f"cp{version}-linux-x86_64": make_facts(f"cp{version}", version=version) for version in answers
    }
    return [
        make_record(make_trial(interpreter=key), answered(works=works), CASE)
        for key, works in zip(facts, answers.values(), strict=True)
    ], facts


def cause(*releases: tuple[int, int, int], key: str = "works", when: dict[str, str] | None = None) -> Cause:
    move = Move(claim=CASE.id, before={key: False}, after={key: True}, when=when or {})
    return Cause(id="it", link="https://example.org/1", says="It came.", releases=releases, moves=(move,))


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (cause((3, 14, 0)), True),
        (cause((3, 13, 5), (3, 14, 1)), True),
        (cause((3, 15, 0)), False),
        (cause((3, 13, 0)), False),
        (cause((3, 14, 0), key="lost"), False),
        (cause((3, 14, 0), when={"os": "windows"}), False),
        (cause((3, 14, 0), when={"os": "linux"}), True),
    ],
)
def test_a_cause_came_between_the_two_versions_and_did_what_was_seen(known: Cause, *, found: bool) -> None:
    records, facts = ran({"3.13.0": False, "3.14.2": True})
    moved = {CASE.id: changes(sightings(records, CASE, facts))}
    (turn,) = turns(moved, [known], facts)
    assert (turn.causes == (known,)) is found
    assert (without_cause([turn]) == []) is found
    assert (without_effect([known], [turn]) == []) is found
    assert list(by_cause([turn])) == (["it"] if found else [""])
    assert by_release([turn]) == {(3, 14): [turn]}


def test_the_terminal_tells_what_a_version_changed_and_why() -> None:
    records, facts = ran({"3.13.0": False, "3.14.2": True, "3.15.0": True})
    results = make_results(records, interpreters=facts, cases={CASE.id: CASE})
    told = page(results, [cause((3, 14, 0))], (3, 14))
    assert "CPython on Linux: works: no until 3.13, works since 3.14." in told
    assert "cause: It came. https://example.org/1 (3.14.0)" in told
    assert "nothing: no claim changed" in page(results, [], (3, 15))
    with pytest.raises(ResultsError, match=r"3\.9 was not run; of those that were, these changed .*: 3\.14"):
        page(results, [], (3, 9))


@pytest.mark.parametrize(
    ("answers", "case", "word"),
    [
        ({}, CASE, "not known"),
        ({"3.13.0": True, "3.14.2": True}, CASE, "portable"),
        ({"3.13.0": False, "3.14.2": True}, CASE, "since 3.14"),
        ({"3.13.0": True}, make_case(expect=(expect(may_see={"works": [True, False]}),)), "by chance"),
    ],
)
def test_a_word_says_on_what_a_claim_depends(answers: dict[str, bool], case: Case, word: str) -> None:
    records, facts = ran(answers)
    assert Finding(records, case, facts).nature.word() == word


def test_a_claim_depends_on_the_start_method_if_two_trials_differ_in_nothing_else() -> None:
    facts = {"x": make_facts("x")}
    records = [
        make_record(make_trial(interpreter="x", method=method), answered(works=method == "fork"), CASE)
        for method in ("fork", "spawn")
    ]
    assert Finding(records, CASE, facts).nature.word() == "by start method"
