"""A method of an object that holds a lock can be a forked process's target, not a spawned one's.

A bound method is pickled as its object and its name, so the whole object goes along, with the
lock that it holds to be safe among threads.  A lock cannot be pickled.  A forked child has the
object in its memory.  The same object without a lock can be sent by every start method.
"""
import threading

from cases._show import show
from cases._start import outcome

SEEN = ["https://github.com/noxdafox/pebble/issues/146"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://github.com/python/cpython/blob/v3.13.15/Objects/classobject.c#L128-L143",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"with_lock": "runs", "without": "runs"},
     "because": "the child uses the copy in its own memory, nothing is pickled"},
    {"when": {"implementation": "pypy"}, "sees": {"with_lock": "PicklingError", "without": "runs"},
     "because": "PyPy would pickle the lock by its class, which _thread does not show"},
    {"when": {}, "sees": {"with_lock": "TypeError", "without": "runs"},
     "because": "the method brings its object, and the lock's type has no way to be pickled"},
]


class Counter:
    def __init__(self, lock):
        self.lock, self.number = lock, 0

    def count(self):
        self.number += 1


def observe():
    without = outcome(Counter(None).count)  # before a start fails: see cases/_start.py
    return {"without": without, "with_lock": outcome(Counter(threading.Lock()).count)}


if __name__ == "__main__":
    show(observe)
