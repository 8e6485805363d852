"""`except Queue.Empty` after `import queue` ends in a NameError as soon as a queue is empty.

The name behind `except` is looked up only when something was raised, so the slip lies
hidden until then.  In Python 3 the module is called queue, and its exception queue.Empty;
Queue was the module's name in Python 2.
"""
import queue

from cases._show import show

SAYS = "After `import queue`, an empty queue is caught by `except Queue.Empty`."
DOCS = [
    "https://docs.python.org/3/library/queue.html#queue.Empty",
    "https://docs.python.org/3/reference/compound_stmts.html#except-clause",
    "https://docs.python.org/3/whatsnew/3.0.html#library-changes",
]
NEEDS = []
ARTICLE = [{"when": {}, "sees": {"error": "none"}}]
EXPECT = [
    {"when": {}, "sees": {"error": "NameError", "error_with_right_name": "none"},
     "because": "nothing is called Queue, and that shows when the except clause is reached"},
]


def take_as_in_the_article(tasks):
    try:
        tasks.get(block=False)
    except Queue.Empty:  # noqa: F821 - the article's slip is what is shown
        pass


def take(tasks):
    try:
        tasks.get(block=False)
    except queue.Empty:
        pass


def escapes(taking):
    try:
        taking(queue.Queue())
    except Exception as error:
        return type(error).__name__
    return "none"


def observe():
    return {"error": escapes(take_as_in_the_article), "error_with_right_name": escapes(take)}


if __name__ == "__main__":
    show(observe)
