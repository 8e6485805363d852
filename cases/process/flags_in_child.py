"""Python's options -O and -W reach spawned children; the newer -X ones did not before 2026.

A forked child is the same Python.  Under spawn and forkserver a new one is started, with the
options that are known to matter.  The list of -X options, each to be added by hand, had been
forgotten for years, for cpu_count and int_max_str_digits among others.  Since 3.13.16, 3.14.4
and 3.15 every -X option is handed on, one that Python does not know included.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/146004",
        "https://github.com/python/cpython/issues/106723"]
DOCS = [
    "https://docs.python.org/3/using/cmdline.html#cmdoption-X",
    "https://github.com/python/cpython/issues/146004",
    "https://github.com/python/cpython/pull/155938",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/subprocess.py#L310-L371",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"},
     "sees": {"O": True, "W": True, "X_faulthandler": True, "X_unknown": True},
     "because": "the child is a copy of the parent, its options included"},
    {"when": {"implementation": "cpython", "python": [">=3.13.16,<3.14", ">=3.14.4"]},
     "sees": {"O": True, "W": True, "X_faulthandler": True, "X_unknown": True},
     "because": "whatever stands in sys._xoptions is handed on"},
    {"when": {}, "sees": {"O": True, "W": True, "X_faulthandler": True, "X_unknown": False},
     "because": "of the -X options those of a list are handed on, and faulthandler is in it"},
]

PROGRAM = """
import multiprocessing, sys

def work():
    print("O" if sys.flags.optimize else "", "W" if "ignore::ImportWarning" in sys.warnoptions
          else "", *("X_" + name for name in sys._xoptions))

if __name__ == "__main__":
    multiprocessing.set_start_method("%s")
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()
"""
OPTIONS = ["-O", "-W", "ignore::ImportWarning", "-X", "faulthandler", "-X", "unknown"]


def observe():
    words = run_inner(PROGRAM % get_start_method(), options=OPTIONS).out.split()
    return {name: name in words for name in ("O", "W", "X_faulthandler", "X_unknown")}


if __name__ == "__main__":
    show(observe)
