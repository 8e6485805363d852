"""A child that appends to the parent's list appends to a copy; the parent's stays as it was.

Processes have memory of their own.  A forked child has a copy of the parent's, a spawned
one gets a copy of the arguments, pickled.  To get something back takes a pipe, a queue or
memory that is shared on purpose.
"""
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._show import show

SAYS = "Each process has memory of its own, while threads share theirs."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#sharing-state-between-processes",
    "https://docs.python.org/3/library/multiprocessing.html#exchanging-objects-between-processes",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"parent_sees_childs_append": False}}]
EXPECT = [
    {"when": {}, "sees": {"parent_sees_childs_append": False, "child_sees_it": True},
     "because": "the child's list is a copy, made by the fork or by pickle"},
]


def append(items, writer):
    items.append("child's")
    writer.send(items)


def observe():
    items = ["parent's"]
    reader, writer = Pipe(duplex=False)
    process = Process(target=append, args=(items, writer), daemon=True)
    process.start()
    join(process)
    writer.close()  # now recv ends even if the child sent nothing
    childs_items = reader.recv()
    return {"parent_sees_childs_append": "child's" in items,
            "child_sees_it": childs_items == ["parent's", "child's"]}


if __name__ == "__main__":
    show(observe)
