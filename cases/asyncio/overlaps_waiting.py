"""An event loop overlaps the waiting of its coroutines for input.

Here two coroutines in one thread read from two connections, on which nothing has come yet.
The word for the first is sent by the second, after it got its own; so whoever waited for the
first to end before it started the second would wait for ever.
"""
import asyncio
import socket

from cases._show import PACE, show

SAYS = "With asynchronous I/O one thread goes on with other tasks while some wait for their I/O."
DOCS = [
    "https://docs.python.org/3/library/asyncio-task.html#running-tasks-concurrently",
    "https://docs.python.org/3/library/asyncio-stream.html#asyncio.StreamReader.readline",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
NEEDS = ["sockets"]
ARTICLE = [{"when": {"os": ["linux", "macos", "windows"]}, "sees": {"overlapped": True}}]
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {}, "sees": {"overlapped": True, "order": "second, first"},
     "because": "a read of what is not there yet gives the loop back to the others"},
]
PATIENCE = 20 * PACE  # seconds


async def read(name, end, then, waiting, done):
    reader, writer = await asyncio.open_connection(sock=end)
    line = reader.readline()
    waiting.append(name)
    if await line == b"go\n":
        done.append(name)
        then.sendall(b"go\n")
    writer.close()


async def read_both(waiting, done):
    (first, to_first), (second, to_second) = socket.socketpair(), socket.socketpair()
    tasks = [asyncio.ensure_future(read("first", first, to_second, waiting, done)),
             asyncio.ensure_future(read("second", second, to_first, waiting, done))]
    while len(waiting) < 2:
        await asyncio.sleep(0)
    to_second.sendall(b"go\n")  # only now does anything come
    ended, _ = await asyncio.wait(tasks, timeout=PATIENCE)
    for end in (to_first, to_second):
        end.close()
    return len(ended) == 2 and len(done) == 2


def observe():
    waiting, done, loop = [], [], asyncio.new_event_loop()
    overlapped = loop.run_until_complete(read_both(waiting, done))
    loop.close()
    return {"overlapped": overlapped, "order": ", ".join(done)}


if __name__ == "__main__":
    show(observe)
