"""Many coroutines take turns in one thread of one process.

An event loop runs one of them until it awaits something that is not there yet, and then
another, so there is no more than one processor's worth of work in it.  asyncio starts threads
only for what would block the loop: to look up a host's name, and for to_thread().
"""
import asyncio
import os
import threading

from cases._show import show

SAYS = "Coroutines are Python's way to run many tasks asynchronously in one process, one thread."
DOCS = [
    "https://docs.python.org/3/library/asyncio-task.html#coroutines",
    "https://docs.python.org/3/library/asyncio-dev.html#concurrency-and-multithreading",
    "https://docs.python.org/3/library/asyncio-eventloop.html#dns",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
ARTICLE = [{"when": {"os": ["linux", "macos", "windows"]},
            "sees": {"threads": 1, "processes": 1}}]
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {}, "sees": {"threads": 1, "processes": 1},
     "because": "the loop calls the coroutines itself, in the thread in which it runs"},
]
TASKS = 10


async def task(seen):
    seen.append((os.getpid(), threading.get_ident()))
    await asyncio.sleep(0.01)
    seen.append((os.getpid(), threading.get_ident()))


async def many(seen):
    await asyncio.gather(*[task(seen) for _ in range(TASKS)])


def observe():
    seen = []
    loop = asyncio.new_event_loop()
    loop.run_until_complete(many(seen))
    loop.close()
    processes, threads = zip(*seen)
    return {"threads": len(set(threads)), "processes": len(set(processes)), "turns": len(seen)}


if __name__ == "__main__":
    show(observe)
