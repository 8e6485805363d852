"""Pool.apply_async returns at once; the task runs later, in a worker.

It puts the task into a queue and hands back an AsyncResult, whose get() waits for the
outcome.  Pool.apply, without async, waits by itself.  An exception in the task shows only
in get(): who never asks for the outcome never hears of it.
"""
import multiprocessing

from cases._patience import result, seconds_left
from cases._show import show

SAYS = "apply_async is asynchronous: the main process goes on while the tasks run."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.apply_async",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.AsyncResult",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"returned_before_done": True}}]
EXPECT = [
    {"when": {}, "sees": {"returned_before_done": True},
     "because": "apply_async only queues the task; waiting is left to AsyncResult.get"},
]


def share(event):
    global returned
    returned = event


def task():
    return returned.wait(seconds_left())  # False if the parent does not come back from apply_async


def observe():
    share(multiprocessing.Event())
    with multiprocessing.Pool(1, share, (returned,)) as pool:
        asked = pool.apply_async(task)
        returned.set()
        return {"returned_before_done": result(asked)}


if __name__ == "__main__":
    show(observe)
