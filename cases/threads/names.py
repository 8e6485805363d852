"""A thread has the name it was given; without one it is Thread-1, since 3.10 with its target.

Names are for people and logs: they need not be unique, and nothing is found by them.  The
default counts the threads that got no name; since 3.10 the name of the function follows in
brackets: Thread-1 (work).
"""
import threading

from cases._show import show

SAYS = "A thread's name is the one that was given when it was created."
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.Thread",
    "https://docs.python.org/3/library/threading.html#threading.Thread.name",
    "https://github.com/python/cpython/issues/85999",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"given": True}}]
EXPECT = [
    {"when": {"python": "<3.10"}, "sees": {"given": True, "default_form": "numbered"},
     "because": "the default was Thread-N"},
    {"when": {}, "sees": {"given": True, "default_form": "numbered_with_target"},
     "because": "since 3.10 the default is Thread-N (target)"},
]
FORMS = {"Thread-1": "numbered", "Thread-1 (work)": "numbered_with_target"}


def name_in_thread(**given):
    names = []

    def work():
        names.append(threading.current_thread().name)

    thread = threading.Thread(target=work, **given)
    thread.start()
    thread.join()
    return names[0]


def observe():
    return {"given": name_in_thread(name="LoopThread") == "LoopThread",
            "default_form": FORMS.get(name_in_thread(), "other")}


if __name__ == "__main__":
    show(observe)
