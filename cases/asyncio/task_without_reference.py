"""A task that nobody holds, waiting for a future that nobody holds, is collected before it ends.

The loop keeps strong references to what is ready or has a timer, and weak ones to tasks.  A
task and the future that it waits for hold each other; if nobody else does, the garbage
collector may take both at any moment.  A task that sleeps is held by the loop's timer.
"""
import asyncio
import gc

from cases._show import show

SEEN = [
    "https://github.com/python/cpython/issues/117379",
    "https://github.com/python/cpython/issues/91887",
]
DOCS = [
    "https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task",
    "https://github.com/python/cpython/issues/88831",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {}, "sees": {"waiting_task_collected": True, "sleeping_task_collected": False},
     "because": "the loop itself holds a timer, but no task that waits for a future"},
]
COLLECTIONS = 3  # PyPy needs more than one for what holds itself in a circle
LONG = 60  # seconds; it is cancelled before


async def wait_for_nobody():
    await asyncio.get_event_loop().create_future()


async def is_lost(start, lost):
    asyncio.ensure_future(start())
    await asyncio.sleep(0)  # it waits now
    for _ in range(COLLECTIONS):
        gc.collect()
    return bool(lost)


async def compare(lost):
    sleeping = await is_lost(lambda: asyncio.sleep(LONG), lost)
    return sleeping, await is_lost(wait_for_nobody, lost)


def observe():
    lost = []
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _, what: lost.append("destroyed" in what["message"]))
    sleeping, waiting = loop.run_until_complete(compare(lost))
    loop.close()
    return {"waiting_task_collected": waiting, "sleeping_task_collected": sleeping}


if __name__ == "__main__":
    show(observe)
