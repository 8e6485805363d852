"""Windows' default loop refuses add_reader since Python 3.8; a selector loop takes it everywhere.

3.8 made the proactor loop Windows' default.  It is told of operations that are complete, and
cannot watch a socket for when it is ready.  Libraries that rest on add_reader, as Tornado and
pyzmq did, need a SelectorEventLoop there, or a thread that watches for them.
"""
import asyncio
import socket

from cases._show import PACE, show

SEEN = ["https://github.com/tornadoweb/tornado/issues/2608"]
DOCS = [
    "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.add_reader",
    "https://docs.python.org/3/library/asyncio-platforms.html#windows",
    "https://docs.python.org/3/whatsnew/3.8.html#asyncio",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/asyncio/events.py#L551-L552",
]
NEEDS = ["sockets"]
EXPECT = [
    {"when": {"os": "windows", "python": ">=3.8"},
     "sees": {"default_loop": "NotImplementedError", "selector_loop": "called"},
     "because": "the proactor loop does not implement it"},
    {"when": {}, "sees": {"default_loop": "called", "selector_loop": "called"},
     "because": "the default loop is a selector loop, which watches sockets"},
]
PATIENCE = 20 * PACE  # seconds


def outcome(loop):
    ours, theirs = socket.socketpair()
    called = []

    def ready():
        called.append(ours.recv(1))
        loop.stop()

    try:
        loop.add_reader(ours, ready)
        theirs.sendall(b"x")
        loop.call_later(PATIENCE, loop.stop)
        loop.run_forever()
        loop.remove_reader(ours)
        return "called" if called else "not called"
    except NotImplementedError as error:
        return type(error).__name__
    finally:
        loop.close()
        ours.close()
        theirs.close()


def observe():
    return {"default_loop": outcome(asyncio.new_event_loop()),
            "selector_loop": outcome(asyncio.SelectorEventLoop())}


if __name__ == "__main__":
    show(observe)
