"""What was printed into a pipe before os.fork can come out twice; multiprocessing flushes first.

Into a pipe or a file Python writes in blocks.  What still waits to be written is copied with
everything else, and each process writes it when it ends.  A terminal gets every line at once,
so there it is not seen.  multiprocessing flushes sys.stdout and sys.stderr before it forks.
"""
from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/135335"]
DOCS = [
    "https://docs.python.org/3/library/sys.html#sys.stdout",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/popen_fork.py#L16-L20",
    "https://man7.org/linux/man-pages/man3/exit.3.html#NOTES",
]
NEEDS = ["processes", "fork"]
EXPECT = [
    {"when": {}, "sees": {"os_fork": 2, "flushed_before": 1, "multiprocessing": 1},
     "because": "both processes hold the line, unless it was written before the fork"},
]
PROGRAM = """
import os, multiprocessing, sys

def fork():
    child = os.fork()
    if child:
        os.waitpid(child, 0)

def fork_flushed():
    sys.stdout.flush()
    fork()

def start():
    child = multiprocessing.get_context("fork").Process(target=int)
    child.start()
    child.join()

sys.stdout = open(1, "w", closefd=False)  # as it is, whatever PYTHONUNBUFFERED says
print("a line")
%s()
"""


def lines(how):
    return run_inner(PROGRAM % how).out.count("a line")


def observe():
    return {"os_fork": lines("fork"), "flushed_before": lines("fork_flushed"),
            "multiprocessing": lines("start")}


if __name__ == "__main__":
    show(observe)
