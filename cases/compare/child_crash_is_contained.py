"""A child process that crashes takes neither its parent nor its siblings along.

The system ends only that one; its exit code is minus the signal's number, or Windows' fault code.
"""
import os
from multiprocessing import Pipe, Process

from cases._show import PACE, show

SAYS = "A child process that crashes affects neither the main process nor the other children."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.exitcode",
    "https://docs.python.org/3/library/os.html#os.kill",
    "https://github.com/python/cpython/issues/74774",
    "https://learn.microsoft.com/en-us/cpp/intrinsics/fastfail#remarks",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"others_go_on": True}}]
EXPECT = [
    {"when": {"emulated": "wine"}, "sees": {"others_go_on": True, "exit_code": 3},
     "because": "processes share no memory; Wine's abort() leaves with 3"},
    {"when": {"os": "windows", "implementation": "pypy"}, "sees": {"others_go_on": True,
     "exit_code": 22}, "because": "PyPy's abort() is os.kill() with SIGABRT, on Windows number 22"},
    {"when": {"os": "windows"}, "sees": {"others_go_on": True, "exit_code": 0xC0000409},
     "because": "processes share no memory; abort() reports a fault by a fail-fast exception"},
    {"when": {"python": "<3.7", "start_method": "forkserver"}, "sees": {"others_go_on": True,
     "exit_code": 255}, "because": "until 3.7 the fork server passed on no signal"},
    {"when": {}, "sees": {"others_go_on": True, "exit_code": -6},
     "because": "processes share no memory; abort() raises SIGABRT, which is number 6"},
]
PATIENCE = 20 * PACE  # seconds; the system may write a report of the crash first


def echo(line):
    while True:
        line.send(line.recv())


def observe():
    ours, theirs = Pipe()
    sibling = Process(target=echo, args=(theirs,), daemon=True)
    child, next_child = Process(target=os.abort), Process(target=int)
    sibling.start()
    ours.send("before")
    ready = ours.poll(PATIENCE)
    child.start()
    child.join(PATIENCE)
    if not ready or child.exitcode is None:
        return {"undecided": "the machine was too slow, or still writes a report of the crash"}
    ours.send("after")
    lives = ours.recv() == "before" and ours.poll(PATIENCE) and ours.recv() == "after"
    next_child.start()
    next_child.join(PATIENCE)
    sibling.terminate()
    return {"others_go_on": lives and next_child.exitcode == 0, "exit_code": child.exitcode}


if __name__ == "__main__":
    show(observe)
