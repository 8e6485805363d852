"""What an orphan's keeper does at the end of a case."""

from __future__ import annotations

import subprocess
import sys

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
