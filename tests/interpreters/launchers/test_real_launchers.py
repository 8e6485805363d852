"""Cases that do what no case should, and runs that are killed, through the real launchers: nothing stays."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import real_sides
from canifork.errors import InterpreterError
from canifork.interpreters.discovery import discover
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


CUT = {"container": "the container engine was ended during the trial", "ssh": "failed or was cut"}


def test_a_way_that_is_cut_in_the_middle_makes_a_trial_garbled_and_leaves_nothing(
    side: Side, tmp_path: Path
) -> None:
    if side.command.startswith("qemu"):
        pytest.skip("what QEMU plays runs on this side")
    root = project(tmp_path / "made-up", {"stays": "time.sleep(600)"}, {"stays": "DEADLINE = 120"})
    words = ["run", "--python", side.command, "--folder", str(root / "report"), "--root", str(root)]
    running = subprocess.Popen([sys.executable, "-m", "canifork", *words], stdout=subprocess.DEVNULL)
    until(lambda: any("made.stays" in one for one in side.left()))
    for process in side.way():
        process.kill()
    assert running.wait(60) == 3
    (record,) = json.loads((root / "report" / "results.json").read_text("utf-8"))["records"]
    assert record["observation"]["kind"] == "garbled"
    assert CUT[side.command.split()[0]] in record["observation"]["reason"]
    until(lambda: not side.left())


def test_a_disk_that_is_full_there_is_one_sentence(side: Side, tmp_path: Path) -> None:
    if side.there is None:
        pytest.skip("only by ssh are the cases copied to a disk there")
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(side.there)]
    tried = subprocess.run(mount, capture_output=True, encoding="utf-8", check=False)
    if tried.returncode:
        pytest.skip(f"no small disk can be made here: {tried.stderr.strip()}")
    try:
        root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
        with pytest.raises(InterpreterError, match=r"cannot be copied to .*: No space left on device"):
            discover([side.command], root)
        until(lambda: not side.left())
    finally:
        subprocess.run(["umount", str(side.there)], check=True)


def test_a_host_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        command = f"ssh -F none -p {silent.getsockname()[1]} 127.0.0.1"
        told = r"the connection to 127\.0\.0\.1 failed or was cut: .*timed out"
        with pytest.raises(InterpreterError, match=told):
            discover([command], root)
