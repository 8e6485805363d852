"""A forked child gets its parent's id from os.getppid, while that parent lives.

The system keeps the id of every process's parent.  Should the parent end first, another
process takes the child over, and getppid then names that one: here the parent waits.
"""
import os

from cases._show import show

SAYS = "The child need only call getppid to get its parent's id."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.getppid",
    "https://docs.python.org/3/library/os.html#os.fork",
]
NEEDS = ["fork"]
ARTICLE = [{"when": {}, "sees": {"getppid_is_parent": True}}]
EXPECT = [
    {"when": {}, "sees": {"getppid_is_parent": True},
     "because": "the process that called fork is the parent, and it is still there"},
]


def observe():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"%d" % os.getppid())
        os._exit(0)
    os.waitpid(child, 0)
    return {"getppid_is_parent": int(os.read(reader, 1000)) == os.getpid()}


if __name__ == "__main__":
    show(observe)
