"""A manager's process outlives a main process that SIGTERM ends, but not one ended by Ctrl-C.

The server is no daemon thread of its program, but a process that serves until it is told to
stop.  A main process that leaves in order tells it so, and Ctrl-C is an exception that lets it.
By default SIGTERM ends a process on the spot, as SIGKILL does, and then nobody tells the server.
Since 3.8 the server ignores Ctrl-C, which a terminal sends to all processes of a program.
"""
import os
import signal
from multiprocessing import get_start_method

from cases._orphans import outlive_main
from cases._show import show

SEEN = ["https://github.com/pypy/pypy/issues/4995"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.managers.BaseManager",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/managers.py#L579-L595",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/managers.py#L659-L689",
    "https://man7.org/linux/man-pages/man7/signal.7.html#DESCRIPTION",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["fork", "sockets"]
EXPECT = [
    {"when": {}, "sees": {"after_sigterm": True, "after_ctrl_c": False},
     "because": "only a main process that leaves in order tells the server to stop"},
]
PROGRAM = """
import sys, threading
from multiprocessing import managers, set_start_method

def call_us(port):
    threading.Thread(target=stay, args=("server", port), daemon=True).start()

if __name__ == "__main__":
    set_start_method(sys.argv[1])
    manager = managers.SyncManager()
    manager.start(call_us, (sys.argv[2],))
    stay("main", sys.argv[2])
"""


def terminate(pid):
    os.kill(pid, signal.SIGTERM)


def press_ctrl_c(pid):
    os.killpg(pid, signal.SIGINT)


def outlives(end):
    return outlive_main(PROGRAM, ["server"], get_start_method(), end=end)["server"]


def observe():
    return {"after_sigterm": outlives(terminate), "after_ctrl_c": outlives(press_ctrl_c)}


if __name__ == "__main__":
    show(observe)
