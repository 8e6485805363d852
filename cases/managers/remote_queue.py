"""A queue in a manager's server can be filled and emptied by other processes over the network.

The server holds the queues.  Whoever knows its address and key gets proxies, which send each
call there and bring back its result.  Master and worker both are such clients.
"""
import queue
from multiprocessing import Process
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = "A queue registered with a manager can be used from another process over the network."
DOCS = ["https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager"]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"results_right": True, "tasks": 10}}]
EXPECT = [{"when": {}, "sees": {"results_right": True, "tasks": 10},
           "because": "master and worker call the same queues through proxies"}]
PATIENCE = 20  # seconds; the worker needs far less than one
tasks, results = queue.Queue(), queue.Queue()


class QueueManager(BaseManager):
    pass


def get_tasks():
    return tasks


def get_results():
    return results


QueueManager.register("get_tasks", callable=get_tasks)
QueueManager.register("get_results", callable=get_results)


def work(address):
    server = QueueManager(address=address, authkey=b"abc")
    server.connect()
    todo, done = server.get_tasks(), server.get_results()
    for _ in range(10):
        n = todo.get(timeout=PATIENCE)
        done.put(n * n)


def observe():
    with QueueManager(address=("127.0.0.1", 0), authkey=b"abc") as server:
        worker = Process(target=work, args=(server.address,), daemon=True)
        worker.start()
        todo, done = server.get_tasks(), server.get_results()
        for n in range(10):
            todo.put(n)
        got = [done.get(timeout=PATIENCE) for _ in range(10)]
        worker.join(PATIENCE)
    return {"results_right": got == [n * n for n in range(10)], "tasks": len(got)}


if __name__ == "__main__":
    show(observe)
