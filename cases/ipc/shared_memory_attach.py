"""On POSIX a program that merely attached to a shared memory block destroys it when it leaves.

Each program has a tracker, a process that removes what the program has left.  It counts a
block that was attached like one that was created.  track=False, new in 3.13, prevents that;
Windows has no tracker.  What multiprocessing starts shares the tracker and destroys nothing.
"""
import sys

from cases._inner import run_inner
from cases._show import show

SEEN = [
    "https://github.com/python/cpython/pull/110778",
    "https://github.com/tenstorrent/tt-inference-server/pull/2802",
]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.shared_memory.html"
    "#multiprocessing.shared_memory.SharedMemory",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/shared_memory.py#L92-L122",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/resource_tracker.py#L289",
]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"python": "<3.8"}, "sees": {"stays": "no_module"},
     "because": "multiprocessing.shared_memory is new in 3.8"},
    {"when": {"os": "windows", "python": "<3.13"}, "sees": {"stays": True, "untracked": "refused"},
     "because": "Windows keeps a block while anybody has it open; track is new in 3.13"},
    {"when": {"os": "windows"}, "sees": {"stays": True, "untracked": True},
     "because": "Windows keeps a block while anybody has it open, and ignores track"},
    {"when": {"python": "<3.13"}, "sees": {"stays": False, "untracked": "refused"},
     "because": "the tracker of the program that attached unlinks the block"},
    {"when": {}, "sees": {"stays": False, "untracked": True},
     "because": "the tracker unlinks the block, unless it was told not to track it"},
]
ATTACH = "from multiprocessing.shared_memory import SharedMemory as S; S(%r%s).close()"


def stays(option):
    from multiprocessing.shared_memory import SharedMemory
    block = SharedMemory(create=True, size=1)
    # Its tracker has the same stderr: when that is at its end, so is the tracker.
    found = not run_inner(ATTACH % (block.name, option)).status or "refused"
    try:
        SharedMemory(block.name).close()
    except FileNotFoundError:
        SharedMemory(block.name, create=True, size=1).close()  # so that there is one to unlink
        found = False
    block.close()
    block.unlink()
    return found


def observe():
    if sys.version_info < (3, 8):
        return {"stays": "no_module"}
    return {"stays": stays(""), "untracked": stays(", track=False")}


if __name__ == "__main__":
    show(observe)
