"""Ten threads that each wait a while are done after about one such while, not ten.

Whoever waits, for a disk, a network or a clock, holds neither a processor nor the GIL, so
all of them can wait at once.  More tasks then leave the processor less idle, as far as there
is something to wait for.
"""
import time
from threading import Thread

from cases._show import show

SAYS = "For I/O-bound work, the more tasks there are the better the processor is used."
DOCS = [
    "https://docs.python.org/3/library/threading.html#gil-and-performance-considerations",
    "https://docs.python.org/3/glossary.html#term-global-interpreter-lock",
]
NEEDS = ["threads"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"overlapped": True}}]
EXPECT = [
    {"when": {}, "sees": {"overlapped": True},
     "because": "sleeping, like blocking I/O, gives up the GIL until it is over"},
]
WAITS = 10
SECONDS = 0.2


def wait():
    time.sleep(SECONDS)


def observe():
    threads = [Thread(target=wait) for _ in range(WAITS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took_waits = round((time.perf_counter() - began) / SECONDS, 1)
    if WAITS / 2 < took_waits < WAITS:
        return {"undecided": "the machine is too busy", "took_waits": took_waits}
    return {"overlapped": took_waits < WAITS, "waits": WAITS, "took_waits": took_waits}


if __name__ == "__main__":
    show(observe)
