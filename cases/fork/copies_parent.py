"""A forked child starts as a copy of its parent; what it changes then is its own.

The child has the parent's memory as it was at the call, variables changed at run time
included.  From there on the two memories go their own ways: the system copies a page when
either side writes to it.
"""
import os

from cases._show import show

SAYS = "The system copies the current process, and the copy is the child."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://man7.org/linux/man-pages/man2/fork.2.html#DESCRIPTION",
]
NEEDS = ["fork"]
ARTICLE = [
    {"when": {}, "sees": {"child_sees_parents_value": True, "parent_sees_childs_change": False}},
]
EXPECT = [
    {"when": {}, "sees": {"child_sees_parents_value": True, "parent_sees_childs_change": False},
     "because": "parent and child run in separate memory spaces with, at the fork, one content"},
]

value = "as imported"


def observe():
    global value
    value = "parent's"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        seen, value = value, "child's"
        os.write(writer, seen.encode())
        os._exit(0)
    os.waitpid(child, 0)
    seen = os.read(reader, 1000).decode()
    return {"child_sees_parents_value": seen == "parent's",
            "parent_sees_childs_change": value != "parent's"}


if __name__ == "__main__":
    show(observe)
