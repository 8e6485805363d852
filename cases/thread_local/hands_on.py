"""A thread-local hands a value from one function of a thread to the next, without a parameter.

What a function sets, the functions that it calls find, however deep, as long as they run in
the same thread: here in two threads at once, each with its own name.  Work that goes on in
another thread, as in a pool, does not find it.
"""
import threading

from cases._show import PACE, show

SAYS = "A thread-local solves how to pass parameters between the functions of one thread."
DOCS = ["https://docs.python.org/3/library/threading.html#thread-local-data"]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"each_found_its_own": True}}]
EXPECT = [
    {"when": {}, "sees": {"each_found_its_own": True, "another_thread_finds_it": False},
     "because": "both functions look in the same object, which goes by the thread that runs them"},
]
PATIENCE = 20 * PACE  # seconds
local_school = threading.local()
both_are_set = threading.Barrier(2, timeout=PATIENCE)
found = {}


def process_student():
    found[threading.current_thread().name] = getattr(local_school, "student", "nobody")


def process_thread(name):
    local_school.student = name
    both_are_set.wait()
    process_student()
    run_in_threads([threading.Thread(target=process_student, name=name + "'s helper")])


def run_in_threads(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def observe():
    run_in_threads([threading.Thread(target=process_thread, args=(name,), name=name)
                    for name in ("Ann", "Bob")])
    return {"each_found_its_own": (found.get("Ann"), found.get("Bob")) == ("Ann", "Bob"),
            "another_thread_finds_it": found["Ann's helper"] != "nobody"}


if __name__ == "__main__":
    show(observe)
