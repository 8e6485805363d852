"""After os.fork the random module goes its own way since 3.7; a Random of one's own repeats.

A child has a copy of each generator's state, and so goes on with the numbers that its parent
will draw.  Since 3.7 the module seeds its hidden generator anew in every forked child.  Of
other generators, such as NumPy's, it does not know.
"""
import os
import random

from cases._show import show

SEEN = ["https://github.com/numpy/numpy/issues/14729"]
DOCS = [
    "https://github.com/python/cpython/issues/60704",
    "https://docs.python.org/3/whatsnew/changelog.html#python-3-7-0-alpha-1",
    "https://github.com/python/cpython/blob/v3.7.16/Lib/random.py#L772-L773",
    "https://docs.python.org/3/library/os.html#os.register_at_fork",
]
NEEDS = ["fork"]
EXPECT = [
    {"when": {"python": "<3.7"}, "sees": {"module_repeats": True, "own_repeats": True},
     "because": "the child draws from copies of both generators"},
    {"when": {}, "sees": {"module_repeats": False, "own_repeats": True},
     "because": "the module seeds its own generator after a fork, and no other"},
]


def repeats(generator):
    """Return whether a forked child draws the number that its parent draws."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"%d" % generator.getrandbits(64))
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reader, 1000)) == generator.getrandbits(64)


def observe():
    return {"module_repeats": repeats(random), "own_repeats": repeats(random.Random())}


if __name__ == "__main__":
    show(observe)
