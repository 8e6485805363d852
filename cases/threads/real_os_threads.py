"""Python's threads are the system's own: POSIX threads on Unix, Windows threads on Windows.

Each Thread is one thread of the operating system, with an id that the system gave it, and
the system decides when it runs.  Python for WebAssembly without threads has stubs instead.
"""
import sys
import threading

from cases._show import PACE, show

SAYS = "Python's threads are real POSIX threads, not simulated ones."
DOCS = [
    "https://docs.python.org/3/library/sys.html#sys.thread_info",
    "https://docs.python.org/3/library/threading.html#threading.get_native_id",
    "https://docs.python.org/3/library/intro.html#wasm-availability",
]
NEEDS = []
ARTICLE = [
    {"when": {"os": ["linux", "macos"], "python": "<3.8"}, "sees": {"implementation": "pthread"}},
    {"when": {"os": ["linux", "macos", "windows"]},
     "sees": {"implementation": "pthread", "own_os_ids": True}},
]
EXPECT = [
    {"when": {"os": "emscripten"},
     "sees": {"implementation": "pthread-stubs", "own_os_ids": "missing"},
     "because": "stubs stand in for POSIX threads, and there is no system to give them ids"},
    {"when": {"os": "windows", "python": "<3.8"},
     "sees": {"implementation": "nt", "own_os_ids": "missing"},
     "because": "Windows threads; get_native_id is new in 3.8"},
    {"when": {"os": "windows"}, "sees": {"implementation": "nt", "own_os_ids": True},
     "because": "Windows threads, each with an id from the system"},
    {"when": {"python": "<3.8"}, "sees": {"implementation": "pthread", "own_os_ids": "missing"},
     "because": "POSIX threads; get_native_id is new in 3.8"},
    {"when": {}, "sees": {"implementation": "pthread", "own_os_ids": True},
     "because": "POSIX threads, each with an id from the system"},
]


def own_os_ids():
    ids, both = [], threading.Barrier(2, timeout=10 * PACE)

    def note():
        ids.append(threading.get_native_id())
        both.wait()  # both live at once, so no id can be used twice

    threads = [threading.Thread(target=note) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(set(ids + [threading.get_native_id()])) == 3


def observe():
    return {"implementation": sys.thread_info.name,
            "own_os_ids": own_os_ids() if hasattr(threading, "get_native_id") else "missing"}


if __name__ == "__main__":
    show(observe)
