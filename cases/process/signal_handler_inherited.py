"""A signal handler is inherited under fork only; on Unix a signal stays ignored in any child.

A handler is a function in the parent's memory, of which only a forked child has a copy.  That
a signal is ignored the system keeps, and hands on to a forked process and to a new program.
PyPy begins by setting SIGINT to raise KeyboardInterrupt, even where it was ignored.  On
Windows a new process has the defaults.
"""
import os
import signal
import sys
import time

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/python-microscope/microscope/issues/9"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://man7.org/linux/man-pages/man7/signal.7.html#DESCRIPTION",
    "https://docs.python.org/3/library/signal.html#general-rules",
    "https://github.com/pypy/pypy/blob/py3.11/pypy/interpreter/app_main.py#:~:text=Ctrl-C",
    "https://learn.microsoft.com/en-us/cpp/c-runtime-library/reference/signal#remarks",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"handler": "runs", "ignored": "ignored"},
     "because": "the child is a copy of the parent, its handlers included"},
    {"when": {"os": "windows"}, "sees": {"handler": "dies", "ignored": "dies"},
     "because": "a new process on Windows begins with the default for every signal"},
    {"when": {"implementation": "pypy"}, "sees": {"handler": "dies", "ignored": "dies"},
     "because": "PyPy sets its own handler for SIGINT whatever was set before it started"},
    {"when": {}, "sees": {"handler": "dies", "ignored": "ignored"},
     "because": "a new program keeps what is ignored, but has no handlers: SIGTERM ends it"},
]
said = []


def work(writer, number):
    if sys.version_info >= (3, 8):
        signal.raise_signal(number)
    else:
        os.kill(os.getpid(), number)
    time.sleep(0.01)  # a handler runs before this is over
    writer.send("runs" if said else "ignored")


def child_does(number):
    return (hear(work, number) or ["dies"])[0]


def observe():
    signal.signal(signal.SIGTERM, lambda *_: said.append("here"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return {"handler": child_does(signal.SIGTERM), "ignored": child_does(signal.SIGINT)}


if __name__ == "__main__":
    show(observe)
