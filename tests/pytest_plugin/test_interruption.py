"""Whatever ends a run: what was measured is kept, --resume runs the rest, nothing is left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from canifork.execution import process_tree
from made_up import PROJECT, project, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="signals and orphans as Linux has them"),
]

PATIENCE = 60
QUICK = "open({noted!r}, 'a').write(__spec__.name + '\\n'); return {{'done': True}}"
# It goes on until the test lets it, by making the file that it waits for.
SLOW = """
    open({noted!r}, 'a').write(__spec__.name + '\\n')
    subprocess.Popen(['sleep', '600'], start_new_session=True)
    while not os.path.exists({go!r}):
        time.sleep(.05)
    return {{'done': True}}
"""


def limit_files(pid: int, size: int) -> None:
    """Let no file that a process writes from now on have more than so many bytes."""
    if sys.platform == "linux":  # the module is not on Windows, the function is on Linux alone
        import resource

        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, size))


class Run:
    """A run of two quick cases and two slow ones, which another program interrupts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.noted, self.go = folder / "noted", folder / "go"
        words = {"noted": str(self.noted), "go": str(self.go)}
        # The last ones make the journal longer than all other files, and are not run.
        fillers = dict.fromkeys([f"left_out_{number}" for number in range(40)], "return {{}}")
        bodies = {"a": QUICK, "b": QUICK, "slow_c": SLOW, "slow_d": SLOW, **fillers}
        self.root = project(folder / "root", {key: body.format(**words) for key, body in bodies.items()})
        self.noted.touch()
        self.way = ["--at-once", "1"]
        self.started: list[subprocess.Popen[str]] = []
        (folder / "tmp").mkdir()

    def start(self, *words: str, limit: int | None = None) -> subprocess.Popen[str]:
        """Start a run; `limit`: no file of it gets more bytes, as on a disk that is full."""
        command = [sys.executable, "-m", "canifork", "run", "--python", sys.executable, *self.way, *words]
        command += [
            "--root",
            str(self.root),
            "--folder",
            str(self.root / "report"),
            "-p",
            "no:cacheprovider",
            "-k",
            "not left_out",
        ]
        process = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | {"TMPDIR": str(self.folder / "tmp")},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        if limit is not None:  # before it has read its own modules
            limit_files(process.pid, limit)
        self.started.append(process)
        return process

    def ran(self) -> list[str]:
        """Name the cases that were started, each as often as it was."""
        return [name.rpartition(".")[2] for name in self.noted.read_text(encoding="utf-8").split()]

    def kinds(self) -> dict[str, str]:
        """Return what results.json says of each case."""
        records: list[dict[str, Any]] = json.loads(
            (self.root / "report" / "results.json").read_text(encoding="utf-8")
        )["records"]
        named = {one["case"].rpartition(".")[2]: one["observation"]["kind"] for one in records}
        return {name: kind for name, kind in named.items() if not name.startswith("left_out")}


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    process_tree.adopt_orphans()  # what a run leaves comes to us, and is seen
    yield (run := Run(tmp_path))
    for process in run.started:
        with process:
            process.kill()
    until(lambda: not living())
    assert not list((tmp_path / "tmp").iterdir())
    process_tree.adopt_orphans(wanted=False)


def living() -> list[psutil.Process]:
    found = []
    for one in psutil.Process().children(recursive=True):
        try:
            if one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
        except psutil.NoSuchProcess:
            continue
    return found


XDIST = ["-n", "1"]


def worker_of(process: subprocess.Popen[str], way: list[str]) -> psutil.Process:
    """Return pytest-xdist's worker, or the one below the process that outlives it."""
    [below] = psutil.Process(process.pid).children()
    return below if way == XDIST else below.children()[0]


@pytest.mark.parametrize("way", [["--at-once", "1"], XDIST], ids=["lane", "xdist"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_it_has_and_resumes(run: Run, number: int, way: list[str]) -> None:
    run.way = way
    process = run.start()
    until(lambda: "slow_c" in run.ran())
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert run.kinds() == {"a": "answered", "b": "answered", "slow_c": "not_run", "slow_d": "not_run"}
    resumes(run)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_before_its_first_trial_has_ended_says_so(run: Run, number: int) -> None:
    begun = run.folder / "begun"
    slow_to_start = run.folder / "python3"
    slow_to_start.write_text(f"#!/bin/sh\ntouch {begun}\nsleep 600\n", encoding="utf-8")
    slow_to_start.chmod(0o755)
    process = run.start("--python", str(slow_to_start))
    until(begun.exists)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, out + err
    assert "Traceback" not in out + err
    assert run.ran() == []


def test_a_killed_run_keeps_what_it_has_and_resumes(run: Run) -> None:
    process = run.start()
    until(lambda: "slow_c" in run.ran())
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert not (run.root / "report" / "results.json").exists()
    until(lambda: not living())
    resumes(run)


@pytest.mark.parametrize("way", [["--at-once", "1"], XDIST], ids=["lane", "xdist"])
def test_a_killed_worker_costs_its_trial_alone(run: Run, way: list[str]) -> None:
    run.way = way
    process = run.start()
    until(lambda: "slow_c" in run.ran())
    worker_of(process, way).kill()
    run.go.touch()
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3, out
    assert run.kinds() == {"a": "answered", "b": "answered", "slow_c": "garbled", "slow_d": "answered"}
    assert "the worker was killed during the trial" in out


def test_a_disk_that_fills_up_is_one_sentence_and_keeps_what_it_has(run: Run) -> None:
    """Files may grow as far as the journal's first line, one record, and a piece of the next."""
    process = run.start()
    until(lambda: "slow_c" in run.ran())
    journal = run.root / "report" / "journal.jsonl"
    limit = len(journal.read_bytes().splitlines(keepends=True)[0]) + 900
    process.kill()
    process.communicate(timeout=PATIENCE)
    journal.unlink()
    until(lambda: not living())
    run.noted.write_text("", encoding="utf-8")
    run.go.touch()
    process = run.start(limit=limit)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3, out
    assert "INTERNALERROR" not in out
    [sentence] = [line for line in err.splitlines() if line.startswith("canifork: ")]
    assert sentence == f"canifork: {journal}: File too large; free some space or choose another --folder"
    assert "Traceback" not in out + err
    whole = [json.loads(line)["case"] for line in journal.read_text(encoding="utf-8").split("\n")[1:-1]]
    assert 0 < len(whole) < 4
    resumes(run, kept=[name.rpartition(".")[2] for name in whole])


def test_a_second_run_into_a_folder_is_refused(run: Run) -> None:
    process = run.start()
    until(lambda: "slow_c" in run.ran())
    for command in (["run", "--root", str(run.root)], ["report"]):
        words = [sys.executable, "-m", "canifork", *command, "--folder", str(run.root / "report")]
        second = subprocess.run(
            words, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
        )
        assert second.returncode == 2
        told = "another run writes there; wait for its end, or choose another --folder"
        assert second.stderr.splitlines() == [f"canifork: {run.root / 'report'}: {told}"]
    run.go.touch()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert set(run.kinds().values()) == {"answered"}


def resumes(run: Run, kept: list[str] | None = None) -> None:
    """Resume the run, and see that only what is missing is run, and the results are whole."""
    kept = ["a", "b"] if kept is None else kept
    run.noted.write_text("", encoding="utf-8")
    run.go.touch()
    process = run.start("--resume")
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, out + err
    assert sorted(run.ran()) == sorted({"a", "b", "slow_c", "slow_d"} - set(kept))
    assert run.kinds() == dict.fromkeys(["a", "b", "slow_c", "slow_d"], "answered")
    partial = json.loads((run.root / "report" / "results.json").read_text(encoding="utf-8"))["partial"]
    assert partial == "left out of this run"  # the fillers


def test_a_run_with_nothing_left_to_resume_runs_nothing(run: Run) -> None:
    run.go.touch()
    for words in ([], ["--resume"]):
        process = run.start(*words)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, out + err
    assert sorted(run.ran()) == ["a", "b", "slow_c", "slow_d"]
    assert set(run.kinds().values()) == {"answered"}
