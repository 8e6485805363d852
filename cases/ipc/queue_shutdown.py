"""Queues of queue and asyncio can be shut down since 3.13; multiprocessing's cannot.

After shutdown() every get() from the empty queue raises, one that waits too: readers need no
word for the end.  close() of a queue among processes ends putting here, and tells no reader.
"""
import asyncio
import multiprocessing
import queue

from cases._show import show

SEEN = [
    "https://github.com/python/cpython/issues/147965",
    "https://github.com/cwi-dis/cwipc/issues/256",
]
DOCS = [
    "https://docs.python.org/3/library/queue.html#queue.Queue.shutdown",
    "https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.shutdown",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Queue",
]
NEEDS = ["semaphores"]
EXPECT = [
    {"when": {"python": ">=3.13"},
     "sees": {"queue": "ShutDown", "asyncio": "QueueShutDown", "multiprocessing": "missing"},
     "because": "only queues among processes were left without it"},
    {"when": {},
     "sees": {"queue": "missing", "asyncio": "missing", "multiprocessing": "missing"},
     "because": "shutdown() is new in 3.13"},
]


def after_shutdown(some_queue):
    if not hasattr(some_queue, "shutdown"):
        return "missing"
    some_queue.shutdown()
    try:
        some_queue.get_nowait()
    except Exception as error:
        return type(error).__name__
    return "accepted"


def observe():
    return {"queue": after_shutdown(queue.Queue()), "asyncio": after_shutdown(asyncio.Queue()),
            "multiprocessing": after_shutdown(multiprocessing.Queue())}


if __name__ == "__main__":
    show(observe)
