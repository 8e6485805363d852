"""Fifty threads need about as much processor time for the same work as one does.

Where there is a GIL it changes hands every five milliseconds at the most, and switching
takes microseconds; without one the system's own slices are of that size.  What makes many
tasks useless for computing is not the switching: it is that there are only so many cores.
"""
import time
from threading import Thread

from cases._measure import costs_more
from cases._show import show

SAYS = "CPU-bound work is best not split into many tasks: switching between them takes long."
DOCS = [
    "https://docs.python.org/3/library/sys.html#sys.setswitchinterval",
    "https://docs.python.org/3/library/time.html#time.process_time",
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


def steps_in(seconds):
    steps, began = 1000, time.process_time()
    while time.process_time() - began < seconds:
        steps, began = 2 * steps, time.process_time()
        share(steps, 1)
    return steps


def observe():
    steps = steps_in(SECONDS)
    return costs_more("slower", lambda: share(steps, THREADS), lambda: share(steps, 1),
                      turns=3, clock=time.process_time)


if __name__ == "__main__":
    show(observe)
