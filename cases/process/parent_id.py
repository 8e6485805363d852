"""os.getppid names the process that called start(), except under forkserver.

There the fork server made the child and is its parent for the system.  Since 3.8 Python
hands the starting process's id to the child itself: parent_process() tells it under each
start method.  Wine lacks what 3.12's getppid calls, which says nothing of the claim.
"""
import multiprocessing
import os
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._probe import emulated
from cases._show import show

SAYS = "The child gets its parent's id by calling getppid."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.parent_process",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/os.html#os.getppid",
    "https://github.com/python/cpython/issues/116195",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"getppid_is_creator": True}}]
EXPECT = [
    {"when": {"start_method": "forkserver", "python": "<3.8"},
     "sees": {"getppid_is_creator": False, "parent_process_is_creator": "missing"},
     "because": "the fork server is the parent, and parent_process is new in 3.8"},
    {"when": {"start_method": "forkserver"},
     "sees": {"getppid_is_creator": False, "parent_process_is_creator": True},
     "because": "the fork server is the parent; Python keeps the creator's id beside it"},
    {"when": {"python": "<3.8"},
     "sees": {"getppid_is_creator": True, "parent_process_is_creator": "missing"},
     "because": "the creator made the child itself; parent_process is new in 3.8"},
    {"when": {}, "sees": {"getppid_is_creator": True, "parent_process_is_creator": True},
     "because": "the creator made the child itself"},
]


def tell(writer, creator):
    answer = {"getppid_is_creator": os.getppid() == creator, "parent_process_is_creator": "missing"}
    if hasattr(multiprocessing, "parent_process"):
        answer["parent_process_is_creator"] = multiprocessing.parent_process().pid == creator
    writer.send(answer)


def observe():
    reader, writer = Pipe(duplex=False)
    process = Process(target=tell, args=(writer, os.getpid()), daemon=True)
    process.start()
    if join(process) != 0 and emulated():
        return {"undecided": "the emulator lacks a system call that the child needs"}
    writer.close()  # now recv ends even if the child sent nothing
    return reader.recv()


if __name__ == "__main__":
    show(observe)
