"""When a worker dies, a pool replaces it, but who waits for the end of the work waits for ever.

The pool starts a new worker and goes on with the other tasks.  The task that died with its
worker is never done again nor reported: get() without a timeout does not return, and neither
does join() after close(), for the pool waits until that task is done.  An executor in
concurrent.futures raises BrokenProcessPool instead, and takes no task after that.
"""
import multiprocessing
import os
import threading
from concurrent import futures
from multiprocessing.connection import wait

from cases._patience import result, seconds_left
from cases._show import Undecided, show

SAYS = "When a child process crashes, the main process and the other children are unharmed."
DOCS = [
    "https://github.com/python/cpython/issues/66587",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L502-L523",
    "https://docs.python.org/3/library/concurrent.futures.html#exception-classes",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"next_task_done": True, "join_returns": True}}]
EXPECT = [
    {"when": {}, "sees": {"next_task_done": True, "join_returns": False,
                          "executor": "BrokenProcessPool"},
     "because": "a pool does not note which worker has which task; an executor gives up"},
]
GRACE = 1  # seconds for what must not happen: that join() returns, though a task is missing


def in_an_executor():
    with futures.ProcessPoolExecutor(2) as executor:
        task = executor.submit(os._exit, 1)
        if not futures.wait([task], seconds_left()).done:
            raise Undecided("the executor had not answered when time was up")
        return type(task.exception()).__name__


def observe():
    with multiprocessing.Pool(2) as pool:
        workers = multiprocessing.active_children()
        pool.apply_async(os._exit, (1,))
        if not wait([worker.sentinel for worker in workers], seconds_left()):
            raise Undecided("the worker had not died when time was up")
        next_task = result(pool.apply_async(int))
        pool.close()
        joining = threading.Thread(target=pool.join)
        joining.start()
        joining.join(GRACE)
        returned = not joining.is_alive()
    joining.join()  # the pool is terminated by now
    return {"next_task_done": next_task == 0, "join_returns": returned,
            "executor": in_an_executor()}


if __name__ == "__main__":
    show(observe)
