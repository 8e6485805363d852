"""A sentinel, made with object() and given to a child, is another object under spawn.

`if value is MISSING` then fails in the child without a word.  A forked child has the parent's
objects.  Otherwise an argument is pickled, and unpickling makes a new object, while the child
has made a MISSING of its own when it imported the program.  A member of an Enum is pickled by
its name, so that the child finds its own.
"""
import enum

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/googleapis/google-cloud-python/pull/4634"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#comparison-with-marshal",
    "https://docs.python.org/3/howto/enum.html#pickling",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"object": True, "enum": True},
     "because": "nothing is pickled: the child's argument is the copy of the parent's object"},
    {"when": {}, "sees": {"object": False, "enum": True},
     "because": "an object is built anew from its pickle, a member of an Enum is looked up"},
]
MISSING = object()


class Mark(enum.Enum):
    MISSING = "missing"


def tell(writer, plain, member):
    writer.send({"object": plain is MISSING, "enum": member is Mark.MISSING})


def observe():
    return hear(tell, MISSING, Mark.MISSING)[0]


if __name__ == "__main__":
    show(observe)
