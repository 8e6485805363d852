"""With the GIL a message is much faster between threads than processes, on one CPU.

Threads hand over the object itself.  A multiprocessing.Queue has a thread pickle it and write
it into a pipe, and the other process reads and unpickles it.  It is the price of handing out a
task, not of the work in it.  All run on one CPU where the system lets us choose: on two it is
chance, and without the GIL, where threads wait in other ways, they can be the slower ones.
"""
import multiprocessing
import queue
from threading import Thread

from cases._measure import costs_more
from cases._probe import restrict_cpus
from cases._show import show

SAYS = "Working with threads is usually a little faster than with processes, but not by much."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://docs.python.org/3/library/queue.html#queue.Queue",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "threads", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"faster": True, "much_faster": False}}]
EXPECT = [
    {"when": {"free_threaded": False, "os": ["linux", "windows"]},
     "sees": {"faster": True, "much_faster": True},
     "because": "between processes it is also pickled, written to a pipe, read and unpickled"},
]
NOISE = 1.1            # nearer to 1 neither is the faster one
A_LITTLE = (1.2, 1.5)  # half as fast again is much; the fastest of thousands hardly varies


def echo(incoming, outgoing):
    while True:
        outgoing.put(incoming.get())


def round_trip(outgoing, incoming):
    outgoing.put("ping")
    incoming.get()


def observe():
    try:
        restrict_cpus(1)
    except OSError:
        pass  # macOS
    far, near = [multiprocessing.Queue() for _ in "io"], [queue.Queue() for _ in "io"]
    multiprocessing.Process(target=echo, args=far, daemon=True).start()
    Thread(target=echo, args=near, daemon=True).start()
    answer = costs_more("much_faster", lambda: round_trip(*far), lambda: round_trip(*near),
                        between=A_LITTLE)
    ratio = answer.get("ratio", 1)
    if 1 / NOISE < ratio < NOISE:
        return dict({"undecided": "neither is faster by more than noise"}, **answer)
    return dict(answer, faster=ratio > 1)


if __name__ == "__main__":
    show(observe)
