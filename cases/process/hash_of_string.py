"""The hash of a string is the parent's in forked children only.

An interpreter makes a random number when it starts, and the hashes of strings depend on it.
A forked child has its parent's number, a spawned one a number of its own.  Children of the
fork server have the server's: they agree among themselves, but not with the parent.
PYTHONHASHSEED, set before Python starts, gives all of them the same.
"""
from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/qdrant/quaterion/issues/16"]
DOCS = [
    "https://docs.python.org/3/reference/datamodel.html#object.__hash__",
    "https://docs.python.org/3/using/cmdline.html#envvar-PYTHONHASHSEED",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"as_parent": True, "children_agree": True},
     "because": "the children are copies of the parent, its random number included"},
    {"when": {"start_method": "forkserver"}, "sees": {"as_parent": False, "children_agree": True},
     "because": "the children are copies of the server, an interpreter of its own"},
    {"when": {}, "sees": {"as_parent": False, "children_agree": False},
     "because": "each child is a new interpreter with a random number of its own"},
]


def tell(writer):
    writer.send(hash("word"))


def observe():
    first, second = hear(tell), hear(tell)
    return {"as_parent": first == [hash("word")], "children_agree": first == second}


if __name__ == "__main__":
    show(observe)
