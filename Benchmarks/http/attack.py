#!/usr/bin/env python3
"""Attacks the edge on loopback and says whether the others still get their answers.   attack.py [name …]

Each attack has a bound; one that is passed fails the run. `half-open` needs root, because it makes a network namespace.
"""
import multiprocessing, os, re, resource, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile
import threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EDGE = f"{ROOT}/.build/release/EdgeProbe"
TICK = os.sysconf("SC_CLK_TCK")
GET = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
UPGRADE = (b"GET /socket HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


class Edge:
    def __init__(self, *prefix, asks=True):
        began = time.monotonic()
        self.process = subprocess.Popen([*prefix, EDGE, "--loops", "1"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        if asks: ask(self.port)
        self.first_answer = time.monotonic() - began

    def __enter__(self): return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        assert self.process.wait(10) == 0, "the edge did not end well"

    @property
    def pid(self): return self.process.pid

    def files(self): return len(os.listdir(f"/proc/{self.pid}/fd"))

    def resident(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.pid}/status").read()).group(1)) / 1024

    def cpu(self):
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def connect(port, host="127.0.0.1", timeout=5):
    return socket.create_connection((host, port), timeout=timeout)


def ask(port, timeout=5):
    """One request on a connection of its own; the seconds that it took."""
    began = time.monotonic()
    with connect(port, timeout=timeout) as s:
        s.sendall(GET)
        if not s.recv(4096).startswith(b"HTTP/1.1 200"):
            raise SystemExit("a good request was not answered with 200")
    return time.monotonic() - began


def until(condition, seconds):
    """How long it took until the condition held; more than the bound when it did not."""
    began = time.monotonic()
    while not condition() and time.monotonic() - began <= seconds:
        time.sleep(0.05)
    return time.monotonic() - began


class Asking(threading.Thread):
    """Asks five times a second, each time on a new connection."""
    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.times, self.failures, self.over = port, [], 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.2):
            try: self.times.append(ask(self.port))
            except (OSError, SystemExit): self.failures += 1

    def stop(self):
        self.over.set()
        self.join()
        return max(self.times, default=9), self.failures


def start():
    samples = []
    for _ in range(9):
        with Edge() as edge:
            samples.append(edge.first_answer)
            idle = edge.resident()
    first = statistics.median(samples) * 1000
    yield "start to first answer, ms (median of 9)", first, 20
    yield "resident when idle, MiB", idle, 15


def slow_beside_fast():
    """64 clients that send a byte a second beside 64 that do not wait; runs in turn, medians of five."""
    def rate(port):
        text = subprocess.run(["wrk", "-t1", "-c64", "-d4s", f"http://127.0.0.1:{port}/"], check=True,
                              capture_output=True, text=True).stdout
        return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))

    alone, beside = [], []
    with Edge() as edge:
        rate(edge.port)
        for _ in range(5):
            alone.append(rate(edge.port))
            over = threading.Event()

            def drip():
                slow = [connect(edge.port) for _ in range(64)]
                head = iter(GET * 10)
                while not over.wait(1):
                    byte = bytes([next(head)])
                    for s in slow: s.sendall(byte)
                for s in slow: s.close()

            thread = threading.Thread(target=drip)
            thread.start()
            beside.append(rate(edge.port))
            over.set()
            thread.join()
    yield "64 slow beside 64 fast, % lost", (1 - statistics.median(beside) / statistics.median(alone)) * 100, 5


def slowhttptest():
    for name, options in [
        ("slow heads", ["-H", "-i", "2", "-x", "24"]),
        ("slow bodies", ["-B", "-u", "/echo", "-s", "8192", "-i", "2", "-x", "10"]),
        ("slow readers", ["-X", "-u", "/chunks/1000", "-w", "512", "-y", "1024", "-n", "5", "-z", "32", "-k", "3"]),
    ]:
        with Edge() as edge:
            path = options[options.index("-u") + 1] if "-u" in options else "/"
            if "-u" in options: del options[options.index("-u"):options.index("-u") + 2]
            asking = Asking(edge.port)
            subprocess.run(["slowhttptest", "-c", "1000", "-r", "200", "-l", "20", "-p", "3",
                            "-u", f"http://127.0.0.1:{edge.port}{path}", *options],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            longest, failures = asking.stop()
        yield f"1,000 {name}: requests unanswered beside them", failures, 0
        yield f"1,000 {name}: longest answer beside them, ms", longest * 1000, 500


def burst(port, count, seed):
    """Connections of all kinds, half of them cut in the middle of a message, half of those by a reset."""
    upload = b"POST /upload HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    frame = b"\x81\x85\0\0\0\0hello"
    kinds = [
        (GET, True), (GET[:11], False), (upload + b"3\r\nabc\r\n0\r\n\r\n", True), (upload + b"ff\r\nabc", False),
        (UPGRADE + frame, True), (UPGRADE + frame[:4], False), (GET.replace(b"/ ", b"/later "), True),
        (GET.replace(b"/ ", b"/events "), True), (GET.replace(b"/ ", b"/chunks/50 "), False), (b"\x16\x03\x01", False),
    ]
    for number in range(count):
        bytes_, waits = kinds[(number + seed) % len(kinds)]
        s = connect(port)
        s.sendall(bytes_)
        if waits and not s.recv(65536): raise SystemExit(f"kind {(number + seed) % len(kinds)} got no answer")
        if number % 2: s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()


def churn():
    """100,000 connections; what a first tenth of them has made the process keep is where it starts."""
    with Edge() as edge:
        files = edge.files()

        def all_of(count):
            workers = [multiprocessing.Process(target=burst, args=(edge.port, count // 4, seed)) for seed in range(4)]
            for worker in workers: worker.start()
            for worker in workers: worker.join()
            assert all(worker.exitcode == 0 for worker in workers), "a good connection failed"
            until(lambda: edge.files() <= files, 20)

        all_of(10_000)
        before = edge.resident()
        all_of(90_000)
        yield "100,000 connections of all kinds: descriptors kept", edge.files() - files, 0
        yield "100,000 connections of all kinds: MiB more after the last 90,000", edge.resident() - before, 2


def out_of_files():
    with Edge("prlimit", "--nofile=256") as edge:
        held = []
        for _ in range(500):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(("127.0.0.1", edge.port))
            held.append(s)
        time.sleep(1)
        before = edge.cpu()
        time.sleep(5)
        yield "500 connections, 256 files: % CPU while nothing can be accepted", (edge.cpu() - before) / 5 * 100, 10
        for s in held: s.close()
        def answers():
            try: return ask(edge.port, timeout=1) > 0
            except OSError: return False
        yield "seconds until it answers when they are gone", until(answers, 10), 5


def full_queue():
    with Edge() as edge:
        edge.process.send_signal(signal.SIGSTOP)
        waiting = []
        for _ in range(6000):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(("127.0.0.1", edge.port))
            waiting.append(s)
        time.sleep(1)
        edge.process.send_signal(signal.SIGCONT)
        yield "6,000 connects to a stopped edge: seconds to an answer when it goes on", ask(edge.port, timeout=15), 5
        for s in waiting: s.close()
        files = until(lambda: edge.files() < 60, 20)
        yield "seconds until they are forgotten", files, 15


def half_open(count=10_000):
    """Peers that vanish without a word: sockets in a network namespace whose packets are dropped from then on."""
    if os.geteuid() != 0:
        print("half-open: needs root, not run", file=sys.stderr)
        return
    space, place = f"belvedere{os.getpid()}", tempfile.mkdtemp()
    inside = ["ip", "netns", "exec", space]
    subprocess.run(["cc", "-O2", "-o", f"{place}/sockets", f"{ROOT}/Benchmarks/http/sockets.c"], check=True)
    subprocess.run(["ip", "netns", "add", space], check=True)
    try:
        subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
        with Edge(*inside, asks=False) as edge:
            files = edge.files()
            client = subprocess.Popen([*inside, f"{place}/sockets", str(edge.port), str(count), "100", "1"],
                                      stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
            opened = int(client.stdout.readline())
            subprocess.run([*inside, "iptables", "-A", "INPUT", "-i", "lo", "-j", "DROP"], check=True)
            client.kill()
            yield "half-open sockets that could not be made", count - opened, 0
            yield f"{opened:,} dead peers: seconds until they are let go", until(lambda: edge.files() <= files, 90), 60
    finally:
        subprocess.run(["ip", "netns", "del", space])
        shutil.rmtree(place)


ATTACKS = {"start": start, "slow-beside-fast": slow_beside_fast, "slowhttptest": slowhttptest, "churn": churn,
           "out-of-files": out_of_files, "full-queue": full_queue, "half-open": half_open}


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    print("Building the edge …", file=sys.stderr)
    subprocess.run(["swift", "build", "-c", "release", "--product", "EdgeProbe", "--static-swift-stdlib"], check=True,
                   cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "BELVEDERE_MODULES": "EdgeProbe"})
    names = sys.argv[1:] or list(ATTACKS)
    for name in names:
        if name not in ATTACKS: raise SystemExit(f"no attack is called {name}; there are {', '.join(ATTACKS)}")
    failed = 0
    print("| attack | measured | at most | |\n|---|--:|--:|---|", flush=True)
    for name in names:
        for title, value, bound in ATTACKS[name]():
            failed += value > bound
            print(f"| {title} | {value:,.1f} | {bound:,} | {'ok' if value <= bound else 'FAILED'} |", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__": main()
