"""A manager at the address '' serves all interfaces; on Windows its own master cannot reach it.

For binding, '' is 0.0.0.0, which means every interface of this machine.  The manager keeps
that as its address, and the master connects to it, a client like any other.  Linux and macOS
take 0.0.0.0 for this machine then; Windows says that it is no valid destination: a master
that got so far fails when it asks for its first queue.  The article's own is ended earlier,
by its key (text_authkey).
"""
import queue
from multiprocessing.managers import BaseManager

from cases._show import show

SAYS = "The master binds its server to the address '' and uses it at once."
DOCS = [
    "https://docs.python.org/3/library/socket.html#socket-families",
    "https://learn.microsoft.com/en-us/windows/win32/api/winsock2/nf-winsock2-connect#return-value",
]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"bound": "all_interfaces", "connects_to_empty": True}}]
EXPECT = [
    {"when": {"os": "windows", "emulated": None},
     "sees": {"bound": "all_interfaces", "connects_to_empty": False, "master_gets_queue": False},
     "because": "Winsock refuses to connect to INADDR_ANY, with WSAEADDRNOTAVAIL"},
    {"when": {}, "sees": {"bound": "all_interfaces", "connects_to_empty": True,
                          "master_gets_queue": True},
     "because": "'' binds to INADDR_ANY, and Unix, also below Wine, connects that to itself"},
]


class QueueManager(BaseManager):
    pass


QueueManager.register("get_tasks", callable=queue.Queue)


def works(attempt):
    try:
        attempt()
    except OSError:
        return False
    return True


def observe():
    with QueueManager(address=("", 0), authkey=b"abc") as server:
        host, port = server.address
        bound = "all_interfaces" if host == "0.0.0.0" else "other"
        bound = "loopback" if host.startswith("127.") else bound
        client = QueueManager(address=("", port), authkey=b"abc")
        return {"bound": bound, "connects_to_empty": works(client.connect),
                "master_gets_queue": works(server.get_tasks)}


if __name__ == "__main__":
    show(observe)
