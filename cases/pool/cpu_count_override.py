"""PYTHON_CPU_COUNT and -X cpu_count set the size of a pool, since 3.13; before, nothing did.

They make os.cpu_count and os.process_cpu_count return that number, and so whoever asks them.
It is the way out in a container with a limit such as docker's --cpus, which no count shows:
that is a share of time, not a set of CPUs.  The pool here is one of threads, which goes by
the same lines as one of processes, and costs less.
"""
import os
import subprocess
import sys

from cases._patience import seconds_left
from cases._show import Undecided, show

SEEN = ["https://github.com/python/cpython/issues/149452"]
DOCS = [
    "https://docs.python.org/3/using/cmdline.html#envvar-PYTHON_CPU_COUNT",
    "https://docs.python.org/3/using/cmdline.html#cmdoption-X",
    "https://github.com/python/cpython/issues/109595",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L202-L203",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L929-L931",
]
NEEDS = ["processes", "threads", "semaphores"]
EXPECT = [
    {"when": {"python": "<3.13"}, "sees": {"variable": False, "option": False},
     "because": "both are new in 3.13; Python ignores what it does not know"},
    {"when": {}, "sees": {"variable": True, "option": True},
     "because": "a pool asks os.process_cpu_count, which returns that number"},
]
PROGRAM = """
import threading
from multiprocessing.dummy import Process
from multiprocessing.pool import ThreadPool

pool = ThreadPool()
print(sum(isinstance(thread, Process) for thread in threading.enumerate()))
pool.terminate()
"""


def size(options=(), **variables):
    command = [sys.executable] + list(options) + ["-c", PROGRAM]
    try:
        return int(subprocess.check_output(
            command, env=dict(os.environ, **variables), timeout=seconds_left()))
    except subprocess.TimeoutExpired:
        raise Undecided("an inner program had not ended when time was up")


def observe():
    count = size() + 1
    return {"variable": size(PYTHON_CPU_COUNT=str(count)) == count,
            "option": size(["-X", "cpu_count=%d" % count]) == count}


if __name__ == "__main__":
    show(observe)
