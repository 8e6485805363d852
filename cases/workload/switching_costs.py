"""Fifty threads need about as much processor time for the same work as one does.

A switch takes microseconds.  With a GIL it changes hands every five milliseconds at the most,
though each thread that waits wakes up as often to ask for it; without one the system's own
slices last milliseconds.  All run on one CPU where the system lets us choose, since threads on
neighbouring ones slow each other down: that costs time, too, but is no switching.
"""
import time
from threading import Thread

from cases._measure import costs_more
from cases._probe import restrict_cpus
from cases._show import show

SAYS = "CPU-bound work is best not split into many tasks: switching between them takes long."
DOCS = [
    "https://docs.python.org/3/library/sys.html#sys.setswitchinterval",
    "https://docs.python.org/3/library/time.html#time.process_time",
    "https://github.com/python/cpython/blob/v3.13.0/Python/ceval_gil.c#L35-L50",
]
NEEDS = ["threads"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"slower": True}}]
EXPECT = [
    {"when": {}, "sees": {"slower": False},
     "because": "a switch takes microseconds, and the default interval is 5 milliseconds"},
]
THREADS = 50
SECONDS = 0.25  # what one thread takes: many ticks of the slowest CPU clock, 1/64 s


def work(steps):
    total = 0
    for step in range(steps):
        total += step


def share(steps, number):
    threads = [Thread(target=work, args=(steps // number,)) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def observe():
    try:
        restrict_cpus(1)
    except OSError:
        pass  # macOS
    steps, began = 1000, time.process_time()
    while time.process_time() - began < SECONDS:
        steps, began = 2 * steps, time.process_time()
        share(steps, 1)
    return costs_more("slower", lambda: share(steps, THREADS), lambda: share(steps, 1),
                      turns=3, clock=time.process_time)


if __name__ == "__main__":
    show(observe)
