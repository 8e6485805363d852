"""All threads of a process see the same variables: what one changes, the others find.

Threads live in one process and use its memory; a global variable exists once.  Nothing is
copied or sent, unlike between processes.  When another thread sees a change, and whether two
changes get into each other's way, is a matter of locks and events.
"""
import threading

from cases._show import show

SAYS = "Threads share memory: different threads can read the same variable."
DOCS = [
    "https://docs.python.org/3/library/threading.html#module-threading",
    "https://docs.python.org/3/library/threading.html#event-objects",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"other_thread_sees_change": True}}]
EXPECT = [
    {"when": {}, "sees": {"other_thread_sees_change": True},
     "because": "both threads look up one dictionary, their module's globals"},
]
value = "old"
changed = threading.Event()
seen = []


def read():
    changed.wait(20)
    seen.append(value)


def observe():
    global value
    reader = threading.Thread(target=read)
    reader.start()
    value = "new"
    changed.set()
    reader.join()
    return {"other_thread_sees_change": seen == ["new"]}


if __name__ == "__main__":
    show(observe)
