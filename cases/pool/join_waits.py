"""After close(), Pool.join() waits until every task is done and every worker has ended.

close() lets the workers end once the queue is empty, join() waits for that.  Without
close() they would never end, and join() refuses to wait.  It hands over no results and
raises no task's exception: those come from AsyncResult.get().
"""
import multiprocessing
import time

from cases._show import show

SAYS = "join() makes the main process wait until all tasks of the pool are done."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.join",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.AsyncResult.ready",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"all_done": True}}]
EXPECT = [
    {"when": {}, "sees": {"all_done": True, "workers_left": 0},
     "because": "join() waits for the workers, and these end only when no task is left"},
]
TASKS = 4


def observe():
    pool = multiprocessing.Pool(2)
    results = [pool.apply_async(time.sleep, (0.3,)) for _ in range(TASKS)]
    pool.close()
    if all(result.ready() for result in results):
        return {"undecided": "the tasks were done before join() was called"}
    pool.join()
    return {"all_done": all(result.ready() for result in results),
            "workers_left": len(multiprocessing.active_children())}


if __name__ == "__main__":
    show(observe)
