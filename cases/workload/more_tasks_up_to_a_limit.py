"""More tasks that wait overlap more of their waiting, but only up to a limit.

Here a pool has six threads.  Three tasks wait at once, six do, and of twelve six: the others
are not begun.  A program sets such a limit so as not to meet the others: every waiting task
keeps memory and an open file or a connection, of which a process may have so many, and what
it waits for does not get faster either.
"""
import threading
from concurrent.futures import ThreadPoolExecutor

from cases._show import PACE, Undecided, show

SAYS = "For I/O-bound work more tasks use the processor better, up to a limit."
DOCS = [
    "https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor",
    "https://docs.python.org/3/library/resource.html#resource.RLIMIT_NOFILE",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"more_wait_at_once": True, "up_to_a_limit": True}}]
EXPECT = [
    {"when": {}, "sees": {"more_wait_at_once": True, "up_to_a_limit": True,
                          "at_once": {"3": 3, "6": 6, "12": 6}},
     "because": "a thread of the pool takes the next task when it is done with one"},
]
LIMIT = 6
PATIENCE = 20 * PACE  # seconds for what has to happen
GRACE = 0.3    # seconds for what must not: a task more begins


def wait_at_once(tasks):
    waiting, may_end = threading.Semaphore(0), threading.Event()

    def task():
        waiting.release()
        may_end.wait(2 * PATIENCE)

    with ThreadPoolExecutor(LIMIT) as pool:
        for _ in range(tasks):
            pool.submit(task)
        at_once = 0
        while waiting.acquire(timeout=PATIENCE if at_once < min(tasks, LIMIT) else GRACE):
            at_once += 1
        may_end.set()
    if at_once < min(tasks, LIMIT):
        raise Undecided("the tasks had not begun when time was up")
    return at_once


def observe():
    few, more, many = wait_at_once(3), wait_at_once(LIMIT), wait_at_once(12)
    return {"more_wait_at_once": few < more, "up_to_a_limit": many < 12,
            "at_once": {"3": few, "6": more, "12": many}}


if __name__ == "__main__":
    show(observe)
