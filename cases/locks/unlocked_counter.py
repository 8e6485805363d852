"""`n += 1` from two threads can lose updates, except on CPython 3.10+ with the GIL.

The statement reads, adds and writes.  Until CPython 3.9 the GIL can change hands between
these steps.  Since 3.10 it does so only where a function is called and where a loop starts
over, and the statement holds neither: how it happens to work, not a promise.  Without the
GIL both threads simply run.  PyPy can switch between the steps as long as it interprets a
loop, which is not long: once it is compiled, it switches at the loop's end.
"""
from cases._rounds import race_threads
from cases._show import show

SAYS = "When two threads change one variable without a lock, the result may be wrong."
DOCS = [
    "https://docs.python.org/3/faq/library.html"
    "#what-kinds-of-global-value-mutation-are-thread-safe",
    "https://github.com/python/cpython/pull/18334",
    "https://docs.python.org/3/howto/free-threading-python.html#thread-safety",
    "https://github.com/pypy/pypy/blob/023213690347f2d12cfa1d8a35200cad38e5fb75/pypy/module/"
    "pypyjit/interp_jit.py#L83-L106",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"lost": True}}]
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"lost": True},
     "because": "without the GIL two threads run the statement's steps at the same time"},
    {"when": {"implementation": "cpython", "python": "<3.10"}, "sees": {"lost": True},
     "because": "the GIL can change hands between reading and writing"},
    {"when": {"implementation": "cpython", "python": ">=3.10"}, "sees": {"lost": False},
     "because": "the GIL changes hands only at calls and where a loop starts over"},
    {"when": {"implementation": "pypy"}, "may_see": {"lost": [True, False]},
     "because": "PyPy may switch threads before any instruction, but in a compiled loop only "
                "at its end: it takes luck to see it in the short time before"},
]


def count(number, times):
    for _ in range(times):
        number.value += 1


def observe():
    return race_threads(count)


if __name__ == "__main__":
    show(observe)
