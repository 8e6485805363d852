"""A lock that a process holds when it is killed stays locked for ever.

A multiprocessing.Lock is a semaphore of the system: it counts, and does not know who took it.
The system closes it for a process that ends, but gives nothing back.  Only a process that
leaves in order comes to the end of its with statement.
"""
from multiprocessing import Lock, Pipe, Process

from cases._patience import join, receive
from cases._show import show

SEEN = ["https://github.com/birdnet-team/birdnet/issues/73"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.terminate",
    "https://man7.org/linux/man-pages/man7/sem_overview.7.html#DESCRIPTION",
    "https://learn.microsoft.com/en-us/windows/win32/sync/semaphore-objects#remarks",
    "https://github.com/python/cpython/blob/v3.13.15/Modules/_multiprocessing/semaphore.c#L586",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {}, "sees": {"free_after_kill": False, "free_after_exit": True},
     "because": "nobody is left who would release it, and the system does not"},
]


def hold(lock, line):
    with lock:
        line.send("held")
        line.recv()


def free_after(end):
    """Tell whether the lock is free when its holder has ended."""
    lock, (ours, theirs) = Lock(), Pipe()
    holder = Process(target=hold, args=(lock, theirs), daemon=True)
    holder.start()
    receive(ours)
    end(holder, ours)
    join(holder)
    return lock.acquire(block=False)


def kill(holder, line):
    holder.terminate()


def let_go(holder, line):
    line.send("go")


def observe():
    return {"free_after_kill": free_after(kill), "free_after_exit": free_after(let_go)}


if __name__ == "__main__":
    show(observe)
