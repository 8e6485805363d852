"""Lines that threads print can mix, and from Python 3.8.9 to 3.12.4 text could even be lost.

print() writes the text, then the line's end: another thread can come between.  A text file, as
sys.stdout, writes 8192 bytes at once; until 3.11.10 and 3.12.5 what another thread added
meanwhile was overwritten: it was missing, or foreign bytes of memory stood in its place.
"""
import io
import threading

from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/118138"]
DOCS = [
    "https://docs.python.org/3/library/io.html#multi-threading",
    "https://github.com/python/cpython/pull/24592",
    "https://github.com/python/cpython/issues/119506",
    "https://github.com/python/cpython/pull/120314",
    "https://docs.python.org/3.12/whatsnew/changelog.html#python-3-12-5-final",
]
NEEDS = ["threads"]
EXPECT = [
    {"when": {"implementation": "pypy"}, "sees": {"mixed": True, "text_lost": False},
     "because": "PyPy's own io empties its buffer before it writes"},
    {"when": {"python": ["<3.8.9", ">=3.9,<3.9.3"]}, "sees": {"mixed": True, "text_lost": False},
     "because": "it added new text first, and then emptied its buffer and wrote"},
    {"when": {"python": ["<3.11.10", ">=3.12,<3.12.5"]},
     "sees": {"mixed": True, "text_lost": True},
     "because": "it writes before it adds new text, which replaced what had come meanwhile"},
    {"when": {}, "sees": {"mixed": True, "text_lost": False},
     "because": "it looks again at what had come meanwhile"},
]


class Slow(io.BytesIO):
    """Keep what is written; while it takes the first piece, another thread does something."""

    def __init__(self, meanwhile):
        self.pieces, self.other = [], threading.Thread(target=meanwhile)

    def write(self, piece):
        self.pieces.append(piece if isinstance(piece, str) else bytes(piece).decode())
        if len(self.pieces) == 1:
            self.other.start()
            self.other.join()
        return len(piece)


def observe():
    lines = Slow(lambda: print("two", file=lines))
    print("one", file=lines)
    slow = Slow(lambda: text.write("c"))
    text = io.TextIOWrapper(slow)
    text.write("a" * 8191)
    text.write("bb")
    text.flush()
    return {"mixed": lines.pieces[:2] == ["one", "two"], "text_lost": "c" not in slow.pieces[-1]}


if __name__ == "__main__":
    show(observe)
