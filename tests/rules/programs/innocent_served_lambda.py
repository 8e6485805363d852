"""A server that serves in its own process may have lambdas, and any address."""
import queue
from multiprocessing.managers import BaseManager

tasks = queue.Queue()


class QueueManager(BaseManager):
    pass


QueueManager.register("get_tasks", callable=lambda: tasks)

if __name__ == "__main__":
    QueueManager(address=("", 5000), authkey=b"abc").get_server().serve_forever()
