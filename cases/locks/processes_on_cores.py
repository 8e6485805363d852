"""Processes use several cores, whatever the GIL: each has one of its own.

A GIL belongs to an interpreter in one process.  Eight processes that count for a while use
together more CPU time than passes on the clock, as many times more as cores are free for
them.
"""
import time

from cases._measure import cores_used, in_processes
from cases._show import show

SAYS = "Threads cannot use several cores; it takes several processes."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#introduction",
    "https://docs.python.org/3/glossary.html#term-global-interpreter-lock",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"cores_used": "several"}}]
EXPECT = [
    {"when": {}, "sees": {"cores_used": "several"},
     "because": "each process has its own interpreter and waits for no other's GIL"},
]


def count(seconds):
    number, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        number += 1


def observe():
    return cores_used(lambda: in_processes(count))


if __name__ == "__main__":
    show(observe)
