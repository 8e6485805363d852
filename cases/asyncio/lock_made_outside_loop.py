"""An asyncio Lock or Queue made before the loop runs fails up to Python 3.9, and works since 3.10.

Up to 3.9 it took the current loop when it was made; asyncio.run() then makes another one, and
the first coroutine that has to wait fails: 'attached to a different loop'.  Who never waits
never notices.  Since 3.10 it takes the running loop when somebody first waits.
"""
import asyncio

from cases._show import show

SEEN = ["https://github.com/temporalio/samples-python/issues/37"]
DOCS = [
    "https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock",
    "https://github.com/python/cpython/issues/86558",
    "https://github.com/python/cpython/blob/v3.9.18/Lib/asyncio/locks.py#L75-L84",
    "https://github.com/python/cpython/blob/v3.10.13/Lib/asyncio/mixins.py#L22-L31",
    "https://pyodide.org/en/stable/usage/api/python-api/ffi.html#pyodide.ffi.run_sync",
]
EXPECT = [
    {"when": {"os": "emscripten"}, "raises": "RuntimeError",
     "because": "a program that was not called asynchronously cannot wait for JavaScript's loop"},
    {"when": {"python": "<3.10"}, "sees": {"lock": "RuntimeError", "queue": "RuntimeError"},
     "because": "they wait with a future of the loop that was current when they were made"},
    {"when": {}, "sees": {"lock": "works", "queue": "works"},
     "because": "they take the running loop when they first need one"},
]


async def wait_for_lock(lock):
    await lock.acquire()
    return await outcome(lock.acquire(), lock.release)


async def wait_for_item(queue):
    return await outcome(queue.get(), lambda: queue.put_nowait("item"))


async def outcome(waiting, then):
    other = asyncio.ensure_future(waiting)
    await asyncio.sleep(0)  # the other one waits now, or has failed
    then()
    try:
        return "works" if await other else "nothing"
    except RuntimeError as error:
        return type(error).__name__


def observe():
    lock, queue, loop = asyncio.Lock(), asyncio.Queue(), asyncio.new_event_loop()
    try:
        return {"lock": loop.run_until_complete(wait_for_lock(lock)),
                "queue": loop.run_until_complete(wait_for_item(queue))}
    finally:
        loop.close()


if __name__ == "__main__":
    show(observe)
