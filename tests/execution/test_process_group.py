"""A group is ended as a whole, on Windows whatever became of who started it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from canifork.execution.supervisor import Runner

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[2]
SLEEP = "import time; time.sleep(600)"
# A child that starts a child and leaves: nobody above it knows of the grandchild any more.
LEAVE = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).pid, flush=True)"
TWICE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LEAVE!r}])"
RUNNER = """
import subprocess, sys
from canifork.execution.process_group import FLAGS, ProcessGroup
process = subprocess.Popen([sys.executable, "-c", {code!r}], creationflags=FLAGS, start_new_session=True)
group = ProcessGroup(process)
process.wait()
"""


def test_a_grandchild_whose_parent_has_left_is_ended(runner: Runner, tmp_path: Path) -> None:
    ended = runner.run([sys.executable, "-c", TWICE], tmp_path, 60.0)
    assert ended.status == 0, ended.err
    assert _gone(int(ended.out))


def test_what_hangs_is_ended_with_all_that_it_started(runner: Runner, tmp_path: Path) -> None:
    ended = runner.run([sys.executable, "-c", f"{TWICE}; {SLEEP}"], tmp_path, 8.0)
    assert ended.status is None
    assert _gone(int(ended.out))


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows ends a job with the last who holds it")
def test_a_job_ends_with_its_holder() -> None:
    code = f"{TWICE}; {SLEEP}"
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER.format(code=code)], cwd=PROJECT,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert runner.stdout is not None
    line = runner.stdout.readline()
    assert line, runner.communicate()[1]
    grandchild = int(line)
    assert psutil.pid_exists(grandchild)
    runner.kill()
    runner.wait()
    for pipe in (runner.stdout, runner.stderr):
        assert pipe is not None
        pipe.close()  # not read to its end: who still lived would hold it open
    assert _gone(grandchild)


def _gone(pid: int) -> bool:
    """Tell whether a process goes, and wait at most ten seconds for it."""
    end = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not psutil.pid_exists(pid)
