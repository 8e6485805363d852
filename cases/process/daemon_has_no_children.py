"""A daemonic process may not start processes, as long as Python keeps its asserts.

A parent that ends in order terminates its daemonic children first.  One that was ended so
could not end its own children, and would leave them behind.  start() therefore refuses, but
by an assert: with -O, or in a Python whose library is compiled without asserts, such as the
embeddable one for Windows, it does not.
"""
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.daemon",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/process.py#L115-L120",
    "https://docs.python.org/3/using/cmdline.html#cmdoption-O",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {"asserts": False}, "sees": {"daemon_may_start_child": True},
     "because": "what forbids it is an assert, and it is compiled away"},
    {"when": {}, "sees": {"daemon_may_start_child": False},
     "because": "start() asserts that the process which calls it is not a daemon"},
]


def work():
    pass


def start_another(writer):
    another = Process(target=work)
    try:
        another.start()
    except AssertionError:
        writer.send(False)
    else:
        writer.send(True)
        another.join(20)


def observe():
    reader, writer = Pipe(duplex=False)
    daemon = Process(target=start_another, args=(writer,), daemon=True)
    daemon.start()
    join(daemon)
    writer.close()  # now recv ends even if the child sent nothing
    return {"daemon_may_start_child": reader.recv()}


if __name__ == "__main__":
    show(observe)
