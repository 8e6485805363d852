"""With a GIL, a message through a queue and back is faster between threads than processes.

Threads hand over the object itself.  A multiprocessing.Queue gives it to a thread, which
pickles it and writes it into a pipe, and the other process reads and unpickles it: a few
times as long.  Without a GIL it depends on how busy the machine is: locks spin there.
"""
import multiprocessing
import queue
from threading import Thread

from cases._measure import costs_more
from cases._show import show

SAYS = "Working with threads is usually a little faster than with processes."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://docs.python.org/3/library/queue.html#queue.Queue",
    "https://github.com/python/cpython/blob/v3.13.0/Python/lock.c#L20-L35",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "threads", "semaphores"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"round_trip_faster": True}}]
EXPECT = [
    {"when": {"free_threaded": True}, "may_see": {"round_trip_faster": [True, False]},
     "because": "locks without a GIL spin and yield 40 times before they wait, which costs more "
                "than a pipe where other work keeps the processors busy"},
    {"when": {}, "sees": {"round_trip_faster": True},
     "because": "between processes a message is pickled, and passes a feeder thread and a pipe"},
]


def echo(incoming, outgoing):
    while True:
        outgoing.put(incoming.get())


def round_trip(outgoing, incoming):
    outgoing.put("ping")
    incoming.get(timeout=20)


def observe():
    queues = multiprocessing.Queue(), multiprocessing.Queue()
    child = multiprocessing.Process(target=echo, args=queues, daemon=True)
    child.start()
    round_trip(*queues)  # the child is there, and the feeder threads have begun
    thread_queues = queue.Queue(), queue.Queue()
    Thread(target=echo, args=thread_queues, daemon=True).start()
    answer = costs_more("round_trip_faster", lambda: round_trip(*queues),
                        lambda: round_trip(*thread_queues),
                        turns=300, between=(0.77, 1.3))
    child.terminate()
    return answer


if __name__ == "__main__":
    show(observe)
