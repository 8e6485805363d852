"""A global that the parent changed reaches a forked child only.

A forked child has the parent's memory.  Under spawn and forkserver the child imports the
program anew and gets, pickled, what start() needs: the function by its name and its
arguments.  A global it sees as the import left it, so pass what the child has to know.  The
article's sentence, taken at its word, says that every object arrives;
pickle.every_parent_object tests what else it says, that pickle must be able to hold each.
"""
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._show import show

SAYS = "Where fork is imitated, all Python objects of the parent are pickled and sent to the child."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": ["spawn", "forkserver"]},
     "sees": {"child_sees_changed_global": True}},
]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"child_sees_changed_global": True},
     "because": "the child is a copy of the parent, changes at run time included"},
    {"when": {}, "sees": {"child_sees_changed_global": False},
     "because": "the child imports the program, and the import sets the first value"},
]

word = "as imported"


def tell(writer):
    writer.send(word)


def observe():
    global word
    word = "changed"
    reader, writer = Pipe(duplex=False)
    process = Process(target=tell, args=(writer,), daemon=True)
    process.start()
    join(process)
    writer.close()  # now recv ends even if the child sent nothing
    return {"child_sees_changed_global": reader.recv() == "changed"}


if __name__ == "__main__":
    show(observe)
