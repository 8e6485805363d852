"""Wait in a coroutine, and let all others wait too."""
import asyncio
import time


async def worker(n):
    time.sleep(1)  # finds: CFK801
    return n


async def main():
    print(await asyncio.gather(*(worker(n) for n in range(3))))


asyncio.run(main())
