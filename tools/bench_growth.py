"""Tell how cost grows: with interpreters, with trials, with cells of the report: `nox -s bench-growth`.

    python tools/bench_growth.py [--most N]        leave out what needs more than N trials

Trials do nothing.  Interpreters are those that are found; fewer are taken where fewer are here.  The
memory is the controller's: the process that plans, reports and renders.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import AT_ONCE, ENVIRONMENT, PROJECT, harness, make_cases
from canifork import pipeline

INTERPRETERS = (1, 2, 4, 8, 12)
TRIALS = (100, 1_000, 10_000)
REPORT = (
    "import sys, tempfile; from pathlib import Path; from bench_report import hundreds; "
    "from canifork.report import write_report; results = hundreds(); "
    "folder = tempfile.TemporaryDirectory(); write_report(results, Path(folder.name)); "
    "import psutil; memory = psutil.Process().memory_info(); "
    "print(len(results.records), getattr(memory, 'peak_wset', 0) or "
    "__import__('resource').getrusage(0).ru_maxrss * 1024)"
)


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=TRIALS[-1], help="trials, at most")
    most = parser.parse_args().most
    found = [" ".join(one.command) for one in pipeline.survey(PROJECT, []).interpreters.values()]
    for number in (number for number in INTERPRETERS if number <= len(found)):
        _run(f"{number} interpreters", 50, found[:number])
    for number in (number for number in TRIALS if number <= most):
        _run("1 interpreter", number // 2, [sys.executable])
    _report()


def _run(what: str, files: int, pythons: list[str]) -> None:
    """Run trials that do nothing: twice as many as files on each Python."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        trials = len(make_cases(root / "cases", files)) * len(pythons)
        seconds, memory = harness(root, ["--at-once", str(AT_ONCE)], pythons)
    each = 1000 * seconds / trials
    print(
        f"{what}, {trials} trials: {seconds:.1f} s, {each:.0f} ms each, controller {memory:.0f} MB",
        flush=True,
    )


def _report() -> None:
    """Write the report of a hundred interpreters, claims and start methods, in a process of its own."""
    began = time.perf_counter()
    folders = os.pathsep.join(str(PROJECT / name) for name in ("harness", "tests", "tools"))
    environment = ENVIRONMENT | {"PYTHONPATH": folders}
    ended = subprocess.run(
        [sys.executable, "-c", REPORT], env=environment, capture_output=True, text=True, check=True
    )
    cells, memory = map(int, ended.stdout.split())
    seconds = time.perf_counter() - began
    print(f"report of {cells} cells: {seconds:.1f} s, {memory / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
