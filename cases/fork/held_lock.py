"""A lock that another thread holds at the fork stays locked in the child for ever.

The child gets a copy of the lock, locked, but no copy of the thread that would release it.
When that thread releases the lock in the parent, the child's copy does not change.  This
is the deadlock that fork is known for: it hits locks inside libraries, too.
"""
import os
import threading
import warnings

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://man7.org/linux/man-pages/man2/fork.2.html#DESCRIPTION",
]
NEEDS = ["fork", "threads"]
ARTICLE = []
EXPECT = [
    {"when": {}, "sees": {"child_can_lock": False, "parent_can_lock": True},
     "because": "the copy is locked, and its holder lives in the parent only"},
]


def hold(lock, held, let_go):
    with lock:
        held.set()
        let_go.wait()


def observe():
    lock, held, let_go = threading.Lock(), threading.Event(), threading.Event()
    holder = threading.Thread(target=hold, args=(lock, held, let_go), daemon=True)
    holder.start()
    held.wait()
    (released, say_released), (answer, say_answer) = os.pipe(), os.pipe()
    warnings.simplefilter("ignore")  # CPython 3.12 and newer warn of just this
    child = os.fork()
    if child == 0:
        os.read(released, 1)
        os.write(say_answer, b"yes" if lock.acquire(timeout=0.5) else b"no")
        os._exit(0)
    let_go.set()
    holder.join()
    os.write(say_released, b"!")
    child_can_lock = os.read(answer, 1000) == b"yes"
    os.waitpid(child, 0)
    return {"child_can_lock": child_can_lock, "parent_can_lock": lock.acquire(False)}


if __name__ == "__main__":
    show(observe)
