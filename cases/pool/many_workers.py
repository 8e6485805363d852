"""A pool of 70 works, except on Windows from 3.8 to 3.12, where it never comes to an end.

Since 3.8 a thread of the pool waits for all workers at once.  Windows lets a thread wait for
64 things; Python allowed 63 and raised ValueError, in that thread, where no caller sees it.
The tasks are still done, but nobody is left to end the pool.  Since 3.13 Python waits in
batches.  It is no matter of the start method, so this takes the default.
"""
import multiprocessing
import threading
import time

from cases._show import PACE, show

SAYS = "The default size of a pool can be changed to any other number."
DOCS = [
    "https://github.com/python/cpython/issues/89240",
    "https://github.com/python/cpython/pull/107873",
    "https://github.com/python/cpython/blob/v3.12.1/Lib/multiprocessing/pool.py#L498-L522",
    "https://docs.python.org/3/library/threading.html#threading.excepthook",
]
NEEDS = ["processes", "semaphores"]
DEADLINE = 120
ARTICLE = [{"when": {}, "sees": {"workers_70": "works"}}]
EXPECT = [
    {"when": {"os": "windows", "python": ">=3.8,<3.13"}, "sees": {"workers_70": "stuck"},
     "because": "waiting for 70 workers fails in the thread that would have to end the pool"},
    {"when": {}, "sees": {"workers_70": "works"},
     "because": "the pool polls its workers (3.7), or can wait for as many as there are"},
]
PATIENCE = 100 * PACE  # seconds: to start 70 processes takes 40 under Wine
GRACE = 2       # seconds for what cannot be: that a pool ends whose thread has failed
failed = threading.Event()


def observe():
    threading.excepthook = lambda failure: failed.set()  # a thread's last words, since 3.8
    until = time.monotonic() + PATIENCE
    pool = multiprocessing.Pool(70)
    tasks = pool.map_async(abs, range(70))
    tasks.wait(PATIENCE)
    ending = threading.Thread(target=pool.terminate, daemon=True)
    ending.start()
    while ending.is_alive() and not failed.is_set() and time.monotonic() < until:
        ending.join(0.1)
    ending.join(GRACE)
    if tasks.ready() and not ending.is_alive():
        return {"workers_70": "works"}
    return {"workers_70": "stuck"} if failed.is_set() else {"undecided": "the machine is too slow"}


if __name__ == "__main__":
    show(observe)
