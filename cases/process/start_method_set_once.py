"""set_start_method may be called once in a program; a second call is a RuntimeError.

Locks and queues belong to the method they were made for, so it is chosen once, under the
guard.  The first call here is the one that reads this program's command line; the second
asks for the same method and is refused all the same.  force=True would override it.
"""
from multiprocessing import get_start_method, set_start_method

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.set_start_method",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
]
START_METHODS = ["fork", "spawn", "forkserver"]
ARTICLE = []
EXPECT = [
    {"when": {}, "sees": {"second_set": "RuntimeError"},
     "because": "it is documented to raise this when the method is already set"},
]


def observe():
    try:
        set_start_method(get_start_method())
    except RuntimeError:
        return {"second_set": "RuntimeError"}
    return {"second_set": "accepted"}


if __name__ == "__main__":
    show(observe)
