"""Explain a broken expectation in a few lines, and say how to repeat the trial by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from canifork.claims.conditions import first_fit
from canifork.escape import printable
from canifork.interpreters.launchers import command_line
from canifork.model import UNREADABLE, Case, Interpreter, Record, plain
from canifork.verdicts.judge import describe, mismatch


def explain(record: Record, case: Case, interpreter: Interpreter) -> str:
    """Return claim, expectation and its reason, what was seen, and the command that repeats it."""
    lines = [f"claim      {case.id}: {case.truth}", f"trial      {record.trial.id}"]
    row = first_fit(case.expect, interpreter.facts, record.trial.start_method)
    if record.observation.kind not in UNREADABLE and row is not None:
        lines.append(f"broken     {printable(str(mismatch(row, record.observation)))}")
        lines.append(f"expected   because {row.because}")
        lines += [f"source     {link}" for link in case.docs]
    lines.append(f"seen       {printable(describe(record.observation))}")
    command = by_hand(case.id, interpreter.command, record.trial.start_method, interpreter.facts)
    lines.append(f"by hand    {command}")
    if record.observation.detail:
        lines += [
            "its last words:",
            *(f"    {printable(line)}" for line in record.observation.detail.splitlines()),
        ]
    return "\n".join(lines)


def by_hand(
    case_id: str, command: Sequence[str], start_method: str | None, facts: Mapping[str, Any] | None = None
) -> str:
    """Return the command line that runs one trial, from the folder above `cases`.

    `facts` are those of the interpreter: Windows' own is started from cmd, any other from a POSIX shell.
    """
    windows = facts is not None and facts["os"] == "windows" and facts["emulated"] is None
    words = [*command, "-m", f"cases.{plain(case_id)}", *filter(None, [start_method])]
    return command_line(words, windows=windows)
