"""A child process, too, starts with one thread named MainThread, however it was made.

spawn and forkserver start a new interpreter, or a copy of one that has a single thread.  A
fork copies the thread that called it and no other.  So a child does not have the threads
that its parent had started.
"""
from multiprocessing import Pipe, Process
import threading

from cases._show import show

SAYS = "Every process starts with one thread; it is called the main thread, MainThread."
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.main_thread",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/os.html#os.fork",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"threads": 1, "name": "MainThread"}}]
EXPECT = [
    {"when": {}, "sees": {"threads": 1, "name": "MainThread"},
     "because": "a new interpreter has one thread, and a fork copies only the thread that calls"},
]


def child(line):
    line.send({"threads": threading.active_count(), "name": threading.current_thread().name})


def observe():
    ours, theirs = Pipe()
    process = Process(target=child, args=(theirs,), daemon=True)
    process.start()
    if not ours.poll(20):
        return {"undecided": "the child did not answer in time"}
    answer = ours.recv()
    process.join(20)
    return answer


if __name__ == "__main__":
    show(observe)
