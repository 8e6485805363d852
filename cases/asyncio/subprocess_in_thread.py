"""create_subprocess_exec off the main thread fails up to Python 3.7, and works since 3.8.

On Unix 3.7 learned of a child's end by SIGCHLD, which only the main thread's loop can watch; if
none is there the call raises.  3.8 waits for each child in a thread, 3.12 on Linux by a pidfd.
On Windows 3.7's default loop could run no subprocess; since 3.8 it is one that can, in any thread.
"""
import asyncio
import os
import subprocess
import sys
import threading

from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/79816"]
DOCS = [
    "https://docs.python.org/3/library/asyncio-subprocess.html#subprocess-and-threads",
    "https://docs.python.org/3/whatsnew/3.8.html#asyncio",
    "https://github.com/python/cpython/blob/v3.7.16/Lib/asyncio/unix_events.py#L938-L942",
    "https://github.com/python/cpython/blob/v3.7.16/Lib/asyncio/unix_events.py#L1114-L1120",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"python": "<3.8", "os": "windows"},
     "sees": {"works": False, "error": "NotImplementedError"},
     "because": "the selector loop, then the default on Windows, runs no subprocesses"},
    {"when": {"python": "<3.8"}, "sees": {"works": False, "error": "RuntimeError"},
     "because": "no loop of the main thread is there to watch for the child's end"},
    {"when": {}, "sees": {"works": True, "error": "none"},
     "because": "a loop of any thread learns of its children's end"},
]
PROGRAM = [sys.executable, "-S", "-c", "print(42)"]


async def run():
    process = await asyncio.create_subprocess_exec(*PROGRAM, stdout=subprocess.PIPE)
    return (await process.communicate())[0].strip() == b"42"


def work(seen):
    loop = asyncio.new_event_loop()
    try:
        seen.append({"works": loop.run_until_complete(run()), "error": "none"})
    except Exception as error:
        seen.append({"works": False, "error": type(error).__name__})
        if os.name == "posix":
            os.wait()  # it was started, and nobody watches it
    loop.close()


def observe():
    seen = []
    thread = threading.Thread(target=work, args=(seen,))
    thread.start()
    thread.join()
    return seen[0]


if __name__ == "__main__":
    show(observe)
