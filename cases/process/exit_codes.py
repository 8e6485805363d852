"""Process.exitcode is 0 after a return, N after sys.exit(N), 1 after an exception, -N by signal.

Windows has no signals: there terminate() and kill() are one, and Python calls the end that
either makes -SIGTERM.  Before 3.7 a child of the fork server reported its exit code itself,
which one that is killed cannot do: then the parent read 255.
"""
import sys
import time
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.exitcode",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.kill",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/"
    "popen_spawn_win32.py#L115-L118",
    "https://github.com/python/cpython/issues/74774",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {"os": "windows", "python": ">=3.7"},
     "sees": {"returned": 0, "exit_3": 3, "raised": 1, "terminated": -15, "killed": -15},
     "because": "kill is another name of terminate, whose code is read as -SIGTERM"},
    {"when": {"start_method": "forkserver", "python": "<3.7"},
     "sees": {"returned": 0, "exit_3": 3, "raised": 1, "terminated": 255},
     "because": "a killed child leaves no code behind, and the parent takes 255"},
    {"when": {"python": "<3.7"},
     "sees": {"returned": 0, "exit_3": 3, "raised": 1, "terminated": -15},
     "because": "SIGTERM is 15; Process.kill is new in 3.7"},
    {"when": {},
     "sees": {"returned": 0, "exit_3": 3, "raised": 1, "terminated": -15, "killed": -9},
     "because": "a negative code is the signal's number: SIGTERM is 15, SIGKILL 9"},
]


def exit_code(target, argument, end=None):
    process = Process(target=target, args=(argument,), daemon=True)
    process.start()
    if end:
        end(process)
    return join(process)


def observe():
    codes = {"returned": exit_code(time.sleep, 0), "exit_3": exit_code(sys.exit, 3),
             "raised": exit_code(time.sleep, "no number"),
             "terminated": exit_code(time.sleep, 60, end=Process.terminate)}
    if hasattr(Process, "kill"):
        codes["killed"] = exit_code(time.sleep, 60, end=Process.kill)
    return codes


if __name__ == "__main__":
    show(observe)
