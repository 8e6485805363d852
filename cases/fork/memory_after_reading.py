"""A forked child that only reads objects gets its own copy of them on CPython, none on PyPy.

Parent and child share each page of memory until one writes on it.  CPython counts references
in the objects, which is to write.  So does its collector, but not in what gc.freeze() set aside.
"""
import gc
import os
import re
import struct

from cases._probe import emulated
from cases._show import show

SEEN = ["https://github.com/benoitc/gunicorn/issues/1640"]
DOCS = ["https://docs.python.org/3/library/gc.html#gc.freeze",
        "https://doc.pypy.org/en/latest/cpython_differences.html"
        "#differences-related-to-garbage-collection-strategies",
        "https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html#DESCRIPTION"]
NEEDS = ["fork"]
EXPECT = [
    {"when": {"implementation": "pypy"}, "sees": {"reading": "shared"},
     "because": "it counts no references"},
    {"when": {"python": "<3.7"}, "sees": {"reading": "copied", "frozen": "copied"},
     "because": "counts lie in the objects; gc.freeze is new in 3.7"},
    {"when": {}, "sees": {"reading": "copied", "collecting": "copied", "frozen": "shared"},
     "because": "counts lie in the objects; the collector leaves frozen ones alone"},
]
PLACE = "/proc/self/smaps_rollup"
data = [[] for _ in range(100000)]


def own_memory():
    with open(PLACE) as place:
        return int(re.search(r"Private_Dirty: +(\d+)", place.read()).group(1)) * 1024


def grows(action, *arguments):
    """Return whether a forked child gets its own copy of the lists by doing that."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = own_memory()
        action(*arguments)
        os.write(writer, b"%d" % (own_memory() - before))
        os._exit(0)
    os.waitpid(child, 0)
    part = int(os.read(reader, 1000)) / len(data) / 6 / struct.calcsize("P")
    return "copied" if part > 0.7 else "shared" if part < 0.3 else "partly"


def observe():
    if not os.path.exists(PLACE) or emulated():
        return {"undecided": "this system does not tell whose a page is"}
    gc.collect()
    reading, collecting, _ = grows(any, data), grows(gc.collect), getattr(gc, "freeze", int)()
    return {"reading": reading, "collecting": collecting, "frozen": grows(gc.collect)}


if __name__ == "__main__":
    show(observe)
