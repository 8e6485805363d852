"""A variable put into os.environ after the first forkserver child does not reach later ones.

A forked or spawned child gets the parent's environment as it is when the child starts.  The
fork server got it when it was started itself, with the first child, and it forks the others:
what the parent changes later it does not learn.
"""
import os

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/razzant/ouroboros/issues/677"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/os.html#os.environ",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/forkserver.py#L148-L154",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/spawn.py#L159-L202",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "forkserver"}, "sees": {"set_before": True, "set_after": False},
     "because": "both children have the environment of the server, which the first one started"},
    {"when": {}, "sees": {"set_before": True, "set_after": True},
     "because": "each child starts with the environment that the parent has by then"},
]


def tell(writer, name):
    writer.send(name in os.environ)


def child_sees(name):
    os.environ[name] = "1"
    return hear(tell, name) == [True]


def observe():
    return {"set_before": child_sees("CASE_BEFORE"), "set_after": child_sees("CASE_AFTER")}


if __name__ == "__main__":
    show(observe)
