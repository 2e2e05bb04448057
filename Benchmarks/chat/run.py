#!/usr/bin/env python3
"""Measures the chat on one node: send -> delivered, a long list of chats, and pages of a long chat.   run.py [binary]

The store is PostgreSQL if BELVEDERE_TEST_POSTGRES says where one is, the embedded one otherwise. MESSAGES (1,000,000) is
the length of the long chat, CHATS (5,000) that of the list; SECONDS (30), PEOPLE (1,000), ROOMS (100) and RATE (200)
shape the conversation. Everything runs on this machine, so the clients take their part of its time.
"""
import base64, json, os, random, re, selectors, shutil, socket, struct, subprocess, sys, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BELVEDERE", f"{ROOT}/.build/release/belvedere")
POSTGRES = os.environ.get("BELVEDERE_TEST_POSTGRES")


def number(name, standard): return int(os.environ.get(name, standard))


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def told(name, values, unit="ms", scale=1e3):
    figures = [f"p50 {quantile(values, 0.5) * scale:.2f}", f"p99 {quantile(values, 0.99) * scale:.2f}",
               f"max {max(values) * scale:.2f}"]
    print(f"{name}: {', '.join(figures)} {unit} ({len(values)} samples)", flush=True)


class Node:
    """One gateway with a store of its own."""

    def __init__(self):
        self.place = tempfile.mkdtemp(prefix="belvedere-chat.")
        self.store = ["--storage.directory", self.place, "--storage.files", ROOT]
        if POSTGRES:
            self.store += ["--storage.postgres", POSTGRES, "--storage.schema", f"chat_bench_{os.getpid()}"]

    def generate(self, tenant, *more):
        subprocess.run([BINARY, "demo", "generate", "--tenant", tenant, *more, *self.store], check=True)

    def start(self):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--server.listen", "127.0.0.1:0", "--server.admin_listen", "", "--server.loops", "1",
             "--connections.per_address_max", "10000", "--connections.max", "10000",
             *self.store], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        line = self.process.stderr.readline()
        while "listens on" not in line:
            if not line: raise SystemExit("the node did not start")
            line = self.process.stderr.readline()
        self.port = int(re.search(r":(\d+)\s*$", line).group(1))
        # A full pipe would stop the node.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        shutil.rmtree(self.place)

    def token(self, user, tenant):
        return subprocess.run(
            [BINARY, "token", "mint", "--user", user, "--tenant", tenant, "--data", self.place], capture_output=True,
            text=True, check=True).stdout.strip()

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Connection:
    """One keep-alive connection that asks one thing after the other."""

    def __init__(self, node, token):
        self.head = (f"POST /graphql HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {token}\r\n"
                     "Content-Type: application/json\r\nContent-Length: ")
        self.socket = socket.create_connection(("127.0.0.1", node.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def request(self, query, variables=None):
        body = json.dumps({"query": query, "variables": variables or {}})
        return f"{self.head}{len(body.encode())}\r\n\r\n{body}".encode()

    def ask(self, query, variables=None):
        self.socket.sendall(self.request(query, variables))
        data = b""
        while b"\r\n\r\n" not in data: data += self.socket.recv(262144)
        head, body = data.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(body) < length: body += self.socket.recv(262144)
        answer = json.loads(body)
        if answer.get("errors"): raise SystemExit(body.decode())
        return answer["data"]

    def timed(self, query, variables=None):
        start = time.perf_counter()
        data = self.ask(query, variables)
        return time.perf_counter() - start, data


def caught_up(connection):
    """Until every read model is where the log is."""
    start = time.monotonic()
    while True:
        models = connection.ask("{ gateway { readModels { name lag } } }")["gateway"]["readModels"]
        lag = max(int(model["lag"]) for model in models)
        if lag == 0: return time.monotonic() - start
        print(f"  the read models are {lag} events behind", flush=True)
        time.sleep(3)


LIST = """{ myChats(first: 30) { nodes { chatId title unreadCount lastMessage { sender preview sentAt } }
  pageInfo { hasNextPage endCursor } } }"""
PAGE = """query($chat: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  chatMessages(chatId: $chat, first: $first, after: $after, last: $last, before: $before) {
    nodes { id position sender text sentAt } pageInfo { endCursor startCursor hasNextPage } } }"""


def measure_list(node, count):
    connection = Connection(node, node.token("user-1", "list"))
    length, after = 0, None
    while True:
        page = connection.ask("""query($after: Cursor) { myChats(first: 200, after: $after) { nodes { chatId }
          pageInfo { hasNextPage endCursor } } }""", {"after": after})["myChats"]
        length += len(page["nodes"])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]: break
    for _ in range(200): connection.ask(LIST)
    times = [connection.timed(LIST)[0] for _ in range(count)]
    told(f"myChats(first: 30) of a user with {length} chats", times)


def measure_pages(node, count):
    connection = Connection(node, node.token("user-1", "long"))
    chat = connection.ask("{ myChats(first: 1) { nodes { chatId } } }")["myChats"]["nodes"][0]["chatId"]
    cursors, after, length = [None], None, 0
    while True:
        page = connection.ask(PAGE, {"chat": chat, "first": 200, "after": after})["chatMessages"]
        length += len(page["nodes"])
        if not page["pageInfo"]["hasNextPage"]: break
        after = page["pageInfo"]["endCursor"]
        cursors.append(after)
    depth = random.Random(1)
    forward = [connection.timed(PAGE, {"chat": chat, "first": 50, "after": depth.choice(cursors)})[0]
               for _ in range(count)]
    backward = [connection.timed(PAGE, {"chat": chat, "last": 50, "before": depth.choice(cursors[1:])})[0]
                for _ in range(count)]
    newest = [connection.timed(PAGE, {"chat": chat, "last": 50})[0] for _ in range(count)]
    print(f"a chat of {length} messages, pages of 50:")
    told("  the newest", newest)
    told("  forwards from any depth", forward)
    told("  backwards from any depth", backward)


def frame(text):
    """A masked text frame; the mask of zeros leaves the bytes as they are."""
    data = text.encode()
    head = bytes([0x81])
    head += bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack("!H", len(data))
    return head + bytes(4) + data


class Listener:
    """A participant: one socket with `myEvents`."""

    def __init__(self, node, token):
        self.socket = socket.create_connection(("127.0.0.1", node.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((
            "GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n").encode())
        hello = {"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}
        query = "subscription { myEvents { position ... on MessageNewEvent { text } } }"
        self.socket.sendall(frame(json.dumps(hello)))
        self.wait(b"connection_ack")
        self.socket.sendall(frame(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": query}})))
        # The first heartbeat says where the subscription begins.
        self.wait(b'"ping"')
        self.socket.setblocking(False)

    def wait(self, mark):
        data = b""
        while mark not in data:
            piece = self.socket.recv(65536)
            if not piece: raise SystemExit(f"the socket ended before {mark}: {data}")
            data += piece


STAMP = re.compile(rb'"text":"t(\d+)"')
SEND = "mutation($i: SendMessageInput!) { sendMessage(input: $i) { __typename } }"


def measure_delivery(node, seconds, people, rooms, rate):
    each = people // rooms
    names = [[f"p{room}-{place}" for place in range(each)] for room in range(rooms)]
    with ThreadPoolExecutor(4) as pool:
        users = [name for room in names for name in room]
        tokens = dict(zip(users, pool.map(lambda user: node.token(user, "talk"), users)))
    owners = [Connection(node, tokens[room[0]]) for room in names]
    for place, room in enumerate(names):
        owners[place].ask(
            "mutation($i: CreateChatInput!) { createChat(input: $i) { __typename } }",
            {"i": {"id": f"room-{place}", "title": "T", "members": room[1:]}})
    caught_up(owners[0])
    listeners = [Listener(node, tokens[user]) for user in users]
    selector = selectors.DefaultSelector()
    for listener in listeners: selector.register(listener.socket, selectors.EVENT_READ, listener)
    for owner in owners:
        owner.socket.setblocking(False)
        owner.isBusy = False
        selector.register(owner.socket, selectors.EVENT_READ, owner)
    delays, sent, late = [], 0, 0
    cpu, start = node.cpu(), time.monotonic()
    end, due = start + seconds, start
    tails = {}
    while True:
        now = time.monotonic()
        if now >= end and (len(delays) >= sent * each or now >= end + 20): break
        while now < end and due <= now:
            owner = owners[sent % rooms]
            if owner.isBusy:
                late += 1
                break
            owner.isBusy = True
            text = f"t{time.monotonic_ns()}"
            owner.socket.send(owner.request(SEND, {"i": {"chatId": f"room-{sent % rooms}", "text": text}}))
            sent += 1
            due += 1 / rate
        for key, _ in selector.select(max(0, min(due, end + 20) - time.monotonic()) if now < end else 0.05):
            try:
                data = key.fileobj.recv(262144)
            except BlockingIOError:
                continue
            if isinstance(key.data, Connection):
                key.data.isBusy = False
                continue
            now_ns = time.monotonic_ns()
            data = tails.pop(key.data, b"") + data
            last = 0
            for match in STAMP.finditer(data):
                delays.append((now_ns - int(match.group(1))) / 1e9)
                last = match.end()
            if last < len(data): tails[key.data] = data[max(last, len(data) - 64):]
    spent = node.cpu() - cpu
    elapsed = time.monotonic() - start
    print(f"{people} people in {rooms} chats, {sent / seconds:.0f} messages/s for {seconds} s; "
          f"{len(delays)} of {sent * each} deliveries, {late} sends waited for the one before")
    told("  send -> delivered", delays)
    print(f"  server: {spent / elapsed * 100:.0f} % of a core, {spent / max(1, len(delays)) * 1e6:.1f} us a delivery "
          "with everything (sends, projections, lists)", flush=True)


def main():
    node = Node()
    print(f"store: {'PostgreSQL' if POSTGRES else 'embedded'}; load {os.getloadavg()}", flush=True)
    chats, messages = number("CHATS", 5000), number("MESSAGES", 1_000_000)
    begun = time.monotonic()
    node.generate("list", "--chats", str(chats), "--people", "2", "--messages", str(chats * 4), "--seed", "11")
    node.generate("long", "--chats", "1", "--people", "2", "--messages", str(messages), "--seed", "12")
    print(f"generated in {time.monotonic() - begun:.0f} s", flush=True)
    node.start()
    try:
        print(f"read models caught up in {caught_up(Connection(node, node.token('x', 'list'))):.0f} s", flush=True)
        samples = number("SAMPLES", 2000)
        measure_list(node, samples)
        measure_pages(node, samples)
        measure_delivery(node, number("SECONDS", 30), number("PEOPLE", 1000), number("ROOMS", 100), number("RATE", 200))
        print(f"load {os.getloadavg()}")
    finally:
        node.stop()


main()
