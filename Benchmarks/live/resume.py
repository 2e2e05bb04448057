#!/usr/bin/env python3
"""Cuts subscriptions in every way and checks that each one goes on without a gap, without a repeat and in order.

    resume.py [faults] [rolling] [storm]      without a word, all three

    faults   one node; SIGKILL of the node and of Redis, cut sockets, PostgreSQL stopped at once, while EVENTS (200,000)
             are written and SUBSCRIBERS (200) follow over WebSocket, server-sent events and multipart
    rolling  two nodes behind one address, restarted ROUNDS (10) times under load; no request may fail
    storm    CLIENTS (10,000) subscriptions whose connections all end at once, and that all come back at once

The seed of what happens when is SEED. The server is BELVEDERE or the release build; PostgreSQL is a private one, whose
files are below PLACE (/tmp).
"""
import base64, http.client, json, multiprocessing, os, random, re, select, shutil, signal, socket, struct, subprocess
import sys, tempfile, threading, time
from array import array

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("BELVEDERE", f"{ROOT}/.build/release/belvedere")
EVENTS = int(os.environ.get("EVENTS", 200_000))
SUBSCRIBERS = int(os.environ.get("SUBSCRIBERS", 200))
ROUNDS = int(os.environ.get("ROUNDS", 10))
CLIENTS = int(os.environ.get("CLIENTS", 10_000))
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))
PLACE = os.environ.get("PLACE", "/tmp")
BOARDS = 8
TOGETHER = 20  # mutations in one request, as many as it may have
TRANSPORTS = ["WebSocket", "server-sent events", "multipart"]
HOST = "127.0.0.1"
started = []  # every process of a node, for the end


def free_port():
    with socket.socket() as s:
        s.bind((HOST, 0))
        return s.getsockname()[1]


class Postgres:
    """A private server whose data outlives a stop of any kind."""

    def __init__(self):
        self.place = tempfile.mkdtemp(prefix="belvedere-resume.", dir=PLACE)
        versions = sorted(os.listdir("/usr/lib/postgresql"), key=int)
        self.bin = f"/usr/lib/postgresql/{versions[-1]}/bin"
        self.user = []
        if os.getuid() == 0:
            shutil.chown(self.place, "postgres")
            self.user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        self.port = free_port()
        self.run("initdb", "-D", f"{self.place}/pg", "-U", "belvedere", "--auth=trust", "--encoding=UTF8",
                 "--locale=C.UTF-8")
        self.start()
        self.conninfo = f"host={HOST} port={self.port} user=belvedere dbname=postgres"

    def run(self, program, *arguments):
        subprocess.run([*self.user, f"{self.bin}/{program}", *arguments], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "HOME": self.place}, cwd=self.place)

    def start(self):
        self.run("pg_ctl", "-D", f"{self.place}/pg", "-w", "-t", "120", "-l", f"{self.place}/log", "-o",
                 f"-p {self.port} -h {HOST} -k {self.place} -c max_connections=200 -c shared_buffers=256MB", "start")

    def crash(self):
        """Every connection ends at once and nothing is written down; the next start recovers."""
        self.run("pg_ctl", "-D", f"{self.place}/pg", "-m", "immediate", "-w", "stop")
        self.start()

    def remove(self, keeping):
        self.run("pg_ctl", "-D", f"{self.place}/pg", "-m", "immediate", "stop")
        if not keeping: shutil.rmtree(self.place, ignore_errors=True)


class Redis:
    """A private server that forgets everything when it is killed; nothing where the gateway has no use for one."""

    def __init__(self):
        reference = subprocess.run([BINARY, "config", "reference"], capture_output=True, text=True, check=True).stdout
        (self.port, self.process) = (free_port(), None)
        self.flags = ["--redis.url", f"redis://{HOST}:{self.port}"] if "redis.url" in reference else []
        if self.flags: self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", HOST, "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL)
        started.append(self.process)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.start()


class Node:
    """A gateway on the shared PostgreSQL that can be killed and started again at the same address."""

    def __init__(self, postgres, place, port, *flags):
        (self.port, self.admin, self.process) = (port, free_port(), None)
        self.log = open(f"{place}/node-{port}.log", "ab")
        self.command = [
            BINARY, "serve", "--server.listen", f"{HOST}:{port}", "--server.admin_listen", f"{HOST}:{self.admin}",
            "--storage.postgres", postgres.conninfo, "--storage.directory", place, "--storage.files", ROOT,
            "--connections.per_address_max", "20000", "--subscriptions.per_viewer_max", "100000",
            "--log.level", "warning", *flags]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stderr=self.log, stdout=self.log)
        started.append(self.process)

    def is_ready(self):
        try:
            connection = http.client.HTTPConnection(HOST, self.admin, timeout=2)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException): return False

    def wait(self, patience=120):
        end = time.monotonic() + patience
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the node does not start; see {self.log.name}")
            time.sleep(0.05)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.start()

    def drain(self):
        self.process.terminate()
        return self.process.wait(120)

    def resident(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.process.pid}/status").read()).group(1)) / 1024


class Failure(Exception):
    """A request was answered, and not with what was asked for."""


class Writer:
    """Posts operations over one connection; asks again under the same key until there is an answer."""

    def __init__(self, port, token):
        (self.port, self.token, self.connection) = (port, token, None)
        self.again = 0

    def once(self, query, key=None):
        body = json.dumps({"query": query})
        fields = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        if key: fields["Idempotency-Key"] = key
        if self.connection is None: self.connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        is_new = self.connection.sock is None
        try:
            self.connection.request("POST", "/graphql", body, fields)
            answer = self.connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            # A connection that was idle may be closed at any time; a client asks again over a new one.
            if is_new or not isinstance(error, (ConnectionError, http.client.BadStatusLine)): raise
            self.again += 1
            return self.once(query, key)
        text = answer.read()
        if answer.status != 200: raise Failure(f"{answer.status} {text[:200]}")
        parsed = json.loads(text)
        if "errors" in parsed: raise Failure(parsed["errors"][0])
        return parsed["data"]

    def until(self, query, key):
        end = time.monotonic() + 300
        while True:
            try: return self.once(query, key)
            except (OSError, http.client.HTTPException, Failure) as error:
                if time.monotonic() > end: raise SystemExit(f"no answer within five minutes: {error!r}")
                time.sleep(0.05)


CHANGED = "{ __typename ... on BoardChanged { position } ... on BoardRefused { reason } }"


def number(position): return int(position.rsplit(".", 1)[1])


def prepare(writer):
    """Opens the boards, each with the note that is written on; the position of the last of it."""
    for board in range(BOARDS):
        writer.until(f'mutation {{ openBoard(input: {{id: "b{board}", title: "x"}}) {CHANGED} }}', f"open{board}")
        data = writer.until(f'mutation {{ addNote(input: {{boardId: "b{board}", id: "n", text: "x"}}) {CHANGED} }}',
                            f"note{board}")
    return data["addNote"]["position"]


def edits(writer, board, first, count, ask):
    """Writes so many events on a board in one request; their positions in the log."""
    fields = " ".join(
        f'm{i}: editNote(input: {{boardId: "b{board}", noteId: "n", text: "{first + i}"}}) {CHANGED}'
        for i in range(count))
    data = ask(f"mutation {{ {fields} }}", f"edit-{board}-{first}")
    for answer in data.values():
        if answer["__typename"] != "BoardChanged": raise SystemExit(f"a note was refused: {answer}")
    return [number(answer["position"]) for answer in data.values()]


# Subscribers ----------------------------------------------------------------------------------------------------------

def frame(text, opcode=0x81):
    """A masked frame; the mask of zeros leaves the bytes as they are."""
    data = text.encode()
    head = bytes([opcode])
    head += bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack("!H", len(data))
    return head + bytes(4) + data


class Subscriber:
    """One subscription that comes back after its last position whenever its connection ends."""

    def __init__(self, index, board, after, port, token):
        self.transport = TRANSPORTS[index % 3]
        self.board = board
        self.query = (f'subscription {{ boardEvents(boardId: "b{board}") {{ position }} }}' if board is not None
                      else "subscription { logPosition }")
        field = rb'"boardEvents":\{"position":"' if board is not None else rb'"logPosition":"'
        self.mark = re.compile(field + rb'(v1\.\d+\.(\d+))"')
        (self.after, self.port, self.token) = (after, port, token)
        self.positions = array("q")
        (self.socket, self.rest, self.due, self.is_open, self.opened) = (None, b"", 0.0, False, 0)
        self.wrong = None

    @property
    def last(self): return self.positions[-1] if self.positions else 0

    def connect(self):
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect_ex((HOST, self.port))
        (self.rest, self.is_open) = (b"", False)
        (self.resumed, self.before) = (self.after, len(self.positions))

    def hello(self):
        """What is sent once the connection stands."""
        if self.transport == "WebSocket":
            key = base64.b64encode(os.urandom(16)).decode()
            return (f"GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                    f"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n").encode() + frame(
                json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {self.token}"}}))
        is_stream = self.transport == "server-sent events"
        request = {"query": self.query}
        fields = [f"POST {'/graphql/stream' if is_stream else '/graphql'} HTTP/1.1", "Host: h",
                  f"Authorization: Bearer {self.token}", "Content-Type: application/json"]
        if is_stream: fields += ["Accept: text/event-stream", f"Last-Event-ID: {self.after}"]
        else:
            fields.append('Accept: multipart/mixed;subscriptionSpec="1.0", application/json')
            request["extensions"] = {"belvedere": {"resume": {"after": self.after}}}
        body = json.dumps(request).encode()
        return "\r\n".join(fields + [f"Content-Length: {len(body)}"]).encode() + b"\r\n\r\n" + body

    def take(self, piece):
        """Notes what has come; false when the subscription has ended."""
        data = self.rest + piece
        end = 0
        for found in self.mark.finditer(data):
            position = int(found.group(2))
            if position <= self.last and self.wrong is None:
                self.wrong = (f"{position} after {self.last} over {self.transport}, resumed after {self.resumed}, as "
                              f"number {len(self.positions) - self.before + 1} of its connection: "
                              f"{data[max(0, found.start() - 900):found.end() + 200]}")
            self.positions.append(position)
            self.after, end = found.group(1).decode(), found.end()
        if end: self.is_open = True
        if not self.is_open:
            if self.transport == "WebSocket" and b"connection_ack" in data:
                self.is_open = True
                payload = {"query": self.query, "extensions": {"belvedere": {"resume": {"after": self.after}}}}
                self.socket.send(frame(json.dumps({"type": "subscribe", "id": "1", "payload": payload})))
            elif self.transport != "WebSocket" and data.startswith(b"HTTP/1.1 200"): self.is_open = True
            elif data.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5")): return False
        if b"POSITION_EXPIRED" in data or b"FORBIDDEN" in data or b"BAD_REQUEST" in data:
            self.wrong = self.wrong or data[-300:].decode(errors="replace")
        if b'"errors"' in data[end:] or b'"complete"' in data[end:] or b"event: complete" in data[end:]: return False
        self.rest = data[end:][-256:]
        return True

    def close(self, abruptly=False):
        if abruptly: self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
        self.socket = None


class Crowd:
    """Subscribers in a process of their own; told what to do and asked how they are over a pipe."""

    def __init__(self, subscribers, seed):
        self.pipe, inner = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=run_crowd, args=(subscribers, inner, seed), daemon=True)
        self.process.start()
        inner.close()

    def ask(self, *words):
        self.pipe.send(words)
        return self.pipe.recv()


def run_crowd(subscribers, pipe, seed):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    chance = random.Random(seed)
    poll = select.epoll()
    poll.register(pipe.fileno(), select.EPOLLIN)
    open_ones, waiting, opened = {}, list(subscribers), 0
    alive = time.monotonic()

    def end(subscriber, abruptly=False, pause=None):
        del open_ones[subscriber.socket.fileno()]
        subscriber.close(abruptly)
        subscriber.due = time.monotonic() + (chance.uniform(0.05, 0.5) if pause is None else pause)
        waiting.append(subscriber)

    while True:
        now = time.monotonic()
        for subscriber in [one for one in waiting if one.due <= now]:
            waiting.remove(subscriber)
            subscriber.connect()
            opened += 1
            open_ones[subscriber.socket.fileno()] = subscriber
            poll.register(subscriber.socket.fileno(), select.EPOLLOUT)
        if now - alive > 10:
            alive = now
            for subscriber in list(open_ones.values()):
                if subscriber.transport == "WebSocket" and subscriber.is_open:
                    try: subscriber.socket.send(frame("", 0x8A))
                    except OSError: pass
        for descriptor, events in poll.poll(0.05 if waiting else 0.5, 4096):
            if descriptor == pipe.fileno():
                words = pipe.recv()
                if words[0] == "cut":
                    victims = chance.sample(list(open_ones.values()), int(len(open_ones) * words[1]))
                    for subscriber in victims: end(subscriber, abruptly=True, pause=words[2])
                    pipe.send(len(victims))
                elif words[0] == "state":
                    everyone = list(open_ones.values()) + waiting
                    pipe.send({"open": sum(one.is_open for one in open_ones.values()), "opened": opened,
                               "least": {board: min(one.last for one in everyone if one.board == board)
                                         for board in {one.board for one in everyone}},
                               "delivered": sum(len(one.positions) for one in everyone),
                               "wrong": next((one.wrong for one in everyone if one.wrong), None)})
                elif words[0] == "end":
                    pipe.send([(one.transport, one.board, one.positions.tobytes())
                               for one in list(open_ones.values()) + waiting])
                    return
                continue
            subscriber = open_ones.get(descriptor)
            if subscriber is None: continue
            try:
                if events & select.EPOLLOUT:
                    subscriber.socket.send(subscriber.hello())
                    poll.modify(descriptor, select.EPOLLIN)
                    continue
                piece = subscriber.socket.recv(1 << 18)
                if not piece or not subscriber.take(piece): end(subscriber)
            except BlockingIOError: pass
            except OSError: end(subscriber)


def crowds(subscribers, count=2):
    return [Crowd(subscribers[i::count], SEED + i) for i in range(count)]


def state(everyone):
    states = [crowd.ask("state") for crowd in everyone]
    least = {}
    for one in states:
        for board, position in one["least"].items(): least[board] = min(position, least.get(board, position))
        if one["wrong"]: raise SystemExit(f"a subscriber met {one['wrong']}")
    return {"least": least, **{key: sum(one[key] for one in states) for key in ("open", "opened", "delivered")}}


def arrived(everyone, targets, patience):
    """Waits until every subscriber has seen the last event that is meant for it."""
    begin = time.monotonic()
    while True:
        now = state(everyone)
        behind = {board: position for board, position in now["least"].items() if position < targets[board]}
        if not behind: return time.monotonic() - begin, now
        if time.monotonic() - begin > patience:
            raise SystemExit(f"not everybody has caught up: at {behind}, expected {targets}")
        time.sleep(0.1)


def check(everyone, truth, start):
    """Compares what each subscriber has seen with the log."""
    gaps = repeats = disorder = delivered = 0
    for crowd in everyone:
        for transport, board, data in crowd.ask("end"):
            seen = array("q")
            seen.frombytes(data)
            wanted = truth[board]
            delivered += len(seen)
            if seen == wanted: continue
            distinct = set(seen)
            gaps += len(set(wanted) - distinct)
            repeats += len(seen) - len(distinct)
            disorder += sum(1 for left, right in zip(seen, seen[1:]) if right < left)
            if extra := distinct - set(wanted):
                raise SystemExit(f"{transport}: {len(extra)} events that are not in the log, such as {min(extra)}")
    print(f"  {delivered} deliveries: gaps {gaps}, repeats {repeats}, out of order {disorder}", flush=True)
    if gaps or repeats or disorder: raise SystemExit("the subscriptions were not resumed as promised")


def truth(postgres, place, start):
    """What the log holds behind a position: of the tenant, and of each board."""
    export = subprocess.run(
        [BINARY, "events", "export", "--tenant", "demo", "--after", str(start), "--storage.postgres",
         postgres.conninfo, "--storage.directory", place], capture_output=True, text=True)
    if export.returncode: raise SystemExit(export.stderr)
    found = {None: array("q"), **{board: array("q") for board in range(BOARDS)}}
    for line in export.stdout.splitlines():
        event = json.loads(line)
        position = event["position"]
        found[None].append(position)
        board = re.fullmatch(r"demo\.board:b(\d+)", event["stream"])
        if board: found[int(board.group(1))].append(position)
    return found


def mint(place):
    return subprocess.run([BINARY, "token", "mint", "--user", "ann", "--tenant", "demo", "--data", place],
                          capture_output=True, text=True, check=True).stdout.strip()


# Runs -----------------------------------------------------------------------------------------------------------------

def publishers(count, port, token, ask, acknowledged):
    """One thread a board, each with its share of the events."""
    def publish(board, share):
        writer = Writer(port, token)
        for first in range(0, share, TOGETHER):
            positions = edits(writer, board, first, min(TOGETHER, share - first), lambda q, k: ask(writer, q, k))
            acknowledged[board] += positions
    threads = [threading.Thread(target=publish, args=(board, count // BOARDS), daemon=True) for board in range(BOARDS)]
    for thread in threads: thread.start()
    return threads


def audit(acknowledged, found):
    for board, positions in acknowledged.items():
        if len(positions) != len(set(positions)) or set(positions) != set(found[board]):
            raise SystemExit(f"board {board}: {len(positions)} acknowledged, {len(found[board])} in the log")


def faults(postgres, place):
    chance = random.Random(SEED)
    redis = Redis()
    node = Node(postgres, place, free_port(), *redis.flags)
    node.wait()
    token = mint(place)
    after = prepare(Writer(node.port, token))
    begin = time.monotonic()
    subscribers = [Subscriber(i, (i // 2) % BOARDS if i % 2 else None, after, node.port, token)
                   for i in range(SUBSCRIBERS)]
    everyone = crowds(subscribers)
    acknowledged = {board: [] for board in range(BOARDS)}
    threads = publishers(EVENTS, node.port, token, Writer.until, acknowledged)
    happened = {"node killed": 0, "PostgreSQL stopped": 0, "sockets cut": 0}
    if redis.flags: happened["Redis killed"] = 0
    while any(thread.is_alive() for thread in threads):
        time.sleep(chance.uniform(0.5, 4))
        what = chance.choice([*happened, "sockets cut"])
        if what == "node killed": node.kill()
        elif what == "PostgreSQL stopped": postgres.crash()
        elif what == "Redis killed": redis.kill()
        else: happened[what] += sum(crowd.ask("cut", chance.uniform(0.1, 0.6), None) for crowd in everyone)
        if what != "sockets cut": happened[what] += 1
        if what == "node killed": node.wait()
        now = state(everyone)
        print(f"  {time.monotonic() - begin:6.1f} s: {sum(map(len, acknowledged.values()))} written, "
              f"{now['delivered']} delivered, {now['open']} open, {what}", flush=True)
    written = time.monotonic() - begin
    found = truth(postgres, place, number(after))
    audit(acknowledged, found)
    took, now = arrived(everyone, {board: positions[-1] for board, positions in found.items()}, 300)
    print(f"faults: {len(found[None])} events to {SUBSCRIBERS} subscribers in {written:.0f} s, the last {took:.1f} s "
          f"later; {', '.join(f'{k} {v}' for k, v in happened.items())}; {now['opened']} connections", flush=True)
    check(everyone, found, after)
    node.drain()


def forward(listener, backends):
    """Passes connections on, in a process of its own, to the nodes that say they are ready."""
    import asyncio
    ready = []

    async def is_ready(admin):
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(HOST, admin), 1)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            head = await asyncio.wait_for(reader.readline(), 1)
            writer.close()
            return b" 200 " in head
        except (OSError, asyncio.TimeoutError): return False

    async def watch():
        while True:
            ready[:] = [port for port, admin in backends if await is_ready(admin)]
            await asyncio.sleep(0.1)

    async def copy(reader, writer):
        try:
            while piece := await reader.read(1 << 16):
                writer.write(piece)
                await writer.drain()
            if writer.can_write_eof(): writer.write_eof()
        except OSError: writer.transport.abort()

    async def serve(reader, writer):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for port in random.sample(ready, len(ready)):
                try: inner, outer = await asyncio.open_connection(HOST, port)
                except OSError: continue
                await asyncio.gather(copy(reader, outer), copy(inner, writer))
                outer.close()
                writer.close()
                return
            await asyncio.sleep(0.05)
        writer.transport.abort()

    async def main():
        server = await asyncio.start_server(serve, sock=listener, backlog=4096)
        await asyncio.gather(watch(), server.serve_forever())

    asyncio.run(main())


def rolling(postgres, place):
    nodes = []
    for _ in range(2):
        nodes.append(Node(postgres, place, free_port(), "--shutdown.pre_stop", "1s"))
        nodes[-1].wait()
    listener = socket.create_server((HOST, 0), backlog=4096)
    port = listener.getsockname()[1]
    proxy = multiprocessing.Process(
        target=forward, args=(listener, [(one.port, one.admin) for one in nodes]), daemon=True)
    proxy.start()
    token = mint(place)
    after = prepare(Writer(nodes[0].port, token))
    everyone = crowds([Subscriber(i, i % BOARDS, after, port, token) for i in range(SUBSCRIBERS)])
    acknowledged = {board: [] for board in range(BOARDS)}
    counts, failed, again = [0] * BOARDS, [], [0] * BOARDS
    is_over = threading.Event()

    def load(board):
        writer, turn = Writer(port, token), 0
        while not is_over.is_set():
            try:
                acknowledged[board] += edits(writer, board, turn, 1, writer.once)
                writer.once(f'{{ board(id: "b{board}") {{ noteCount }} }}')
                counts[board] += 2
            except (OSError, http.client.HTTPException, Failure) as error: failed.append(repr(error))
            turn += 1
        again[board] = writer.again

    threads = [threading.Thread(target=load, args=(board,)) for board in range(BOARDS)]
    for thread in threads: thread.start()
    begin = time.monotonic()
    for turn in range(ROUNDS):
        node = nodes[turn % 2]
        code = node.drain()
        node.start()
        node.wait()
        now = state(everyone)
        print(f"  {time.monotonic() - begin:6.1f} s: restart {turn + 1} (status {code}), {sum(counts)} requests, "
              f"{len(failed)} failed, {now['open']} subscriptions open", flush=True)
    time.sleep(1)
    is_over.set()
    for thread in threads: thread.join()
    found = truth(postgres, place, number(after))
    audit(acknowledged, found)
    took, now = arrived(everyone, {board: positions[-1] for board, positions in found.items()}, 120)
    print(f"rolling: {ROUNDS} restarts, {sum(counts)} requests, {len(failed)} failed, {sum(again)} asked again over a "
          f"new connection; {SUBSCRIBERS} subscriptions over {now['opened']} connections", flush=True)
    check(everyone, found, after)
    proxy.terminate()
    for node in nodes: node.drain()
    if failed: raise SystemExit(f"requests failed, such as {failed[0]}")


def storm(postgres, place):
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    node = Node(postgres, place, free_port())
    node.wait()
    token = mint(place)
    writer = Writer(node.port, token)
    after = prepare(writer)
    everyone = crowds([Subscriber(i, i % BOARDS, after, node.port, token) for i in range(CLIENTS)])
    acknowledged = {board: [] for board in range(BOARDS)}

    def publish(turn):
        for board in range(BOARDS): acknowledged[board] += edits(writer, board, turn, 3, writer.until)
        return {board: positions[-1] for board, positions in acknowledged.items()}

    took, now = arrived(everyone, publish(0), 300)
    before = node.resident()
    print(f"  {now['open']} subscriptions are open, {before:.0f} MiB", flush=True)
    for turn in range(1, 4):
        count = sum(crowd.ask("cut", 1.0, 0.0) for crowd in everyone)
        begin = time.monotonic()
        targets = publish(turn * 10)
        answered = time.monotonic() - begin
        took, now = arrived(everyone, targets, 300)
        print(f"  storm {turn}: {count} connections ended at once; all had resumed and seen what was written meanwhile "
              f"after {time.monotonic() - begin:.1f} s; 24 commands meanwhile took {answered:.2f} s; "
              f"{node.resident():.0f} MiB", flush=True)
    found = truth(postgres, place, number(after))
    audit(acknowledged, found)
    print(f"storm: {CLIENTS} clients came back three times, {before:.0f} MiB -> {node.resident():.0f} MiB", flush=True)
    check(everyone, found, after)
    node.drain()


def main():
    runs = {"faults": faults, "rolling": rolling, "storm": storm}
    chosen = sys.argv[1:] or list(runs)
    print(f"seed {SEED}", flush=True)
    for name in chosen:
        place = tempfile.mkdtemp(prefix="belvedere-node.", dir=PLACE)
        postgres = Postgres()
        is_well = False
        try:
            runs[name](postgres, place)
            is_well = True
        finally:
            for process in started:
                if process.poll() is None: process.kill()
            postgres.remove(keeping=not is_well)
            if is_well: shutil.rmtree(place, ignore_errors=True)
            else: print(f"what is left is in {place} and {postgres.place}", flush=True)


if __name__ == "__main__": main()
