"""Ten threads wait for input at once, while none of them needs a processor.

Who waits, for a disk, a network or a clock, holds neither a processor nor the GIL.  Here each
of ten threads waits for a word on a connection of its own.  The last one gets it from the
program, and each hands it to the one that began before it: so the first cannot be done until
all others have begun, and waits while they run.
"""
import socket
from threading import Semaphore, Thread

from cases._patience import seconds_left
from cases._show import Undecided, show

SAYS = "For I/O-bound work, the more tasks there are the better the processor is used."
DOCS = [
    "https://docs.python.org/3/library/threading.html#gil-and-performance-considerations",
    "https://docs.python.org/3/glossary.html#term-global-interpreter-lock",
]
NEEDS = ["threads", "sockets"]
ARTICLE = [{"when": {}, "sees": {"overlapped": True}}]
EXPECT = [
    {"when": {}, "sees": {"overlapped": True},
     "because": "waiting for input gives up the GIL until it has come"},
]
WAITS = 10
waiting = Semaphore(0)
passed_on, too_late = [], []


def pass_on(ours, to_the_one_before):
    ours.settimeout(seconds_left())
    waiting.release()
    try:
        if ours.recv(1) == b"!":
            to_the_one_before.sendall(b"!")
            passed_on.append("once more")
    except socket.timeout:
        too_late.append("once more")


def observe():
    pairs = [socket.socketpair() for _ in range(WAITS + 1)]
    threads = [Thread(target=pass_on, args=(pairs[i + 1][0], pairs[i][1])) for i in range(WAITS)]
    for thread in threads:
        thread.start()
    begun = sum(waiting.acquire(timeout=seconds_left()) for _ in threads)
    pairs[WAITS][1].sendall(b"!")
    for thread in threads:
        thread.join()
    if begun < WAITS or too_late:
        raise Undecided("the threads had not come to wait when time was up")
    return {"overlapped": len(passed_on) == WAITS, "waits": WAITS}


if __name__ == "__main__":
    show(observe)
