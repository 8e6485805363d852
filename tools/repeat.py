"""Run trials again and again, and tell which were not judged the same each time.

    python tools/repeat.py --times 10 --busy 5 --since --python found -- -k fork

`--busy N` keeps every core busy during the first N runs; `--since` takes the claims that came after the
article.  What follows `--` goes to `canifork run`.  Each run becomes a line of a table; then come the
trials whose judgement differed, was not met or was undecided, with what was seen.  The exit code is 1
if a judgement differed, an expectation broke, nothing could be read, or more than 1 trial in 1,000
was undecided.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from canifork import pipeline
from canifork.errors import HarnessError
from canifork.model import ABSENT, Expectation, Record, Results, Trial
from canifork.results.store import RESULTS, read_results

PROJECT = Path(__file__).resolve().parents[1]
MOST_UNDECIDED = 1 / 1000
# It ends with the process that started it, however that ends; Windows goes on to name a parent that is gone.
BURN = """
import os, sys
while os.name == "nt" or os.getppid() == int(sys.argv[1]):
    for _ in range(100_000):
        pass
"""
FAULT = "a run brought no results"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run: whether every core was kept busy, what its trials came to, its seconds."""

    busy: bool
    records: Mapping[Trial, Record]
    seconds: float

    def count(self, verdict: Expectation) -> int:
        """Count the trials that were judged so."""
        return sum(record.judgement.expectation is verdict for record in self.records.values())


def main(words: Sequence[str] | None = None) -> int:
    """Run, compare, print."""
    options, passed_on = _parse(sys.argv[1:] if words is None else words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # nothing stays busy
    chosen = ["-k", _since()] if options.since else []
    python = [word for command in options.python for word in ("--python", command)]
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.times):
            busy = number < options.busy
            try:
                runs.append(one_run(Path(folder, str(number)), [*python, *chosen, *passed_on], busy=busy))
            except HarnessError as fault:
                sys.exit(f"{FAULT}: {fault}")
            print(line(number + 1, runs[-1]), flush=True)
    print("\n".join(faults(runs)))
    return int(not steady(runs))


def _parse(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description="Run trials again and again, and compare judgements.")
    parser.add_argument("--times", type=int, default=10, help="how many runs (default: 10)")
    parser.add_argument("--busy", type=int, default=5, help="of these, how many with busy cores (default: 5)")
    parser.add_argument("--since", action="store_true", help="only claims that came after the article")
    parser.add_argument("--python", action="append", default=[], help="as of `canifork run`")
    given = list(words)
    cut = given.index("--") if "--" in given else len(given)
    return parser.parse_args(given[:cut]), given[cut + 1 :]


def _since() -> str:
    """Return the claims that came after the article, as -k chooses them."""
    _, cases = pipeline.read_claims(PROJECT)
    return " or ".join(case.id for case in cases.values() if case.since_then)


def one_run(folder: Path, words: Sequence[str], *, busy: bool) -> Run:
    """Run once; ResultsError if that brought no results."""
    began = time.monotonic()
    with keep_busy() if busy else contextlib.nullcontext():
        command = [sys.executable, "-m", "canifork", "run", "--folder", str(folder), *words]
        subprocess.run(command, cwd=PROJECT, stdout=subprocess.DEVNULL, check=False)
    results: Results = read_results(folder / RESULTS)
    ran = {one.trial: one for one in results.records if one.observation.kind not in ABSENT}
    return Run(busy=busy, records=ran, seconds=time.monotonic() - began)


@contextlib.contextmanager
def keep_busy() -> Iterator[None]:
    """Keep every core busy."""
    command = [sys.executable, "-c", BURN, str(os.getpid())]
    burning = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in burning:
            process.kill()
            process.wait()


def line(number: int, run: Run) -> str:
    """Tell a run: its trials, what they came to, its seconds."""
    counts = ", ".join(f"{run.count(verdict)} {verdict}" for verdict in Expectation)
    return f"run {number:2}{' (busy)' * run.busy}: {len(run.records)} trials: {counts}; {run.seconds:.0f} s"


def verdicts(runs: Sequence[Run]) -> dict[Trial, Counter[Expectation | None]]:
    """Count, for each trial, how often it was judged how."""
    found: dict[Trial, Counter[Expectation | None]] = {}
    for run in runs:
        for trial, record in run.records.items():
            found.setdefault(trial, Counter())[record.judgement.expectation] += 1
    return found


def differing(runs: Sequence[Run]) -> list[Trial]:
    """Return the trials that were judged in two ways; one that could not tell was not judged otherwise."""
    return [trial for trial, seen in verdicts(runs).items() if len(set(seen) - {Expectation.UNDECIDED}) > 1]


def steady(runs: Sequence[Run]) -> bool:
    """Tell whether no judgement differed, none was broken, and few enough were undecided."""
    total = sum(len(run.records) for run in runs)
    bad = sum(record.red for run in runs for record in run.records.values())
    undecided = sum(run.count(Expectation.UNDECIDED) for run in runs)
    return bool(total) and not bad and not differing(runs) and undecided <= total * MOST_UNDECIDED


def faults(runs: Sequence[Run]) -> Iterator[str]:
    """Yield each trial that was not met in every run, then the sum."""
    odd = [trial for trial, seen in verdicts(runs).items() if set(seen) != {Expectation.MET}]
    for trial in odd:
        yield trial.id + (": DIFFERS" if trial in differing(runs) else "")
        for number, run in enumerate(runs, 1):
            if (one := run.records.get(trial)) and one.judgement.expectation is not Expectation.MET:
                verdict, seen = one.judgement.expectation, one.observation
                yield f"    run {number}: {verdict}: {seen.kind} {seen.answer or seen.reason}"
    total = sum(len(run.records) for run in runs)
    undecided = sum(run.count(Expectation.UNDECIDED) for run in runs)
    yield f"{total} trials in {len(runs)} runs: {len(differing(runs))} differ, {undecided} undecided"


if __name__ == "__main__":
    sys.exit(main())
