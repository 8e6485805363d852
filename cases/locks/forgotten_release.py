"""A lock whose holder ended without releasing it stays locked for ever; `finally` prevents it.

The end of a thread releases nothing: a lock belongs to nobody, and only release() opens it.
If an exception jumps over that call, whoever wants the lock next waits without end.  After
try/finally, or in a with statement, it is called whichever way the block is left.
"""
import threading

from cases._show import show

SAYS = "Who does not release a lock makes the others wait for ever; try...finally prevents it."
DOCS = [
    "https://docs.python.org/3/library/threading.html#lock-objects",
    "https://docs.python.org/3/library/threading.html#with-locks",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"blocked_without_finally": True, "blocked_with_finally": False}}]
EXPECT = [
    {"when": {}, "sees": {"blocked_without_finally": True, "blocked_with_finally": False},
     "because": "release() is jumped over by the exception, unless it stands under finally"},
]
GRACE = 0.5  # seconds; nobody is left who would release the lock


def careless(lock):
    lock.acquire()
    int("fails")
    lock.release()


def careful(lock):
    lock.acquire()
    try:
        int("fails")
    finally:
        lock.release()


def is_blocked_after(function):
    lock = threading.Lock()

    def run():
        try:
            function(lock)
        except ValueError:
            pass

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return not lock.acquire(timeout=GRACE)


def observe():
    return {"blocked_without_finally": is_blocked_after(careless),
            "blocked_with_finally": is_blocked_after(careful)}


if __name__ == "__main__":
    show(observe)
