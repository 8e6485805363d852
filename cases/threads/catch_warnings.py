"""catch_warnings in two threads can leave the filters changed, unless it is aware of the context.

It saves the module's filters and puts them back.  If one thread enters before and leaves before
another, the other puts back what the first had changed, for the whole process and for good.
Since 3.14 filters can be a context's own: free-threaded by default, else if it is asked for.
"""
import os

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/128384"]
DOCS = [
    "https://docs.python.org/3/library/warnings.html#concurrent-safety-of-context-managers",
    "https://docs.python.org/3/using/cmdline.html#envvar-PYTHON_CONTEXT_AWARE_WARNINGS",
]
NEEDS = ["threads", "processes"]
EXPECT = [
    {"when": {"python": "<3.14"}, "sees": {"left": "changed", "left_if_asked": "changed"},
     "because": "the second thread puts back the filters that it found, which were the first's"},
    {"when": {"free_threaded": True}, "sees": {"left": "as before", "left_if_asked": "as before"},
     "because": "each thread has filters of its own in its context"},
    {"when": {}, "sees": {"left": "changed", "left_if_asked": "as before"},
     "because": "where there is a GIL the flag is off by default"},
]
FLAG = "PYTHON_CONTEXT_AWARE_WARNINGS"
PROGRAM = """
import threading, warnings
one_is_in, both_are_in, one_is_out = [threading.Event() for _ in range(3)]
def first():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one_is_in.set()
        both_are_in.wait()
    one_is_out.set()
warnings.simplefilter("error")
thread = threading.Thread(target=first)
thread.start()
one_is_in.wait()
with warnings.catch_warnings():
    both_are_in.set()
    one_is_out.wait()
thread.join()
try:
    warnings.warn("what becomes of it?")
    print("changed")
except UserWarning:
    print("as before")
"""


def observe():
    os.environ.pop(FLAG, None)
    left = run_inner(PROGRAM).out.strip()
    os.environ[FLAG] = "1"
    return {"left": left, "left_if_asked": run_inner(PROGRAM).out.strip()}


if __name__ == "__main__":
    show(observe)
