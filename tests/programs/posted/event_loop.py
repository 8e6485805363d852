# "RuntimeError: There is no current event loop in thread 'MainThread' after the upgrade"
import asyncio


async def main():
    await asyncio.sleep(0.01)
    return "done"


loop = asyncio.get_event_loop()
print(loop.run_until_complete(main()))
