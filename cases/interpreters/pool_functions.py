"""InterpreterPoolExecutor, new in 3.14, takes a lambda; but a main file's functions need the guard.

A function that uses neither a global name nor a variable around it goes to the other
interpreter as it is.  Any other is pickled by its name.  If it is one of the main file's, the
other interpreter runs that file, under another name: without a guard, the file's call too.
"""
import concurrent.futures

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/136603"]
DOCS = [
    "https://docs.python.org/3/library/concurrent.futures.html#interpreterpoolexecutor",
    "https://docs.python.org/3/library/concurrent.interpreters.html"
    "#concurrent.interpreters.Interpreter.call",
    "https://github.com/python/cpython/pull/133957",
    "https://github.com/python/cpython/issues/136659",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"implementation": "cpython", "python": ">=3.14"},
     "sees": {"lambda": "runs", "function": "runs",
              "closure": "NotShareableError", "unguarded": "NotShareableError"},
     "because": "what does not go as it is has to be found by name, in a file that may be run"},
    {"when": {}, "sees": {"executor": "missing"}, "because": "it is new in CPython 3.14"},
]
PROGRAM = """
from concurrent.futures import InterpreterPoolExecutor

def countdown(n):
    return n and countdown(n - 1)  # uses a global name: its own
def around(number):
    return lambda n: number + n

if %s:
    with InterpreterPoolExecutor(1) as pool:
        for function in %s:
            error = pool.submit(function, 2).exception()
            print(type(error).__name__ if error else "runs")
            if error:
                raise error  # as result() would
"""


def outcomes(guard, functions):
    return run_inner(PROGRAM % (guard, functions)).out.split()


def observe():
    if not hasattr(concurrent.futures, "InterpreterPoolExecutor"):
        return {"executor": "missing"}
    sent = outcomes("__name__ == '__main__'", "(lambda n: n), countdown, around(2)")
    return {"lambda": sent[0], "function": sent[1], "closure": sent[2],
            "unguarded": outcomes("True", "[countdown]")[-1]}


if __name__ == "__main__":
    show(observe)
