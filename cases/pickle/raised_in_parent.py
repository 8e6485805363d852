"""What cannot be pickled makes start() raise in the parent; on Windows the child fails as well.

The parent pickles.  On Unix it has done so before it asks for a process, so nothing else
happens.  On Windows the process is there first, waiting for its orders; it finds a message
cut short and ends with a traceback of its own, often an EOFError, that is only the echo:
the cause stands in the parent's.
"""
import multiprocessing

from cases._inner import run_inner
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/"
    "popen_spawn_posix.py#L38-L62",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/"
    "popen_spawn_win32.py#L73-L97",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/"
    "popen_forkserver.py#L40-L53",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"raised_in": "nowhere", "child_ran": True},
     "because": "nothing is pickled"},
    {"when": {"os": "windows"}, "sees": {"raised_in": "parent", "child_fails_too": True},
     "because": "the child is started before the target is pickled, and then gets no target"},
    {"when": {}, "sees": {"raised_in": "parent", "child_fails_too": False},
     "because": "the target is pickled before a child is started"},
]
PROGRAM = """
import multiprocessing, sys

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    child = multiprocessing.Process(target=lambda: print("the child ran"))
    try:
        child.start()
        child.join()
    except Exception:
        print("the parent raised")
"""


def observe():
    ended = run_inner(PROGRAM, multiprocessing.get_start_method())
    child_fails = "Traceback" in ended.err  # the parent caught its own
    raised_in = "child" if child_fails else "nowhere" if ended.status == 0 else "lost"
    if "the parent raised" in ended.out:
        raised_in = "parent"
    return {"raised_in": raised_in, "child_fails_too": child_fails,
            "child_ran": "the child ran" in ended.out}


if __name__ == "__main__":
    show(observe)
