"""A thread cannot be sent to another machine, and neither can a process.

A thread is a place in the memory of its process, with locks that cannot be pickled.  A
process object is tied to its parent in the same way.  What travels between machines is
data: tasks and results, through queues, to processes that were started over there.
"""
import multiprocessing
import pickle
import threading

from cases._show import show

SAYS = "Processes can be spread over several machines, threads over one machine's CPUs only."
DOCS = [
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager",
]
NEEDS = []
ARTICLE = [{"when": {}, "sees": {"thread_pickles": False}}]
EXPECT = [
    {"when": {"implementation": "pypy"},
     "sees": {"thread_pickles": False, "error": "PicklingError"},
     "because": "a thread holds locks, and PyPy finds no name to pickle a lock's class by"},
    {"when": {}, "sees": {"thread_pickles": False, "error": "TypeError"},
     "because": "a thread holds locks, and these cannot be pickled"},
]


def try_pickling(thing):
    try:
        pickle.dumps(thing)
    except Exception as error:
        return False, type(error).__name__
    return True, "none"


def observe():
    pickles, error = try_pickling(threading.current_thread())
    process_pickles, _ = try_pickling(multiprocessing.current_process())
    return {"thread_pickles": pickles, "error": error, "process_pickles": process_pickles}


if __name__ == "__main__":
    show(observe)
