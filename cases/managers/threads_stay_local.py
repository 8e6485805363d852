"""A thread cannot be sent to another machine, and neither can a process.

A thread is known by a handle of the system's, and guarded by locks, which mean something in
one process only: pickle refuses a Thread for these.  A Process refuses because of the key by
which its family knows each other: that is pickled for a child which is being started, and for
nobody else.  What travels is data, to processes that were started over there.
"""
import multiprocessing
import pickle
import threading

from cases._show import show

SAYS = "Processes can be spread over several machines, threads over one machine's CPUs only."
DOCS = [
    "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled",
    "https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/threading.py#L917-L920",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/process.py#L346-L354",
]
NEEDS = []
ARTICLE = [{"when": {}, "sees": {"thread_pickles": False}}]
EXPECT = [
    {"when": {"implementation": "pypy"},
     "sees": {"thread_pickles": False, "error": "PicklingError",
              "process_pickles": False, "process_error": "TypeError"},
     "because": "PyPy finds no name to pickle a lock's class by; a process's key refuses"},
    {"when": {}, "sees": {"thread_pickles": False, "error": "TypeError",
                          "process_pickles": False, "process_error": "TypeError"},
     "because": "handles and locks of threads cannot be pickled; a process's key refuses"},
]


def try_pickling(thing):
    try:
        pickle.dumps(thing)
    except Exception as error:
        return False, type(error).__name__
    return True, "none"


def observe():
    pickles, error = try_pickling(threading.Thread(target=print))
    process_pickles, process_error = try_pickling(multiprocessing.Process(target=print))
    return {"thread_pickles": pickles, "error": error,
            "process_pickles": process_pickles, "process_error": process_error}


if __name__ == "__main__":
    show(observe)
