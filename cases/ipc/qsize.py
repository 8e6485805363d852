"""Queue.qsize works, except on macOS, where it raises NotImplementedError.

The size is reckoned from the value of a semaphore, which sem_getvalue() tells.  macOS has
that function, but it only fails, so Python does without.  Elsewhere too the number may be
out of date when it arrives: other processes put and get meanwhile.
"""
from multiprocessing import Queue

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Queue.qsize",
    "https://github.com/python/cpython/issues/101094",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["semaphores"]
ARTICLE = []
EXPECT = [
    {"when": {"os": "macos"}, "sees": {"qsize": "NotImplementedError"},
     "because": "macOS does not tell a semaphore's value"},
    {"when": {}, "sees": {"qsize": "works"},
     "because": "the size is the maximum less the value of the semaphore that put() takes"},
]


def observe():
    queue = Queue()
    queue.put("A")
    queue.put("B")
    try:
        size = queue.qsize()
    except NotImplementedError as error:
        return {"qsize": type(error).__name__}
    return {"qsize": "works" if size == 2 else "wrong"}


if __name__ == "__main__":
    show(observe)
