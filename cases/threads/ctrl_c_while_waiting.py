"""Ctrl-C interrupts the main thread in lock.acquire() and join() on POSIX; on Windows since 3.14.

The signal sets a flag, and the main thread raises KeyboardInterrupt when it runs Python again.
On POSIX the signal also ends the wait.  On Windows nothing did: the exception came after it.
"""
import threading

from cases._ctrl_c import while_waiting
from cases._show import show

SEEN = [
    "https://github.com/python/cpython/issues/139689",
    "https://github.com/bluesky/bluesky/pull/1770",
]
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.Lock.acquire",
    "https://docs.python.org/3.14/whatsnew/changelog.html#python-3-14-0-alpha-2",
    "https://github.com/python/cpython/pull/125546",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"os": "windows", "python": "<3.14"}, "sees": {"acquire": "waits", "join": "waits"},
     "because": "the wait looks at nothing but what it waits for"},
    {"when": {}, "sees": {"acquire": "interrupted", "join": "interrupted"},
     "because": "the signal, or on Windows an event that Ctrl-C sets, ends the wait"},
]


def observe():
    lock, finish = threading.Lock(), threading.Event()
    lock.acquire()
    thread = threading.Thread(target=finish.wait, daemon=True)  # bpo-45274: else 3.8 may not end
    thread.start()
    answer = {"acquire": while_waiting(lock.acquire, lock.release),
              "join": while_waiting(thread.join, finish.set)}
    finish.set()
    return answer


if __name__ == "__main__":
    show(observe)
