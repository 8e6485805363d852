"""Handlers where there are any."""
import asyncio
import contextlib
import signal


async def main():
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGTERM, print)


asyncio.run(main())
