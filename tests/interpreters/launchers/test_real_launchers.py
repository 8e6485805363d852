"""Cases that do what no case should, and runs that are killed, through the real launchers: nothing stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import real_sides
from made_up import PROJECT, project, until
from real_sides import Side
from tortures import through

ASKED = "CANIFORK_SIDES"
SIDES = {"container": real_sides.in_container, "ssh": real_sides.by_ssh, "qemu": real_sides.by_qemu}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(ASKED not in os.environ, reason="takes minutes; nox -s sides runs it"),
    pytest.mark.skipif(sys.platform != "linux", reason="signals, orphans and limits as Linux has them"),
]


@pytest.fixture(scope="module", params=SIDES)
def side(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    with SIDES[request.param](tmp_path_factory.mktemp("side")) as side:
        yield side


def test_through_every_launcher_all_are_observed_and_nothing_is_left(side: Side) -> None:
    names = [name for name, one in through(side.command.split()[0]).items() if not one.slow]
    words = [sys.executable, str(PROJECT / "tools" / "torture.py"), "--times", "1", "--python", side.command]
    ended = subprocess.run([*words, *names], capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    until(lambda: not side.left())


@pytest.mark.parametrize("number", ["SIGINT", "SIGKILL"])
def test_a_run_that_is_ended_leaves_nothing_on_the_other_side(
    number: str, side: Side, tmp_path: Path
) -> None:
    if side.command.startswith("qemu"):
        pytest.skip("what QEMU plays runs on this side")
    root = project(tmp_path / "made-up", {"stays": "time.sleep(600)"})
    words = ["run", "--python", side.command, "--folder", str(root / "report"), "--root", str(root)]
    running = subprocess.Popen([sys.executable, "-m", "canifork", *words], stdout=subprocess.DEVNULL)
    until(lambda: any("made.stays" in one for one in side.left()))
    running.send_signal(signal.Signals[number])
    running.wait()
    until(lambda: not side.left())
