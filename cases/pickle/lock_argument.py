"""A threading.Lock can be handed to a forked process, not to a spawned one.

A lock is a thing of one process's memory, so it refuses to be pickled.  A forked child gets
a copy of it, which is a lock of its own: the child starts, but its lock keeps nobody else
out.  Processes share a multiprocessing.Lock, which every start method can hand over.
"""
import threading
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = "Without fork, as on Windows, objects are pickled to the child: a failure may be pickle's."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#synchronization-between-processes",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True}},
    {"when": {}, "sees": {"starts": False}},
]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True, "error": "none"},
     "because": "the child uses the copy in its own memory, nothing is pickled"},
    {"when": {"implementation": "pypy"}, "sees": {"starts": False, "error": "PicklingError"},
     "because": "PyPy would pickle the lock by its class, which _thread does not show"},
    {"when": {}, "sees": {"starts": False, "error": "TypeError"},
     "because": "the lock's type is written in C and has no way to be pickled"},
]


def greet(lock):
    with lock:
        print("hello", flush=True)


def observe():
    child = Process(target=greet, args=(threading.Lock(),), daemon=True)
    try:
        child.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    return {"starts": join(child) == 0, "error": "none"}


if __name__ == "__main__":
    show(observe)
