"""Threads run Python code on one core at a time because of the GIL, without it on several.

Only the thread that holds the GIL runs Python code.  Eight threads that count for a while use
together the CPU time of one; a free-threaded build can do without a GIL, and they use more.
Code in C may let go of the GIL, as zlib and hashlib do: then several cores work.
"""
import time

from cases._measure import cores_used, in_threads
from cases._show import show

SAYS = "Because of the GIL, threads cannot make use of several cores."
DOCS = [
    "https://docs.python.org/3/glossary.html#term-global-interpreter-lock",
    "https://docs.python.org/3/whatsnew/3.13.html#free-threaded-cpython",
    "https://doc.pypy.org/en/latest/faq.html#does-pypy-have-a-gil-why",
]
NEEDS = ["threads"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"cores_used": "one"}}]
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"cores_used": "several"},
     "because": "there is no GIL that one thread would have to wait for"},
    {"when": {"implementation": ["cpython", "pypy"]}, "sees": {"cores_used": "one"},
     "because": "only the thread that holds the GIL runs Python code"},
]


def count(seconds):
    number, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        number += 1


def observe():
    return cores_used(lambda: in_threads(count))


if __name__ == "__main__":
    show(observe)
