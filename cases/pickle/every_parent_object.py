"""A spawned child is sent its target and arguments, never all of the parent's objects.

What is pickled is the Process object: the target's name, the arguments, the process's own
name and key.  All else the child makes for itself, by importing the main module anew.  So a
global that no pickle could hold does no harm, as long as it is not handed over.  The
article's sentence, taken at its word, says that it does; process.globals_not_sent tests what
else it says, that every object arrives.
"""
import pickle
import threading
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = "Where fork is imitated, all Python objects of the parent are pickled and sent to the child."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/"
    "popen_spawn_posix.py#L38-L48",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": ["spawn", "forkserver"]},
     "sees": {"unpicklable_global_is_fatal": True}},
]
EXPECT = [
    {"when": {}, "sees": {"unpicklable_global_is_fatal": False, "global_can_be_pickled": False},
     "because": "the target and its arguments are all that is sent"},
]
lock = threading.Lock()


def runs(child):
    try:
        child.start()
    except Exception:
        return False
    return join(child) == 0


def can_be_pickled(thing):
    try:
        return bool(pickle.dumps(thing))
    except Exception:
        return False


def observe():
    child = Process(target=print, args=("hello",), daemon=True)
    return {"unpicklable_global_is_fatal": not runs(child),
            "global_can_be_pickled": can_be_pickled(lock)}


if __name__ == "__main__":
    show(observe)
