"""Ctrl-C kills a Pool's workers: their tasks are lost, and who waits for them waits for ever.

A terminal sends it to all processes of the program.  In a worker it is a KeyboardInterrupt,
no Exception: the worker dies, and another takes its place, but not its task.  An executor's
worker lives on, and hands it back.  Whether the parent's wait ends is its own affair.
"""
import multiprocessing
import os
import signal
import tempfile
from concurrent import futures

from cases._patience import outcome, pause, result
from cases._show import show

SEEN = ["https://github.com/jupyter/jupyter_client/issues/498"]
DOCS = ["https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L124-L129",
        "https://github.com/python/cpython/issues/66587",
        "https://github.com/python/cpython/blob/v3.13.0/Lib/concurrent/futures/process.py#L254"]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores", "fork"]
EXPECT = [
    {"when": {}, "sees": {"task_done": False, "later_task_done": True,
                          "executor": "KeyboardInterrupt"},
     "because": "a pool catches each Exception of a task, an executor each BaseException"},
]


def task(path):
    open(path, "w").close()
    while True:
        pause()  # shortly, as a signal right before a sleep is handled only after it


def interrupt(path):
    while not os.path.exists(path):
        pause()
    for worker in multiprocessing.active_children():
        os.kill(worker.pid, signal.SIGINT)


def observe():
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("pool", "executor")]
        with multiprocessing.Pool(1) as pool:
            asked = pool.apply_async(task, paths[:1])
            interrupt(paths[0])
            later = result(pool.apply_async(abs, (-1,)))  # it is behind the other in the queue
            answer = {"later_task_done": later == 1, "task_done": asked.ready()}
        with futures.ProcessPoolExecutor(1) as executor:
            asked = executor.submit(task, paths[1])
            interrupt(paths[1])
            try:
                return dict(answer, executor=outcome(asked))
            except KeyboardInterrupt as error:
                return dict(answer, executor=type(error).__name__)


if __name__ == "__main__":
    show(observe)
