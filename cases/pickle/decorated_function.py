"""A function decorated without functools.wraps can be the target of a forked process only.

What the module holds under the function's name is the decorator's inner function, which is
called otherwise, and pickle looks for it by what it is called.  functools.wraps gives it the
name under which it is found.  A forked child has the function in its memory.
"""
import functools

from cases._show import show
from cases._start import outcome

SEEN = ["https://github.com/motioneye-project/motioneye/pull/3254"]
DOCS = [
    "https://docs.python.org/3/library/functools.html#functools.wraps",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/whatsnew/3.14.html#changes-in-the-python-api",
    "https://github.com/python/cpython/issues/139806",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"bare": "runs", "wrapped": "runs"},
     "because": "nothing is pickled for a forked child"},
    {"when": {"implementation": "cpython", "python": "<3.14"},
     "sees": {"bare": "AttributeError", "wrapped": "runs"},
     "because": "C's pickle let the error of looking up a local name through as it was"},
    {"when": {}, "sees": {"bare": "PicklingError", "wrapped": "runs"},
     "because": "the inner function cannot be found by its name; since 3.14 every such failure "
                "in CPython, and always in PyPy, is a PicklingError"},
]


def logged(function):
    def call():
        return function()
    return call


def logged_with_wraps(function):
    return functools.wraps(function)(logged(function))


@logged
def bare():
    pass


@logged_with_wraps
def wrapped():
    pass


def observe():
    # Where a start fails comes last: see cases/_start.py.
    return {"wrapped": outcome(wrapped), "bare": outcome(bare)}


if __name__ == "__main__":
    show(observe)
