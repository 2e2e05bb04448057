"""Talks to a test server's echo socket with the websockets package, with and without compression."""
import asyncio, os, sys

import websockets

url = f"ws://127.0.0.1:{sys.argv[1]}/socket"


async def talk(compression):
    async with websockets.connect(url, compression=compression, max_size=None) as socket:
        offered = socket.response.headers.get("Sec-WebSocket-Extensions", "")
        assert ("permessage-deflate" in offered) == (compression is not None), offered
        for message in ["", "hello", "ж" * 1000, os.urandom(70_000), "words again and again " * 20_000]:
            await socket.send(message)
            assert await socket.recv() == message
        await socket.send(["in ", "three ", "fragments"])
        assert await socket.recv() == "in three fragments"
        await (await socket.ping(b"payload"))
        for number in range(500):
            await socket.send(f"message {number}")
        for number in range(500):
            assert await socket.recv() == f"message {number}"
        await socket.close(4000, "done")
        assert (socket.close_code, socket.close_reason) == (4000, ""), (socket.close_code, socket.close_reason)


async def main():
    for compression in (None, "deflate"):
        await talk(compression)
    await asyncio.gather(*(talk("deflate") for _ in range(10)))
    try:
        await websockets.connect(f"ws://127.0.0.1:{sys.argv[1]}/echo")
        raise AssertionError("a route without a socket was opened")
    except websockets.InvalidStatus as refusal:
        assert refusal.response.status_code == 405, refusal
    print("all well")


asyncio.run(main())
