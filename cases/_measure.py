"""Measure so that a busy machine cannot change the judgement: it can only say "undecided".

What costs more: run both in turns, and compare the cheapest turn of each, since other work on
the machine can only add to it (timeit's documentation says why).  A ratio that noise could
have made is undecided, and so is a turn too short for the clock.

Whether two are at work at once is not a matter of time: each looks whether the other is in the
middle of its work.
"""
import threading
import time

from cases._show import PACE

TURNS = 7          # the fewest, however long they take
SECONDS = 0.6      # and more turns while these last
AS_MUCH = 1.3      # a ratio up to this may be noise
CLEARLY = 2.0      # a ratio from this on is not
MEETING = 0.25     # seconds of CPU time in which two threads meet, if nothing holds one back
PATIENCE = 20 * PACE  # seconds for a thread to start


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
    if least <= 0 or least_other <= 0:
        return {"undecided": "a turn was over before the clock had ticked"}
    ratio = two_digits(least / least_other)
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


def meet(door, work):
    """Tell whether two threads are at work() at once, if each enters by the door: `with door`.

    The time that they have for it is CPU time: a busy machine cannot use it up for them.
    """
    inside, met, start = [], [], threading.Barrier(2, timeout=PATIENCE)
    until = time.process_time() + MEETING

    def enter():
        start.wait()
        with door:
            inside.append("one more")
            while not met and time.process_time() < until:
                work()
                if len(inside) == 2:
                    met.append("here")
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return bool(met)
