"""Queue.empty() right after put() can still be True.

put() hands the object to a thread of the queue, which pickles it and writes it into a pipe;
empty() asks the pipe.  Usually the thread is quick, so this shows now and then.  Here the
object lets itself be pickled only when empty() has been asked.  A SimpleQueue has no thread.
"""
import threading
from multiprocessing import Queue, SimpleQueue

from cases._patience import seconds_left, take
from cases._show import show

SEEN = [
    "https://github.com/eth-easl/modyn/issues/106",
    "https://github.com/python/cpython/issues/142837",
    "https://github.com/deepspeedai/DeepSpeedExamples/pull/898",
]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L126-L127",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L255-L271",
]
NEEDS = ["threads", "semaphores"]
EXPECT = [
    {"when": {}, "sees": {"queue_empty": True, "arrives": True, "simple_queue_empty": False},
     "because": "the object is in the pipe only when a thread, or put itself, has pickled it"},
]
asked = threading.Event()


class Slow:
    """An object that is pickled late, by whatever thread but the main one."""

    def __reduce__(self):
        if threading.current_thread() is not threading.main_thread():
            asked.wait(seconds_left())
        return str, ("arrived",)


def observe():
    queue, simple_queue = Queue(), SimpleQueue()
    queue.put(Slow())
    empty = queue.empty()
    asked.set()
    arrived = take(queue) == "arrived"
    simple_queue.put(Slow())
    return {"queue_empty": empty, "arrives": arrived, "simple_queue_empty": simple_queue.empty()}


if __name__ == "__main__":
    show(observe)
