"""A Python program starts with one thread, named MainThread.

It is the thread in which the interpreter was started; threading makes an object for it when
it is imported.  active_count() knows the threads that Python has to do with: one that a
library has started in C is counted only once it runs Python code.
"""
import threading

from cases._show import show

SAYS = "Every process starts with one thread; it is called the main thread, MainThread."
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.main_thread",
    "https://docs.python.org/3/library/threading.html#threading.active_count",
    "https://docs.python.org/3/library/threading.html#thread-objects",
]
NEEDS = []
ARTICLE = [{"when": {}, "sees": {"threads": 1, "name": "MainThread"}}]
EXPECT = [
    {"when": {}, "sees": {"threads": 1, "name": "MainThread"},
     "because": "nothing but the interpreter's own thread runs before a program starts others"},
]


def observe():
    return {"threads": threading.active_count(), "name": threading.current_thread().name}


if __name__ == "__main__":
    show(observe)
