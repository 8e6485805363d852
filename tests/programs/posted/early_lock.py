# "got Future attached to a different loop, only on the old server"
import asyncio

lock = asyncio.Lock()


async def use(name):
    async with lock:
        await asyncio.sleep(0.05)
        print(name)


async def main():
    await asyncio.gather(use("a"), use("b"))


asyncio.run(main())
