"""If whoever runs trials is killed, the watchdog ends what it left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

PROJECT = Path(__file__).resolve().parent.parent
RUNNER = """
import sys
from pathlib import Path
from harness.run import run_command
code = "import subprocess, sys, time; sleep = 'import time; time.sleep(600)'; " \\
       "subprocess.Popen([sys.executable, '-c', sleep, {mark!r}], start_new_session=True); time.sleep(600)"
run_command([sys.executable, "-c", code, {mark!r}], Path("."), 600.0, alone=True)
"""


def test_a_killed_runner_leaves_nothing(tmp_path: Path) -> None:
    mark = f"watched-{time.monotonic_ns()}"
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    runner = subprocess.Popen([sys.executable, "-c", RUNNER.format(mark=mark)], cwd=PROJECT, env=environment)
    _until(lambda: len(_marked(mark)) >= 2)
    assert list(tmp_path.iterdir())
    runner.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    runner.wait()
    _until(lambda: not _marked(mark))
    _until(lambda: not list(tmp_path.iterdir()))


def _until(true: object) -> None:
    """Wait, at most half a minute, for something that has to come true."""
    end = time.monotonic() + 30
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def _marked(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if mark in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
