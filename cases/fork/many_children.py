"""A process can fork many children; each has an id of its own, by which it is waited for.

No two living processes share an id.  The system does not hand out the id of a child that
has ended before its parent has waited for it, so the ids that the parent noted stay good.
The children here all wait until the last is there.
"""
import os

from cases._show import show

SAYS = "One parent can fork many children, and therefore has to note the id of each."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://docs.python.org/3/library/os.html#os.waitpid",
]
NEEDS = ["fork"]
ARTICLE = [{"when": {}, "sees": {"children": 5, "distinct_ids": 5}}]
EXPECT = [
    {"when": {}, "sees": {"children": 5, "distinct_ids": 5},
     "because": "the number of children has no limit but the system's, and ids are unique"},
]


def fork_child(gate, opener):
    child = os.fork()
    if child == 0:
        os.close(opener)
        os.read(gate, 1)  # comes back when no process holds the other end any more
        os._exit(0)
    return child


def observe():
    gate, opener = os.pipe()
    children = [fork_child(gate, opener) for _ in range(5)]
    os.close(opener)
    ended = [os.waitpid(child, 0)[0] for child in children]
    return {"children": len(ended), "distinct_ids": len(set(ended))}


if __name__ == "__main__":
    show(observe)
