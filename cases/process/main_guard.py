"""Without its guard a program that starts processes fails under spawn and forkserver.

Such a child imports the program to find the function that it has to run.  What stands
outside the guard then runs again in the child, start() included, which a child that is not
yet set up refuses with a RuntimeError.  A forked child imports nothing.  One program of the
article has no guard, its master: see managers.unguarded_master.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SAYS = "Its programs with Process, Pool and Queue have a guard, and it does not say what for."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/spawn.py#L138-L157",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"with_guard": "runs"}}]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"without_guard": "runs", "with_guard": "runs"},
     "because": "a forked child has the function already and imports nothing"},
    {"when": {}, "sees": {"without_guard": "error", "with_guard": "runs"},
     "because": "the child imports the program, which starts a process while it is imported"},
]

PROGRAM = """
import multiprocessing, sys

def work():
    print("worked")

%s
    multiprocessing.set_start_method("%s", force=True)
    process = multiprocessing.Process(target=work)
    process.start()
    process.join()
    sys.exit(process.exitcode)
"""


def outcome(guard):
    ended = run_inner(PROGRAM % (guard, get_start_method()))
    if ended.status == 0 and ended.out.count("worked") == 1:
        return "runs"
    return "error" if "RuntimeError" in ended.err else "other"  # it ended, but in no known way


def observe():
    return {"without_guard": outcome("if True:"),
            "with_guard": outcome("if __name__ == '__main__':")}


if __name__ == "__main__":
    show(observe)
