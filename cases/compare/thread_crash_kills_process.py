"""A fatal error in any thread ends the whole process; an exception ends its thread only.

Threads live in one process, so what the system does to that process it does to all of them:
a fault in C code, or abort(), leaves none.  An exception that nobody catches is no such
thing: Python prints it, that thread ends, and the others go on without being told.
"""
from cases._inner import run_inner
from cases._show import show

SAYS = "Any thread that crashes can bring down the whole process, whose memory all share."
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.excepthook",
    "https://docs.python.org/3/library/os.html#os.abort",
    "https://docs.python.org/3/library/faulthandler.html#module-faulthandler",
]
NEEDS = ["processes", "threads"]
ARTICLE = [{"when": {}, "sees": {"fatal_error_kills_process": True}}]
EXPECT = [
    {"when": {}, "sees": {"fatal_error_kills_process": True, "exception_kills_process": False},
     "because": "the system ends processes, not threads; Python handles what a thread raises"},
]
PROGRAM = """
import os, sys, threading

def fatal_error():
    os.abort()

def exception():
    raise ValueError("nobody catches this")

thread = threading.Thread(target={"fatal_error": fatal_error, "exception": exception}[sys.argv[1]])
thread.start()
thread.join()
print("goes on")
"""


def kills(crash):
    ended = run_inner(PROGRAM, crash)
    return ended.status != 0 and "goes on" not in ended.out


def observe():
    return {"fatal_error_kills_process": kills("fatal_error"),
            "exception_kills_process": kills("exception")}


if __name__ == "__main__":
    show(observe)
