"""Executor.map takes its whole iterable before the first result; buffersize is there since 3.14.

It submits a task for each item, and only then returns the iterator over the results.  An
endless iterable never comes to that, and a long one fills the memory.  With buffersize it
takes so many items, and another one for each result that is asked for.
"""
from concurrent import futures

from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/74028"]
DOCS = [
    "https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.map",
    "https://docs.python.org/3/whatsnew/3.14.html#concurrent-futures",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/concurrent/futures/_base.py#L605-L613",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"python": "<3.14"}, "sees": {"taken": 10, "with_buffersize": "TypeError"},
     "because": "map submits everything first, and knew no buffersize"},
    {"when": {}, "sees": {"taken": 10, "with_buffersize": 2},
     "because": "map submits everything first, or as much as buffersize allows"},
]


def taken_by_map(**options):
    """Return how many of ten items map() has taken once it is back, with no result asked for."""
    items = iter(range(10))
    with futures.ThreadPoolExecutor(1) as executor:
        executor.map(abs, items, **options)
        return 10 - len(list(items))


def observe():
    try:
        with_buffersize = taken_by_map(buffersize=2)
    except TypeError as error:
        with_buffersize = type(error).__name__
    return {"taken": taken_by_map(), "with_buffersize": with_buffersize}


if __name__ == "__main__":
    show(observe)
