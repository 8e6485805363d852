"""A statement's bytecode: told by dis on each Python, marked by a rule that signals did not contradict."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from builders import HOSTILE, answered, make_case, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.axes import python
from canifork.errors import ResultsError
from canifork.interpreters.discovery import discover
from canifork.report.html.bytecode import FILE, STATEMENTS, Column, bytecode, read_bytecode
from canifork.report.html.pages import pages
from canifork.report.html.switches import rule_of
from made_up import PROJECT
from record_bytecode import ask

RECORDED = read_bytecode(FILE.read_text(encoding="utf-8"))
CASES = {claim: make_case(claim, sha256=sha256) for claim, sha256 in RECORDED["sha256"].items()}
COUNTER, BALANCE, CALL = (one.claim for one in STATEMENTS[:3])
SAME_TEXT_SECONDS = 0.0  # no signals: dis alone


def columns(claim: str, release: str) -> list[Column]:
    """Return the columns, with the GIL, that hold a release of CPython."""
    found = bytecode(CASES, RECORDED)[claim].columns
    return [
        one for one in found
        if one.name.startswith("CPython") and not one.free_threaded and f" {release}," in f"{one.name},"
    ]  # fmt: skip


def names(column: Column) -> list[str]:
    return [one.name for one in column.code]


def marked(column: Column) -> list[str]:
    return [one.name for one in column.code if one.switches]


def test_every_statement_was_recorded_of_the_text_that_the_case_has_now() -> None:
    """If this fails: a case was changed, or a statement; run tools/record_bytecode.py."""
    assert RECORDED["sha256"] == {one.claim: one.current_sha256(PROJECT) for one in STATEMENTS}


def key(facts: Any) -> tuple[str, tuple[int, int], bool]:
    return facts["implementation"], python(facts), facts["free_threaded"]


def test_every_python_here_has_the_bytecode_that_was_recorded() -> None:
    known = {key(asked): asked["statements"] for asked in RECORDED["pythons"]}
    here = [one for one in discover([], PROJECT)[0] if key(one.facts) in known]
    assert here
    for one in here:
        assert code(ask(one.command, SAME_TEXT_SECONDS)) == code(known[key(one.facts)]), one.id


def code(told: Any) -> dict[str, list[list[str]]]:
    """Return the instructions alone, without what signals counted."""
    return {claim: [one[:2] for one in of_claim["code"]] for claim, of_claim in told.items()}


def test_no_signal_was_handled_where_the_rule_has_no_mark() -> None:
    checked = [one for shown in bytecode(CASES, RECORDED).values() for one in shown.columns if one.checked]
    assert len(checked) > 8
    assert [one.name for one in checked if one.unmarked] == []
    assert all(one.signals > 100 for one in checked)


def test_until_3_9_signals_were_handled_between_reading_and_writing() -> None:
    for release in ("3.6", "3.7", "3.8", "3.9"):
        [column] = columns(COUNTER, release)
        assert {"LOAD_ATTR", "INPLACE_ADD"} <= {one.name for one in column.code if one.signals}
        assert marked(column) == ["LOAD_ATTR", "INPLACE_ADD", "STORE_ATTR", "JUMP_ABSOLUTE"]


@pytest.mark.parametrize("release", ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"])
def test_since_3_10_the_counter_is_left_only_when_the_jump_back_is_done(release: str) -> None:
    [column] = columns(COUNTER, release)
    assert marked(column) == names(column)[-1:]
    assert column.inside == column.code[-1].signals > 0


@pytest.mark.parametrize("release", ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"])
def test_since_3_10_nothing_interrupts_the_balance_and_a_call_does(release: str) -> None:
    [column] = columns(BALANCE, release)
    assert (marked(column), column.inside) == ([], 0)
    [column] = columns(CALL, release)
    reads, stores = names(column).index("LOAD_ATTR"), names(column).index("STORE_ATTR")
    assert sum(one.signals for one in column.code[reads + 1 : stores]) > 0


def test_without_the_gil_and_on_pypy_every_instruction_is_marked() -> None:
    free = [
        one for one in bytecode(CASES, RECORDED)[COUNTER].columns if one.free_threaded or "PyPy" in one.name
    ]
    assert len(free) == 2
    assert all(marked(one) == names(one) for one in free)


def test_pythons_that_are_alike_share_a_column() -> None:
    shown = bytecode(CASES, RECORDED)[COUNTER]
    assert columns(COUNTER, "3.6") == columns(COUNTER, "3.9") != columns(COUNTER, "3.10")
    assert {row[0] is None for row in shown.rows} == {False}


def test_each_source_is_of_its_version() -> None:
    [until], [since], [newer] = (columns(COUNTER, release) for release in ("3.9", "3.10", "3.13"))
    assert until.sources["3.9.18"] == "https://github.com/python/cpython/blob/v3.9.18/Python/ceval.c"
    assert all(link.endswith(f"/v{version}/Python/ceval.c") for version, link in since.sources.items())
    assert newer.sources["3.13.0"].endswith("/v3.13.0/Python/bytecodes.c")


def test_bytecode_of_another_text_is_not_shown() -> None:
    assert bytecode({COUNTER: make_case(COUNTER)}, RECORDED) == {}
    assert bytecode({}, RECORDED) == {}


def test_what_has_no_rule_is_not_guessed() -> None:
    assert rule_of({"implementation": "graalpy", "version": "3.12.0", "free_threaded": False}) is None


Spoil = Callable[[dict[str, Any]], object]
SPOILT: dict[str, Spoil] = {
    "no day": lambda told: told.pop("made_at"),
    "another statement": lambda told: told["sha256"].update({"locks.other": "0"}),
    "a Python of no rule": lambda told: told["pythons"][0].update(implementation="graalpy"),
    "a version that is a path": lambda told: told["pythons"][0].update(version="3.9.18/../x"),
    "a missing statement": lambda told: told["pythons"][0]["statements"].pop(COUNTER),
    "a name that is markup": lambda told: told["pythons"][0]["statements"][COUNTER]["code"].append(
        ["<b>", "", 0]
    ),
    "a long argument": lambda told: told["pythons"][0]["statements"][COUNTER]["code"].append(
        ["NOP", "x" * 99, 0]
    ),
    "a negative count": lambda told: told["pythons"][0]["statements"][COUNTER].update(signals=-1),
    "a count that is a word": lambda told: told["pythons"][0]["statements"][COUNTER]["code"].append(
        ["NOP", "", "7"]
    ),
    "too short a row": lambda told: told["pythons"][0]["statements"][COUNTER]["code"].append(["NOP"]),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_damaged_record_is_refused_with_a_sentence(spoil: Spoil) -> None:
    told = copy.deepcopy(RECORDED)
    spoil(told)
    with pytest.raises(ResultsError, match=r"bytecode\.json: is no record of bytecode .* record it again"):
        read_bytecode(json.dumps(told))


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"pythons": 7}'])
def test_what_is_no_record_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ResultsError, match="is no record of bytecode"):
        read_bytecode(text)


def test_the_page_shows_the_columns_and_escapes_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    told = copy.deepcopy(RECORDED)
    told["pythons"][0]["statements"][COUNTER]["code"][0][1] = HOSTILE[0]
    monkeypatch.setattr("canifork.report.html.bytecode.read_bytecode", lambda _: told)
    shown = make_results(
        [make_record(make_trial(COUNTER), answered(works=True))], cases={COUNTER: CASES[COUNTER]}
    )
    page = dict(pages(Findings(shown)))[f"claim/{COUNTER}.html"]
    assert 'id="bytecode"' in page
    assert "LOAD_ATTR value" in page
    assert "/v3.9.18/Python/ceval.c" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
