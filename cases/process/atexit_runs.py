"""Until 3.12 a child's own atexit functions ran under spawn only; since 3.13 under every method.

A spawned child is an interpreter that ends as any other does.  A forked one ends in
os._exit(), so that it does not do what its parent has to do at the end.  Since 3.13 it first
forgets what the parent had registered, and calls what was registered in the child itself.
"""
import atexit

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/83856"]
DOCS = [
    "https://docs.python.org/3/library/atexit.html#atexit.register",
    "https://github.com/python/cpython/issues/83856",
    "https://github.com/python/cpython/blob/v3.12.1/Lib/multiprocessing/popen_fork.py#L67-L73",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/popen_fork.py#L68-L77",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "spawn"}, "sees": {"runs": True},
     "because": "the child is an interpreter of its own, and ends as any other"},
    {"when": {"python": "<3.13"}, "sees": {"runs": False},
     "because": "the child leaves with os._exit(), which calls nothing"},
    {"when": {}, "sees": {"runs": True},
     "because": "the child clears what it has from the parent, and calls the rest at its end"},
]


def work(writer):
    atexit.register(writer.send, "the end")


def observe():
    return {"runs": hear(work) == ["the end"]}


if __name__ == "__main__":
    show(observe)
