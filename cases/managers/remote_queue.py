"""A queue in a manager's server can be filled and emptied by other processes over the network.

The server holds the queues, and proxies send each call there.  The worker here is another
program, which has registered the names alone: a server of its own has nothing to serve.
"""
import queue
from multiprocessing.managers import BaseManager

from cases._inner import run_inner
from cases._show import show

SAYS = "A queue registered with a manager can be used from another process over the network."
DOCS = ["https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager"]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"results_right": True, "tasks": 10}}]
EXPECT = [{"when": {}, "sees": {"results_right": True, "tasks": 10, "worker_has_queues": False},
           "because": "master and worker call the same queues through proxies"}]
WORKER = """
from multiprocessing.managers import BaseManager, RemoteError
BaseManager.register("get_tasks")
BaseManager.register("get_results")
if __name__ == "__main__":
    server = BaseManager(address=("127.0.0.1", %d), authkey=b"abc")
    server.connect()
    todo, done = server.get_tasks(), server.get_results()
    for _ in range(10):
        done.put(todo.get(block=False) ** 2)
    with BaseManager(address=("127.0.0.1", 0)) as own:
        try:
            print("has", own.get_tasks())
        except RemoteError:
            print("has none")
"""


def get_tasks(tasks=queue.Queue()):
    return tasks


def get_results(results=queue.Queue()):
    return results


BaseManager.register("get_tasks", callable=get_tasks)
BaseManager.register("get_results", callable=get_results)


def observe():
    with BaseManager(address=("127.0.0.1", 0), authkey=b"abc") as server:
        todo, done = server.get_tasks(), server.get_results()
        for n in range(10):
            todo.put(n)
        ended = run_inner(WORKER % server.address[1])
        got = [done.get(block=False) for _ in range(done.qsize())]
    return {"results_right": got == [n * n for n in range(10)], "tasks": len(got),
            "worker_has_queues": ended.out != "has none\n"}


if __name__ == "__main__":
    show(observe)
