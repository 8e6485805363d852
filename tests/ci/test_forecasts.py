"""What is expected on systems that never ran: every row that would decide there, and no other."""

from __future__ import annotations

from builders import expect, make_case, make_facts, make_results
from canifork.ci.forecasts import expected_facts, unseen
from canifork.ci.table import read_table
from canifork.ids import interpreter_id

TABLE = read_table()
HERE = make_results([], interpreters={"cp313-linux-x86_64": make_facts()})


def test_the_facts_of_a_planned_interpreter_make_its_id() -> None:
    for image in TABLE.images:
        for python in image.pythons:
            facts = expected_facts(TABLE, image, python)
            assert facts["id"] == interpreter_id(facts) == TABLE.interpreter_id(image, python)


def test_a_system_that_ran_has_no_forecast() -> None:
    names = [system.name for system in unseen(TABLE, {}, HERE, None)]
    assert "Linux x86_64" not in names
    assert {"macOS arm64", "Windows amd64", "Linux aarch64"} <= set(names)
    assert len(set(names)) == len(names)


def test_the_rows_are_those_that_decide_there() -> None:
    old = expect({"a": 1}, when={"os": "macos", "python": "<3.10"})
    new = expect({"a": 2}, when={"os": "macos"})
    other = expect({"a": 3})
    case = make_case(expect=(old, new, other))
    rows = {
        system.name: [row for forecast in system.forecasts for row in forecast.rows]
        for system in unseen(TABLE, {case.id: case}, HERE)
    }
    assert rows["macOS arm64"] == [old, new]
    assert rows["Windows amd64"] == [other]


def test_what_needs_fork_is_not_foretold_for_windows() -> None:
    case = make_case(needs=("fork",), start_methods=("fork",))
    names = [system.name for system in unseen(TABLE, {case.id: case}, HERE) if system.forecasts]
    assert "macOS arm64" in names
    assert "Windows amd64" not in names
