"""Await, and block in threads only."""
import asyncio
import signal
import sys
import time


def block():
    time.sleep(1)


async def main():
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        loop.add_signal_handler(signal.SIGTERM, print)
    try:
        loop.add_signal_handler(signal.SIGINT, print)
    except NotImplementedError:
        signal.signal(signal.SIGINT, lambda *_: None)
    time.sleep(0)
    await asyncio.sleep(1)
    await asyncio.to_thread(block)
    lock = asyncio.Lock()
    async with lock:
        await loop.run_in_executor(None, block)


asyncio.run(main())
