"""append, d[k] = v, popleft and setdefault lose nothing between threads; d[k] += 1 may.

Each of the first is one step, with the GIL and without it, where containers have locks of their
own.  d[k] += 1 reads, adds and writes: it loses without the GIL, and with it up to CPython 3.9.
"""
from collections import deque

from cases._rounds import race_briefly, which_lost
from cases._show import show

SEEN = ["https://github.com/python/cpython/pull/142519"]
DOCS = [
    "https://docs.python.org/3/library/threadsafety.html#thread-safety-for-dict-objects",
    "https://github.com/python/cpython/pull/18334",
    "https://doc.pypy.org/en/latest/faq.html#does-pypy-have-a-gil-why",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"operations_lose": False, "counter_loses": True},
     "because": "each operation locks its container, but not from one to the next"},
    {"when": {"implementation": "pypy"},
     "may_see": {"operations_lose": [False], "counter_loses": [True, False]},
     "because": "PyPy may switch threads between instructions, in compiled loops only at the end"},
    {"when": {"python": "<3.10"}, "sees": {"operations_lose": False, "counter_loses": True},
     "because": "the GIL can change hands between two instructions, not within one"},
    {"when": {}, "sees": {"operations_lose": False, "counter_loses": False},
     "because": "the GIL changes hands only at calls and where a loop starts over"},
]


def reset(_, number):
    global items, table, queue, groups
    items, table, queue, groups = [None] * number, {}, deque(), {}


class Entries:
    value = property(lambda _: sum(map(len, [items, table, queue, *groups.values()])), reset)


def operate(_, times):
    for _ in range(times):
        queue.append(None)
        items.append(queue.popleft())
        table[object()] = None
        groups.setdefault(len(items) // 8, []).append(None)


def count(number, times):
    for _ in range(times):
        vars(number)["value"] += 1


def observe():
    return which_lost(operations_lose=race_briefly(operate, Entries()),
                      counter_loses=race_briefly(count))


if __name__ == "__main__":
    show(observe)
