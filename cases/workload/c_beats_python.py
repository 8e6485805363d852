"""A loop in C is many times as fast as the same loop in Python.

Both here count the bytes of one value.  The interpreter fetches, dispatches and checks types
for every step of its loop; CPython's count() is a loop of C over bare bytes.  PyPy compiles
the Python loop while it runs, which closes most of the gap, not all.
"""
from cases._measure import costs_more
from cases._show import show

SAYS = "Scripting languages such as Python run slowly; CPU-bound work is best written in C."
DOCS = [
    "https://docs.python.org/3/library/stdtypes.html#bytes.count",
    "https://docs.python.org/3/library/dis.html#python-bytecode-instructions",
    "https://docs.python.org/3/faq/programming.html#my-program-is-too-slow-how-do-i-speed-it-up",
    "https://doc.pypy.org/en/latest/faq.html#how-fast-is-pypy",
]
ARTICLE = [{"when": {}, "sees": {"faster": True}}]
EXPECT = [
    {"when": {"implementation": "pypy"}, "sees": {"faster": True},
     "because": "at each step the compiled loop checks that what it was compiled for still holds"},
    {"when": {}, "sees": {"faster": True},
     "because": "each step of the Python loop runs several bytecodes, and count() runs none"},
]
DATA = bytes(range(256)) * 2000


def count_in_python():
    count = 0
    for byte in DATA:
        if byte == 97:
            count += 1
    return count


def count_in_c():
    return DATA.count(97)


def observe():
    assert count_in_python() == count_in_c()
    return costs_more("faster", count_in_python, count_in_c)


if __name__ == "__main__":
    show(observe)
