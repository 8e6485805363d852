"""A lock for all coroutines.  targets: linux, windows; python>=3.8"""
import asyncio

lock = asyncio.Lock()  # finds: CFK805


async def main():
    async with lock:
        print("alone")


asyncio.run(main())
