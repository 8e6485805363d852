"""Starting a process by spawn costs many times what fork does.

A forked child has everything already, by sharing its parent's memory until one of the two
writes to it.  A spawned one starts an interpreter, imports multiprocessing and the main
module, and unpickles its task.  Windows has no fork, so it always pays that price.  What the
article says of Windows is judged there only, where a thread stands in for fork.
"""
import multiprocessing
import threading

from cases._measure import costs_more
from cases._show import show

SAYS = "With fork making a process is bearable on Unix; on Windows it is hugely expensive."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
]
NEEDS = ["processes"]
ARTICLE = [{"when": {"os": "windows"}, "sees": {"spawn_costs_more": True, "than": "thread"}}]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"spawn_costs_more": True, "than": "thread"},
     "because": "a fresh interpreter is started, where a thread shares the one that is there"},
    {"when": {}, "sees": {"spawn_costs_more": True, "than": "fork"},
     "because": "the documentation calls spawn rather slow: it starts a fresh interpreter"},
]


START = {"thread": threading.Thread}
START.update((method, multiprocessing.get_context(method).Process)
             for method in multiprocessing.get_all_start_methods())


def run(kind):
    task = START[kind](target=int)
    task.start()
    task.join()


def observe():
    other = "fork" if "fork" in START else "thread"
    answer = costs_more("spawn_costs_more", lambda: run("spawn"), lambda: run(other))
    return dict(answer, than=other)


if __name__ == "__main__":
    show(observe)
