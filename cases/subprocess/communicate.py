"""communicate() writes to a program's input, reads all of its output and waits for its end.

It does both at once and closes the input when everything is written.  Writing and reading
by hand can block for ever: each pipe holds only so much, and then both sides wait for the
other to read.
"""
import subprocess
import sys

from cases._patience import seconds_left
from cases._show import Undecided, show

SAYS = "communicate() gives a program the input that one would type, and hands back its output."
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#subprocess.Popen.communicate",
    "https://docs.python.org/3/library/subprocess.html#subprocess.Popen.wait",
]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"echoed": True, "exit_code": 0}}]
EXPECT = [
    {"when": {}, "sees": {"echoed": True, "exit_code": 0},
     "because": "communicate() sends the input, closes it, reads to the end and waits"},
]
ECHO = "import sys; sys.stdout.write(sys.stdin.read())"
SAID = b"x" * 1000000  # far more than a pipe holds


def observe():
    process = subprocess.Popen([sys.executable, "-c", ECHO],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        output, _ = process.communicate(SAID, timeout=seconds_left())
    except subprocess.TimeoutExpired:
        raise Undecided("an inner program had not ended when time was up")
    finally:
        process.kill()
    return {"echoed": output == SAID, "exit_code": process.returncode}


if __name__ == "__main__":
    show(observe)
