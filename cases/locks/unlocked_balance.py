"""Deposits and withdrawals without a lock can go wrong, except on CPython 3.10+ with the GIL.

Each statement reads the balance, reckons and writes it back; where another thread writes in
between, its change is overwritten.  CPython until 3.9 can switch threads there.  Since 3.10
it switches only where a function is called or a loop starts over, never inside `change_it`:
luck, not a promise.  Without the GIL the same program fails at once, on PyPy now and then.
The article's loop, as here, gives its parameter n a new value each time: the 5 is never used.
"""
from cases._rounds import race_threads
from cases._show import show

SAYS = ("Two threads that deposit and withdraw without a lock may leave a balance that is "
        "not 0, if the loop runs often enough.")
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
     "because": "without the GIL both threads are inside change_it at the same time"},
    {"when": {"implementation": "cpython", "python": "<3.10"}, "sees": {"lost": True},
     "because": "the GIL can change hands between reading the balance and writing it"},
    {"when": {"implementation": "cpython", "python": ">=3.10"}, "sees": {"lost": False},
     "because": "change_it calls nothing and loops nowhere: the GIL stays until it is done"},
    {"when": {"implementation": "pypy"}, "may_see": {"lost": [True, False]},
     "because": "PyPy may switch threads before any instruction, but in a compiled loop only "
                "at its end: it takes luck to see it in the short time before"},
]
balance = 0


class Balance:
    value = property(lambda self: balance, lambda self, amount: globals().update(balance=amount))


def change_it(n):
    global balance
    balance = balance + n
    balance = balance - n


def run_thread(n, times):
    for n in range(times):
        change_it(n)


def observe():
    # A loss shows only where both were between a deposit and its withdrawal: twice as many.
    return race_threads(lambda _, times: run_thread(5, times), Balance(), fewest=600)


if __name__ == "__main__":
    show(observe)
