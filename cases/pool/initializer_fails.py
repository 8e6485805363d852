"""A Pool whose initializer fails starts new workers for ever; an executor breaks.

The worker dies of the exception, and the pool starts another, as it does for all that end.
Who waits for a result waits for ever.  An executor, which takes an initializer since 3.7, does not.
"""
import multiprocessing
from concurrent import futures

from cases._patience import outcome, pause
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/87472"]
DOCS = [
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L97-L110",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L333-L344",
    "https://docs.python.org/3/whatsnew/3.7.html#concurrent-futures",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {"python": "<3.7"}, "sees": {"pool": "workers die", "executor": "TypeError"},
     "because": "the pool replaces each worker; the executor knew no initializer"},
    {"when": {}, "sees": {"pool": "workers die", "executor": "BrokenProcessPool"},
     "because": "the pool replaces each worker; the executor gives up"},
]
DEAD = 2  # workers in a row


def fail(started):
    with started.get_lock():
        started.value += 1
    raise ValueError("no")


def in_a_pool(started):
    with multiprocessing.Pool(1, fail, (started,)) as pool:
        asked = pool.apply_async(int)
        while started.value <= DEAD and not asked.ready():
            pause()
        return "answers" if asked.ready() else "workers die"


def in_an_executor(started):
    try:
        with futures.ProcessPoolExecutor(1, initializer=fail, initargs=(started,)) as executor:
            return "answers" if outcome(executor.submit(int)) == 0 else "other"
    except Exception as error:
        return type(error).__name__


def observe():
    started = multiprocessing.Value("i", 0)
    return {"pool": in_a_pool(started), "executor": in_an_executor(started)}


if __name__ == "__main__":
    show(observe)
