"""Watch a socket by hand."""
import asyncio
import socket


async def main():
    one, other = socket.socketpair()
    loop = asyncio.get_running_loop()
    loop.add_reader(one, print, "readable")  # finds: CFK803
    other.send(b"x")
    await asyncio.sleep(0.1)


asyncio.run(main())
