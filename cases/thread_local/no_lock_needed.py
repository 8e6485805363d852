"""Attributes of a threading.local need no lock: no other thread can reach them.

A thread that reads one, calls a function and writes it back loses nothing, though others do
the same to the same name meanwhile.  This holds for the attribute, not for what it refers to:
a list that two threads put there is still one list.
"""
import threading

from cases._rounds import race_threads
from cases._show import show

SAYS = "A thread-local is read and written freely; its locking need not concern you."
DOCS = [
    "https://docs.python.org/3/library/threading.html#thread-local-data",
    "https://docs.python.org/3/library/threading.html#threading.local",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"mixed_up": False}}]
EXPECT = [
    {"when": {"implementation": "cpython"},
     "sees": {"mixed_up": False, "mixed_up_without": True},
     "because": "each thread has an attribute of its own; an ordinary object has one for both"},
    {"when": {}, "sees": {"mixed_up": False},
     "because": "the same; whether it shows with an ordinary object, chance may decide"},
]


class Ordinary:
    pass


def add_one(count):
    return count + 1


def race_for(data):
    lock = threading.Lock()

    def count(mix_ups, times):
        data.count = 0
        for _ in range(times):
            data.count = add_one(data.count)
        if data.count != times:
            with lock:
                mix_ups.value += 1

    return race_threads(count)


def observe():
    without, answer = race_for(Ordinary()), race_for(threading.local())
    if "undecided" in without or "undecided" in answer:
        return without if "undecided" in without else answer
    return dict(answer, mixed_up=answer["lost"], mixed_up_without=without["lost"])


if __name__ == "__main__":
    show(observe)
