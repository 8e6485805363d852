"""If whoever has a runner run something is killed, the runner ends it and leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from made_up import PROJECT, until

STARTER = """
import sys
from pathlib import Path
from harness.run import Runner
code = "import subprocess, sys, time; sleep = 'import time; time.sleep(600)'; " \\
       "subprocess.Popen([sys.executable, '-c', sleep, {mark!r}], start_new_session=True); time.sleep(600)"
Runner(Path(sys.argv[1])).run([sys.executable, "-c", code, {mark!r}], Path("."), 600.0)
"""


def test_a_killed_starter_leaves_nothing(tmp_path: Path) -> None:
    mark = f"watched-{time.monotonic_ns()}"
    folder = tmp_path / "cf0" / "0"  # a worker's, in that of its run
    command = [sys.executable, "-c", STARTER.format(mark=mark), str(folder)]
    starter = subprocess.Popen(command, cwd=PROJECT)
    until(lambda: len(_marked(mark)) >= 3)  # the starter itself is one of them
    [runner] = psutil.Process(starter.pid).children()
    assert list(folder.iterdir())
    starter.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    starter.wait()
    until(lambda: not _marked(mark))
    until(lambda: not runner.is_running() or runner.status() == psutil.STATUS_ZOMBIE)
    assert not list(tmp_path.iterdir())


def test_the_folder_above_stays_if_it_is_not_of_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "0"
    starter = "import pathlib, sys; from harness.run import Runner; Runner(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", starter, str(folder)], cwd=PROJECT, check=True)
    until(lambda: not folder.exists())
    assert folder.parent.exists()


def _marked(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if any(mark in word for word in process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
