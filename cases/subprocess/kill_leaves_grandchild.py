"""kill() of a command that was started with shell=True ends the shell; the command lives on.

With shell=True the process that Popen knows is the shell, which has started the command as a
child of its own.  Nothing hands the signal on, and on Windows TerminateProcess ends the one
process too.  Some shells become the command where it is a single one: then it is ended.
"""
import os
import subprocess
import sys

from cases._inner import end_tree
from cases._patience import next_line, seconds_left
from cases._show import Undecided, show

SEEN = ["https://github.com/Exa-Networks/exabgp/issues/183"]
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#subprocess.Popen.kill",
    "https://docs.python.org/3/library/subprocess.html#frequently-used-arguments",
    "https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/"
    "nf-processthreadsapi-terminateprocess#remarks",
]
NEEDS = ["processes"]
EXPECT = [
    {"when": {}, "sees": {"with_shell": True, "without_shell": False},
     "because": "the signal goes to the process that Popen started, and to no other"},
]
COMMAND = [sys.executable, "-u", "-c", "print('begun'); print(input())"]
THEN = " && exit 0"  # so that the shell has something left to do, and stays


def lives_on(command, shell):
    """Kill what Popen knows once the command runs, and tell whether that still answers."""
    process = subprocess.Popen(
        command, shell=shell, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, universal_newlines=True, start_new_session=os.name == "posix")
    try:
        next_line(process.stdout)
        process.kill()
        process.wait(seconds_left())
        return "alive" in process.communicate("alive\n", seconds_left())[0]
    except (subprocess.TimeoutExpired, Undecided):
        end_tree(process)
        raise Undecided("a process had not ended when time was up")


def observe():
    line = subprocess.list2cmdline(COMMAND) + THEN
    return {"with_shell": lives_on(line, True), "without_shell": lives_on(COMMAND, False)}


if __name__ == "__main__":
    show(observe)
