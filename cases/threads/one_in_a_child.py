"""A child process, too, starts with one thread named MainThread, however it was made.

spawn and forkserver start a new interpreter, or a copy of one that has a single thread.  A
fork copies the thread that called it and no other.  So a child does not have the threads
that its parent had started: here the parent has two, and the child one.
"""
from multiprocessing import Pipe, Process
import threading

from cases._patience import join, receive, seconds_left
from cases._show import show

SAYS = "Every process starts with one thread; it is called the main thread, MainThread."
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.main_thread",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/os.html#os.fork",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "threads"]
ARTICLE = [{"when": {}, "sees": {"threads": 1, "name": "MainThread"}}]
EXPECT = [
    {"when": {}, "sees": {"threads": 1, "name": "MainThread", "parent_threads": 2},
     "because": "a new interpreter has one thread, and a fork copies only the thread that calls"},
]


def child(line):
    line.send({"threads": threading.active_count(), "name": threading.current_thread().name})


def observe():
    ours, theirs = Pipe()
    over = threading.Event()
    threading.Thread(target=over.wait, args=(seconds_left(),)).start()
    parent_threads = threading.active_count()
    process = Process(target=child, args=(theirs,), daemon=True)
    process.start()
    try:
        answer = receive(ours)
    finally:
        over.set()
    join(process)
    return dict(answer, parent_threads=parent_threads)


if __name__ == "__main__":
    show(observe)
