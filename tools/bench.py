"""Compare the harness with a bare loop that runs the same commands, two at a time: `nox -s bench`.

First 200 trials of a case that does nothing, so that only what the harness adds is measured: 100
files, half of them under three start methods, as the project's own cases are.  Then one trial of
it, with all that a run costs.  Then the project's own claims on one Python, in which waiting trials
overlap and those that measure time run alone; also as multiples of 200 bare starts of that Python.
All sides take turns in one go, because the machine may be busy with something else.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from canifork import pipeline

FILES = 100
STARTS = 200  # bare starts, which tell how fast the machine is now
METHODS = ("fork", "spawn", "forkserver")
AT_ONCE = 2
TURNS = 5  # with cases that do nothing
REAL_TURNS = 3
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


def main() -> None:
    """Measure both sides in turns, and print the ratio of their medians for each kind of trials."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        nothing = make_cases(root / "cases")
        _compare("that do nothing", root, nothing, TURNS, ["--at-once", str(AT_ONCE)])
        _one_trial(root)
        plan = pipeline.survey(PROJECT, [sys.executable])
        claims = [[f"cases.{one.case}", *filter(None, [one.start_method])] for one in plan.trials]
        _compare("of all claims", PROJECT, claims, REAL_TURNS, ["--folder", str(root / "claims")])


def _one_trial(root: Path) -> None:
    """Print how long a run of a single trial takes, by default."""
    words = ["-k", "n000", "--folder", str(root / "single")]
    seconds = [harness(root, words)[0] for _ in range(TURNS)]
    print(f"one trial that does nothing: {statistics.median(seconds):.2f} s ({_range(seconds)})")


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


def _range(numbers: list[float]) -> str:
    return f"{min(numbers):.2f} to {max(numbers):.2f}"


def _compare(what: str, root: Path, trials: list[list[str]], turns: int, words: list[str]) -> None:
    _bare(root, trials)  # one of each before, so that all that follow find compiled files
    harness(root, words)
    bare, ours, memory, starts = [], [], [], []
    for turn in range(turns):
        starts.append(_starts())
        bare.append(_bare(root, trials))
        seconds, peak = harness(root, words)
        ours.append(seconds)
        memory.append(peak)
        print(f"turn {turn + 1}: bare {bare[-1]:.2f} s, harness {seconds:.2f} s, controller {peak:.0f} MB")
    for name, others in (("the bare loop", bare), (f"{STARTS} bare starts", starts)):
        ratios = [mine / other for mine, other in zip(ours, others, strict=True)]
        print(
            f"{len(trials)} trials {what}: the harness takes {statistics.median(ratios):.2f} times {name}, "
            f"{AT_ONCE} at a time (turns: {_range(ratios)})"
        )
    print(f"controller at most {max(memory):.0f} MB")


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
