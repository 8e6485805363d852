"""cached_property computes once for two threads from Python 3.8 to 3.11, and twice since 3.12.

Its lock was one for all objects of a class: others waited too, and 3.12 removed it.  lru_cache
never held one while it computes.  What must be computed once needs a lock of one's own.
"""
import functools
import sys
import threading
import time

from cases._patience import seconds_left
from cases._show import show, Undecided

SEEN = ["https://github.com/celery/kombu/issues/1804"]
DOCS = [
    "https://docs.python.org/3/library/functools.html#functools.cached_property",
    "https://github.com/python/cpython/issues/87634",
    "https://github.com/python/cpython/blob/v3.11.7/Lib/functools.py#L992-L997",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"python": "<3.8"}, "sees": {"cached_property": "missing", "lru_cache": "twice"},
     "because": "cached_property is new in 3.8; lru_cache computes without a lock"},
    {"when": {"python": "<3.12"}, "sees": {"cached_property": "once", "lru_cache": "twice"},
     "because": "cached_property holds a lock while it computes, lru_cache does not"},
    {"when": {}, "sees": {"cached_property": "twice", "lru_cache": "twice"},
     "because": "neither holds a lock while it computes"},
]


def outcome(decorate, read):
    """Tell how often two threads compute; one ends only when the other computes too, or waits."""
    computing, over, looks = [], threading.Event(), 0
    cached = decorate(lambda _: computing.append(True) or over.wait(seconds_left()))
    threads = [threading.Thread(target=read, args=(cached,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(computing) < 2 and looks < 20 and seconds_left() > 1:
        time.sleep(0.01)
        one = len(computing) == 1 and sys._current_frames().values()
        looks = looks + 1 if one and any(place.f_globals is vars(functools) for place in one) else 0
    over.set()
    for thread in threads:
        thread.join()
    if seconds_left() <= 1:
        raise Undecided("two threads had not met when time was up")
    return {1: "once", 2: "twice"}[len(computing)]


def observe():
    lru_cache = outcome(functools.lru_cache(), lambda cached: cached(1))
    if not hasattr(functools, "cached_property"):
        return {"lru_cache": lru_cache, "cached_property": "missing"}
    return {"lru_cache": lru_cache, "cached_property": outcome(
        lambda work: type("Shared", (), {"value": functools.cached_property(work)})(),
        lambda shared: shared.value)}


if __name__ == "__main__":
    show(observe)
