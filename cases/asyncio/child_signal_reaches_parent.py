"""A signal sent to a forked child runs the parent's asyncio handler up to Python 3.11, not since.

Python writes each signal into a socket that the loop reads.  A forked child has it too.  Since
3.12 it lets go of it, and keeps a handler that does nothing.  SIGTERM ends other children.
"""
import asyncio
from multiprocessing import Pipe, Process
import os
import signal

from cases._patience import join, receive
from cases._show import show

SEEN = ["https://github.com/fastapi/fastapi/issues/1487"]
DOCS = [
    "https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd",
    "https://github.com/python/cpython/issues/66285",
    "https://github.com/python/cpython/blob/v3.12.1/Lib/asyncio/events.py#L856-L864",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "fork"]
EXPECT = [
    {"when": {"start_method": ["spawn", "forkserver"]},
     "sees": {"parent_handler_ran": False, "child_survived": False},
     "because": "the child is a fresh program, which a SIGTERM ends"},
    {"when": {"python": "<3.12"}, "sees": {"parent_handler_ran": True, "child_survived": True},
     "because": "the child writes its signal into the socket that it shares with its parent"},
    {"when": {}, "sees": {"parent_handler_ran": False, "child_survived": True},
     "because": "the forked child takes back set_wakeup_fd, but not the signal's handler"},
]


def answer_all(line):
    for question in iter(line.recv, "end"):
        line.send(question)


async def main(line, child, handled):
    asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, handled.append, "ran")
    child.start()
    line.send("started?")
    receive(line)
    os.kill(child.pid, signal.SIGTERM)
    line.send("end")  # read by a child that has survived the signal
    status = join(child)
    for _ in range(20):  # the loop's first turn reads what the child has written
        await asyncio.sleep(0)
    return {"parent_handler_ran": handled == ["ran"], "child_survived": status == 0}


def observe():
    (ours, theirs), loop = Pipe(), asyncio.new_event_loop()
    child = Process(target=answer_all, args=(theirs,), daemon=True)
    answer = loop.run_until_complete(main(ours, child, []))
    loop.close()
    return answer


if __name__ == "__main__":
    show(observe)
