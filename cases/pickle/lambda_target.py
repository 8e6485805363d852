"""A lambda can be the target of a forked process, not of a spawned one.

A forked child is a copy and finds the lambda in its memory.  Any other child gets the name
of its target, pickled, and looks it up in the module that it imports anew.  A lambda is
called <lambda>, and no module has anything of that name.  The start method decides this,
not the system: spawn on Linux fails like spawn on Windows.
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
     "because": "a lambda cannot be found by its name; since 3.14 every such failure in "
                "CPython, and always in PyPy, is a PicklingError"},
]


def observe():
    child = Process(target=lambda: None, daemon=True)
    try:
        child.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    return {"starts": join(child) == 0, "error": "none"}


if __name__ == "__main__":
    show(observe)
