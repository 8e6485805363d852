"""A Pool's worker may not make a Pool of its own; a worker of an executor may.

A Pool's workers are daemonic: they are killed where the parent leaves, and so may have no
children, who would stay behind.  An executor's are not: the parent waits for them.  It is an
assert that forbids it: a Python that leaves its asserts out allows it.
"""
import multiprocessing
from concurrent import futures

from cases._patience import outcome, result
from cases._show import show

SEEN = ["https://github.com/noxdafox/pebble/issues/76"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.daemon",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/process.py#L110-L125",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L322-L330",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/concurrent/futures/process.py#L780-L789",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {"asserts": True}, "sees": {"in_a_pool": "AssertionError", "in_an_executor": "works"},
     "because": "start() asserts that this process is not daemonic; an executor's is not"},
    {"when": {}, "sees": {"in_a_pool": "works", "in_an_executor": "works"},
     "because": "without the assert nothing keeps a daemonic process from having children"},
]


def nested():
    try:
        with multiprocessing.Pool(1) as pool:
            return "works" if result(pool.apply_async(abs, (-1,))) == 1 else "other"
    except AssertionError as error:
        return type(error).__name__


def observe():
    with multiprocessing.Pool(1) as pool:
        in_a_pool = result(pool.apply_async(nested))
    with futures.ProcessPoolExecutor(1) as executor:
        return {"in_a_pool": in_a_pool, "in_an_executor": outcome(executor.submit(nested))}


if __name__ == "__main__":
    show(observe)
