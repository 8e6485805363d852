"""A function defined inside another can be the target of a forked process, not of a spawned one.

A function is pickled as the names of its module and of itself, and the child looks it up
there.  What is defined inside a function exists only while that function runs, and each call
makes a new one: there is no place at the top of the module where a child could find it.
A forked child need not look, it has a copy of everything.
"""
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = "Without fork, as on Windows, objects are pickled to the child: a failure may be pickle's."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://docs.python.org/3/whatsnew/3.14.html#changes-in-the-python-api",
    "https://github.com/python/cpython/issues/139806",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True}},
    {"when": {}, "sees": {"starts": False}},
]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True, "error": "none"},
     "because": "nothing is pickled for a forked child"},
    {"when": {"implementation": "cpython", "python": "<3.14"},
     "sees": {"starts": False, "error": "AttributeError"},
     "because": "C's pickle let the error of looking up a local name through as it was"},
    {"when": {}, "sees": {"starts": False, "error": "PicklingError"},
     "because": "a local function has no name at the top of its module; since 3.14 every such "
                "failure in CPython, and always in PyPy, is a PicklingError"},
]


def observe():
    def greet():
        print("hello", flush=True)

    child = Process(target=greet, daemon=True)
    try:
        child.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    return {"starts": join(child) == 0, "error": "none"}


if __name__ == "__main__":
    show(observe)
