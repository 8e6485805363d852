"""threading starts its threads with the low-level module _thread.

_thread can start a thread, tell its id and make a lock: that is what Python asks of each
system.  threading adds Thread objects, names, join(), conditions and the rest, in Python.
Since 3.13 joining is in _thread, too.
"""
import _thread
import sys
import threading

from cases._show import show

SAYS = "Of the two modules _thread is the low-level one, and threading is built upon it."
DOCS = [
    "https://docs.python.org/3/library/_thread.html#module-_thread",
    "https://docs.python.org/3/library/threading.html#module-threading",
    "https://docs.python.org/3/library/sys.html#sys.setprofile",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/threading.py#L34-L36",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"built_on_thread": True}}]
EXPECT = [
    {"when": {}, "sees": {"built_on_thread": True},
     "because": "Thread.start calls _thread.start_new_thread; since 3.13 start_joinable_thread"},
]
STARTERS = [function for name, function in vars(_thread).items()
            if name in ("start_new_thread", "start_joinable_thread")]


def observe():
    called = []

    def note(frame, event, function):
        if event == "c_call":
            called.append(function)

    thread = threading.Thread(target=int)
    sys.setprofile(note)
    thread.start()
    sys.setprofile(None)
    thread.join()
    return {"built_on_thread": any(function in STARTERS for function in called)}


if __name__ == "__main__":
    show(observe)
