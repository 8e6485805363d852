"""input() in a child raises EOFError: a child's standard input is the null device.

The first thing that a child of multiprocessing does is to close its standard input and to
open the null device in its place, which has nothing to read, so that it cannot take away
what is meant for its parent.  So pdb in a child ends at once.  Where a console stands behind
standard input it is the same.
"""
import os

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/Jingkang50/OpenOOD/issues/135"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#all-start-methods",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/util.py#L402-L419",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/process.py#L296-L304",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {}, "sees": {"child": "EOFError", "parent_reads": True},
     "because": "the child reads from the null device, and the parent's line stays where it is"},
]


def read(writer):
    try:
        writer.send(input())
    except EOFError:
        writer.send("EOFError")


def observe():
    source, sink = os.pipe()
    os.write(sink, b"a line\n")
    os.close(sink)
    os.dup2(source, 0)  # now this is what we read, and a child would, if it had our input
    (child,) = hear(read)
    return {"child": child, "parent_reads": os.read(0, 100) == b"a line\n"}


if __name__ == "__main__":
    show(observe)
