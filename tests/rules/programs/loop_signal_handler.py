"""End a server on SIGTERM."""
import asyncio
import signal


async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, done.set)  # finds: CFK802
    await done.wait()


asyncio.run(main())
