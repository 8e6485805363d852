"""A pool runs as many processes at once as it is asked for, also more than there are CPUs.

The number is the pool's own.  The system lets any number of processes be under way and
shares the CPUs out among them.  More workers than CPUs do not compute faster, but they can
all be in the middle of a task, and wait, at the same time.
"""
import multiprocessing
import os
import threading

from cases._patience import seconds_left
from cases._show import show

SAYS = "The limit is the pool's own, not the system's: with a larger pool more tasks run at once."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Barrier",
    "https://docs.python.org/3/library/threading.html#barrier-objects",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"workers_at_once_exceed_cores": True}}]
EXPECT = [
    {"when": {}, "sees": {"workers_at_once_exceed_cores": True},
     "because": "the pool starts the workers it is asked for; the system shares out its CPUs"},
]
MOST = 60  # workers: on Windows a pool of more is a question of its own, pool.many_workers


def share(barrier):
    global meeting
    meeting = barrier


def meet(_):
    try:
        meeting.wait(seconds_left())  # passes only once every worker is here, each inside its task
    except threading.BrokenBarrierError:
        return False
    return True


def observe():
    workers = os.cpu_count() + 1
    if workers > MOST:
        return {"undecided": "too many CPUs to start one more worker than that"}
    share(multiprocessing.Barrier(workers))
    with multiprocessing.Pool(workers, share, (meeting,)) as pool:
        met = pool.map(meet, range(workers), chunksize=1)
    return {"workers_at_once_exceed_cores": all(met)}


if __name__ == "__main__":
    show(observe)
