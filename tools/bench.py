"""Compare the harness with a bare loop that runs the same commands, two at a time: `nox -s bench`.

    nox -s bench                     as a table, with what it was before and what is wanted
    nox -s bench -- --busy           with all CPUs kept busy by other programs
    nox -s bench -- --all            then all claims on every Python that is found, once

First 200 trials of a case that does nothing, so that only what the harness adds is measured: 100
files, half of them under three start methods, as the project's own cases are.  Then one trial of
it, with all that a run costs.  Then the project's own claims on one Python, in which waiting trials
overlap and those that measure time run alone; also as multiples of 200 bare starts of that Python.
All sides take turns in one go, because the machine may be busy with something else.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from canifork import pipeline
from canifork.model import Expectation
from repeat import keep_busy, one_run

FILES = 100
STARTS = 200  # bare starts, which tell how fast the machine is now
METHODS = ("fork", "spawn", "forkserver")
AT_ONCE = 2
TURNS = 5
PROJECT = Path(__file__).resolve().parent.parent
# Trials run without PYTHON... variables, so here everything does: a machine that forbids to write
# compiled files would have one side compile what the other reads.
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
CASE = '''"""It does nothing."""
from cases._show import show

SAYS = None
DOCS = ["https://docs.python.org/3/library/functions.html#print"]
%sARTICLE = []
EXPECT = [{"when": {}, "sees": {"done": True}, "because": "nothing can go wrong"}]


def observe():
    return {"done": True}


if __name__ == "__main__":
    show(observe)
'''
OUTLINE = """title = "Nothing"
original_title = "Nothing"
author = "nobody"
published = 2018-04-27
newest_python = "3.6"
not_testable = []
[[chapter]]
name = "nothing"
claims = [%s]
"""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured, in turns; what it was in the first version, and what is wanted."""

    what: str
    before: str
    goal: str
    values: Sequence[float]

    def row(self) -> str:
        """Return it as a row of a table: the median, and the least and the most."""
        middle, least, most = statistics.median(self.values), min(self.values), max(self.values)
        spread = f" ({least:.2f} to {most:.2f})" if len(self.values) > 1 else ""
        return f"| {self.what} | {self.before} | {middle:.2f}{spread} | {self.goal} |"


def main() -> None:
    """Measure all sides in turns, and print a table."""
    parser = argparse.ArgumentParser(description="Compare the harness with a bare loop.")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--busy", action="store_true", help="keep all CPUs busy meanwhile")
    parser.add_argument("--all", action="store_true", help="then run all claims on every Python")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # no temporary folder stays
    with tempfile.TemporaryDirectory() as folder, keep_busy() if options.busy else contextlib.nullcontext():
        figures = [*_nothing(Path(folder), options.turns), *_claims(Path(folder), options.turns)]
        if options.all:
            figures.append(_every_python(Path(folder)))
    print("| what | before | now | goal |", "|---|---|---|---|", sep="\n")
    print(*(figure.row() for figure in figures), sep="\n")


def _nothing(root: Path, turns: int) -> Iterator[Figure]:
    """Measure trials that do nothing: 200 of them, and one."""
    trials = make_cases(root / "cases")
    bare, ours, _ = _compare(root, trials, turns, ["--at-once", str(AT_ONCE)])
    yield Figure(
        what=f"{len(trials)} trials that do nothing, {AT_ONCE} at a time, against a bare loop",
        before="1.89", goal="1.25",
        values=[mine / other for mine, other in zip(ours, bare, strict=True)],
    )  # fmt: skip
    words = ["-k", "n000", "--folder", str(root / "single")]
    yield Figure(
        what="one trial that does nothing, in seconds", before="2.7", goal="1.0",
        values=[harness(root, words)[0] for _ in range(turns)],
    )  # fmt: skip


def _claims(root: Path, turns: int) -> Iterator[Figure]:
    """Measure the project's own claims on this Python."""
    plan = pipeline.survey(PROJECT, [sys.executable])
    trials = [[f"cases.{one.case}", *filter(None, [one.start_method])] for one in plan.trials]
    bare, ours, starts = _compare(PROJECT, trials, turns, ["--folder", str(root / "claims")])
    what = f"all {len(trials)} trials on one CPython, against"
    yield Figure(
        what=f"{what} a bare loop, {AT_ONCE} at a time", before="1.06 to 1.22", goal="0.95",
        values=[mine / other for mine, other in zip(ours, bare, strict=True)],
    )  # fmt: skip
    ratios = [mine / other for mine, other in zip(ours, starts, strict=True)]
    yield Figure(
        what=f"{what} {STARTS} bare starts, {AT_ONCE} at a time", before="13.6 of 198 trials", goal="6.5",
        values=ratios,
    )  # fmt: skip
    yield Figure(
        what="the same, if there were 198 trials", before="13.6", goal="6.5",
        values=[ratio * 198 / len(trials) for ratio in ratios],
    )  # fmt: skip


def _every_python(root: Path) -> Figure:
    """Run all claims once on every Python that is found."""
    run = one_run(root / "all", [], busy=False)
    pythons = {trial.interpreter for trial in run.records}
    undecided = run.count(Expectation.UNDECIDED)
    what = f"{len(run.records)} trials on {len(pythons)} Pythons, {undecided} undecided, in seconds"
    return Figure(what=what, before="484 for 2376 trials", goal="220", values=[run.seconds])


def _starts() -> float:
    """Return the seconds that 200 bare starts take, two at a time."""
    code = "import multiprocessing, json, threading"
    command = [sys.executable, "-c", code]

    def start(_: int) -> None:
        subprocess.run(command, check=True, env=ENVIRONMENT)

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(start, range(STARTS)))
    return time.perf_counter() - began


def _compare(
    root: Path, trials: list[list[str]], turns: int, words: list[str]
) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of the bare loop, of the harness and of 200 bare starts, turn by turn."""
    _bare(root, trials)  # one of each before, so that all that follow find compiled files
    harness(root, words)
    bare, ours, starts = [], [], []
    for turn in range(turns):
        starts.append(_starts())
        bare.append(_bare(root, trials))
        seconds, peak = harness(root, words)
        ours.append(seconds)
        print(
            f"turn {turn + 1}: {STARTS} starts {starts[-1]:.2f} s, bare {bare[-1]:.2f} s, "
            f"harness {seconds:.2f} s, controller {peak:.0f} MB",
            flush=True,
        )
    return bare, ours, starts


def make_cases(cases: Path, files: int = FILES) -> list[list[str]]:
    """Write the cases; return the arguments of every trial: ["cases.nothing.n000", "fork"]."""
    (cases / "nothing").mkdir(parents=True)
    for path in (PROJECT / "cases").glob("_*.py"):
        shutil.copy(path, cases / path.name)
    (cases / "nothing" / "__init__.py").write_text('"""Nothing"""\n', encoding="utf-8")
    names = [f"n{number:03}" for number in range(files)]
    for name in names[::2]:
        (cases / "nothing" / f"{name}.py").write_text(CASE % "", encoding="utf-8")
    for name in names[1::2]:
        (cases / "nothing" / f"{name}.py").write_text(
            CASE % f"START_METHODS = {list(METHODS)}\n", encoding="utf-8"
        )
    (cases / "article.toml").write_text(OUTLINE % ", ".join(f'"{name}"' for name in names), encoding="utf-8")
    plain = [[f"cases.nothing.{name}"] for name in names[::2]]
    return plain + [[f"cases.nothing.{name}", method] for name in names[1::2] for method in METHODS]


def _bare(root: Path, trials: list[list[str]]) -> float:
    def run(trial: list[str]) -> None:
        command = [sys.executable, "-m", *trial]
        subprocess.run(
            command, cwd=root, check=True, stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT
        )

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, trials))
    return time.perf_counter() - began


def harness(root: Path, words: list[str], pythons: Sequence[str] = (sys.executable,)) -> tuple[float, float]:
    """Run the cases; return the seconds it took, and the most memory, in MB, of the controller."""
    command = [sys.executable, "-m", "canifork", "run", "--root", str(root)]
    command += [word for python in pythons for word in ("--python", python)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--folder", str(root / "report"), *words],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak))
    watcher.start()
    if process.wait() != 0:
        sys.exit("the harness failed; run it by hand to see why")
    seconds = time.perf_counter() - began
    watcher.join()
    return seconds, peak[0]


def _watch(pid: int, peak: list[float]) -> None:
    """Note the largest resident memory, in MB, that the controller is seen to have."""
    try:
        while True:
            peak[0] = max(peak[0], psutil.Process(pid).memory_info().rss / 1e6)
            time.sleep(0.2)
    except psutil.Error:
        return


if __name__ == "__main__":
    main()
