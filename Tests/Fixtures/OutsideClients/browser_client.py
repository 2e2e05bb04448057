"""Lets Chromium follow a node with its own WebSocket and EventSource, through a line that is cut.

    browser_client.py CHROMIUM PORT TOKEN
"""
import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile

import httpx
import websockets

chromium, port, token = sys.argv[1], int(sys.argv[2]), sys.argv[3]
SOCKET = """
window.texts = [];
window.socket = new WebSocket(`ws://${location.host}/graphql`, "graphql-transport-ws");
socket.onopen = () => socket.send(JSON.stringify({type: "connection_init", payload: {authorization: "Bearer TOKEN"}}));
socket.onmessage = ({data}) => {
  const message = JSON.parse(data);
  if (message.type === "connection_ack") {
    socket.send(JSON.stringify({id: "1", type: "subscribe", payload: {
      query: 'subscription { boardEvents(boardId: "b1", after: "AFTER") { ... on NoteAdded { text } } }'}}));
  }
  if (message.type === "ping") socket.send(JSON.stringify({type: "pong"}));
  if (message.type === "next") texts.push(message.payload.data.boardEvents.text);
};
"""
# An EventSource cannot send a token, so the page reserves the stream first and then sends the operation to it.
STREAM = """
window.positions = [];
window.opened = 0;
window.follow = async (after) => {
  const own = {authorization: "Bearer TOKEN"};
  const token = await (await fetch("/graphql/stream", {method: "PUT", headers: own})).text();
  const stream = new EventSource("/graphql/stream?token=" + token);
  stream.onopen = async () => {
    const body = {query: "subscription { logPosition }",
                  extensions: {operationId: "1", belvedere: {resume: {after}}}};
    const answer = await fetch("/graphql/stream", {method: "POST", body: JSON.stringify(body), headers: {
      ...own, "content-type": "application/json", "x-graphql-event-stream-token": token}});
    if (answer.status === 202) opened += 1;
  };
  stream.addEventListener("next", ({data}) => {
    after = JSON.parse(data).payload.data.logPosition;
    positions.push(after);
  });
  stream.onerror = () => { stream.close(); again(after); };
};
window.again = (after) => setTimeout(() => follow(after).catch(() => again(after)), 100);
again("AFTER");
"""


class Line:
    """Passes connections on to the node until it is cut."""

    def __init__(self):
        self.writers = []

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        return self.server.sockets[0].getsockname()[1]

    async def serve(self, reader, writer):
        inner, outer = await asyncio.open_connection("127.0.0.1", port)
        self.writers += [writer, outer]
        try: await asyncio.gather(self.copy(reader, outer), self.copy(inner, writer))
        except asyncio.CancelledError: pass

    async def copy(self, reader, writer):
        try:
            while piece := await reader.read(1 << 16):
                writer.write(piece)
                await writer.drain()
        except OSError: pass
        writer.close()

    def cut(self):
        for writer in self.writers: writer.transport.abort()
        self.writers = []


class Page:
    """One page of the browser, driven over its own protocol."""

    def __init__(self, connection): (self.connection, self.number) = (connection, 0)

    async def ask(self, method, **parameters):
        self.number += 1
        await self.connection.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while (answer := json.loads(await self.connection.recv())).get("id") != self.number: pass
        assert "error" not in answer, answer
        return answer["result"]

    async def evaluate(self, script):
        answer = await self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, script, wanted):
        """Looks again until the value is there; what it is at last, if it never is."""
        for _ in range(600):
            if (value := await self.evaluate(script)) == wanted: return
            await asyncio.sleep(0.1)
        raise SystemExit(f"{script} is {value}, not {wanted}")


async def add(client, text):
    answer = await client.post("/api/boards/b1/notes", json={"text": text})
    assert answer.status_code == 201, answer.text
    return answer.json()["position"]


async def follow(page, client, line):
    opened = await client.post("/api/boards", json={"id": "b1", "title": "First"})
    start = opened.json()["position"]
    await page.evaluate(SOCKET.replace("TOKEN", token).replace("AFTER", start))
    await page.evaluate(STREAM.replace("TOKEN", token).replace("AFTER", start))
    await page.until("opened", 1)
    first = [await add(client, text) for text in ("one", "two", "three")]
    await page.until("texts", ["one", "two", "three"])
    await page.until("positions", first)
    line.cut()
    # Written while the browser is away; it comes back and says what it has seen last.
    second = [await add(client, text) for text in ("four", "five", "six")]
    await page.until("opened", 2)
    await page.until("positions", first + second)
    third = [await add(client, "seven")]
    await page.until("positions", first + second + third)
    assert await page.evaluate("socket.readyState") == 3


async def main():
    line = Line()
    outer = await line.start()
    place = tempfile.mkdtemp(prefix="belvedere-browser.")
    browser = subprocess.Popen(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--remote-debugging-port=0", f"--user-data-dir={place}", "about:blank"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        while not (found := re.search(r"DevTools listening on ws://127\.0\.0\.1:(\d+)/", browser.stderr.readline())):
            assert browser.poll() is None, "the browser does not start"
        async with httpx.AsyncClient(timeout=60) as client:
            pages = (await client.get(f"http://127.0.0.1:{found.group(1)}/json/list")).json()
        address = next(one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page")
        async with websockets.connect(address, max_size=None) as connection, httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"},
                timeout=60) as client:
            page = Page(connection)
            await page.ask("Page.enable")
            await page.ask("Page.navigate", url=f"http://127.0.0.1:{outer}/")
            await page.until("document.readyState", "complete")
            await follow(page, client, line)
    finally:
        browser.kill()
        browser.wait()
        shutil.rmtree(place, ignore_errors=True)
    print("all well")


asyncio.run(main())
