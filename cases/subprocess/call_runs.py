"""subprocess.call runs another program, waits for it and returns its exit code.

The program is a child process; the first item of the list names it, the others are its
arguments, which no shell takes apart.  The exit code is the child's own: 0 by convention
where all went well, anything else where not.  On POSIX a child that a signal killed gives
the signal's number, negated.
"""
import subprocess
import sys

from cases._show import show

SAYS = "call() does what typing the command would do, and returns the program's exit code."
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#subprocess.call",
    "https://docs.python.org/3/library/subprocess.html#subprocess.Popen.returncode",
]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"exit_code": 3}}]
EXPECT = [
    {"when": {}, "sees": {"exit_code": 3},
     "because": "call() waits and returns the returncode, here what the child gave to exit()"},
]


def observe():
    exit_code = subprocess.call([sys.executable, "-c", "import sys; sys.exit(3)"])
    return {"exit_code": exit_code}


if __name__ == "__main__":
    show(observe)
