"""A Pipe carries objects both ways between two processes.

Pipe() returns its two ends.  send() pickles an object and writes it, recv() reads one and
builds an equal object on the other side: a copy, not the object itself.  By default each
end can do both.
"""
from multiprocessing import Pipe, Process

from cases._patience import join, receive
from cases._show import show

SAYS = "Processes exchange data through queues, pipes and other means."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Pipe",
    "https://docs.python.org/3/library/multiprocessing.html"
    "#multiprocessing.connection.Connection.send",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"echoed": True}}]
EXPECT = [
    {"when": {}, "sees": {"echoed": True},
     "because": "both ends of a pipe can send and receive anything that can be pickled"},
]


def echo(end):
    end.send(end.recv())


def observe():
    ours, theirs = Pipe()
    child = Process(target=echo, args=(theirs,), daemon=True)
    child.start()
    theirs.close()  # now only the child holds that end
    sent = {"words": ["A", "B"], "numbers": (1, 2.5, None)}
    ours.send(sent)
    got = receive(ours)
    join(child)
    return {"echoed": got == sent and got is not sent}


if __name__ == "__main__":
    show(observe)
