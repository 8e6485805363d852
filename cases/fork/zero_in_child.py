"""os.fork returns 0 in the child and the child's process id in the parent.

That is how a program tells the two apart.  No process that a program can reach has the id
0, and a child needs no other way to learn its own id or its parent's: os.getpid() and
os.getppid() tell.
"""
import os

from cases._show import show

SAYS = "fork always returns 0 in the child, and the child's id in the parent."
DOCS = ["https://docs.python.org/3/library/os.html#os.fork"]
NEEDS = ["fork"]
ARTICLE = [{"when": {}, "sees": {"child_gets_zero": True, "parent_gets_child_id": True}}]
EXPECT = [
    {"when": {}, "sees": {"child_gets_zero": True, "parent_gets_child_id": True},
     "because": "os.fork is documented to return just these two values"},
]


def observe():
    parent = os.getpid()
    reader, writer = os.pipe()
    returned = os.fork()
    if os.getpid() != parent:
        os.write(writer, b"%d %d" % (os.getpid(), returned))
        os._exit(0)
    childs_id, child_got = (int(word) for word in os.read(reader, 1000).split())
    os.waitpid(childs_id, 0)
    return {"child_gets_zero": child_got == 0, "parent_gets_child_id": returned == childs_id}


if __name__ == "__main__":
    show(observe)
