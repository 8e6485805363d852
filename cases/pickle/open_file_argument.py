"""An open file can be handed to a forked process, not to a spawned one.

An open file is a number that means something to one process only, and a buffer of what was
read ahead; pickle refuses it.  A forked child inherits the number and a copy of the buffer.
To a spawned child one hands the file's name and lets it open the file itself.
"""
from multiprocessing import Process

from cases._patience import join
from cases._show import show

SAYS = "Without fork, as on Windows, objects are pickled to the child: a failure may be pickle's."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://docs.python.org/3/library/pickle.html#handling-stateful-objects",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True}},
    {"when": {}, "sees": {"starts": False}},
]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"starts": True, "error": "none"},
     "because": "the child inherits the open file, nothing is pickled"},
    {"when": {}, "sees": {"starts": False, "error": "TypeError"},
     "because": "files refuse to be pickled"},
]


def read_first_line(file):
    assert file.readline().startswith('"""An open file')


def observe():
    with open(__file__, encoding="utf-8") as file:
        child = Process(target=read_first_line, args=(file,), daemon=True)
        try:
            child.start()
        except Exception as error:
            return {"starts": False, "error": type(error).__name__}
    return {"starts": join(child) == 0, "error": "none"}


if __name__ == "__main__":
    show(observe)
