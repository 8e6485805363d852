"""A red trial in a few lines: claim, expectation and reason, what was seen, how to repeat it."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    HOSTILE,
    WINE,
    answered,
    expect,
    make_case,
    make_facts,
    make_interpreter,
    make_record,
    make_trial,
)
from canifork.model import Interpreter, Kind, Observation
from canifork.report.text.explain import by_hand, explain

CASE = make_case(
    start_methods=("fork", "spawn"),
    expect=(expect({"works": True}, because="it was built to"),),
    docs=("https://docs.python.org/3/one.html", "https://docs.python.org/3/two.html"),
)


def explained(observation: Observation, method: str | None = "spawn") -> str:
    return explain(make_record(make_trial(method=method), observation, CASE), CASE, make_interpreter())


def test_a_broken_expectation_is_explained_line_by_line() -> None:
    assert explained(answered(works=False)).splitlines() == [
        "claim      pool.size: A pool works.",
        "trial      pool.size[cp313-linux-x86_64-spawn]",
        "broken     expected works True, saw False",
        "expected   because it was built to",
        "source     https://docs.python.org/3/one.html",
        "source     https://docs.python.org/3/two.html",
        "seen       it answered {'works': False}",
        "by hand    python3.13 -m cases.pool.size spawn",
    ]


@pytest.mark.parametrize("kind", [Kind.GARBLED, Kind.MISTAKEN])
def test_an_answer_that_nobody_can_read_breaks_no_expectation(kind: Kind) -> None:
    text = explained(Observation(kind=kind, reason="gave 2 answers"))
    assert "broken" not in text
    assert "because" not in text
    assert f"seen       it {kind.value}: gave 2 answers" in text
    assert "by hand    python3.13 -m cases.pool.size spawn" in text


def test_last_words_come_last_and_indented() -> None:
    text = explained(Observation(kind=Kind.DIED, reason="SIGSEGV", detail="one\ntwo"))
    assert text.endswith("its last words:\n    one\n    two")


def test_where_there_are_no_last_words_none_are_announced() -> None:
    assert "last words" not in explained(answered(works=False))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_a_case_wrote_reaches_the_terminal_as_a_command(hostile: str) -> None:
    for observation in (
        Observation(kind=Kind.DIED, reason="exit status 3", detail=hostile),
        Observation(kind=Kind.RAISED, reason=hostile),
        Observation(kind=Kind.MISTAKEN, reason=hostile),
        answered(works=hostile),
    ):
        assert all(line.isprintable() for line in explained(observation).split("\n"))


def test_the_command_repeats_the_trial() -> None:
    assert by_hand("pool.size", ["python3.13"], "fork") == "python3.13 -m cases.pool.size fork"
    assert by_hand("pool.size", ["python3.13"], None) == "python3.13 -m cases.pool.size"


def test_the_command_for_windows_is_one_for_cmd_and_under_wine_one_for_a_shell() -> None:
    command = ["C:\\Program Files\\Python313\\python.exe"]
    windows = make_facts("cp313-windows-amd64", os="windows")
    assert by_hand("pool.size", command, "spawn", windows) == f'"{command[0]}" -m cases.pool.size spawn'
    assert "'" not in by_hand("pool.size", ["C:\\Python313\\python.exe"], None, windows)
    wine = make_facts(WINE, os="windows", emulated="wine")
    words = ["wine", "/opt/x y/python.exe"]
    assert by_hand("pool.size", words, None, wine) == "wine '/opt/x y/python.exe' -m cases.pool.size"


def test_the_explanation_holds_the_command_of_its_interpreter() -> None:
    words = ("C:\\Program Files\\python.exe",)
    windows = Interpreter(command=words, facts=make_facts("cp313-windows-amd64", os="windows"))
    text = explain(make_record(make_trial(), answered(works=False)), make_case(), windows)
    assert f'by hand    "{words[0]}" -m cases.pool.size' in text


@given(
    command=st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3),
    method=st.sampled_from([None, "fork", "spawn"]),
)
def test_the_command_can_be_pasted_into_a_shell(command: list[str], method: str | None) -> None:
    words = [*command, "-m", "cases.pool.size", *([method] if method else [])]
    assert shlex.split(by_hand("pool.size", command, method)) == words
