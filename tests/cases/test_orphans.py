"""What an orphan's keeper does at the end of a case."""

from __future__ import annotations

import subprocess
import sys

import pytest

from made_up import PROJECT

KILL = """
import subprocess, sys
from cases import _orphans
ended = subprocess.Popen([sys.executable, "-c", ""])
ended.wait()
_orphans.kill(ended.pid)
"""


def test_a_process_that_has_ended_meanwhile_is_no_fault() -> None:
    subprocess.run([sys.executable, "-c", KILL], cwd=PROJECT, check=True)


TREE_ENDED = """
import os, signal, sys
from cases import _orphans, _patience
from cases._show import Undecided

PROGRAM = '''
import subprocess, sys
if len(sys.argv) == 2:
    subprocess.Popen([sys.executable, __file__, "child", sys.argv[1]])
    stay("main", int(sys.argv[1]))
stay("child", int(sys.argv[2]))
'''

def end(pid):
    os.killpg(os.getpgid(pid), signal.SIGKILL)  # as the runner does when time is up
    if sys.argv[1] == "late":
        _patience.SECONDS = 0

try:
    print(_orphans.outlive_main(PROGRAM, ["child"], end=end))
except Undecided as why:
    print(why)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
@pytest.mark.parametrize(("when", "seen"), [("in time", "{'child': False}"), ("late", "time was up")])
def test_a_tree_that_ended_because_time_was_up_decides_nothing(when: str, seen: str) -> None:
    words = [sys.executable, "-c", TREE_ENDED, when]
    assert seen in subprocess.run(words, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
