"""How a process ended, as an observation: whatever it wrote, there is one, and never an exception."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import LINUX, answers, make_exit, make_trial
from canifork.execution.protocol import DETAIL, MOST_KEYS, MOST_NUMBER, MOST_TEXT, read_answer
from canifork.model import Exit, Kind, Observation
from canifork.verdicts.observe import LOST, observe, status_name

TRIAL = make_trial(method="fork")
DEADLINE = 60.0


def line(answer: object = None, **changes: Any) -> bytes:
    """Return the line that a case shows, as `cases._show` writes it."""
    said = {"canifork": 1, "case": TRIAL.case, "interpreter": LINUX, "start_method": "fork"}
    body = {"answer": {"works": True} if answer is None else answer}
    if "raised" in changes and answer is None:
        body = {}
    return json.dumps({**said, **body, **changes}).encode() + b"\n"


def raw(answer: str) -> bytes:
    """Return a line with an answer in the very words given."""
    return line("HERE").replace(b'"HERE"', answer.encode())


def seen(out: bytes, *, status: int | None = 0, err: bytes = b"") -> Observation:
    return observe(TRIAL, make_exit(out, status=status, err=err), DEADLINE)


def test_an_answer_is_answered() -> None:
    assert seen(line({"works": True})) == Observation(kind=Kind.ANSWERED, answer={"works": True})


def test_an_answer_is_found_among_other_output() -> None:
    out = b"hello\n" + line({"works": True}) + b"bye\n"
    assert seen(out, err=b"a warning\n") == Observation(kind=Kind.ANSWERED, answer={"works": True})


def test_an_answer_is_found_behind_an_unfinished_line() -> None:
    assert seen(b"no newline here" + line()).kind is Kind.ANSWERED


def test_an_answer_from_windows_ends_with_its_line_end() -> None:
    assert seen(line().replace(b"\n", b"\r\n")).kind is Kind.ANSWERED


def test_what_was_raised_is_the_reason_and_the_traceback_the_detail() -> None:
    out = line(raised="TypeError")
    assert seen(out, status=1, err=b"Traceback\nTypeError: no\n") == Observation(
        kind=Kind.RAISED, reason="TypeError", detail="Traceback\nTypeError: no"
    )


def test_a_process_that_had_to_be_killed_hung() -> None:
    assert seen(b"", status=None) == Observation(kind=Kind.HUNG, reason="did not end within 60 s")


def test_a_process_that_answered_and_did_not_end_hung_too() -> None:
    """An answer is the last thing that a case does; what stays behind is what the trial is about."""
    found = seen(line(), status=None)
    assert (found.kind, found.answer) == (Kind.HUNG, None)
    assert found.reason == "did not end within 60 s after it had answered"


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (-11, "SIGSEGV"),
        pytest.param(-9, "SIGKILL", marks=pytest.mark.skipif(os.name == "nt", reason="it is unknown there")),
        (-250, "signal 250"),
        (1, "exit status 1"),
        (255, "exit status 255"),
        (0xC0000005, "0xC0000005"),
        (0x7FFFFFFF, "exit status 2147483647"),
    ],
)
def test_a_process_that_ended_badly_died_of_what_is_named(status: int, name: str) -> None:
    assert status_name(status) == name
    assert seen(b"", status=status) == Observation(kind=Kind.DIED, reason=name)


def test_a_process_that_died_after_its_answer_died() -> None:
    found = seen(line(), status=-11)
    assert (found.kind, found.answer) == (Kind.DIED, None)
    assert found.reason == "SIGSEGV after it had answered"


def test_an_end_without_a_signal_is_an_exit_status() -> None:
    assert status_name(0) == "exit status 0"


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        (Exit(lost=True), LOST),
        (Exit(fault="the connection broke"), "the connection broke"),
        (Exit(lost=True, fault="the connection broke"), LOST),
        (Exit(status=0, out=line(), err=b"oh", lost=True), LOST),
        (Exit(status=3, err=b"oh", fault="the connection broke"), "the connection broke"),
    ],
)
def test_an_end_that_nobody_saw_is_garbled_whatever_else_is_known(ended: Exit, why: str) -> None:
    detail = "oh" if ended.err else None
    assert observe(TRIAL, ended, DEADLINE) == Observation(kind=Kind.GARBLED, reason=why, detail=detail)


def test_an_end_without_an_answer_is_garbled() -> None:
    found = seen(b"x" * 10)
    assert found == Observation(
        kind=Kind.GARBLED, reason="ended without an answer in 10 bytes of output", detail="x" * 10
    )


def test_two_answers_are_garbled_even_if_they_agree() -> None:
    assert seen(line() + line()).reason == f"gave 2 answers in {2 * len(line())} bytes of output"


def test_two_answers_on_one_line_are_garbled() -> None:
    assert seen(line().strip() + line()).kind is Kind.GARBLED


@pytest.mark.parametrize(
    "changes",
    [
        {"interpreter": "cp312-linux-x86_64"},
        {"case": "pool.other"},
        {"start_method": "spawn"},
        {"start_method": None},
    ],
)
def test_the_answer_of_another_trial_is_mistaken(changes: dict[str, Any]) -> None:
    found = seen(line(**changes))
    assert (found.kind, found.answer) == (Kind.MISTAKEN, None)
    assert found.reason is not None
    assert found.reason.endswith(f" answered where {TRIAL.id} was asked")


@pytest.mark.parametrize("key", ["cp313.0-linux-x86_64", f"{LINUX}-cpus1.5", f"{LINUX}-cpuset1"])
def test_an_interpreter_that_is_told_apart_need_not_know_it(key: str) -> None:
    told = dataclasses.replace(TRIAL, interpreter=key)
    assert observe(told, make_exit(line()), DEADLINE).kind is Kind.ANSWERED
    assert observe(told, make_exit(line(interpreter="cp312-linux-x86_64")), DEADLINE).kind is Kind.MISTAKEN


def test_what_another_interpreter_raised_is_mistaken_too() -> None:
    assert seen(line(raised="TypeError", interpreter="pp311-linux-x86_64"), status=1).kind is Kind.MISTAKEN


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (raw("NaN")[:-1], "NaN is not JSON"),
        (raw('{"a": NaN}'), "NaN is not JSON"),
        (raw('{"a": -Infinity}'), "-Infinity is not JSON"),
        (raw('{"a": 1e999}'), "a number beyond"),
        (raw('{"a": -1e300}'), "a number beyond"),
        (raw(f'{{"a": {MOST_NUMBER + 1}}}'), "a number beyond"),
        (raw('{"a": 1' + "0" * 400 + "}"), "a number beyond"),
        (raw('{"a": 1' + "0" * 5000 + "}"), "its answer cannot be read"),
        (raw("[" * 10_000 + "]" * 10_000), "its answer cannot be read"),
        (raw('{"a":' * 10_000 + "1" + "}" * 10_000), "nested"),
        (raw('{"a": {"b": {"c": {"d": 1}}}}'), "nested more than 3 deep"),
        (raw("[]"), "not a dict"),
        (raw("{}"), "not a dict with something in it"),
        (raw("true"), "not a dict"),
        (raw("null"), "not a dict"),
        (raw('"yes"'), "not a dict"),
        (raw('{"a": [1]}'), "no boolean, number, word or dict"),
        (line({"a": "x" * (MOST_TEXT + 1)}), "a text of 201 characters"),
        (line({"x" * (MOST_TEXT + 1): 1}), "a text of 201 characters"),
        (line({str(number): 1 for number in range(MOST_KEYS + 1)}), "61 keys"),
        (line({"a": 1}, raised="TypeError"), "either an answer or what was raised"),
        (line(raised="x" * (MOST_TEXT + 1)), "a text of 201 characters"),
        (line(raised=3), "no boolean, number, word or dict"),
        (line(canifork=2), "not an answer of version 1"),
        (line(canifork=None), "not an answer of version 1"),
        (line(case=3), "which case and interpreter"),
        (line(interpreter=None), "which case and interpreter"),
        (line(start_method=["fork"]), "start method is not a word"),
        (b'{"canifork": 1}\n', "which case and interpreter"),
        (b'{"canifork": 1\n', "its answer cannot be read"),
        (b'{"canifork": 1, "case": "\xff\xfe"}\n', "its answer cannot be read"),
        (line().strip() + b" and more\n", "its answer cannot be read"),
    ],
)
def test_an_answer_that_cannot_be_read_is_garbled_and_says_why(out: bytes, why: str) -> None:
    found = seen(out)
    assert (found.kind, found.answer) == (Kind.GARBLED, None)
    assert found.reason is not None
    assert why in found.reason


@pytest.mark.parametrize("answer", [{"a": MOST_NUMBER}, {"a": {"b": {"c": None}}}, {"a": 0.5}, {"a": ""}])
def test_an_answer_at_the_limits_is_answered(answer: dict[str, Any]) -> None:
    assert seen(line(answer)).answer == answer


def test_a_truth_stays_a_truth_and_a_number_a_number() -> None:
    answer = seen(line({"a": True, "b": 1})).answer
    assert answer is not None
    assert (answer["a"] is True, type(answer["b"])) == (True, int)


def test_last_words_leave_out_the_answer() -> None:
    detail = seen(b"before\n" + line() + b"after\n", status=3, err=b"oh\n").detail
    assert detail is not None
    assert "canifork" not in detail
    assert detail.split() == ["before", "after", "oh"]


def test_last_words_are_bounded_and_are_the_last() -> None:
    detail = seen(b"x" * 100_000 + b"\nthe end", status=3).detail
    assert detail is not None
    assert len(detail) == DETAIL
    assert detail.endswith("the end")


def test_last_words_that_are_no_text_are_kept_as_far_as_they_are() -> None:
    assert seen(b"\xff\xfe ok", status=3).detail == "\ufffd\ufffd ok"


statuses = st.none() | st.sampled_from([0, 0, 0, 1, -9, -11, -999, 0xC0000005]) | st.integers(-(2**31), 2**32)
outputs = st.lists(
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from(
            [line(), line(raised="OSError"), line(interpreter="x"), b'{"canifork": 1, ', b"\n", b"\xff"]
        ),
        st.sampled_from([b'{"a": 1' + b"0" * 400 + b"}", b'{"a": 1e999}', b"[" * 3000, b"NaN"]).map(
            lambda value: raw("HERE").replace(b"HERE", value)
        ),
    ),
    max_size=4,
).map(b"".join)


@given(out=outputs, err=st.binary(max_size=40), status=statuses, cut=st.integers(0, 100))
@example(out=raw('{"a": 1' + "0" * 400 + "}"), err=b"", status=0, cut=0)
def test_anything_written_gives_one_observation(out: bytes, err: bytes, status: int | None, cut: int) -> None:
    ended = Exit(status=status, out=out[cut:], err=err, written=len(out) + len(err), seconds=0.1)
    found = observe(TRIAL, ended, DEADLINE)
    assert (found.kind is Kind.ANSWERED) == (found.answer is not None)
    assert (found.kind is Kind.ANSWERED) == (found.reason is None)
    assert found.kind not in {Kind.NOT_APPLICABLE, Kind.NOT_RUN}
    assert len(found.detail or "") <= DETAIL
    if status is None:
        assert found.kind is Kind.HUNG
    if status not in {None, 0}:
        assert found.kind is not Kind.ANSWERED


@given(body=st.binary(max_size=80))
def test_anything_after_the_mark_is_an_answer_or_a_sentence(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert read_answer(b'{"canifork": ' + body)


@given(answer=answers)
def test_every_small_answer_is_read_as_it_was_said(answer: dict[str, Any]) -> None:
    assert seen(line(answer)) == Observation(kind=Kind.ANSWERED, answer=answer)


@pytest.mark.parametrize("key", ["case", "interpreter"])
def test_the_reason_of_a_mistaken_answer_is_short(key: str) -> None:
    """It stands in a table cell and in a terminal line; what it quotes is nobody's to trust."""
    assert len(seen(line(**{key: "x" * 50_000})).reason or "") < 1_000
