"""`for` over a dict that another thread changes raises; list(d), d.copy(), sorted(d) never do.

Between two turns of a loop another thread can run.  The others copy the dict in one step,
without a GIL too, as they lock it.  sum(d) locks nothing, and is one step with CPython's GIL only.
"""
import sys
import threading
import time

from cases._patience import seconds_left
from cases._show import show, Undecided

SEEN = ["https://github.com/matter-js/python-matter-server/issues/657"]
DOCS = [
    "https://docs.python.org/3/library/threadsafety.html#thread-safety-for-dict-objects",
    "https://doc.pypy.org/en/latest/faq.html#does-pypy-have-a-gil-why",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"for": True, "copies": False, "sum": True},
     "because": "list, copy and sorted lock the dict; sum takes its keys one by one"},
    {"when": {"implementation": "pypy"}, "sees": {"for": True, "copies": False},
     "because": "PyPy may switch threads between any two instructions: sum takes luck"},
    {"when": {}, "sees": {"for": True, "copies": False, "sum": False},
     "because": "the GIL changes hands between the turns of a loop, not within a call to C"},
]


def raises(look, handovers=20):
    """Tell whether look(dict) raises before another thread took over so often and changed it."""
    table, turns, seen = dict.fromkeys(range(-1, 500), 0), [0], 0

    def change():  # its size, in each turn: the GIL may change hands after any of them
        while turns[-1] >= 0:
            turns[0] += 1
            table.pop(-1) if turns[0] % 2 else table.update({-1: 0})
    thread = threading.Thread(target=change)
    thread.start()
    try:
        while handovers > 0:
            look(table)
            handovers, seen = handovers - (turns[0] != seen), turns[0]
            if seconds_left() < 5:
                raise Undecided("the threads took turns too seldom")
        return False
    except RuntimeError:
        return True
    finally:
        turns.append(-1)
        thread.join()


def observe():
    sys.setswitchinterval(1e-6)
    return {"for": raises(lambda table: [time.sleep(0) for _ in table], sys.maxsize),
            "copies": any([raises(copy) for copy in (list, dict.copy, sorted)]), "sum": raises(sum)}


if __name__ == "__main__":
    show(observe)
