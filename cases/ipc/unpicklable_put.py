"""Queue.put of what cannot be pickled succeeds, and nothing arrives.

put() only lays the object into a buffer.  A thread of the queue pickles it later: when that
fails it prints the error to sys.stderr and goes on to the next object, so whoever waits for
this one waits for ever.  SimpleQueue has no such thread: its put() pickles, and raises.
"""
import contextlib
import io
from multiprocessing import Pipe, Process, Queue, SimpleQueue

from cases._patience import join, receive
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/84376"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L84-L94",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L255-L299",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/queues.py#L389-L397",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {}, "sees": {"put": "accepted", "arrives": False, "prints": "PicklingError",
                          "simple_put": "PicklingError"},
     "because": "one queue pickles in a thread after put has returned, the other within put"},
]
UNPICKLABLE = [lambda: None]  # no module has anything named <lambda>


def put_into(queue):
    try:
        queue.put(UNPICKLABLE)
    except Exception as error:
        return type(error).__name__
    return "accepted"


def send_first(queue, writer):
    writer.send(queue.get())


def observe():
    queue, (reader, writer) = Queue(), Pipe(duplex=False)
    child = Process(target=send_first, args=(queue, writer), daemon=True)
    child.start()
    with contextlib.redirect_stderr(io.StringIO()) as printed:
        put = put_into(queue)
        queue.put("the next")
        first = receive(reader)
    join(child)
    return {"put": put, "arrives": first != "the next", "simple_put": put_into(SimpleQueue()),
            "prints": "PicklingError" if "PicklingError" in printed.getvalue() else "nothing"}


if __name__ == "__main__":
    show(observe)
