"""A loop in C is many times as fast as the same loop in Python.

Both here count the bytes of one value.  The interpreter fetches, dispatches and checks types
for every step of its loop; the C compiler has made a few machine instructions of it.  PyPy
compiles the Python loop while it runs, which closes most of the gap, not all.
"""
from cases._measure import costs_more
from cases._show import show

SAYS = "Scripting languages such as Python run slowly; CPU-bound work is best written in C."
DOCS = [
    "https://docs.python.org/3/library/stdtypes.html#bytes.count",
    "https://docs.python.org/3/faq/programming.html#my-program-is-too-slow-how-do-i-speed-it-up",
    "https://doc.pypy.org/en/latest/faq.html#how-fast-is-pypy",
]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"faster": True}}]
EXPECT = [
    {"when": {"implementation": "pypy"}, "sees": {"faster": True},
     "because": "its compiled loop still checks each step, and C tests many bytes at once"},
    {"when": {}, "sees": {"faster": True},
     "because": "the interpreter spends dozens of instructions on a step, C less than one"},
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
