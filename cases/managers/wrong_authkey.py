"""Who does not know a manager's key is refused with an AuthenticationError.

Each side sends the other a random challenge and checks the answer, a digest that only the
same key can give; the key itself never travels.  That keeps strangers out, but hides
nothing: what is sent afterwards is not encrypted.
"""
import queue
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = "The key that master and worker agree upon guards the queue."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#authentication-keys",
    "https://docs.python.org/3/library/multiprocessing.html"
    "#multiprocessing.connection.answer_challenge",
]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"refused": True}}]
EXPECT = [
    {"when": {}, "sees": {"refused": True, "error": "AuthenticationError", "right_key": "none"},
     "because": "the digest made with another key is not the one that the server computes"},
]


class QueueManager(BaseManager):
    pass


QueueManager.register("get_tasks", callable=queue.Queue)


def try_key(address, authkey):
    try:
        QueueManager(address=address, authkey=authkey).connect()
    except Exception as error:
        return type(error).__name__
    return "none"


def observe():
    with QueueManager(address=("127.0.0.1", 0), authkey=b"abc") as server:
        right, wrong = try_key(server.address, b"abc"), try_key(server.address, b"xyz")
    return {"refused": wrong != "none", "error": wrong, "right_key": right}


if __name__ == "__main__":
    show(observe)
