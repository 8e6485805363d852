"""A thread started, or a process forked, while the program ends fails on early 3.12 only.

The documentation of atexit says that since 3.12 it is a RuntimeError.  3.12.0 refused both as
soon as the main thread was done, even to threads that were still at work.  3.12.3 took that
back: they are refused only after the last thread and the last handler.
"""
from cases._inner import run_inner
from cases._show import show

SEEN = [
    "https://github.com/python/cpython/issues/113964",
    "https://github.com/python/cpython/issues/115533",
]
DOCS = [
    "https://docs.python.org/3/library/atexit.html#atexit.register",
    "https://github.com/python/cpython/pull/104826",
    "https://github.com/python/cpython/pull/117029",
    "https://docs.python.org/3.12/whatsnew/changelog.html#python-3-12-3-final",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"implementation": "cpython", "python": ">=3.12,<3.12.3"}, "sees": {"refused": "all"},
     "because": "threads and forks are refused from when the main thread is done"},
    {"when": {}, "sees": {"refused": "none"},
     "because": "threads and forks are refused only when no thread and no handler is left"},
]
PROGRAM = """
import atexit, os, threading

def attempt(name, action):
    try:
        action()
        print(name, "works", flush=True)
    except RuntimeError:
        print(name, "RuntimeError", flush=True)

def start_thread():
    threading.Thread(target=int).start()
def fork():
    os.fork() or os._exit(0)
def outlive_main():
    threading.main_thread().join()
    attempt("thread_after_main", start_thread)

atexit.register(attempt, "thread_at_exit", start_thread)
if hasattr(os, "fork"):
    atexit.register(attempt, "fork_at_exit", fork)
threading.Thread(target=outlive_main).start()
"""


def observe():
    answer = dict(line.split() for line in run_inner(PROGRAM).out.splitlines())
    seen = set(answer.values())
    refused = {"works": "none", "RuntimeError": "all"}[seen.pop()] if len(seen) == 1 else "some"
    return dict(answer, refused=refused)


if __name__ == "__main__":
    show(observe)
