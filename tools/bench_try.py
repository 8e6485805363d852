"""Compare `canifork try` of two trivial programs with a bare loop of the same starts.

One prints a word, the other starts a process that does.  Both sides run the same commands, as many
at a time, in turns; what each Python is and can do is known by then, as from the second `try` on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from canifork.interpreters.discovery import discover
from canifork.programs.attempt import reference_of
from canifork.programs.behaviour import Setting, settings_of
from canifork.programs.program import START

PROJECT = Path(__file__).resolve().parent.parent
AT_ONCE = 2
PRINTS = "print('worked')"
STARTS = """
from multiprocessing import Process


def work():
    print("worked", flush=True)


if __name__ == "__main__":
    process = Process(target=work)
    process.start()
    process.join()
"""


def main() -> None:
    """Measure both sides in turns, and print the ratio of each turn and their median."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", action="append", default=[])
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    interpreters, _ = discover(options.python, PROJECT)
    settings = {one.id: one for found in interpreters for one in settings_of(found)}
    starts = [settings[reference_of(interpreters)], *settings.values()]
    words = [word for python in options.python for word in ("--python", python)]
    for name, text in (("prints", PRINTS), ("starts a process", STARTS)):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "program" / "program.py"
            program.parent.mkdir()
            program.write_text(text, encoding="utf-8")
            shutil.copy(START, folder)
            ratios = _compare(program, starts, words, options.turns)
        print(
            f"a program that {name}, {len(starts)} starts on {len(interpreters)} interpreters, {AT_ONCE} at "
            f"a time: try takes {statistics.median(ratios):.2f} times the bare loop "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )


def _compare(program: Path, starts: list[Setting], words: list[str], turns: int) -> list[float]:
    _bare(starts, program.parents[1])  # one of each before, so that all that follow find compiled files
    _try(program, words)
    ratios = []
    for turn in range(turns):
        bare, ours = _bare(starts, program.parents[1]), _try(program, words)
        ratios.append(ours / bare)
        print(f"turn {turn + 1}: bare {bare:.2f} s, try {ours:.2f} s, {ratios[-1]:.2f} times", flush=True)
    return ratios


def _bare(starts: list[Setting], folder: Path) -> float:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def run(one: Setting) -> None:
        method = one.start_method or "-"
        words = ["-m", START.stem, method, "file", "", "", "program", "program.py"]
        subprocess.run(
            [*one.command, *words],
            cwd=folder,
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=clean,
        )

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, starts))
    return time.perf_counter() - began


def _try(program: Path, words: list[str]) -> float:
    command = [sys.executable, "-m", "canifork", "try", *words, "--at-once", str(AT_ONCE), str(program)]
    began = time.perf_counter()
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
