"""A generator can be handed to a forked process, not to a spawned one.

A generator is a function stopped halfway: its frame, its variables and the place where it
will go on.  Pickle has no form for that and refuses.  A forked child has a copy of the
stopped function in its memory and goes on with that copy; the parent's stays where it is.
"""
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = "Without fork, as on Windows, objects are pickled to the child: a failure may be pickle's."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://github.com/pypy/pypy/issues/3150",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True}},
    {"when": {}, "sees": {"starts": False}},
]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True, "error": "none"},
     "because": "the child goes on with its own copy, nothing is pickled"},
    {"when": {"implementation": "pypy"}, "sees": {"starts": False, "error": "PicklingError"},
     "because": "PyPy would pickle it by its class, builtins.generator, which does not exist"},
    {"when": {}, "sees": {"starts": False, "error": "TypeError"},
     "because": "generators have no way to be pickled"},
]


def observe():
    squares = (n * n for n in range(10))
    child = Process(target=sum, args=(squares,), daemon=True)
    try:
        child.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    return {"starts": join(child) == 0, "error": "none"}


if __name__ == "__main__":
    show(observe)
