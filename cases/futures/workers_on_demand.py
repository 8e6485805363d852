"""After one task an executor has all its workers under fork, but one under spawn, since 3.9.

Until 3.8 it started all of them with the first task.  Since 3.9 it starts one if none is
free.  But to fork beside its own threads is dangerous, so since 3.9.13 and 3.10.5 it forks
all of them before it has any thread, as it used to.
"""
import multiprocessing
from concurrent import futures

from cases._patience import outcome
from cases._show import show

SEEN = ["https://github.com/python/cpython/pull/91598"]
DOCS = [
    "https://docs.python.org/3/whatsnew/3.9.html#concurrent-futures",
    "https://github.com/python/cpython/issues/90622",
    "https://docs.python.org/release/3.9.13/whatsnew/changelog.html#python-3-9-13-final",
    "https://docs.python.org/release/3.10.5/whatsnew/changelog.html#python-3-10-5-final",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/concurrent/futures/process.py#L756-L779",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {"python": "<3.9"}, "sees": {"workers": 3},
     "because": "all workers are started with the first task"},
    {"when": {"start_method": ["spawn", "forkserver"]}, "sees": {"workers": 1},
     "because": "a worker is started where a task finds none free"},
    {"when": {"python": ">=3.10,<3.10.5"}, "sees": {"workers": 1},
     "because": "a worker is started where a task finds none free, under every method"},
    {"when": {"python": "<3.9.13"}, "sees": {"workers": 1},
     "because": "a worker is started where a task finds none free, under every method"},
    {"when": {}, "sees": {"workers": 3},
     "because": "forking later, beside threads, can leave a child that hangs"},
]


def observe():
    with futures.ProcessPoolExecutor(3) as executor:
        outcome(executor.submit(int))
        return {"workers": len(multiprocessing.active_children())}


if __name__ == "__main__":
    show(observe)
