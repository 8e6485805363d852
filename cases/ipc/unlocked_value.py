"""`+=` on a shared Value from two processes loses updates.

The statement reads and writes, and the two processes run it at the same time.  A Value
brings a lock of its own and takes it by itself, but once for reading and once more for
writing: in between another process may write, and its update is overwritten.
"""
from cases._rounds import race_processes
from cases._show import show

SAYS = "Whoever changes shared data from several tasks without a lock gets wrong results."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Value",
    "https://docs.python.org/3/library/multiprocessing.html#shared-ctypes-objects",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"lost": True}}]
EXPECT = [
    {"when": {}, "sees": {"lost": True},
     "because": "no GIL spans processes, and the Value's lock is open between read and write"},
]


def count(number, times):
    for _ in range(times):
        number.value += 1


def observe():
    return race_processes(count)


if __name__ == "__main__":
    show(observe)
