"""The master has to run before its worker: a connection that nobody listens for is refused.

connect() does not wait for a server to come.  The system answers at once that nobody listens
at the address, and Python makes a ConnectionRefusedError of that.  A worker that may be first
has to try again itself.
"""
import queue
import socket
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = "The master is started first; its worker connects to it afterwards."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#using-a-remote-manager",
    "https://docs.python.org/3/library/exceptions.html#ConnectionRefusedError",
    "https://man7.org/linux/man-pages/man2/connect.2.html#ERRORS",
]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"order_matters": True}}]
EXPECT = [
    {"when": {}, "sees": {"order_matters": True, "before": "ConnectionRefusedError",
                          "after": "connects"},
     "because": "until start() there is no socket that listens at the address"},
]


class QueueManager(BaseManager):
    pass


QueueManager.register("get_tasks", callable=queue.Queue)


def try_to_connect(address):
    try:
        QueueManager(address=address, authkey=b"abc").connect()
    except Exception as error:
        return type(error).__name__
    return "connects"


def observe():
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # nobody else can listen there meanwhile
        before = try_to_connect(reserved.getsockname())
    with QueueManager(address=("127.0.0.1", 0), authkey=b"abc") as server:
        after = try_to_connect(server.address)
    return {"order_matters": before != after == "connects", "before": before, "after": after}


if __name__ == "__main__":
    show(observe)
