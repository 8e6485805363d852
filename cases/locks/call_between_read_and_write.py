"""With a function call between reading and writing, every Python can lose updates.

Calls are where CPython since 3.10 still lets another thread have the GIL.  So code that
happens to be safe today, `balance = balance + n`, is no longer so once the sum is put into
a function of its own, and nothing in the line that reads and writes shows the difference.
"""
from cases._rounds import race_threads
from cases._show import show

SAYS = None
DOCS = [
    "https://github.com/python/cpython/pull/18334",
    "https://docs.python.org/3/faq/library.html"
    "#what-kinds-of-global-value-mutation-are-thread-safe",
    "https://docs.python.org/3/howto/free-threading-python.html#thread-safety",
    "https://github.com/pypy/pypy/blob/023213690347f2d12cfa1d8a35200cad38e5fb75/pypy/module/"
    "pypyjit/interp_jit.py#L83-L106",
]
NEEDS = ["threads"]
ARTICLE = []
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"lost": True},
     "because": "without the GIL both threads read and write at the same time"},
    {"when": {"implementation": "cpython"}, "sees": {"lost": True},
     "because": "the GIL can change hands at the call, when the old balance has been read"},
    {"when": {"implementation": "pypy"}, "may_see": {"lost": [True, False]},
     "because": "PyPy may switch threads before any instruction, but in a compiled loop only "
                "at its end: it takes luck to see it in the short time before"},
]


def add(balance, n):
    return balance + n


def deposit(balance, times):
    for _ in range(times):
        balance.value = add(balance.value, 5)


def observe():
    return race_threads(deposit)


if __name__ == "__main__":
    show(observe)
