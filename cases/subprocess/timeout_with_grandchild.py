"""run(timeout=) comes back although a grandchild holds the pipe; on Windows it waits for that.

When time is up run() kills its child, but not what the child has started.  Where that has the
other end of the pipe, reading on means waiting for it.  On POSIX run() stops reading then,
since 3.7.5, and keeps what it has read.  On Windows it reads on, as all did before.
"""
from cases._reads_on import waits_for_grandchild
from cases._show import show

SEEN = [
    "https://github.com/python/cpython/pull/14490",
    "https://github.com/python/cpython/issues/81605",
    "https://github.com/python/cpython/issues/121157",
]
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#subprocess.run",
    "https://docs.python.org/3.7/whatsnew/changelog.html#python-3-7-5-release-candidate-1",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/subprocess.py#L552-L568",
    "https://github.com/python/cpython/blob/v3.6.15/Lib/subprocess.py#L423-L430",
]
NEEDS = ["processes", "threads", "sockets"]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"waits_for_grandchild": True},
     "because": "after the kill run() reads to the end of the pipe, to have all output"},
    {"when": {"python": "<3.7.5"}, "sees": {"waits_for_grandchild": True},
     "because": "after the kill run() read to the end of the pipe"},
    {"when": {}, "sees": {"waits_for_grandchild": False},
     "because": "after the kill run() waits for its own child only"},
]


def observe():
    return {"waits_for_grandchild": waits_for_grandchild()}


if __name__ == "__main__":
    show(observe)
