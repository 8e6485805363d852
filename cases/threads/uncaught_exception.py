"""An exception that nobody catches in a thread ends that thread alone; the exit code stays 0.

The traceback goes to stderr, and the main thread goes on and is not told.  Whoever starts the
program sees a success.  Since 3.8 the thread calls threading.excepthook, which may do more.
"""
from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/rwth-i6/returnn/issues/1667"]
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.excepthook",
    "https://docs.python.org/3/whatsnew/3.8.html#threading",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"python": "<3.8"}, "sees": {"exit_code": 0, "main": "goes on", "hook": "ignored"},
     "because": "a thread prints what it did not catch, and ends; the hook is new in 3.8"},
    {"when": {}, "sees": {"exit_code": 0, "main": "goes on", "hook": "called"},
     "because": "a thread hands what it did not catch to the hook, and ends"},
]
PROGRAM = """
import threading

def fail():
    raise ValueError

def hook(arguments):
    print("hook called", flush=True)

%s
thread = threading.Thread(target=fail)
thread.start()
thread.join()
print("main goes on", flush=True)
"""


def observe():
    plain, hooked = run_inner(PROGRAM % ""), run_inner(PROGRAM % "threading.excepthook = hook")
    return {"exit_code": plain.status, "main": plain.out.partition(" ")[2].strip(),
            "hook": "called" if "hook called" in hooked.out else "ignored"}


if __name__ == "__main__":
    show(observe)
