"""How far each interpreter is, on a terminal: counts, what runs, and what is left."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from builders import LINUX, WINE, answered, make_record, make_trial
from canifork.pytest_plugin.progress import LiveProgress
from made_up import PROJECT, project

TRIALS = [make_trial(f"pool.{name}", LINUX) for name in "abcd"] + [make_trial("pool.a", WINE, "spawn")]


def progress() -> LiveProgress:
    console = Console(file=io.StringIO(), force_terminal=True, width=160)
    return LiveProgress(TRIALS, {TRIALS[0]: 8.0}, 2, console)


def test_a_line_names_what_runs_and_counts_the_rest() -> None:
    shown = progress()
    for trial in TRIALS[:3]:
        shown.begin(trial)
    assert shown.line(LINUX) == "6 s left; pool.a, pool.b and 1 more"
    shown.begin(TRIALS[4])
    assert shown.line(WINE) == "pool.a spawn"


def test_what_has_ended_is_counted_and_left_no_more() -> None:
    shown = progress()
    shown.begin(TRIALS[0])
    shown.end(make_record(TRIALS[0], answered(works=False)))
    shown.end(make_record(TRIALS[1], answered(undecided="busy")))
    assert shown.line(LINUX) == "1 red; 1 undecided; 1 s left"
    assert shown.shown.tasks[0].completed == 2
    for trial in TRIALS[2:4]:
        shown.end(make_record(trial))
    assert shown.line(LINUX) == "1 red; 1 undecided"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty")
def test_a_terminal_sees_lines_and_no_dots_and_the_rest_as_ever(tmp_path: Path) -> None:
    root = project(tmp_path, {"good": "return {'done': True}", "bad": "return {'done': 1}"})
    words = ["run", "--root", str(root), "--python", sys.executable, "--folder", str(root / "report")]
    code, text = on_a_terminal([sys.executable, "-m", "canifork", *words])
    assert code == 1
    assert "2/2" in text
    assert "1 red" in text
    assert "1 failed, 1 met" in text


def on_a_terminal(command: list[str]) -> tuple[int, str]:
    """Run a command whose output is a terminal; return its exit code, and the text without colours."""
    written = bytearray()
    code = 0
    if sys.platform != "win32":
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"},
        )  # fmt: skip
        os.close(theirs)
        with contextlib.suppress(OSError):  # EIO: the other side has been closed
            while data := os.read(ours, 65536):
                written += data
        os.close(ours)
        code = process.wait(60)
    return code, re.sub(r"\x1b\[[0-9;]*m", "", written.decode("utf-8", "replace"))
