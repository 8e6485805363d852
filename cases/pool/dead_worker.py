"""When a worker dies, a pool replaces it and its caller waits for ever; an executor breaks.

Pool starts a new worker and goes on with the other tasks, but the task that died with its
worker is never done again nor reported: get() without a timeout never returns.  The executor
in concurrent.futures raises BrokenProcessPool, and takes no task after that.
"""
import multiprocessing
import os
from concurrent import futures
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait

from cases._show import show

SAYS = "When a child process crashes, the main process and the other children are unharmed."
DOCS = [
    "https://github.com/python/cpython/issues/66587",
    "https://docs.python.org/3/library/concurrent.futures.html#exception-classes",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"pool_next": "result", "executor_next": "result"},
            "may_see": {"pool": ["result", "error"]}}]
EXPECT = [
    {"when": {}, "sees": {"pool": "waits", "pool_next": "result",
                          "executor": "BrokenProcessPool", "executor_next": "BrokenProcessPool"},
     "because": "a pool does not note which worker has which task; an executor gives up"},
]
PATIENCE = 20  # seconds for what has to come
GRACE = 1      # seconds for what must not: the lost task's result, once its worker is dead


def fate(get, *arguments):
    try:
        get(*arguments)
    except (multiprocessing.TimeoutError, futures.TimeoutError):
        return "waits"
    except BrokenProcessPool:
        return "BrokenProcessPool"
    except Exception:
        return "error"
    return "result"


def observe():
    with multiprocessing.Pool(2) as pool:
        workers = multiprocessing.active_children()
        lost = pool.apply_async(os._exit, (1,))
        if not wait([worker.sentinel for worker in workers], PATIENCE):
            return {"undecided": "the worker did not die in time"}
        answer = {"pool_next": fate(pool.apply_async(int).get, PATIENCE),
                  "pool": fate(lost.get, GRACE)}
    with futures.ProcessPoolExecutor(2) as executor:
        answer["executor"] = fate(executor.submit(os._exit, 1).result, PATIENCE)
        answer["executor_next"] = fate(lambda: executor.submit(int).result(PATIENCE))
    return answer


if __name__ == "__main__":
    show(observe)
