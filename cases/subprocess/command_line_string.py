"""A list runs everywhere; a whole command line in one string runs on Windows only.

On Windows a program gets its command line as one string, so Python passes a string on as it
is.  On POSIX it gets a list; a string without shell=True is taken for the program's name,
blanks and all.  A list needs no quoting, on either.
"""
import subprocess
import sys

from cases._show import show

SAYS = "call(['nslookup', 'www.python.org']) does what typing that line would do."
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#popen-constructor",
    "https://docs.python.org/3/library/subprocess.html#converting-argument-sequence",
]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"list_runs": True}}]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"list_runs": True, "string_runs": True},
     "because": "CreateProcess takes a command line: the string, or one made of the list"},
    {"when": {}, "sees": {"list_runs": True, "string_runs": False},
     "because": "the string is looked for as the name of one program"},
]


def runs(command):
    try:
        return subprocess.call(command) == 3
    except OSError:
        return False


def observe():
    command = [sys.executable, "-c", "exit(3)"]
    return {"list_runs": runs(command), "string_runs": runs('"%s" -c exit(3)' % sys.executable)}


if __name__ == "__main__":
    show(observe)
