"""Explain a broken expectation in a few lines, and say how to repeat the trial by hand."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from harness.judge import mismatch, told
from harness.model import UNREADABLE, Case, Interpreter, Record
from harness.rows import first_fit


def explain(record: Record, case: Case, interpreter: Interpreter) -> str:
    """Return claim, expectation and its reason, what was seen, and the command that repeats it."""
    lines = [f"claim      {case.id}: {case.truth}", f"trial      {record.trial.id}"]
    row = first_fit(case.expect, interpreter.facts, record.trial.start_method)
    if record.observation.kind not in UNREADABLE and row is not None:
        lines.append(f"broken     {printable(str(mismatch(row, record.observation)))}")
        lines.append(f"expected   because {row.because}")
        lines += [f"source     {link}" for link in case.docs]
    lines.append(f"seen       {printable(told(record.observation))}")
    lines.append(f"by hand    {by_hand(case.id, interpreter.command, record.trial.start_method)}")
    if record.observation.detail:
        lines += [
            "its last words:",
            *(f"    {printable(line)}" for line in record.observation.detail.splitlines()),
        ]
    return "\n".join(lines)


def by_hand(case_id: str, command: Sequence[str], start_method: str | None) -> str:
    """Return the command line that runs one trial, from the folder above `cases`."""
    return shlex.join([*command, "-m", f"cases.{case_id}", *filter(None, [start_method])])


def printable(text: str) -> str:
    """Take out what a terminal would obey: nothing that ran is to be trusted."""
    if text.isprintable():
        return text  # nearly all are, and there are many
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
