"""A call that blocks, in one coroutine, stops all the others of its loop.

Only `await` gives the loop back.  A plain time.sleep, or a read from a file or from a
socket of `requests`, holds the one thread that all of them share; awaiting asyncio.sleep
for the same time lets the others run.
"""
import asyncio
import time

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code",
    "https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
ARTICLE = []
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {}, "sees": {"others_ran_meanwhile": False, "others_ran_during_await": True},
     "because": "the loop and all coroutines share the thread that the call holds"},
]
SECONDS = 0.1


async def tick(ticks):
    while True:
        ticks.append(True)
        await asyncio.sleep(0)


async def block_and_await():
    ticks = []
    other = asyncio.ensure_future(tick(ticks))
    await asyncio.sleep(0)
    counts = [len(ticks)]
    time.sleep(SECONDS)
    counts.append(len(ticks))
    await asyncio.sleep(SECONDS)
    counts.append(len(ticks))
    other.cancel()
    return counts


def observe():
    loop = asyncio.new_event_loop()
    before, blocked, awaited = loop.run_until_complete(block_and_await())
    loop.close()
    return {"others_ran_meanwhile": blocked > before, "others_ran_during_await": awaited > blocked}


if __name__ == "__main__":
    show(observe)
