"""Turn how a trial's process ended into an observation; pure, and suspicious of what it reads."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping
from typing import Any, NoReturn

from harness.model import Exit, Kind, Observation, Trial

ANSWER_LINE = re.compile(rb'\{"canifork": [^\r\n]*')
DETAIL = 4_000  # characters of its last words that are kept with an observation
WINDOWS_CRASH = 0x8000_0000  # NTSTATUS codes from here on are errors
MOST_KEYS, MOST_DEPTH, MOST_TEXT, MOST_NUMBER = 60, 3, 200, 2**53


def observe(trial: Trial, ended: Exit, deadline: float) -> Observation:
    """Name what came of the trial: answered, raised, hung, died, garbled or mistaken."""
    if ended.lost:
        return _garbled("whoever ran it was killed meanwhile, perhaps by itself", None)
    detail = last_words(ended)
    lines = ANSWER_LINE.findall(ended.out)
    if ended.status is None:
        after = " after it had answered" if lines else ""
        reason = f"did not end within {deadline:g} s{after}"
        return Observation(kind=Kind.HUNG, reason=reason, detail=detail)
    if not lines and ended.status != 0:
        return Observation(kind=Kind.DIED, reason=status_name(ended.status), detail=detail)
    if len(lines) != 1:
        count = f"gave {len(lines)} answers" if lines else "ended without an answer"
        return _garbled(f"{count} in {ended.written} bytes of output", detail)
    try:
        said = read_answer(lines[0])
    except ValueError as fault:
        return _garbled(f"its answer cannot be read: {fault}", detail)
    return _observe_said(trial, said, ended.status, detail)


def _observe_said(trial: Trial, said: Mapping[str, Any], status: int, detail: str | None) -> Observation:
    """Judge one readable answer line by who says it and how the process ended."""
    told = Trial(case=said["case"], interpreter=said["interpreter"], start_method=said["start_method"])
    if told != trial:
        reason = f"{told.id} answered where {trial.id} was asked"
        return Observation(kind=Kind.MISTAKEN, reason=reason, detail=detail)
    if "raised" in said:
        return Observation(kind=Kind.RAISED, reason=said["raised"], detail=detail)
    if status != 0:
        reason = f"{status_name(status)} after it had answered"
        return Observation(kind=Kind.DIED, reason=reason, detail=detail)
    return Observation(kind=Kind.ANSWERED, answer=said["answer"])


def read_answer(line: bytes) -> Mapping[str, Any]:
    """Read the line that a case shows; ValueError with a sentence if it is not one."""
    try:
        said = json.loads(line.decode("ascii"), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(said, dict) or said.get("canifork") != 1:
        raise ValueError("it is not an answer of version 1")
    if not all(isinstance(said.get(key), str) for key in ("case", "interpreter")):
        raise ValueError("it does not say which case and interpreter it is from")
    for key in ("case", "interpreter"):
        _check_value(said[key], 0)
    if not isinstance(said.get("start_method"), (str, type(None))):
        raise ValueError("its start method is not a word")
    if ("answer" in said) == ("raised" in said):
        raise ValueError("it has to hold either an answer or what was raised")
    if "raised" in said:
        _check_value(said["raised"] if isinstance(said["raised"], str) else [], 0)
    elif not isinstance(said["answer"], dict) or not said["answer"]:
        raise ValueError("the answer is not a dict with something in it")
    else:
        _check_value(said["answer"], 0)
    return said


def last_words(ended: Exit) -> str | None:
    """Return the end of what the trial wrote beside its answer, as text, or None."""
    output = ANSWER_LINE.sub(b"", ended.out)
    text = (output + b"\n" + ended.err).decode("utf-8", "replace").strip()
    return text[-DETAIL:] or None


def status_name(status: int) -> str:
    """Name an exit status: 'exit status 3', 'SIGSEGV', '0xC0000005'."""
    if status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    # Windows' own codes for crashes are known by their hexadecimal names.
    return f"exit status {status}" if status < WINDOWS_CRASH else f"0x{status:08X}"


def _garbled(reason: str, detail: str | None) -> Observation:
    return Observation(kind=Kind.GARBLED, reason=reason, detail=detail)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _check_value(value: object, depth: int) -> None:
    """Raise ValueError unless this is what answers are made of, in the sizes they have."""
    if depth > MOST_DEPTH:
        raise ValueError(f"it is nested more than {MOST_DEPTH} deep")
    if isinstance(value, dict):
        if len(value) > MOST_KEYS:
            raise ValueError(f"it has {len(value)} keys, more than {MOST_KEYS}")
        for key, inner in value.items():
            _check_value(key, depth + 1)
            _check_value(inner, depth + 1)
    elif isinstance(value, str):
        if len(value) > MOST_TEXT:
            raise ValueError(f"it holds a text of {len(value)} characters, not a short word")
    elif isinstance(value, (int, float)):
        if not abs(value) <= MOST_NUMBER:  # NaN is not below it either
            raise ValueError("it holds a number beyond 2**53")
    elif value is not None:
        raise ValueError("it holds something that is no boolean, number, word or dict")
