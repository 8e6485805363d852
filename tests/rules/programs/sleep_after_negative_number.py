"""A test that compares with a negative number says nothing of the system."""
import asyncio
import time

TRIES = -1


async def main():
    if TRIES == -1:
        time.sleep(1)  # finds: CFK801
    await asyncio.sleep(0)


asyncio.run(main())
