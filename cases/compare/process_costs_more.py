"""Starting a process costs many times what starting a thread does, under every start method.

A thread needs a stack and a place in the scheduler.  A process needs memory, open files and
an interpreter of its own: fork copies the parent's tables, the fork server is asked over a
socket and then forks, spawn starts Python anew and imports what the child needs.
"""
from multiprocessing import Process
from threading import Thread

from cases._measure import costs_more
from cases._show import show

SAYS = "Threads cost less than processes; that creating one is dear is a process's drawback."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/threading.html#threading.Thread.start",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "threads"]
ARTICLE = [{"when": {}, "sees": {"process_costs_more": True}}]
EXPECT = [
    {"when": {}, "sees": {"process_costs_more": True},
     "because": "every method makes new memory, and all but fork an interpreter in it or a "
                "request to a server besides; a thread shares what is there"},
]


def run(task):
    task.start()
    task.join()


def process():
    run(Process(target=int))


def thread():
    run(Thread(target=int))


def observe():
    process()  # the first one starts the fork server
    return costs_more("process_costs_more", process, thread)


if __name__ == "__main__":
    show(observe)
