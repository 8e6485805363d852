"""Compare the harness with a bare loop that runs the same commands, two at a time: `nox -s bench`.

First 200 trials of a case that does nothing, so that only what the harness adds is measured: 100
files, half of them under three start methods, as the project's own cases are.  Then the project's
own claims on one Python, in which waiting trials overlap and those that measure time run alone.
Both sides take turns in one go, because the machine may be busy with something else.
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from harness import flow

FILES = 100
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
        nothing = _make_cases(root / "cases")
        _compare("that do nothing", root, nothing, TURNS, ["-n", str(AT_ONCE)])
        plan = flow.survey(PROJECT, [sys.executable])
        claims = [[f"cases.{one.case}", *filter(None, [one.start_method])] for one in plan.trials]
        _compare("of all claims", PROJECT, claims, REAL_TURNS, ["--folder", str(root / "claims")])


def _compare(what: str, root: Path, trials: list[list[str]], turns: int, words: list[str]) -> None:
    _bare(root, trials)  # one of each before, so that all that follow find compiled files
    _harness(root, words)
    bare, ours, memory = [], [], []
    for turn in range(turns):
        bare.append(_bare(root, trials))
        seconds, peak = _harness(root, words)
        ours.append(seconds)
        memory.append(peak)
        print(f"turn {turn + 1}: bare {bare[-1]:.2f} s, harness {seconds:.2f} s, controller {peak:.0f} MB")
    ratios = sorted(one / other for one, other in zip(ours, bare, strict=True))
    print(
        f"{len(trials)} trials {what}: the harness takes "
        f"{statistics.median(ours) / statistics.median(bare):.2f} times the bare loop, {AT_ONCE} at a time "
        f"(turns: {ratios[0]:.2f} to {ratios[-1]:.2f}); controller at most {max(memory):.0f} MB"
    )


def _make_cases(cases: Path) -> list[list[str]]:
    """Write the cases; return the arguments of every trial: ["cases.nothing.n000", "fork"]."""
    (cases / "nothing").mkdir(parents=True)
    for name in ("__init__.py", "_show.py", "_probe.py"):
        shutil.copy(PROJECT / "cases" / name, cases / name)
    (cases / "nothing" / "__init__.py").write_text('"""Nothing"""\n')
    names = [f"n{number:03}" for number in range(FILES)]
    for name in names[::2]:
        (cases / "nothing" / f"{name}.py").write_text(CASE % "")
    for name in names[1::2]:
        (cases / "nothing" / f"{name}.py").write_text(CASE % f"START_METHODS = {list(METHODS)}\n")
    (cases / "article.toml").write_text(OUTLINE % ", ".join(f'"{name}"' for name in names))
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


def _harness(root: Path, words: list[str]) -> tuple[float, float]:
    command = [
        sys.executable,
        "-m",
        "harness",
        "run",
        "--root",
        str(root),
        "--python",
        sys.executable,
    ]
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
