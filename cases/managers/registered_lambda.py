"""A manager that has a lambda registered starts under fork only.

start() runs the server in a child process and hands it the table of what was registered.
A forked child has the table in its memory.  For any other child the table is pickled, each
callable by its name, and a lambda cannot be found by its name.  So the article's master, once
its key is of bytes (text_authkey ends it before), runs only where fork is the default: not on
Windows, not on macOS since 3.8, not on Linux since 3.14.
"""
import queue
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = "Queues are put on the network by registering lambdas, then the manager is started."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/managers.py#L557-L566",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"starts": True, "error": "none"}}]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True, "error": "none"},
     "because": "the forked server has the table of callables in its memory"},
    {"when": {}, "sees": {"starts": False, "error": "PicklingError"},
     "because": "the table is pickled, and no module has anything named <lambda>"},
]
tasks = queue.Queue()


class QueueManager(BaseManager):
    pass


QueueManager.register("get_tasks", callable=lambda: tasks)


def observe():
    manager = QueueManager(address=("127.0.0.1", 0), authkey=b"abc")
    try:
        manager.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    manager.shutdown()
    return {"starts": True, "error": "none"}


if __name__ == "__main__":
    show(observe)
