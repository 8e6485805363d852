# The master of the article, with the two repairs that Python 3 asks for: bytes and an address.
import queue
import random
from multiprocessing.managers import BaseManager

task_queue = queue.Queue()
result_queue = queue.Queue()


class QueueManager(BaseManager):
    pass


QueueManager.register("get_task_queue", callable=lambda: task_queue)
QueueManager.register("get_result_queue", callable=lambda: result_queue)
manager = QueueManager(address=("127.0.0.1", 0), authkey=b"abc")
manager.start()
task = manager.get_task_queue()
for i in range(10):
    n = random.randint(0, 10000)
    print("Put task %d..." % n)
    task.put(n)
manager.shutdown()
print("master exit.")
