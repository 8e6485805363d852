"""A child forked inside a coroutine has no running loop, and can run one of its own.

asyncio notes with the running loop in which process it runs.  The parent's loop is there too,
as a copy, but the child must leave it alone: both would wait at one place of the system.
"""
import asyncio
import os

from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/130442"]
DOCS = [
    "https://github.com/python/cpython/pull/404",
    "https://github.com/python/cpython/blob/v3.6.15/Lib/asyncio/events.py#L644-L646",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/asyncio/events.py#L774-L776",
    "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.get_running_loop",
]
NEEDS = ["fork"]
EXPECT = [
    {"when": {}, "sees": {"parent_loop_runs": False, "own_loop_runs": True},
     "because": "the loop was running in another process, whose number is beside it"},
]


def run_another():
    """Run a loop while the caller's may be running: RuntimeError if it is."""
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(asyncio.sleep(0, "ran"))


async def fork():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, b"running " if asyncio._get_running_loop() else b"none ")
            os.write(writer, run_another().encode("ascii"))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return os.read(reader, 1000).decode("ascii").split()


def observe():
    loop = asyncio.new_event_loop()
    words = loop.run_until_complete(fork())
    loop.close()
    return {"parent_loop_runs": "running" in words, "own_loop_runs": "ran" in words}


if __name__ == "__main__":
    show(observe)
