"""A forked child keeps the port taken on which its parent listens, also after the parent closed it.

It has a copy of the socket, and the port is free once all copies are closed.  Other children
do not have it: Python's sockets close where a process starts another program.
"""
import errno
import socket
from multiprocessing import Pipe, Process

from cases._patience import join, receive
from cases._show import Undecided, show

SEEN = ["https://github.com/cherrypy/cherrypy/issues/1751"]
DOCS = [
    "https://docs.python.org/3/library/os.html#inheritance-of-file-descriptors",
    "https://man7.org/linux/man-pages/man2/fork.2.html#DESCRIPTION",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "sockets"]
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"port_taken": True},
     "because": "the child has a copy of the socket, which still listens"},
    {"when": {}, "sees": {"port_taken": False},
     "because": "the child's program was started without the socket"},
]


def wait_for(line):
    line.send("here")
    line.recv()


def is_taken(address):
    with socket.socket() as another:
        try:
            return another.bind(address) or False
        except OSError as error:
            return error.errno == errno.EADDRINUSE


def observe():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    address = server.getsockname()
    ours, theirs = Pipe()
    child = Process(target=wait_for, args=(theirs,), daemon=True)
    child.start()
    receive(ours)  # the child's program runs
    server.close()
    taken = is_taken(address)
    ours.send("end")
    join(child)
    if is_taken(address):
        raise Undecided("somebody else has taken the port")
    return {"port_taken": taken}


if __name__ == "__main__":
    show(observe)
