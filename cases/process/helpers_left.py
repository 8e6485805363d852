"""After the last join a child is still there under spawn and forkserver: a helper of Python's.

The first spawned child comes with a process that tracks semaphores and shared memory, the
first of the fork server with that and the server.  Both stay until the program ends.  So
os.wait(), called until there are no more children, returns one for each child and then waits
for ever; after fork it raises ChildProcessError.
"""
import os
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SEEN = ["https://github.com/ZivaVatra/flac2all/pull/73"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/os.html#os.waitpid",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/popen_spawn_posix.py"
    "#L38-L60",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/forkserver.py#L106-L116",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "fork"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"exit_code": 0, "child_left": False},
     "because": "fork needs no helper: the only child was the one that was joined"},
    {"when": {}, "sees": {"exit_code": 0, "child_left": True},
     "because": "the tracker, and under forkserver the server, are children that stay"},
]


def child_left():
    """Tell whether a child is there that has not ended: one for which os.wait() would wait."""
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def observe():
    if child_left():
        return {"undecided": "there was a child before the first one was started"}
    child = Process(target=int, daemon=True)
    child.start()
    return {"exit_code": join(child), "child_left": child_left()}


if __name__ == "__main__":
    show(observe)
