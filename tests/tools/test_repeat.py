"""Runs that are repeated: one judgement that differs is named, and enough that could not tell is a fault."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from builders import answered, make_case, make_record, make_trial
from canifork.model import Observation, Record
from made_up import PROJECT, until
from repeat import Run, faults, line, steady

CASE = make_case()
MET, BROKEN, UNDECIDED = answered(works=True), answered(works=False), answered(undecided="time was up")


def run(*seen: Observation, busy: bool = False) -> Run:
    records: list[Record] = [
        make_record(make_trial(interpreter=f"cp3{place}-linux-x86_64"), one, CASE)
        for place, one in enumerate(seen)
    ]
    return Run(busy=busy, records={one.trial: one for one in records}, seconds=3.0)


def test_runs_that_agree_are_steady() -> None:
    runs = [run(MET, MET), run(MET, MET, busy=True)]
    assert steady(runs)
    assert list(faults(runs)) == ["4 trials in 2 runs: 0 differ, 0 undecided"]
    assert line(2, runs[1]) == "run  2 (busy): 2 trials: 2 met, 0 broken, 0 undecided, 0 open; 3 s"


def test_a_judgement_that_differs_is_named_with_its_run_and_what_was_seen() -> None:
    runs = [run(MET, MET), run(MET, BROKEN)]
    assert not steady(runs)
    assert list(faults(runs)) == [
        "pool.size[cp31-linux-x86_64]: DIFFERS",
        "    run 2: broken: answered {'works': False}",
        "4 trials in 2 runs: 1 differ, 0 undecided",
    ]


def test_what_is_broken_each_time_differs_not_and_is_a_fault() -> None:
    runs = [run(BROKEN), run(BROKEN)]
    assert not steady(runs)
    assert "0 differ" in list(faults(runs))[-1]


@pytest.mark.parametrize(("trials", "enough"), [(999, False), (1000, True)])
def test_one_in_a_thousand_may_be_undecided(trials: int, *, enough: bool) -> None:
    runs = [run(*[MET] * (trials - 1), UNDECIDED)]
    assert steady(runs) is enough
    assert "DIFFERS" not in "".join(faults(runs))


def test_nothing_that_ran_is_not_steady() -> None:
    assert not steady([run()])


@pytest.mark.skipif(sys.platform == "win32", reason="a process there names a parent that is gone")
def test_what_keeps_the_cores_busy_ends_with_whoever_wanted_it() -> None:
    code = "import repeat\nwith repeat.keep_busy():\n print(flush=True)\n input()"
    words = [sys.executable, "-c", code]
    keeper = subprocess.Popen(
        words, cwd=PROJECT / "tools", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # fmt: skip
    with keeper:
        assert keeper.stdout is not None
        keeper.stdout.readline()
        busy = psutil.Process(keeper.pid).children()
        assert busy
        keeper.kill()
    until(lambda: all(_has_ended(process) for process in busy))


def _has_ended(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
