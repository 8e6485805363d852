"""The master's own queue object never sees what workers put: the queue lives in the server.

start() runs the server in a child process.  The registered function is called there and
returns that process's queue: a copy, where it was forked, or a new one, where the module
was imported anew.  The master has to take a proxy, as the workers do.  Its own queue object
is the served one only if the master itself runs get_server().serve_forever().
"""
import queue
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html"
    "#multiprocessing.managers.BaseManager.start",
    "https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "sockets"]
ARTICLE = []
EXPECT = [
    {"when": {}, "sees": {"masters_own_queue_sees_it": False, "proxy_sees_it": True},
     "because": "the registered function runs in the server, on that process's queue"},
]
tasks = queue.Queue()


class QueueManager(BaseManager):
    pass


def get_tasks():
    return tasks


QueueManager.register("get_tasks", callable=get_tasks)


def observe():
    with QueueManager(address=("127.0.0.1", 0), authkey=b"abc") as server:
        server.get_tasks().put("task")
        return {"masters_own_queue_sees_it": not tasks.empty(),
                "proxy_sees_it": not server.get_tasks().empty()}


if __name__ == "__main__":
    show(observe)
