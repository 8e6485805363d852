"""Starting a process by spawn costs many times what fork does.

A forked child has everything already, by sharing its parent's memory until one of the two
writes to it.  A spawned one starts an interpreter, imports multiprocessing and the main
module, and unpickles its task.  Windows has no fork, so it always pays that price; here both
are compared on one system, so that nothing but the method differs.
"""
import multiprocessing

from cases._measure import costs_more
from cases._show import show

SAYS = "With fork making a process is bearable on Unix; on Windows it is hugely expensive."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
]
NEEDS = ["processes", "fork"]
ALONE = True
ARTICLE = [{"when": {}, "sees": {"spawn_costs_more": True}}]
EXPECT = [
    {"when": {}, "sees": {"spawn_costs_more": True},
     "because": "the documentation calls spawn rather slow: it starts a fresh interpreter"},
]


def run(method):
    process = multiprocessing.get_context(method).Process(target=int)
    process.start()
    process.join()


def spawn():
    run("spawn")


def fork():
    run("fork")


def observe():
    return costs_more("spawn_costs_more", spawn, fork)


if __name__ == "__main__":
    show(observe)
