"""PYTHON_GIL=0 keeps an ordinary Python from starting, =1 gives a free-threaded one the GIL.

Whether there can be no GIL is decided when Python is built.  The variable, and -X gil, choose
only in a build that has the choice, from 3.13 on.  Older ones do not know the variable.
"""
import os

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/123275"]
DOCS = [
    "https://docs.python.org/3/using/cmdline.html#envvar-PYTHON_GIL",
    "https://docs.python.org/3/whatsnew/3.13.html#free-threaded-cpython",
    "https://github.com/python/cpython/blob/v3.13.15/Python/initconfig.c#L1546-L1567",
]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"unset": "off", "gil_0": "off", "gil_1": "on"},
     "because": "this build runs without the GIL unless it is told to use it"},
    {"when": {"implementation": "cpython", "python": ">=3.13"},
     "sees": {"unset": "on", "gil_0": "no start", "gil_1": "on"},
     "because": "this build cannot do without the GIL, and says so at once"},
    {"when": {}, "sees": {"unset": "on", "gil_0": "on", "gil_1": "on"},
     "because": "nobody reads the variable"},
]
PROGRAM = """
import sys
print("on" if getattr(sys, "_is_gil_enabled", lambda: True)() else "off")
"""


def gil_with(value):
    os.environ.pop("PYTHON_GIL", None)
    if value is not None:
        os.environ["PYTHON_GIL"] = value
    return run_inner(PROGRAM).out.strip() or "no start"


def observe():
    return {"unset": gil_with(None), "gil_0": gil_with("0"), "gil_1": gil_with("1")}


if __name__ == "__main__":
    show(observe)
