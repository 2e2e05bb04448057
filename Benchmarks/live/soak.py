#!/usr/bin/env python3
"""Subscribes and goes away again and again on every transport, and checks that nothing is left behind.   soak.py [cycles]

Each transport has so many cycles (100,000). Its memory and descriptors are compared after a warm-up of a tenth of that
and at the end; a ping flood and a client that does not read follow. The server is BELVEDERE or the release build.
"""
import base64, json, os, re, shutil, socket, struct, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("BELVEDERE", f"{ROOT}/.build/release/belvedere")
EVENTS = 'subscription { boardEvents(boardId: "b1") { position ... on NoteAdded { text } } }'
LIVE = 'query @live { board(id: "b1") { noteCount } }'
TOGETHER = 50
GROWTH_MAX = 1.05


class Node:
    """One gateway on an embedded store in a place of its own."""

    def __init__(self, *flags):
        self.place = tempfile.mkdtemp(prefix="belvedere-live.")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--server.listen", "127.0.0.1:0", "--server.admin_listen", "127.0.0.1:0",
             "--storage.directory", self.place, "--storage.files", ROOT, "--server.loops", "1",
             "--subscriptions.per_viewer_max", "100000", "--connections.per_address_max", "10000",
             "--subscriptions.slow_timeout", "2s", "--websocket.frames_per_second", "100", *flags],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        line = self.process.stderr.readline()
        while "listens on" not in line: line = self.process.stderr.readline()
        self.port = int(re.search(r":(\d+)\s*$", line).group(1))
        self.token = subprocess.run(
            [BINARY, "token", "mint", "--user", "ann", "--data", self.place], capture_output=True, text=True,
            check=True).stdout.strip()

    def __enter__(self): return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.place)

    def connect(self):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def post(self, query, accept="application/json", path="/graphql", receive=True, s=None, more=()):
        body = json.dumps({"query": query}).encode()
        fields = [f"POST {path} HTTP/1.1", "Host: h", f"Authorization: Bearer {self.token}", f"Accept: {accept}",
                  "Content-Type: application/json", f"Content-Length: {len(body)}", *more]
        s = s or self.connect()
        s.sendall("\r\n".join(fields).encode() + b"\r\n\r\n" + body)
        if not receive: return s
        s.settimeout(60)
        data = b""
        while b"\r\n\r\n" not in data: data += s.recv(65536)
        head, rest = data.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(rest) < length: rest += s.recv(65536)
        return json.loads(rest)

    def resident(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.process.pid}/status").read()).group(1)) / 1024

    def files(self): return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def frame(text):
    """A masked text frame; the mask of zeros leaves the bytes as they are."""
    data = text.encode()
    head = bytes([0x81])
    head += bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack("!H", len(data))
    return head + bytes(4) + data


def cut(s):
    """Goes away without a farewell."""
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def open_socket(node):
    s = node.connect()
    s.sendall((f"GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
               f"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n").encode())
    s.sendall(frame(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {node.token}"}})))
    wait_for(s, b"connection_ack")
    return s


def wait_for(s, mark):
    data = b""
    while mark not in data:
        piece = s.recv(65536)
        if not piece: raise SystemExit(f"the connection ended before {mark}")
        data = data[-256:] + piece


def socket_cycles(node, count):
    """A hundred operations on each socket: most are completed by their client, ten die with the connection."""
    made = 0
    while made < count:
        s = open_socket(node)
        messages = b""
        for number in range(100):
            query = EVENTS if number % 2 else LIVE
            messages += frame(json.dumps({"type": "subscribe", "id": str(number), "payload": {"query": query}}))
            if number < 90: messages += frame(json.dumps({"type": "complete", "id": str(number)}))
        s.sendall(messages + frame('{"type":"ping"}'))
        wait_for(s, b'"pong"')
        cut(s)
        made += 100


def stream_cycles(node, count, path, accept):
    made = 0
    while made < count:
        open_ones = [node.post(LIVE if number % 5 == 0 else EVENTS, accept, path, receive=False)
                     for number in range(TOGETHER)]
        for s in open_ones: wait_for(s, b"\r\n\r\n")
        for number, s in enumerate(open_ones): cut(s) if number % 2 else s.close()
        made += TOGETHER


def settle(node, files):
    """Until as many descriptors are open as at the start; the memory then."""
    end = time.monotonic() + 30
    while node.files() > files:
        if time.monotonic() > end: raise SystemExit(f"{node.files()} descriptors are open, {files} were")
        time.sleep(0.1)
    return node.resident()


def cycle(node, name, cycles, count):
    files = node.files()
    cycles(node, count // 10)
    start = settle(node, files)
    began = time.monotonic()
    cycles(node, count)
    rate = count / (time.monotonic() - began)
    end = settle(node, files)
    print(f"{name}: {count} cycles at {rate:.0f}/s, {start:.1f} MiB -> {end:.1f} MiB, {files} descriptors", flush=True)
    if end > start * GROWTH_MAX + 1: raise SystemExit(f"{name}: memory grew from {start:.1f} to {end:.1f} MiB")


def flood(node):
    """A socket that sends pings as fast as it can is closed before it has its answers; memory stays where it was."""
    start, s, count = node.resident(), open_socket(node), 200_000
    s.settimeout(30)
    try:
        for _ in range(count // 200): s.sendall(frame('{"type":"ping"}') * 200)
    except OSError: pass
    pongs, rest = 0, b""
    try:
        while piece := s.recv(1 << 16):
            rest = rest[-5:] + piece
            pongs += rest.count(b'"pong"')
    except ConnectionResetError: pass
    end = node.resident()
    print(f"ping flood: closed after {pongs} of {count} answers, {start:.1f} MiB -> {end:.1f} MiB", flush=True)
    if pongs > 30_000: raise SystemExit("the flood was answered")
    if end > start + 8: raise SystemExit("the flood grew the memory")
    s.close()


def slow(node):
    """A client that does not read is told SLOW_CONSUMER, and resumes after its last position without a gap."""
    add = 'mutation { addNote(input: {boardId: "slow", text: "%s"}) { ... on BoardChanged { position } } }'
    opened = node.post('mutation { openBoard(input: {id: "slow", title: "x"}) { ... on BoardChanged { position } } }')
    start = opened["data"]["openBoard"]["position"]
    query = EVENTS.replace("b1", "slow")
    # Why selected so often: the result must outgrow what the kernel holds for a connection, with few events.
    aliases = " ".join(f"t{n}: text" for n in range(25))
    query = query.replace("text", aliases)
    positions, text, count = [], "y" * 1_900, 400
    for _ in range(count): positions.append(node.post(add % text)["data"]["addNote"]["position"])
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", node.port))
    before = node.resident()
    node.post(query, "text/event-stream", "/graphql/stream", False, reader, [f"Last-Event-ID: {start}"])
    time.sleep(6)
    grown = node.resident() - before
    first, is_slow = read_events(reader)
    second, _ = read_events(node.post(query, "text/event-stream", "/graphql/stream", False,
                                      more=[f"Last-Event-ID: {first[-1] if first else start}"]), positions[-1])
    print(f"slow reader: {len(first)} events, SLOW_CONSUMER {is_slow}, {len(second)} after it, "
          f"{grown:+.1f} MiB meanwhile", flush=True)
    if not is_slow: raise SystemExit("the slow reader was not told so")
    if first + second != positions: raise SystemExit("the slow reader has a gap or a repeat")
    if grown > 16: raise SystemExit("the slow reader grew the memory")


def read_events(s, last=None):
    """The positions of the events until the stream ends or the last one has come, and whether it ended as slow."""
    s.settimeout(60)
    found, rest, is_slow = [], b"", False
    while True:
        piece = s.recv(1 << 16)
        rest += piece
        for m in re.finditer(rb'"boardEvents":\{"position":"([^"]+)"', rest):
            position = m.group(1).decode()
            if not found or found[-1] != position: found.append(position)
        is_slow = is_slow or b"SLOW_CONSUMER" in rest
        if not piece or is_slow or (last and found and found[-1] == last): return found, is_slow
        mark = rest.rfind(b'"boardEvents"')
        rest = rest[mark:] if mark >= 0 else rest[-64:]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with Node() as node:
        while "errors" in node.post('mutation { openBoard(input: {id: "b1", title: "x"}) { __typename } }'): pass
        while "errors" in node.post("{ board(id: \"b1\") { noteCount } }"): time.sleep(0.1)
        cycle(node, "WebSocket", socket_cycles, count)
        cycle(node, "server-sent events",
              lambda node, count: stream_cycles(node, count, "/graphql/stream", "text/event-stream"), count)
        cycle(node, "multipart",
              lambda node, count: stream_cycles(
                  node, count, "/graphql", 'multipart/mixed;subscriptionSpec="1.0", application/json'), count)
        flood(node)
        slow(node)


main()
