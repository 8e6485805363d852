"""Measure so that a busy machine cannot change the judgement: it can only say "undecided".

Two ways.  What costs more: run both in turns, and compare the cheapest turn of each, since
other work on the machine can only add to it (timeit's documentation says why); a ratio
between AS_MUCH and CLEARLY is undecided.  How many cores are at work: CPU time by wall time.
Python code that ran on one core at a time cannot pass 1, so more than SEVERAL proves several.
ONE proves one only where work that nothing holds back, measured in the same way, passes
SEVERAL: else the machine is too small or too busy to tell.
"""
import multiprocessing
import threading
import time
import zlib

TURNS = 7          # the fewest, however long they take
AS_MUCH = 1.3      # a ratio up to this may be noise
CLEARLY = 2.0      # a ratio from this on is not
ONE = 1.15         # cores' worth of CPU time: the most that one core seems to give
SEVERAL = 1.3      # and the least that only several can give
TRIES = 2          # other work on the machine may take the cores away once
WORKERS = 8        # more than the cores of a small machine, to win time from its other work
SECONDS = 0.6      # how long the workers are at it: Windows' CPU clock ticks 64 times a second
PATIENCE = 20      # seconds until a worker that does not come is given up
BLOCK = bytes(1 << 20)


def costs_more(name, one, other, turns=TURNS, clock=time.perf_counter,
               between=(AS_MUCH, CLEARLY)):
    """Tell whether one() costs more than other(): {name: bool, "ratio": float}, or undecided.

    `one` and `other` take nothing; what they return is not used.  They run in turns, at
    least so many, and more while SECONDS last.  Under a `clock` that ticks slowly, such as
    time.process_time, each should last 0.25 s or more.
    """
    costs, began = [], time.perf_counter()
    while len(costs) < turns or time.perf_counter() - began < SECONDS:
        costs.append((_cost(one, clock), _cost(other, clock)))
    least, least_other = (min(side) for side in zip(*costs))
    ratio = two_digits(least / max(least_other, 1e-9))
    if between[0] < ratio < between[1]:
        return {"undecided": "the ratio lies where noise could have made it", "ratio": ratio}
    return {name: ratio >= between[1], "ratio": ratio}


def two_digits(number):
    """Round to two significant digits."""
    return float("%.2g" % number)


def _cost(action, clock):
    began = clock()
    action()
    return clock() - began


def cores_used(measure):
    """Judge what measure() returns, the best of TRIES: {"cores_used", "parallelism"}.

    After each try that shows less than several, the control is run: the same number of threads
    that work without the GIL.  So the last try has a control before it and one behind it.
    """
    best = 0.0
    for _ in range(TRIES):
        best = max(best, measure())
        if best >= SEVERAL:
            return {"cores_used": "several", "parallelism": two_digits(best)}
        if in_threads(work_in_c) < SEVERAL:
            return {"undecided": "one CPU only, or a machine too busy to give more than one"}
    if best > ONE:
        return {"undecided": "between what one core and what several cores give"}
    return {"cores_used": "one", "parallelism": two_digits(best)}


def work_in_c(seconds):
    """Work outside the GIL: zlib gives it up for the length of a block."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        zlib.crc32(BLOCK)


def in_threads(work):
    """Return CPU time by wall time while WORKERS threads each run work(seconds)."""
    return _parallelism(work, threading, threading.Thread, [0.0] * WORKERS, time.process_time)


def in_processes(work):
    """Return the same for WORKERS processes; `work` is a function of a module."""
    spent = multiprocessing.RawArray("d", WORKERS)
    return _parallelism(work, multiprocessing, multiprocessing.Process, spent, lambda: sum(spent))


def _parallelism(work, kit, start, spent, clock):
    gate = kit.Barrier(WORKERS + 1, timeout=PATIENCE)
    workers = [start(target=_work, args=(work, gate, spent, me)) for me in range(WORKERS)]
    for worker in workers:
        worker.daemon = True
        worker.start()
    gate.wait()  # all have started, and wait for us
    began, used = time.perf_counter(), clock()
    gate.wait()  # off they go
    gate.wait()  # all are back
    used, took = clock() - used, time.perf_counter() - began
    for worker in workers:
        worker.join(PATIENCE)
    return used / took


def _work(work, gate, spent, me):
    gate.wait()
    gate.wait()
    before = time.process_time()
    work(SECONDS)
    spent[me] = time.process_time() - before
    gate.wait()
