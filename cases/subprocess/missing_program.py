"""Starting a program that does not exist raises FileNotFoundError in the caller.

There is no process then, so there is no exit code either; a shell would print a message and
return 127.  On POSIX the failure happens in the child, between fork and exec, and Python
hands it over to the parent.
"""
import subprocess

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#exceptions",
    "https://docs.python.org/3/library/exceptions.html#FileNotFoundError",
]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {}, "sees": {"error": "FileNotFoundError"},
     "because": "ENOENT, or Windows' ERROR_FILE_NOT_FOUND, is turned into this OSError"},
]


def observe():
    try:
        subprocess.call(["canifork-no-such-program"])
    except Exception as error:
        return {"error": type(error).__name__}
    return {"error": "none"}


if __name__ == "__main__":
    show(observe)
