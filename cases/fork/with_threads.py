"""os.fork copies only the thread that calls it; since 3.12 CPython warns of other threads.

The child has all of the memory, and in it whatever state the other threads had reached,
but nobody to go on from there: what they had half done stays half done.  The system has
always been like this; the warning came when people met the deadlocks more often.
"""
import os
import threading
import warnings

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    "https://github.com/python/cpython/issues/100228",
    "https://man7.org/linux/man-pages/man2/fork.2.html#DESCRIPTION",
]
NEEDS = ["fork", "threads"]
ARTICLE = []
EXPECT = [
    {"when": {"python": "<3.12"},
     "sees": {"warns": "none", "threads_in_child": 1, "threads_in_parent": 2},
     "because": "the warning is new in 3.12; fork has always left the other threads out"},
    {"when": {"implementation": "cpython"},
     "sees": {"warns": "DeprecationWarning", "threads_in_child": 1, "threads_in_parent": 2},
     "because": "os.fork counts the system's threads, of which there are two"},
]


def fork_and_count():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"%d" % threading.active_count())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reader, 1000))


def observe():
    finish = threading.Event()
    threading.Thread(target=finish.wait, daemon=True).start()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            in_child = fork_and_count()
        in_parent = threading.active_count()
    finally:
        finish.set()
    return {"warns": caught[0].category.__name__ if caught else "none",
            "threads_in_child": in_child, "threads_in_parent": in_parent}


if __name__ == "__main__":
    show(observe)
