"""A Process started by an atexit function does not find the program's functions, save under fork.

CPython takes __file__ out of __main__ when the program's last line is done, before it calls
what atexit has.  Under spawn and forkserver a child is told by __file__ what to import: it
gets no path, imports nothing, and finds no function of the program's.  PyPy leaves __file__
where it is.  3.12 before 3.12.3 would not fork any more at that time.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/114220"]
DOCS = [
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/spawn.py#L186-L200",
    "https://github.com/python/cpython/blob/v3.13.0/Python/pythonrun.c#L445-L519",
    "https://github.com/python/cpython/pull/117029",
    "https://github.com/pypy/pypy/blob/py3.11/pypy/interpreter/app_main.py#:~:text=mainmodule",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"implementation": "pypy"}, "sees": {"file_known": True, "child": "ran"},
     "because": "__file__ is still there, so that the child can import the program"},
    {"when": {"start_method": "fork", "python": ">=3.12,<3.12.3"},
     "sees": {"file_known": False, "child": "RuntimeError"},
     "because": "os.fork() was refused from the moment when the program ends"},
    {"when": {"start_method": "fork"}, "sees": {"file_known": False, "child": "ran"},
     "because": "a forked child imports nothing"},
    {"when": {}, "sees": {"file_known": False, "child": "AttributeError"},
     "because": "without __file__ nobody tells the child which program to import"},
]

PROGRAM = """
import atexit, multiprocessing

def work():
    print("ran", flush=True)

def at_the_end():
    print("__file__" in globals(), flush=True)
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()

if __name__ == "__main__":
    multiprocessing.set_start_method("%s")
    atexit.register(at_the_end)
"""


def observe():
    ended = run_inner(PROGRAM % get_start_method())
    words = (ended.out + ended.err.replace(":", " ")).split()
    ends = [word for word in words if word in ("ran", "AttributeError", "RuntimeError")]
    return {"file_known": "True" in words, "child": (ends or ["fails"])[0]}


if __name__ == "__main__":
    show(observe)
