"""A task's exception that pickle cannot rebuild makes a Pool wait for ever; an executor breaks.

Pickle calls its class with its args; an __init__ that asks for more raises, in the thread
that fetches results.  A Pool's dies of it.  An executor's (since 3.7) takes the pool for broken.
"""
import multiprocessing
import threading
from concurrent import futures
from contextlib import suppress
from multiprocessing.pool import AsyncResult

from cases._patience import outcome, pause
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/79492"]
DOCS = ["https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L573-L579",
        "https://github.com/python/cpython/issues/75880"]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {"python": "<3.7"}, "sees": {"pool": "waits", "executor": "waits"},
     "because": "in both the thread that fetches the results dies"},
    {"when": {}, "sees": {"pool": "waits", "executor": "BrokenProcessPool"},
     "because": "the pool's thread dies; the executor's takes it for a broken pool"},
]


class Failure(Exception):
    def __init__(self, text, code):
        super().__init__(text)


def task():
    raise Failure("no", 1)


def comes_of(ask, done, get):
    """Wait for an answer, or until a thread has ended, so that nobody is left to fetch it."""
    threads, asked = threading.enumerate(), ask(task)
    while not done(asked) and all(thread.is_alive() for thread in threads):
        pause()
    try:
        return get(asked) if done(asked) else "waits"
    except Exception as error:
        return type(error).__name__


def observe():
    executor = futures.ProcessPoolExecutor(1)
    outcome(executor.submit(int))  # its threads are there
    answer = {"executor": comes_of(executor.submit, futures.Future.done, futures.Future.result)}
    with suppress(AssertionError), multiprocessing.Pool(1) as pool:  # it misses its thread
        answer["pool"] = comes_of(pool.apply_async, AsyncResult.ready, AsyncResult.get)
    for worker in multiprocessing.active_children():
        worker.terminate()
    return answer


if __name__ == "__main__":
    show(observe)
