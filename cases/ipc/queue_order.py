"""What one process puts into a Queue, another gets in the same order.

put() hands the object to a thread of the writing process, which sends one after the other
through one pipe.  So the order of each writer is kept.  Between several writers there is no
order: each has such a thread of its own.
"""
from multiprocessing import Process, Queue

from cases._patience import join, seconds_left, take
from cases._show import show

SAYS = "One process writes values into a Queue, and another reads them in the same order."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Queue",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"in_order": True}}]
EXPECT = [
    {"when": {}, "sees": {"in_order": True},
     "because": "one thread of the writer sends its objects one by one through one pipe"},
]
MANY = 1000


def write(queue):
    for number in range(MANY):
        queue.put(number)


def read(queue, results):
    results.put([queue.get(timeout=seconds_left()) for _ in range(MANY)])


def observe():
    queue, results = Queue(), Queue()
    writer = Process(target=write, args=(queue,), daemon=True)
    reader = Process(target=read, args=(queue, results), daemon=True)
    writer.start()
    reader.start()
    got = take(results)
    join(writer)
    join(reader)
    return {"in_order": got == list(range(MANY))}


if __name__ == "__main__":
    show(observe)
