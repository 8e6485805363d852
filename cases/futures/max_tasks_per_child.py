"""max_tasks_per_child is refused before 3.11 and under fork, and used to stop the executor.

A worker that has done its number of tasks leaves.  The executor counted tasks that were done
for free workers, and started no other.  Repaired in 3.13.15, 3.14.7 and 3.15.0.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/115634"]
DOCS = ["https://docs.python.org/3/library/concurrent.futures.html#processpoolexecutor",
        "https://docs.python.org/3.14/whatsnew/changelog.html#python-3-14-7-final",
        "https://github.com/python/cpython/pull/152928"]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {"python": "<3.11"}, "sees": {"executor": "TypeError"},
     "because": "the parameter is new in 3.11"},
    {"when": {"start_method": "fork"}, "sees": {"executor": "ValueError"},
     "because": "a worker forked later would be forked beside threads"},
    {"when": {"python": ">=3.14.7", "implementation": "cpython"},
     "sees": {"executor": "answers"}, "because": "a worker that leaves is replaced"},
    {"when": {"python": ">=3.13.15,<3.14", "implementation": "cpython"},
     "sees": {"executor": "answers"}, "because": "a worker that leaves is replaced"},
    {"when": {}, "sees": {"executor": "waits"},
     "because": "no worker is left, and a task that was done counts as a free one"},
]
PROGRAM = """
import multiprocessing, os, sys, time, traceback
from concurrent import futures

def stuck():  # the executor waits for a message, and has no worker that could send one
    stacks = [traceback.extract_stack(frame) for frame in sys._current_frames().values()]
    waits = any(f.name == "wait_result_broken_or_wakeup" for stack in stacks for f in stack)
    return waits and not multiprocessing.active_children()

if __name__ == "__main__":
    multiprocessing.set_start_method("%s")
    ready, context, looks = multiprocessing.Event(), multiprocessing.get_context(), 0
    with futures.ProcessPoolExecutor(1, context, ready.wait, max_tasks_per_child=2) as executor:
        asked = [executor.submit(abs, n) for n in range(4)]
        ready.set()
        while not all(future.done() for future in asked):
            time.sleep(0.1)
            looks = looks + 1 if stuck() else 0
            if looks == 10:
                print("waits", flush=True)
                os._exit(0)
    print("answers")
"""


def observe():
    ended = run_inner(PROGRAM % get_start_method())
    return {"executor": (ended.out or ended.err).splitlines()[-1].split(":")[0]}


if __name__ == "__main__":
    show(observe)
