"""One call of os.fork returns in two processes: the one that called, and its child.

The system makes a second process that stands at the same place in the same program.  Both
go on from there, each with its own return value, so everything after the call happens
twice unless the program tells the two apart.
"""
import os

from cases._show import show

SAYS = "fork is called once and returns twice: in the parent and in the child."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://man7.org/linux/man-pages/man2/fork.2.html#DESCRIPTION",
]
NEEDS = ["fork"]
ARTICLE = [{"when": {}, "sees": {"returns": 2}}]
EXPECT = [
    {"when": {}, "sees": {"returns": 2},
     "because": "the child begins its life by returning from the call that made it"},
]


def observe():
    reader, writer = os.pipe()
    child = os.fork()
    os.write(writer, b"%d\n" % os.getpid())  # whoever comes back says who it is
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    came_back = os.read(reader, 1000).split()
    return {"returns": len(set(came_back))}


if __name__ == "__main__":
    show(observe)
