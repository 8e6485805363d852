"""A manager that has functions of the module registered starts under every start method.

start() hands the server, a child process, the table of what was registered.  A function at
the top of the module is pickled as its name, and the server finds it in the module that it
imports anew.  So the article's master runs everywhere once it has functions in place of
lambdas, a key of bytes (text_authkey) and a guard (unguarded_master).
"""
import queue
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#customized-managers",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "sockets"]
ARTICLE = []
EXPECT = [
    {"when": {}, "sees": {"starts": True, "error": "none", "queue_works": True},
     "because": "a function at the top of a module is pickled as a name that can be looked up"},
]
tasks = queue.Queue()


class QueueManager(BaseManager):
    pass


def get_tasks():
    return tasks


QueueManager.register("get_tasks", callable=get_tasks)


def observe():
    manager = QueueManager(address=("127.0.0.1", 0), authkey=b"abc")
    try:
        manager.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    with manager:
        manager.get_tasks().put("task")
        return {"starts": True, "error": "none",
                "queue_works": manager.get_tasks().get(block=False) == "task"}


if __name__ == "__main__":
    show(observe)
