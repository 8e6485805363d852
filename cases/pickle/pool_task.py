"""A lambda cannot be a pool's task, under no start method, not even under fork.

A forked worker is a copy of its parent, but of the parent as it was when the pool was made.
Tasks come later, one after the other, through a pipe, and all that goes through a pipe is
pickled.  So fork, which makes a lambda a good target of a Process, is of no help to a Pool.
"""
from multiprocessing import Pool

from cases._patience import result
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#programming-guidelines",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://docs.python.org/3/whatsnew/3.14.html#changes-in-the-python-api",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L527-L561",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = []
EXPECT = [
    {"when": {"implementation": "cpython", "python": "<3.14"},
     "sees": {"maps": False, "error": "AttributeError"},
     "because": "C's pickle let the error of looking up a local name through as it was"},
    {"when": {}, "sees": {"maps": False, "error": "PicklingError"},
     "because": "every task is pickled, and a lambda cannot be found by its name"},
]


def observe():
    with Pool(1) as pool:
        try:
            squares = result(pool.map_async(lambda n: n * n, [1, 2, 3]))
        except Exception as error:
            return {"maps": False, "error": type(error).__name__}
    return {"maps": squares == [1, 4, 9], "error": "none"}


if __name__ == "__main__":
    show(observe)
