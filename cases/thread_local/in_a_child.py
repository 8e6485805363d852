"""A child finds what its parent set on a threading.local under fork only.

fork copies the memory and the one thread that calls it, so this thread finds its attributes
in the child as well.  Under spawn and forkserver the child imports the program anew: its
thread-local is another one, and empty.
"""
import threading
from multiprocessing import Pipe, Process

from cases._patience import join, receive
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/threading.html#thread-local-data",
    "https://man7.org/linux/man-pages/man2/fork.2.html#DESCRIPTION",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"child_sees_value": True},
     "because": "the child's main thread is a copy of the thread that forked"},
    {"when": {"start_method": ["spawn", "forkserver"]}, "sees": {"child_sees_value": False},
     "because": "the child imports the module, and nothing in it sets the attribute"},
]
local_school = threading.local()


def read(end):
    end.send(getattr(local_school, "student", None))


def observe():
    local_school.student = "Ann"
    ours, theirs = Pipe()
    child = Process(target=read, args=(theirs,), daemon=True)
    child.start()
    theirs.close()  # now only the child holds that end
    seen = receive(ours)
    join(child)
    return {"child_sees_value": seen == "Ann"}


if __name__ == "__main__":
    show(observe)
