"""Hooks of os.register_at_fork run in forked children, in those of a fork server by version only.

They are there since 3.7.  A child of a fork server is forked too, but from a server that knew
of no hook, until it imported the program beforehand: since 3.13.8 and 3.14.1.  subprocess
runs them where it runs Python between fork and exec: with preexec_fn.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/itamarst/eliot/issues/441"]
DOCS = ["https://docs.python.org/3/library/os.html#os.register_at_fork",
        "https://github.com/python/cpython/issues/126631",
        "https://github.com/python/cpython/blob/v3.13.0/Modules/_posixsubprocess.c#L1243-L1250"]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "fork"]
EXPECT = [
    {"when": {"python": "<3.7"}, "sees": {"in_child": False, "with_preexec_fn": False},
     "because": "os.register_at_fork is new in 3.7"},
    {"when": {"start_method": "fork"}, "sees": {"in_child": True, "with_preexec_fn": True},
     "because": "the child is a fork of the program, which has registered its hooks"},
    {"when": {"start_method": "forkserver", "implementation": "cpython", "python": ">=3.14.1"},
     "sees": {"in_child": True, "with_preexec_fn": True}, "because": "the server had the hooks"},
    {"when": {"start_method": "forkserver", "implementation": "cpython",
              "python": ">=3.13.8,<3.14"}, "sees": {"in_child": True, "with_preexec_fn": True},
     "because": "the fork server had the hooks, as it had imported the program"},
    {"when": {}, "sees": {"in_child": False, "with_preexec_fn": True},
     "because": "the child registers its hooks when it is there already"},
]
PROGRAM = """
import multiprocessing, os, subprocess

ran = []
register = getattr(os, "register_at_fork", dict)  # dict: does nothing with them
register(before=lambda: ran.append("before"), after_in_child=lambda: ran.append("in child"))

def look():
    print("in_child" if "in child" in ran else "")

if __name__ == "__main__":
    child = multiprocessing.get_context("%s").Process(target=look)
    child.start()
    child.join()
    ran.clear()
    subprocess.call(":", shell=True)
    print("by_subprocess" if ran else "")
    subprocess.call(":", shell=True, preexec_fn=int)
    print("with_preexec_fn" if ran else "")
"""


def observe():
    seen = run_inner(PROGRAM % get_start_method()).out.split()
    return {word: word in seen for word in ("in_child", "by_subprocess", "with_preexec_fn")}


if __name__ == "__main__":
    show(observe)
