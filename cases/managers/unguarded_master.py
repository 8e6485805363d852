"""A master without a guard fails unless its server is forked; on Windows it waits for ever.

A server that was not forked imports the program, comes to start() itself and dies of it.  On Unix
the master finds the pipe closed.  On Windows its other end is the master's too: it waits on.
"""
import re
from multiprocessing import get_start_method

from cases._inner import WATCH, run_inner
from cases._show import show

SAYS = "The master starts its manager at the top of the program, under no guard."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/managers.py#L557-L570",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/reduction.py#L104-L133",
    "https://github.com/python/cpython/issues/126631",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"without_guard": "runs"}}]
EXPECT = [
    {"when": {"start_method": "fork"}, "because": "a forked server imports nothing",
     "sees": {"without_guard": "runs", "with_guard": "runs"}},
    {"when": {"os": "windows"}, "sees": {"without_guard": "waits", "with_guard": "runs"},
     "because": "the master itself keeps the dead server's end of the pipe open"},
    {"when": {"start_method": "spawn"},
     "sees": {"without_guard": "fails", "error": "EOFError", "with_guard": "runs"},
     "because": "the server dies before it has written its address: the pipe is at its end"},
    {"when": {}, "sees": {"without_guard": "fails", "with_guard": "runs"},
     "because": "the server dies, or the fork server, where that imports the program"},
]
PROGRAM = """
import queue
from multiprocessing import managers, set_start_method

managers.BaseManager.register("get_tasks", callable=queue.Queue)
%s
    set_start_method("%s", force=True)
    with managers.BaseManager(address=("127.0.0.1", 0), authkey=b"abc") as server:
        server.get_tasks().put("a task")
        print("runs")
"""


def try_with(guard):
    method = get_start_method()  # only a spawned server can leave a master that waits
    ended = run_inner((WATCH if method == "spawn" else "") + PROGRAM % (guard, method))
    return (ended.out.split() or ["fails"])[0], re.findall(r"^(\w+Error)", ended.err, re.MULTILINE)


def observe():
    (went, errors), (guarded, _) = try_with("if True:"), try_with("if __name__ == '__main__':")
    ran = {"without_guard": went, "with_guard": guarded}
    spawned = errors and get_start_method() == "spawn"  # else it is chance which error comes first
    return dict(ran, error=errors[-1]) if spawned else ran


if __name__ == "__main__":
    show(observe)
