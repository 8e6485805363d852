"""A process cannot be joined while a big object that it has put waits in the Queue.

put() only hands the object to a thread, which writes it into a pipe; and a process that has
used a queue ends only when that thread has written everything.  A small object fits into the
pipe, a big one has to be read first.  So read, then join: the other way round is a deadlock.
"""
from multiprocessing import Process, Queue

from cases._patience import join, take
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://docs.python.org/3/library/multiprocessing.html#all-start-methods",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = []
EXPECT = [
    {"when": {},
     "sees": {"joins_before_drain": False, "joins_after_drain": True,
              "small_joins_before_drain": True},
     "because": "10 MB do not fit into a pipe, and the process waits until they are written"},
]
BIG, SMALL = 10000000, 10  # bytes; pipes hold 8 to 64 thousand, on Linux a million at most
GRACE = 1  # seconds for what must not happen: the end of a process that has nothing left to do


def write(queue, done, size):
    queue.put(bytes(size))
    done.put("put() has returned")


def start(size):
    queue, done = Queue(), Queue()
    process = Process(target=write, args=(queue, done, size), daemon=True)
    process.start()
    take(done)
    return process, queue


def observe():
    small, _ = start(SMALL)
    small_joins = join(small) == 0
    big, queue = start(BIG)
    big.join(GRACE)
    before = big.exitcode == 0
    take(queue)
    return {"joins_before_drain": before, "joins_after_drain": join(big) == 0,
            "small_joins_before_drain": small_joins}


if __name__ == "__main__":
    show(observe)
