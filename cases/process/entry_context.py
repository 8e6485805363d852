"""Under spawn and forkserver the program must be a file; -c and standard input fail.

Such a child imports the parent's program anew.  It knows a file's path or a module's name;
a program given with -c has neither, and one from standard input is called <stdin>, which
no child can open.  A forked child has the program in its memory.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#using-a-pool-of-workers",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/spawn.py#L190-L202",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {"start_method": "fork"},
     "sees": {"file": "runs", "command": "runs", "stdin": "runs"},
     "because": "a forked child imports nothing"},
    {"when": {}, "sees": {"file": "runs", "command": "error", "stdin": "error"},
     "because": "__main__ has to be importable by the child, and only the file is"},
]

PROGRAM = """
import multiprocessing, sys

def work():
    print("worked")

if __name__ == "__main__":
    multiprocessing.set_start_method("%s")
    process = multiprocessing.Process(target=work)
    process.start()
    process.join()
    sys.exit(process.exitcode)
"""


def outcome(entry):
    ended = run_inner(PROGRAM % get_start_method(), entry=entry)
    if ended.status == 0:
        return "runs" if "worked" in ended.out else "other"
    return "error" if "Error" in ended.err else "other"


def observe():
    return {entry: outcome(entry) for entry in ("file", "command", "stdin")}


if __name__ == "__main__":
    show(observe)
