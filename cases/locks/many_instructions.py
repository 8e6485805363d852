"""`balance = balance + n` is four instructions of the interpreter: it can stop between them.

Load the balance, load n, add, store.  Another thread that runs between the first and the
last writes a balance that is then overwritten.  These are Python's own bytecodes, not the
processor's instructions, of which each takes many.  Whether a switch can happen between them
is another question: see unlocked_balance.
"""
import dis

from cases._show import show

SAYS = "One statement of a high-level language is several instructions when it is executed."
DOCS = [
    "https://docs.python.org/3/library/dis.html#dis.get_instructions",
    "https://docs.python.org/3/library/dis.html#opcode-LOAD_GLOBAL",
    "https://docs.python.org/3/library/dis.html#opcode-BINARY_OP",
    "https://docs.python.org/3/library/dis.html#opcode-STORE_GLOBAL",
]
NEEDS = []
ARTICLE = [{"when": {}, "may_see": {"instructions": [2, 3, 4, 5, 6, 7, 8, 9]}}]
EXPECT = [
    {"when": {"implementation": ["cpython", "pypy"]}, "sees": {"instructions": 4},
     "because": "load the global, load the argument, add, store the global"},
]
balance = 0


def deposit(n):
    global balance
    balance = balance + n


def observe():
    names = [one.opname for one in dis.get_instructions(deposit) if one.opname != "CACHE"]
    first = names.index("LOAD_GLOBAL")
    return {"instructions": names.index("STORE_GLOBAL") - first + 1}


if __name__ == "__main__":
    show(observe)
