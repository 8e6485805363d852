"""A Pool in a program without a guard answers under fork; elsewhere its workers die for ever.

A worker that was not forked imports the program, comes to the pool itself, and dies of a
RuntimeError.  The pool puts another in its place, and map waits.  From 3.13.8 and 3.14.1 on
the fork server imports the program and dies, and Pool() fails; in 3.15 the server lives on.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/simon-r/dr14_t.meter/issues/93"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L333-L344",
    "https://github.com/python/cpython/issues/126631",
    "https://github.com/python/cpython/issues/141860",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"pool": "answers"},
     "because": "a forked worker has the program already and imports nothing"},
    {"when": {"start_method": "forkserver", "implementation": "cpython",
              "python": ">=3.14.1,<3.15"},
     "sees": {"pool": "fails"}, "because": "the fork server dies of importing the program"},
    {"when": {"start_method": "forkserver", "implementation": "cpython",
              "python": ">=3.13.8,<3.14"},
     "sees": {"pool": "fails"}, "because": "the fork server dies of importing the program"},
    {"when": {}, "sees": {"pool": "workers die"},
     "because": "each worker dies of importing the program, and the pool starts another"},
]
PROGRAM = """
import multiprocessing, os, threading, time

def watch():
    seen = set()
    while len(seen) < 3:  # of a pool of one: two have died
        time.sleep(0.005)
        seen |= {worker.pid for worker in multiprocessing.active_children()}
    print("workers die", flush=True)
    os._exit(0)

if __name__ == "__main__":
    threading.Thread(target=watch, daemon=True).start()
multiprocessing.set_start_method("%s", force=True)
pool = multiprocessing.Pool(1)
pool.map(abs, [-1])
print("answers")
pool.terminate()
"""


def observe():
    ended = run_inner(PROGRAM % get_start_method())
    return {"pool": ended.out.strip() or ("fails" if ended.status == 1 else "other")}


if __name__ == "__main__":
    show(observe)
