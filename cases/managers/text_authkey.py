"""A manager's key has to be bytes; a text string is refused.

The key is hashed together with a random challenge, and only bytes can be hashed.  The
article's 'abc' worked in Python 2, where it was bytes; in Python 3 neither its master nor
its worker gets beyond the line that makes the manager.
"""
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = "A manager takes a text string such as 'abc' for its key."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.managers.BaseManager",
    "https://docs.python.org/3/library/multiprocessing.html#authentication-keys",
]
NEEDS = []
ARTICLE = [{"when": {}, "sees": {"accepted": True, "error": "none"}}]
EXPECT = [
    {"when": {}, "sees": {"accepted": False, "error": "TypeError", "bytes_accepted": True},
     "because": "the key is made into a kind of bytes, and text cannot be without an encoding"},
]


def make_manager(authkey):
    try:
        BaseManager(address=("127.0.0.1", 0), authkey=authkey)
    except Exception as error:
        return False, type(error).__name__
    return True, "none"


def observe():
    accepted, error = make_manager("abc")
    return {"accepted": accepted, "error": error, "bytes_accepted": make_manager(b"abc")[0]}


if __name__ == "__main__":
    show(observe)
