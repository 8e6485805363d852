"""Processes use several cores, whatever the GIL: each has one of its own.

A GIL belongs to an interpreter in one process.  Here two processes play in shared memory: each
may move only after the other's move, and waits without sleeping.  Processes that share a core
make a move in each time slice, which takes a millisecond or more; fifty moves in a millisecond
can only be made by two that run at the same moment.
"""
import time
from multiprocessing import Process, RawValue

from cases._probe import usable_cpus
from cases._show import PACE, show

SAYS = "Threads cannot use several cores; it takes several processes."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#introduction",
    "https://docs.python.org/3/glossary.html#term-global-interpreter-lock",
    "https://man7.org/linux/man-pages/man7/sched.7.html#DESCRIPTION",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"at_the_same_moment": True}}]
EXPECT = [
    {"when": {}, "sees": {"at_the_same_moment": True},
     "because": "each process has its own interpreter and waits for no other's GIL"},
]
STREAK = 50       # moves
MOMENT = 0.001    # seconds
PATIENCE = 20 * PACE  # seconds: a busy machine seldom gives two cores at once, but does


def play(me, moves, enough, until):
    while moves.value < enough and time.time() < until:
        if moves.value % 2 == me:
            moves.value += 1


def streak(moves, until):
    began = time.perf_counter()
    play(0, moves, moves.value + STREAK, until)
    return time.perf_counter() - began < MOMENT


def observe():
    if usable_cpus() == 1:
        return {"undecided": "one CPU only"}
    moves, until = RawValue("l", 1), time.time() + PATIENCE
    other = Process(target=play, args=(1, moves, float("inf"), until + PATIENCE), daemon=True)
    other.start()
    seen = False
    while not seen and time.time() < until:
        seen = streak(moves, until)
    other.terminate()
    other.join(PATIENCE)
    return {"at_the_same_moment": True} if seen else {"undecided": "the machine is too busy"}


if __name__ == "__main__":
    show(observe)
