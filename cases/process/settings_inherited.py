"""Children get sys.path, sys.argv and the folder; most other settings only if they are forked.

What a spawned child is told about its parent is a short list: it holds sys.path, sys.argv and
the working folder.  Recursion limit, warning filters, decimal context and switch interval
belong to an interpreter, and the child's is a new one.
"""
import decimal
import os
import sys
import warnings

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/getsentry/sentry/pull/84618"]
DOCS = [
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/spawn.py#L159-L202",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"},
     "sees": {"path": True, "argv": True, "folder": True,
              "recursion": True, "warnings": True, "decimal": True, "switch": True},
     "because": "the child is a copy of the parent"},
    {"when": {},
     "sees": {"path": True, "argv": True, "folder": True,
              "recursion": False, "warnings": False, "decimal": False, "switch": False},
     "because": "the child is told of the first three, and has the defaults of a new interpreter"},
]


def change():
    sys.path.append("changed")
    sys.argv.append("changed")
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    sys.setrecursionlimit(1234)
    sys.setswitchinterval(0.25)
    warnings.simplefilter("error", ImportWarning)
    decimal.getcontext().prec = 12


def tell(writer):
    writer.send({
        "path": "changed" in sys.path, "argv": "changed" in sys.argv,
        "folder": os.path.basename(os.getcwd()) == "process",
        "recursion": sys.getrecursionlimit() == 1234, "warnings": warnings.filters[0][0] == "error",
        "decimal": decimal.getcontext().prec == 12, "switch": sys.getswitchinterval() == 0.25})


def observe():
    change()
    return hear(tell)[0]


if __name__ == "__main__":
    show(observe)
