"""If whoever has a runner run something is killed, the runner ends it and leaves."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil

from made_up import PROJECT, until

STARTER = """
import sys
from pathlib import Path
from canifork.execution.supervisor import Runner
code = "import subprocess, sys, time; sleep = 'import time; time.sleep(600)'; " \\
       "subprocess.Popen([sys.executable, '-c', sleep, {mark!r}], start_new_session=True); time.sleep(600)"
Runner(folder=Path(sys.argv[1])).run([sys.executable, "-c", code, {mark!r}], Path("."), 600.0)
"""


def test_a_killed_starter_leaves_nothing(tmp_path: Path) -> None:
    mark = f"watched-{time.monotonic_ns()}"
    folder = tmp_path / "cf0" / "0"  # a worker's, in that of its run
    command = [sys.executable, "-c", STARTER.format(mark=mark), str(folder)]
    starter = subprocess.Popen(command, cwd=PROJECT)
    until(lambda: len(_marked(mark)) >= 3)  # the starter itself is one of them
    [runner] = psutil.Process(starter.pid).children()
    assert list(folder.iterdir())
    starter.kill()
    starter.wait()
    until(lambda: not _marked(mark))
    until(lambda: _has_ended(runner))
    until(lambda: not list(tmp_path.iterdir()))


def test_the_folder_above_stays_if_it_is_not_of_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "0"
    starter = (
        "import pathlib, sys; from canifork.execution.supervisor import Runner; "
        "Runner(folder=pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", starter, str(folder)], cwd=PROJECT, check=True)
    until(lambda: not folder.exists())
    assert folder.parent.exists()


IGNORES = """
import signal, sys
from pathlib import Path
from canifork.execution.supervisor import Runner
signal.signal(signal.SIGINT, signal.SIG_IGN)
code = "import signal; print(signal.getsignal(signal.SIGINT))"
print(Runner(folder=Path(sys.argv[1])).run([sys.executable, "-c", code], Path("."), 60.0).out)
"""


def test_a_signal_that_the_starter_ignores_is_not_ignored_in_trials(tmp_path: Path) -> None:
    """A shell that starts the run in the background has SIGINT ignored."""
    done = subprocess.run(
        [sys.executable, "-c", IGNORES, str(tmp_path / "cf0" / "0")],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "default_int_handler" in done.stdout


def _has_ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # between the two questions
        return True


def _marked(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if any(mark in word for word in process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
