"""A lock makes threads wait for each other: what they do while holding it is done in turns.

Four threads that each wait a tenth of a second, as for a disk, need a tenth together, but
four tenths if each holds the lock meanwhile.  So hold it for the change only.  Even then it
is not free: around the article's two statements it often costs more than they (`loop_ratio`).
"""
import threading
import time

from cases._measure import costs_more
from cases._show import show

SAYS = "A lock keeps threads from running at once, which slows the program down a lot."
DOCS = ["https://docs.python.org/3/library/threading.html#lock-objects"]
NEEDS = ["threads"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"slower": True}}]
EXPECT = [
    {"when": {}, "sees": {"slower": True},
     "because": "who waits with the lock in hand makes all others wait: four times as long"},
]
balance, lock = 0, threading.Lock()


def change_it():
    global balance
    balance = balance + 5
    balance = balance - 5


def repeat(action, times):
    for _ in range(times):
        action()


def repeat_locked(action, times):
    for _ in range(times):
        with lock:
            action()


def in_threads(function, *args):
    threads = [threading.Thread(target=function, args=args) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def costs(action, times):
    return costs_more("slower", lambda: in_threads(repeat_locked, action, times),
                      lambda: in_threads(repeat, action, times), turns=3)


def observe():
    return dict(costs(lambda: time.sleep(0.1), 1), loop_ratio=costs(change_it, 30000)["ratio"])


if __name__ == "__main__":
    show(observe)
