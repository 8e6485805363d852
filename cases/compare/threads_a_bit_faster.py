"""A message through a queue and back costs less between threads than between processes.

Threads hand over the object itself.  A multiprocessing.Queue gives it to a thread, which
pickles it and writes it into a pipe, and the other process reads and unpickles it: a few
times the work, in CPU time of both sides; less than twice without the GIL, where locks spin.
"""
import multiprocessing
import queue
import time
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
ARTICLE = [{"when": {}, "sees": {"round_trip_costs_less": True}}]
EXPECT = [
    {"when": {}, "sees": {"round_trip_costs_less": True},
     "because": "between processes a message passes the same locks, and is pickled, written "
                "into a pipe by another thread, read and unpickled besides"},
]
TRIPS = 1000  # a turn: Windows' CPU clock ticks every 16 ms


def echo(incoming, outgoing):
    for message in iter(incoming.get, "stop"):
        outgoing.put(time.process_time() if message == "cpu" else message)


def round_trip(message, outgoing, incoming):
    outgoing.put(message)
    return incoming.get(timeout=20)


def trips(queues):
    for _ in range(TRIPS):
        round_trip("ping", *queues)


def observe():
    far, near = [multiprocessing.Queue() for _ in "io"], [queue.Queue() for _ in "io"]
    multiprocessing.Process(target=echo, args=far, daemon=True).start()
    Thread(target=echo, args=near, daemon=True).start()
    answer = costs_more("round_trip_costs_less", lambda: trips(far), lambda: trips(near),
                        clock=lambda: time.process_time() + round_trip("cpu", *far),
                        turns=5, between=(0.8, 1.25))  # CPU time is less noisy than the clock
    far[0].put("stop")
    return answer


if __name__ == "__main__":
    show(observe)
