"""Compare `canifork try` of two trivial programs with a bare loop of the same starts.

One prints a word, the other starts a process that does.  Both sides run the same commands, as many
at a time, in turns; what each Python is and can do is known by then, as from the second `try` on.
The clock tells on a quiet machine, CPU time on a busy one too.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from canifork.execution import process_tree
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
        clock, used = (_middle(list(some)) for some in zip(*ratios, strict=True))
        print(
            f"a program that {name}, {len(starts)} starts on {len(interpreters)} interpreters, {AT_ONCE} at "
            f"a time: try takes {clock} times the bare loop by the clock, {used} times its CPU time"
        )


def _compare(program: Path, starts: list[Setting], words: list[str], turns: int) -> list[tuple[float, float]]:
    """Return the ratios of each turn, of the clock and of CPU time."""
    sides = partial(_bare, starts, program.parents[1]), partial(_try, program, words)
    for side in sides:  # once before, so that all that follow find compiled files
        side()
    ratios = []
    for turn in range(turns):
        (bare, bare_cpu), (ours, our_cpu) = map(_measured, sides)
        ratios.append((ours / bare, our_cpu / bare_cpu))
        print(
            f"turn {turn + 1}: bare {bare:.2f} s, try {ours:.2f} s, {ours / bare:.2f} times; "
            f"CPU {bare_cpu:.2f} s and {our_cpu:.2f} s, {our_cpu / bare_cpu:.2f} times",
            flush=True,
        )
    return ratios


def _measured(run: Callable[[], None]) -> tuple[float, float]:
    """Return seconds by the clock, and of CPU time, with that of all processes which it starts."""
    process_tree.adopt_orphans()  # fork servers and trackers: else only `try` would count theirs
    before, began = _cpu(), time.perf_counter()
    run()
    took = time.perf_counter() - began
    if sys.platform == "linux":
        with contextlib.suppress(ChildProcessError):
            while os.wait():
                pass
    return took, _cpu() - before


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _middle(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def _bare(starts: list[Setting], folder: Path) -> None:
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

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, starts))


def _try(program: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "canifork", "try", *words, "--at-once", str(AT_ONCE), str(program)]
    # Else all of canifork would be compiled anew each time, where this variable is set.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, env=kept)


if __name__ == "__main__":
    main()
