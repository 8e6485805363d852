"""Of five tasks in a pool of four, the fifth waits until a worker has finished another one.

A pool starts its workers once and keeps them; they take tasks out of one queue, in the
order of submission.  While all four are busy nobody takes the fifth.  The first to finish
takes it, so it runs in a process that has run a task before.
"""
import multiprocessing
import os

from cases._patience import result, seconds_left
from cases._show import Undecided, show

SAYS = "Of five tasks in a pool of four, four run at once and the fifth when one has ended."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool",
    "https://docs.python.org/3/library/multiprocessing.html#using-a-pool-of-workers",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"most_at_once": 4, "fifth_reused_a_worker": True}}]
EXPECT = [
    {"when": {}, "sees": {"most_at_once": 4, "fifth_reused_a_worker": True},
     "because": "each of the four workers holds one task until it is done"},
]
GRACE = 1  # seconds for what must not happen: the fifth task's start


def share(*semaphores):
    global started, may_end
    started, may_end = semaphores


def task():
    started.release()
    may_end.acquire(timeout=seconds_left())
    return os.getpid()


def observe():
    share(multiprocessing.Semaphore(0), multiprocessing.Semaphore(0))
    with multiprocessing.Pool(4, share, (started, may_end)) as pool:
        results = [pool.apply_async(task) for _ in range(5)]
        at_once = 0
        while started.acquire(timeout=seconds_left() if at_once < 4 else GRACE):
            at_once += 1
        if at_once < 4:
            raise Undecided("the tasks had not started when time was up")
        for _ in results:
            may_end.release()
        workers = [result(asked) for asked in results]
    return {"most_at_once": at_once, "fifth_reused_a_worker": workers[4] in workers[:4]}


if __name__ == "__main__":
    show(observe)
