"""What stands outside the guard runs again in every spawned child, and never in a forked one.

A child of the fork server runs it too, if the program is not loaded in that server already.
The server was meant to load it, once for all of its children, and for eleven years did not:
a parameter had been given another name.  Since 3.13.8 and 3.14.1 it does.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/126631",
        "https://github.com/python/cpython/issues/137996"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://github.com/python/cpython/issues/126631",
    "https://github.com/python/cpython/pull/138609",
    "https://github.com/python/cpython/blob/v3.14.8/Lib/multiprocessing/forkserver.py#L222-L231",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"children": 2, "top_level_runs": 1},
     "because": "a forked child imports nothing: the program's own run is the only one"},
    {"when": {"start_method": "forkserver", "implementation": "cpython",
              "python": [">=3.13.8,<3.14", ">=3.14.1"]},
     "sees": {"children": 2, "top_level_runs": 2},
     "because": "the server imports the program once, and its children find it there"},
    {"when": {}, "sees": {"children": 2, "top_level_runs": 3},
     "because": "each of the two children imports the program for itself"},
]

PROGRAM = """
import multiprocessing

print("top level", flush=True)

def work():
    print("worked", flush=True)

if __name__ == "__main__":
    multiprocessing.set_start_method("%s")
    for _ in range(2):
        child = multiprocessing.Process(target=work)
        child.start()
        child.join()
"""


def observe():
    out = run_inner(PROGRAM % get_start_method()).out
    return {"children": out.count("worked"), "top_level_runs": out.count("top level")}


if __name__ == "__main__":
    show(observe)
