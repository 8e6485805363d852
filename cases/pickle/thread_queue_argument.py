"""A queue.Queue joins threads, not processes: it cannot be pickled, and a fork only copies it.

It is a list with a lock, in the memory of one process.  The lock makes it refuse to be
pickled, so a spawned child never starts.  A forked child starts, and that is worse: it fills
a copy of its own, and nothing that it puts there ever reaches the parent.  What joins
processes is multiprocessing.Queue.
"""
import queue
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = "Without fork, as on Windows, objects are pickled to the child: a failure may be pickle's."
DOCS = [
    "https://docs.python.org/3/library/queue.html#queue-objects",
    "https://docs.python.org/3/library/multiprocessing.html#exchanging-objects-between-processes",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True}},
    {"when": {}, "sees": {"starts": False}},
]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True, "shared": False, "error": "none"},
     "because": "the child gets a copy of the queue, as of everything"},
    {"when": {"implementation": "pypy"},
     "sees": {"starts": False, "shared": False, "error": "PicklingError"},
     "because": "a queue holds locks, and PyPy finds no name to pickle a lock's class by"},
    {"when": {}, "sees": {"starts": False, "shared": False, "error": "TypeError"},
     "because": "a queue holds locks, and these cannot be pickled"},
]


def answer(results):
    results.put("done")


def observe():
    results = queue.Queue()
    child = Process(target=answer, args=(results,), daemon=True)
    try:
        child.start()
    except Exception as error:
        return {"starts": False, "shared": False, "error": type(error).__name__}
    return {"starts": join(child) == 0, "shared": not results.empty(), "error": "none"}


if __name__ == "__main__":
    show(observe)
