"""A child process that crashes takes neither its parent nor its siblings along.

Each process has memory of its own, and the system ends only the one that crashed.  Its
exit code tells: minus the signal's number on Unix; on Windows 0xC0000409, since abort()
reports a fault there and does not leave with the 3 that Python's documentation names.
"""
import os
from multiprocessing import Pipe, Process

from cases._show import show

SAYS = "A child process that crashes affects neither the main process nor the other children."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.exitcode",
    "https://docs.python.org/3/library/os.html#os.abort",
    "https://github.com/python/cpython/issues/74774",
    "https://learn.microsoft.com/en-us/cpp/intrinsics/fastfail#remarks",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"parent_goes_on": True, "sibling_goes_on": True}}]
EXPECT = [
    {"when": {"emulated": "wine"},
     "sees": {"parent_goes_on": True, "sibling_goes_on": True, "exit_code": 3},
     "because": "processes share no memory; Wine's abort() leaves with 3"},
    {"when": {"os": "windows"},
     "sees": {"parent_goes_on": True, "sibling_goes_on": True, "exit_code": 0xC0000409},
     "because": "processes share no memory; abort() reports a fault by a fail-fast exception"},
    {"when": {"python": "<3.7", "start_method": "forkserver"},
     "sees": {"parent_goes_on": True, "sibling_goes_on": True, "exit_code": 255},
     "because": "processes share no memory; until 3.7 the fork server passed on no signal"},
    {"when": {}, "sees": {"parent_goes_on": True, "sibling_goes_on": True, "exit_code": -6},
     "because": "processes share no memory; abort() raises SIGABRT, which is number 6"},
]


def echo(line):
    while True:
        line.send(line.recv())


def answers(line):
    line.send("there?")
    return line.poll(10) and line.recv() == "there?"


def observe():
    ours, theirs = Pipe()
    sibling, child = Process(target=echo, args=(theirs,), daemon=True), Process(target=os.abort)
    sibling.start()
    began = answers(ours)
    child.start()
    child.join(20)
    lives = began and answers(ours)
    sibling.terminate()
    return {"parent_goes_on": True, "sibling_goes_on": lives, "exit_code": child.exitcode}


if __name__ == "__main__":
    show(observe)
