"""Turn how a trial's process ended into an observation; pure, and suspicious of what it reads."""

from __future__ import annotations

import dataclasses
import signal
from collections.abc import Mapping
from typing import Any

from canifork.execution.protocol import ANSWER_LINE, last_words, read_answer
from canifork.ids import own_name
from canifork.model import Exit, Kind, Observation, Trial

LOST = "the worker was killed during the trial, perhaps by the trial"
WINDOWS_CRASH = 0x8000_0000  # NTSTATUS codes from here on are errors


def observe(trial: Trial, ended: Exit, deadline: float) -> Observation:
    """Name what came of the trial: answered, raised, hung, died, garbled or mistaken."""
    detail = last_words(ended)
    if fault := LOST if ended.lost else ended.fault:
        return _garbled(fault, detail)
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
    claimed = Trial(case=said["case"], interpreter=said["interpreter"], start_method=said["start_method"])
    if claimed != dataclasses.replace(trial, interpreter=own_name(trial.interpreter)):
        reason = f"{claimed.id} answered where {trial.id} was asked"
        return Observation(kind=Kind.MISTAKEN, reason=reason, detail=detail)
    if "raised" in said:
        return Observation(kind=Kind.RAISED, reason=said["raised"], detail=detail)
    if status != 0:
        reason = f"{status_name(status)} after it had answered"
        return Observation(kind=Kind.DIED, reason=reason, detail=detail)
    return Observation(kind=Kind.ANSWERED, answer=said["answer"])


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
