"""An event loop overlaps the waiting of its coroutines.

Here ten coroutines each wait until all ten have begun.  One after another they would never
get past the first; under a loop each `await` hands over to the next, until the last one
brings what all are waiting for.
"""
import asyncio

from cases._show import show

SAYS = "With asynchronous I/O one thread goes on with other tasks while some wait for their I/O."
DOCS = [
    "https://docs.python.org/3/library/asyncio-task.html#running-tasks-concurrently",
    "https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
ARTICLE = [{"when": {}, "sees": {"overlapped": True}}]
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {}, "sees": {"overlapped": True, "waiting_at_once": 10},
     "because": "awaiting what is not there yet gives the loop back to the others"},
]
TASKS = 10
PATIENCE = 10


async def task(begun, everybody):
    begun.append(True)
    if len(begun) == TASKS:
        everybody.set()
    await everybody.wait()


async def many(begun):
    everybody = asyncio.Event()
    tasks = [asyncio.ensure_future(task(begun, everybody)) for _ in range(TASKS)]
    done, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
    return len(done) == TASKS


def observe():
    begun = []
    loop = asyncio.new_event_loop()
    overlapped = loop.run_until_complete(many(begun))
    loop.close()
    return {"overlapped": overlapped, "waiting_at_once": len(begun)}


if __name__ == "__main__":
    show(observe)
