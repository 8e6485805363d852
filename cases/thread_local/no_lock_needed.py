"""Attributes of a threading.local need no lock: no other thread can reach them.

Two threads that change an attribute of the same name, with a call between reading and writing,
lose nothing, even where each lets the other read before it writes; with an ordinary object
that order mixes them up.  A list that two threads put there is still one list.
"""
import threading
from concurrent.futures import ThreadPoolExecutor

from cases._rounds import FEW, race_threads
from cases._show import PACE, show

SAYS = "A thread-local is read and written freely; its locking need not concern you."
DOCS = ["https://docs.python.org/3/library/threading.html#thread-local-data"]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"mixed_up": False}}]
EXPECT = [
    {"when": {}, "sees": {"mixed_up": False, "mixed_up_without": True},
     "because": "each thread has an attribute of its own; an ordinary object has one for both"},
]
PATIENCE = 20 * PACE  # seconds
local = threading.local()


class Ordinary:
    pass


def adds_up(data, n, times, pause=int):
    data.count = 0
    for _ in range(times):
        read = data.count
        pause()
        data.count = read + n
    pause()
    return data.count == n * times


def mixes_up(data):
    pause = threading.Barrier(2, timeout=PATIENCE).wait
    with ThreadPoolExecutor(2) as pool:
        return not all(pool.map(lambda n: adds_up(data, n, 10, pause), (5, 8)))


def race(mix_ups, times):
    if not adds_up(local, 5, times):
        mix_ups.value += 1


def observe():
    answer = race_threads(race, fewest=FEW)
    if "undecided" in answer:
        return answer
    return dict(answer, mixed_up=answer["lost"] or mixes_up(local),
                mixed_up_without=mixes_up(Ordinary()))


if __name__ == "__main__":
    show(observe)
