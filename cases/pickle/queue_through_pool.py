"""A multiprocessing.Queue cannot be a pool task's argument, under any start method.

A queue is a pipe and two locks.  They can be handed to a process while it is being started,
by inheritance, and only then: at any other time the queue refuses to be pickled.  A pool's
workers are there before its tasks.  One hands the queue to Pool's initializer, or takes a
manager's queue, whose proxy can be pickled.
"""
from multiprocessing import Pool, Queue

from cases._patience import result, seconds_left
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#programming-guidelines",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L55-L58",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/context.py#L372-L377",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = []
EXPECT = [
    {"when": {}, "sees": {"accepted": False, "error": "RuntimeError"},
     "because": "a queue lets itself be pickled only while a process is being started"},
]


def answer(results):
    results.put("done")


def observe():
    results = Queue()
    with Pool(1) as pool:
        try:
            result(pool.apply_async(answer, (results,)))
        except Exception as error:
            return {"accepted": False, "error": type(error).__name__}
    return {"accepted": results.get(timeout=seconds_left()) == "done", "error": "none"}


if __name__ == "__main__":
    show(observe)
