"""A program does not end before every queued task of its thread pools is done, unless cancelled.

shutdown(wait=False) does not change that: it only returns at once.  Since 3.9 a pool drops what
it has not begun with shutdown(cancel_futures=True).  A task at work is waited for even then.
"""
from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/marin-community/marin/pull/2773"]
DOCS = [
    "https://docs.python.org/3/library/concurrent.futures.html#executor-objects",
    "https://docs.python.org/3/whatsnew/3.9.html#concurrent-futures",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/concurrent/futures/thread.py#L18-L37",
    "https://github.com/python/cpython/blob/v3.8.18/Lib/concurrent/futures/thread.py#L33-L44",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"python": "<3.9"}, "sees": {"left": 3, "shut_down": 3, "cancelled": "TypeError"},
     "because": "at the end each worker is joined; cancel_futures is new in 3.9"},
    {"when": {}, "sees": {"left": 3, "shut_down": 3, "cancelled": 0},
     "because": "at the end each worker is joined, once it has done what is queued"},
]
PROGRAM = """
import threading
from concurrent import futures

executor, gate = futures.ThreadPoolExecutor(1), threading.Event()
executor.submit(gate.wait)  # the worker is busy
for _ in range(3):
    executor.submit(print, "done")
try:
    %s
except TypeError:
    print("TypeError")
gate.set()
"""


def done(how):
    ended = run_inner(PROGRAM % how)
    return "TypeError" if "TypeError" in ended.out else ended.out.count("done")


def observe():
    return {"left": done("pass"), "shut_down": done("executor.shutdown(wait=False)"),
            "cancelled": done("executor.shutdown(wait=False, cancel_futures=True)")}


if __name__ == "__main__":
    show(observe)
