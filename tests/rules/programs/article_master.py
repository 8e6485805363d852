"""The master of the article: lambdas, text for a key, no guard."""
import queue
from multiprocessing.managers import BaseManager

task_queue = queue.Queue()
result_queue = queue.Queue()


class QueueManager(BaseManager):
    pass


QueueManager.register("get_task_queue", callable=lambda: task_queue)  # finds: CFK701
QueueManager.register("get_result_queue", callable=lambda: result_queue)  # finds: CFK701
manager = QueueManager(address=("", 5000), authkey="abc")  # finds: CFK702, CFK703
manager.start()  # finds: CFK103
tasks = manager.get_task_queue()
tasks.put(1)
manager.shutdown()
