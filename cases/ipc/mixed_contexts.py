"""A lock of the fork context in a spawned process crashed it; since 3.11.5 it is refused.

A forked child finds the lock in its memory, so such a lock has no name.  Any other child
could only be handed its address, which means nothing there.  Where the default is fork,
multiprocessing.Lock() is such a lock, and get_context("spawn").Process cannot take it.
"""
import resource
from multiprocessing import get_context

from cases._patience import join
from cases._show import show

SEEN = [
    "https://github.com/zauberzeug/nicegui/pull/6045",
    "https://github.com/numba/numba/issues/9192",
]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3.11/whatsnew/changelog.html#python-3-11-5-final",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/synchronize.py#L100-L113",
    "https://github.com/python/cpython/blob/v3.10.0/Lib/multiprocessing/synchronize.py#L50-L67",
    "https://github.com/python/cpython/blob/v3.13.15/Modules/_multiprocessing/semaphore.c#L566",
    "https://github.com/python/cpython/issues/77377",
]
NEEDS = ["fork", "semaphores"]
EXPECT = [
    {"when": {"implementation": "pypy", "python": ">=3.11"},
     "sees": {"start": "RuntimeError", "child": "none"},
     "because": "its first release for 3.11 has the library of 3.11.11"},
    {"when": {"python": ">=3.11.5"}, "sees": {"start": "RuntimeError", "child": "none"},
     "because": "pickling a lock checks whether it is one for forked children"},
    {"when": {"os": "linux"}, "sees": {"start": "accepted", "child": "killed"},
     "because": "the child follows an address of its parent's memory: a segmentation fault"},
    {"when": {"os": "macos"}, "sees": {"start": "accepted"},
     "may_see": {"child": ["killed", "fails"]},
     "because": "what the address means to the child depends on macOS; it is no lock"},
]


def take(lock):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no file behind
    with lock:
        print("got it", flush=True)


def observe():
    lock = get_context("fork").Lock()
    child = get_context("spawn").Process(target=take, args=(lock,), daemon=True)
    try:
        child.start()
    except Exception as error:
        return {"start": type(error).__name__, "child": "none"}
    status = join(child)
    return {"start": "accepted",
            "child": "killed" if status < 0 else "fails" if status else "works"}


if __name__ == "__main__":
    show(observe)
