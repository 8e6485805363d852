"""A lost update, drawn as it was recorded: of the case's own statement, and only where one was lost."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from test_bytecode import key

from builders import answered, make_case, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.errors import ResultsError
from canifork.interpreters.discovery import discover
from canifork.report.html.pages import pages
from canifork.report.html.races import FILE, RACES, races, read_races
from made_up import PROJECT
from read_race import Number, shortest_loss
from record_races import ask

RECORDED = read_races(FILE.read_text(encoding="utf-8"))
COUNTER, CALL = "locks.unlocked_counter", "locks.call_between_read_and_write"
CASES = {claim: make_case(claim, sha256=sha256) for claim, sha256 in RECORDED["sha256"].items()}
BRIEFLY = 0.2  # seconds: some rounds


def seen(claim: str, *, free_threaded: bool = False) -> dict[str, Any]:
    """Return what was recorded of a claim, by version."""
    return {
        one["version"]: one["races"][claim]
        for one in RECORDED["pythons"]
        if one["free_threaded"] is free_threaded
    }


def since_3_10(version: str) -> bool:
    return tuple(map(int, version.split(".")[:2])) >= (3, 10)


def test_every_race_was_recorded_of_the_text_that_the_case_has_now() -> None:
    """If this fails: a case was changed, or a statement; run tools/record_races.py."""
    assert RECORDED["sha256"] == {race.claim: race.current_sha256(PROJECT) for race in RACES}
    assert {race.claim for race in RACES} == {COUNTER, CALL}


def test_the_record_loses_updates_where_the_claim_does_and_nowhere_else() -> None:
    """To keep the values adds no place to switch at: with the GIL, 3.10 and newer lost none."""
    counted = seen(COUNTER)
    assert {since_3_10(version) for version in counted} == {True, False}
    for version, one in counted.items():
        assert (one["lost"] > 0) == (not since_3_10(version)), version
    assert all(one["lost"] > 0 for one in seen(COUNTER, free_threaded=True).values())
    assert all(one["lost"] > 0 for one in seen(CALL).values())


def test_a_python_here_races_the_statement_of_the_case() -> None:
    known = {key(one) for one in RECORDED["pythons"]}
    here = [one for one in discover([], PROJECT)[0] if key(one.facts) in known]
    assert here
    told = ask(here[0].command, BRIEFLY)
    assert set(told) == {COUNTER, CALL}
    assert all(one["updates"] > 0 for one in told.values())


def test_values_are_kept_and_the_last_one_is_read() -> None:
    number = Number([""])
    number.value += "a"
    number.value += "b"
    assert (list(number), number.value) == (["", "a", "ab"], "ab")


@pytest.mark.parametrize(
    ("values", "loss"),
    [
        (["", "a", "ab", "abb"], None),
        (["", "a", "b"], {"read": 0, "late": 1, "lost": 1}),
        (["", "a", "ab", "abb", "aa"], {"read": 1, "late": 0, "lost": 2}),
        (["", "b", "bb", "bbb", "a", "ab", "aa"], {"read": 1, "late": 0, "lost": 1}),
    ],
)
def test_the_shortest_loss_is_found(values: list[str], loss: dict[str, int] | None) -> None:
    assert shortest_loss(values) == loss


def with_loss(**loss: int) -> dict[str, Any]:
    told = copy.deepcopy(RECORDED)
    for one in told["pythons"]:
        one["races"][CALL] = {"updates": 99, "lost": 1, "shortest": loss}
    return told


def test_few_lost_updates_are_drawn_one_by_one_with_the_numbers_of_the_statement() -> None:
    loss = races(CASES, with_loss(read=3, late=0, lost=2))[CALL].losses[0]
    assert [(read.value, write.value) for read, write in loss.between] == [(15, 20), (20, 25)]
    assert [one.value for one in loss.late] == [15, 20]
    assert loss.late[0].y == loss.between[0][0].y  # which read came first is not recorded
    heights = [one.y for pair in loss.between for one in pair] + [loss.late[1].y]
    assert heights == sorted(set(heights))


def test_of_many_the_first_and_the_last_are_drawn() -> None:
    loss = races(CASES, with_loss(read=3, late=0, lost=200))[CALL].losses[0]
    assert [read.value for read, _ in loss.between] == [15, None, 5 * 202]
    assert loss.between[-1][1].value == 5 * 203


def test_where_nothing_was_lost_nothing_is_drawn() -> None:
    told = copy.deepcopy(RECORDED)
    for one in told["pythons"]:
        one["races"][COUNTER] = {"updates": 99, "lost": 0, "shortest": None}
    assert set(races(CASES, told)) == {CALL}
    assert races({COUNTER: make_case(COUNTER)}, RECORDED) == {}


Spoil = Callable[[dict[str, Any]], object]
SPOILT: dict[str, Spoil] = {
    "no day": lambda told: told.pop("made_at"),
    "another statement": lambda told: told["sha256"].update({"locks.other": "0"}),
    "a version that is markup": lambda told: told["pythons"][0].update(version="<b>"),
    "a missing race": lambda told: told["pythons"][0]["races"].pop(CALL),
    "a negative count": lambda told: told["pythons"][0]["races"][CALL].update(lost=-1),
    "a count that is a word": lambda told: told["pythons"][0]["races"][CALL].update(updates="7"),
    "a loss of nothing": lambda told: told["pythons"][0]["races"][CALL].update(
        shortest={"read": 1, "late": 0, "lost": 0}
    ),
    "half a loss": lambda told: told["pythons"][0]["races"][CALL].update(shortest={"read": 1}),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_damaged_record_is_refused_with_a_sentence(spoil: Spoil) -> None:
    told = copy.deepcopy(RECORDED)
    spoil(told)
    with pytest.raises(ResultsError, match=r"races\.json: is no record of races .* record it again"):
        read_races(json.dumps(told))


def test_the_page_draws_a_loss_and_says_it_in_words() -> None:
    case = CASES[COUNTER]
    record = make_record(make_trial(COUNTER), answered(works=True), case)
    page = dict(pages(Findings(make_results([record], cases={COUNTER: case}))))[f"claim/{COUNTER}.html"]
    loss = races(CASES, RECORDED)[COUNTER].losses[0]
    assert 'aria-labelledby="race-1"' in page
    assert f"which are lost: {loss.lost}." in page
    assert f">writes {loss.late[1].value}<" in page
