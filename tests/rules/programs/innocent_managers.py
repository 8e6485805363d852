"""The master, mended."""
import queue
from multiprocessing.managers import BaseManager

task_queue = queue.Queue()


def get_task_queue():
    return task_queue


class QueueManager(BaseManager):
    pass


QueueManager.register("get_task_queue", callable=get_task_queue)

if __name__ == "__main__":
    manager = QueueManager(address=("127.0.0.1", 5000), authkey=b"abc")
    manager.start()
    manager.get_task_queue().put(1)
    manager.shutdown()
