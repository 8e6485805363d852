"""Tell what each case costs, in seconds of CPU and by the clock: `nox -s bench-cases`.

    python tools/bench_cases.py [COMMAND ...]      the dearest ten on these Pythons, else on this one

Each trial runs bare, one after the other, so that nothing else is in its seconds.  CPU seconds are
those of the trial and of all whose end it or its children waited for: wait4(2), so not on Windows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter

from bench import ENVIRONMENT, PROJECT
from canifork import pipeline

SHOWN = 10


def main() -> None:
    """Measure every trial; print the dearest cases first, and what all cost together."""
    plan = pipeline.survey(PROJECT, sys.argv[1:] or [sys.executable])
    cpu: Counter[str] = Counter()
    wall: Counter[str] = Counter()
    for trial in plan.trials:
        command = plan.interpreters[trial.interpreter].command
        words = [*command, "-m", f"cases.{trial.case}", *filter(None, [trial.start_method])]
        spent, passed = cost(words)
        cpu[trial.case] += spent  # type: ignore[assignment]  # a Counter of seconds
        wall[trial.case] += passed  # type: ignore[assignment]
    print(f"{len(plan.trials)} trials: {cpu.total():.1f} s of CPU, {wall.total():.1f} s by the clock")
    print(f"{'case':40} {'CPU':>8} {'clock':>8}")
    for case, spent in cpu.most_common(SHOWN):
        print(f"{case:40} {spent:8.2f} {wall[case]:8.2f}")


def cost(words: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds of CPU and those that passed."""
    if sys.platform != "win32":
        nothing = subprocess.DEVNULL
        began = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=PROJECT, env=ENVIRONMENT, stdin=nothing, stdout=nothing, stderr=nothing
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_utime + used.ru_stime, time.perf_counter() - began
    sys.exit("Windows does not tell what a process and its children took; run this elsewhere")


if __name__ == "__main__":
    main()
