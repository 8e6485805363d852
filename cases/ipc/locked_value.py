"""With the Value's own lock around each `+=` no update is lost.

A Value brings a lock, get_lock().  By itself it takes it for each reading and for each
writing; who wants both as one step takes it around the statement.  The lock is a semaphore
of the system that both processes know, so it counts across processes, where a threading.Lock
would not.
"""
from cases._rounds import race_both, race_processes
from cases._show import show

SAYS = "With a lock around every change the result is always right."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Value",
    "https://docs.python.org/3/library/multiprocessing.html#shared-ctypes-objects",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"lost": False}}]
EXPECT = [
    {"when": {}, "sees": {"lost": False, "lost_without_lock": True},
     "because": "only one of the processes at a time is between reading and writing"},
]


def count(number, times):
    for _ in range(times):
        number.value += 1


def count_locked(number, times):
    for _ in range(times):
        with number.get_lock():
            number.value += 1


def observe():
    return race_both(race_processes, count, count_locked)


if __name__ == "__main__":
    show(observe)
