"""A child forked while another thread is logging cannot log up to 3.7.0; since 3.7.1 it can.

Each handler has a lock, and a lock that another thread holds at the fork stays locked in the
child.  Since 3.7.1 logging sees to its locks: first it took them all before a fork, since 3.7.4
it makes them anew in the child.
"""
import logging
import os
import threading
import warnings

from cases._patience import seconds_left
from cases._show import show

SEEN = ["https://github.com/python/cpython/pull/12704"]
DOCS = [
    "https://github.com/python/cpython/issues/50970",
    "https://github.com/python/cpython/issues/80714",
    "https://github.com/python/cpython/blob/v3.7.16/Lib/logging/__init__.py#L228-L268",
    "https://docs.python.org/3/library/logging.html#logging.Handler.acquire",
]
NEEDS = ["fork", "threads"]
EXPECT = [
    {"when": {"python": "<3.7.1"}, "sees": {"child_can_log": False},
     "because": "the handler's lock is locked in the child, and its holder is not there"},
    {"when": {}, "sees": {"child_can_log": True},
     "because": "logging has hooks that see to its locks at a fork"},
]


def log_for_long(handler, logs, enough):
    with handler.lock:  # as it has while it writes
        logs.set()
        enough.wait(seconds_left())


def observe():
    handler, logs, enough = logging.StreamHandler(), threading.Event(), threading.Event()
    threading.Thread(target=log_for_long, args=(handler, logs, enough), daemon=True).start()
    logs.wait()
    reader, writer = os.pipe()
    warnings.simplefilter("ignore")  # CPython 3.12 and newer warn of just this
    child = os.fork()
    if child == 0:
        os.write(writer, b"yes" if handler.lock.acquire(timeout=0.5) else b"no")
        os._exit(0)
    os.waitpid(child, 0)
    enough.set()
    return {"child_can_log": os.read(reader, 1000) == b"yes"}


if __name__ == "__main__":
    show(observe)
