"""A lock makes threads work in turns, and taking it costs about as much as a short change.

While a thread does arithmetic with the lock in hand, no other comes in, however long it lasts;
behind a semaphore with room for two they meet.  And around the article's two statements two
calls are added, so that the loop takes half as long again or more, even if nobody else wants
the lock; while two want it, it is often several times as long.
"""
import threading

from cases._measure import costs_more, meet
from cases._show import show

SAYS = "A lock keeps threads from running at once, which slows the program down a lot."
DOCS = [
    "https://docs.python.org/3/library/threading.html#lock-objects",
    "https://docs.python.org/3/library/threading.html#semaphore-objects",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"at_once": False, "slower": True}}]
EXPECT = [
    {"when": {}, "sees": {"at_once": False, "slower": True},
     "because": "all others wait for release(), and two calls are added to two statements"},
]
NOISE = (1.1, 1.3)  # the cheapest of many turns of the same arithmetic hardly varies
balance, lock = 0, threading.Lock()


def change_it(n):
    global balance
    balance = balance + n
    balance = balance - n


def run_thread():
    for n in range(2000):
        change_it(n)


def run_thread_locked():
    for n in range(2000):
        lock.acquire()
        try:
            change_it(n)
        finally:
            lock.release()


def observe():
    if not meet(threading.Semaphore(2), lambda: change_it(5)):
        return {"undecided": "the machine is too busy for two threads to meet"}
    return dict(costs_more("slower", run_thread_locked, run_thread, between=NOISE),
                at_once=meet(lock, lambda: change_it(5)))


if __name__ == "__main__":
    show(observe)
