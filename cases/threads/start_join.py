"""start() runs the function in another thread and returns; join() waits for that thread's end.

Calling run(), or the function itself, would run it in the caller's thread.  join() returns
once the function has returned or raised; it hands over neither its result nor its
exception.  With a timeout it may return earlier: only is_alive() tells.
"""
import threading
import time

from cases._show import show

SAYS = "A Thread made with a function runs it after start(); join() waits for it to end."
DOCS = [
    "https://docs.python.org/3/library/threading.html#threading.Thread.start",
    "https://docs.python.org/3/library/threading.html#threading.Thread.join",
    "https://docs.python.org/3/library/threading.html#threading.get_ident",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"other_thread": True, "ended_after_join": True}}]
EXPECT = [
    {"when": {}, "sees": {"other_thread": True, "ended_after_join": True},
     "because": "start() makes a new thread, and join() blocks until it has ended"},
]
ran_in = []


def work():
    time.sleep(0.3)
    ran_in.append(threading.get_ident())


def observe():
    thread = threading.Thread(target=work)
    thread.start()
    if ran_in:
        return {"undecided": "the function had ended before join() was called"}
    thread.join()
    return {"other_thread": ran_in != [threading.get_ident()],
            "ended_after_join": len(ran_in) == 1 and not thread.is_alive()}


if __name__ == "__main__":
    show(observe)
