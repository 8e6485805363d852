"""A loop of one's own."""
import asyncio


async def main():
    print(asyncio.get_event_loop())


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
