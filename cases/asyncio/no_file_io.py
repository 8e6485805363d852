"""asyncio has no asynchronous input and output of files: its loop refuses a regular file.

Systems say when a pipe or a socket is ready, but call a file on a disk always ready, though a
read of it blocks.  So an event loop gains nothing by asking.  asyncio has no function that
reads a file; who wants one calls open() and read() in a thread, with to_thread().  What a loop
does with a file on Windows shows only later, and is not judged here.
"""
import asyncio
import os
import tempfile

from cases._show import show

SAYS = ("In asynchronous file I/O a thread asks the kernel and goes on; in Python, coroutines "
        "are this model.")
DOCS = [
    "https://github.com/python/asyncio/wiki/ThirdParty#filesystem",
    "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.connect_read_pipe",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/asyncio/unix_events.py#L509-L516",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
NEEDS = ["sockets"]
ARTICLE = [{"when": {"os": ["linux", "macos"]}, "sees": {"reads_file": True}}]
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {"os": ["linux", "macos"]},
     "sees": {"reads_file": False, "error": "ValueError", "reads_pipe": True},
     "because": "the transport takes pipes, sockets and character devices only"},
]


async def error_of_reading(end):
    loop = asyncio.get_event_loop()
    try:
        transport, _ = await loop.connect_read_pipe(asyncio.Protocol, end)
    except Exception as error:
        end.close()
        return type(error).__name__
    transport.close()
    return "none"


def observe():
    loop = asyncio.new_event_loop()
    ours, theirs = os.pipe()
    of_pipe = loop.run_until_complete(error_of_reading(open(ours, "rb", 0)))
    of_file = loop.run_until_complete(error_of_reading(tempfile.TemporaryFile()))
    os.close(theirs)
    loop.close()
    return {"reads_file": of_file == "none", "error": of_file, "reads_pipe": of_pipe == "none"}


if __name__ == "__main__":
    show(observe)
