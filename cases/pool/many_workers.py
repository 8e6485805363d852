"""A pool of 70 works, except on Windows from 3.8 to 3.12, where it never comes to an end.

Since 3.8 a thread of the pool waits for all workers at once.  Windows lets a thread wait for
64 things; Python allowed 63 and raised ValueError, in that thread, where no caller sees it.
The tasks are still done, but nobody is left to end the pool.  Since 3.13 Python waits in
batches.  ProcessPoolExecutor refuses more than 61 workers on Windows instead.
"""
import multiprocessing
import threading

from cases._show import show

SAYS = "The default size of a pool can be changed to any other number."
DOCS = [
    "https://github.com/python/cpython/issues/89240",
    "https://github.com/python/cpython/pull/107873",
    "https://github.com/python/cpython/blob/v3.12.1/Lib/multiprocessing/pool.py#L498-L522",
    "https://docs.python.org/3/library/concurrent.futures.html#processpoolexecutor",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
DEADLINE = 120
ARTICLE = [{"when": {}, "sees": {"workers_70": "works"}}]
EXPECT = [
    {"when": {"os": "windows", "python": ">=3.8,<3.13"}, "sees": {"workers_70": "stuck"},
     "because": "waiting for 70 workers fails in the thread that would have to end the pool"},
    {"when": {}, "sees": {"workers_70": "works"},
     "because": "the pool polls its workers (3.7), or can wait for as many as there are"},
]
PATIENCE = 15  # seconds to end a pool in; killing 70 processes takes one or two


def observe():
    try:
        pool = multiprocessing.Pool(70)
    except ValueError:
        return {"workers_70": "refused"}
    pool.map(abs, range(70))
    ending = threading.Thread(target=pool.terminate, daemon=True)
    ending.start()
    ending.join(PATIENCE)
    return {"workers_70": "stuck" if ending.is_alive() else "works"}


if __name__ == "__main__":
    show(observe)
