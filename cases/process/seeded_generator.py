"""A random generator made at a module's top level gives all forked children the same numbers.

NumPy's is the known one; here it is a Random of one's own, seeded by the system.  Forked
children copy it as it is.  Spawned ones make their own.  A fork server that has imported the
program, since 3.13.8 and 3.14.1, hands its copy to all its children.  The functions of the
module random never repeat: that module seeds itself anew in a forked child.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/numpy/numpy/issues/9650"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://github.com/python/cpython/issues/126631",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/random.py#L995-L996",
    "https://github.com/python/cpython/blob/v3.6.15/Lib/multiprocessing/forkserver.py#L225-L228",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"own_repeats": True, "module_repeats": False},
     "because": "each child has a copy of the parent's generator, in the same state"},
    {"when": {"start_method": "forkserver", "implementation": "cpython",
              "python": [">=3.13.8,<3.14", ">=3.14.1"]},
     "sees": {"own_repeats": True, "module_repeats": False},
     "because": "each child has a copy of the server's generator, in the same state"},
    {"when": {}, "sees": {"own_repeats": False, "module_repeats": False},
     "because": "each child imports the program and so makes a generator of its own"},
]

PROGRAM = """
import multiprocessing, random

generator = random.Random()

def work():
    print(generator.random(), random.random(), flush=True)

if __name__ == "__main__":
    multiprocessing.set_start_method("%s")
    for _ in range(2):
        child = multiprocessing.Process(target=work)
        child.start()
        child.join()
"""


def observe():
    out = run_inner(PROGRAM % get_start_method()).out
    own, module = zip(*(line.split() for line in out.splitlines()))
    return {"own_repeats": own[0] == own[1], "module_repeats": module[0] == module[1]}


if __name__ == "__main__":
    show(observe)
