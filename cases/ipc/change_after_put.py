"""An object that is changed right after Queue.put can arrive changed.

put() lays the object itself into a buffer, and a thread of the queue pickles it when it gets
to it: what arrives is what the object is by then.  Usually the thread is quick, so this shows
now and then.  Here the object lets itself be pickled in that thread only after it was changed.
SimpleQueue pickles within put().
"""
import threading
from multiprocessing import Pipe, Process, Queue, SimpleQueue

from cases._patience import join, receive, seconds_left
from cases._show import Undecided, show

SEEN = ["https://github.com/python/cpython/issues/109554"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L84-L94",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L255-L271",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L389-L397",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {}, "sees": {"queue": "changed", "simple_queue": "as put"},
     "because": "one queue pickles in a thread after put has returned, the other within put"},
]
changed = threading.Event()


class Box:
    state = "as put"

    def __getstate__(self):
        if threading.current_thread() is not threading.main_thread():
            if not changed.wait(seconds_left()):
                raise Undecided("the main thread had not come back from put when time was up")
        return {"state": self.state}


def send_states(queues, writer):
    writer.send([queue.get().state for queue in queues])


def observe():
    queues, (reader, writer) = [Queue(), SimpleQueue()], Pipe(duplex=False)
    child = Process(target=send_states, args=(queues, writer), daemon=True)
    child.start()
    for queue in queues:
        changed.clear()
        box = Box()
        queue.put(box)
        box.state = "changed"
        changed.set()
    first, second = receive(reader)
    join(child)
    return {"queue": first, "simple_queue": second}


if __name__ == "__main__":
    show(observe)
