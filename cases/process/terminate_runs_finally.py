"""terminate() ends a child without running its finally, unless the child handles SIGTERM.

On Unix terminate() sends SIGTERM, which ends a process that has no handler for it at once.  A
handler that raises SystemExit makes an end like any other of it.  interrupt(), new in 3.14,
sends SIGINT, which Python turns into KeyboardInterrupt.  On Windows TerminateProcess leaves
the child no time, whatever it handles.
"""
import signal
import sys
import time
from multiprocessing import Process

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/131913"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.terminate",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.interrupt",
    "https://docs.python.org/3/library/signal.html#general-rules",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"finally_runs": False, "with_handler": False},
     "because": "TerminateProcess is no signal: no handler is asked"},
    {"when": {"python": ">=3.14"},
     "sees": {"finally_runs": False, "with_handler": True, "after_interrupt": True},
     "because": "only an exception runs finally; the handler and SIGINT raise one"},
    {"when": {}, "sees": {"finally_runs": False, "with_handler": True},
     "because": "only an exception runs finally; interrupt is new in 3.14"},
]


def work(writer, handle):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if handle:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        writer.send("begun")
        for _ in range(600):
            time.sleep(0.1)  # short, as a signal right before a sleep is handled only after it
    finally:
        writer.send("finally")


def finally_runs(end, handle=False):
    return hear(work, handle, end=end) == ["begun", "finally"]


def observe():
    seen = {"finally_runs": finally_runs(Process.terminate),
            "with_handler": finally_runs(Process.terminate, handle=True)}
    if hasattr(Process, "interrupt") and sys.platform != "win32":
        seen["after_interrupt"] = finally_runs(Process.interrupt)
    return seen


if __name__ == "__main__":
    show(observe)
