"""With one lock around every change no update is lost, on every Python.

Only one thread holds the lock, so nobody else can write between its reading and its
writing, wherever the interpreter switches threads.  It helps only if all who use the
balance take the same lock.  To see that it is the lock that helps, `change_it` calls a
function between reading and writing, where without a lock every Python can lose updates.
"""
import threading

from cases._rounds import race_both, race_threads
from cases._show import show

SAYS = "With a lock around the change the balance is always right."
DOCS = [
    "https://docs.python.org/3/library/threading.html#lock-objects",
    "https://docs.python.org/3/library/threading.html#threading.Lock",
    "https://github.com/python/cpython/pull/18334",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"lost": False}}]
EXPECT = [
    {"when": {"implementation": "cpython"}, "sees": {"lost": False, "lost_without_lock": True},
     "because": "whoever holds the lock is alone between reading and writing"},
    {"when": {}, "sees": {"lost": False},
     "because": "the same; whether it shows without the lock, chance may decide"},
]
lock = threading.Lock()


def add(balance, n):
    return balance + n


def change_it(balance, n):
    balance.value = add(balance.value, n)
    balance.value = add(balance.value, -n)


def run_thread(balance, times):
    for _ in range(times):
        change_it(balance, 5)


def run_thread_locked(balance, times):
    for _ in range(times):
        with lock:
            change_it(balance, 5)


def observe():
    return race_both(race_threads, run_thread, run_thread_locked)


if __name__ == "__main__":
    show(observe)
