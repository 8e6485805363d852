"""Threads that share an iterator never get an item twice with the GIL, and may without it.

next() on an iterator of a range or list is one step under the GIL.  Without it two threads can
read one position before either moves on: a range's has a lock since 3.15, a list's has none.
"""
from copy import copy
from operator import length_hint

from cases._rounds import race_briefly, which_lost
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/120496"]
DOCS = [
    "https://docs.python.org/3/howto/free-threading-python.html#iterators",
    "https://github.com/python/cpython/issues/112087",
    "https://github.com/python/cpython/pull/142886",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"free_threaded": True, "python": "<3.15"},
     "sees": {"range_repeats": True, "list_repeats": True},
     "because": "both read the position, and then write the next one, without a lock"},
    {"when": {"free_threaded": True}, "sees": {"range_repeats": False, "list_repeats": True},
     "because": "a range's iterator has a lock, a list's still has none"},
    {"when": {}, "sees": {"range_repeats": False, "list_repeats": False},
     "because": "the GIL does not change hands within a step of such an iterator"},
]


class OfRange:
    """Where the iterator is, is the value that two threads race for."""

    def start(self, number):
        self.items, self.iterator = [], iter(range(number, 2 ** 31 - 1))

    value = property(lambda self: next(copy(self.iterator)), start)


class OfList:
    def start(self, number):
        self.items = [None] * number
        self.iterator = iter(self.items)
        self.iterator.__setstate__(number)

    value = property(lambda self: len(self.items) - length_hint(self.iterator), start)


def draw(number, times):
    number.items.extend([None] * times)
    for _ in range(times):
        next(number.iterator)


def observe():
    return which_lost(range_repeats=race_briefly(draw, OfRange()),
                      list_repeats=race_briefly(draw, OfList()))


if __name__ == "__main__":
    show(observe)
