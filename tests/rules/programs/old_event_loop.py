"""How asyncio was used in 2016."""
import asyncio


async def main():
    print("hello")


loop = asyncio.get_event_loop()  # finds: CFK804
loop.run_until_complete(main())
