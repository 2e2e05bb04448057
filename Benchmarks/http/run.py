#!/usr/bin/env python3
"""Measures the edge alone beside nginx, in turn, and prints a table.

CPU is user + system of the server process by /proc/<pid>/stat, divided by the requests that wrk counted. Both servers
answer a POST of 100 bytes with the same 191 bytes. Only loopback is used.   run.py [seconds per run] [rounds]
"""
import os, re, shutil, socket, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TICK = os.sysconf("SC_CLK_TCK")
SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
BODY = '{"data":{"greet":"Hello World!","padding":"' + "x" * 145 + '"}}'
SOCKETS = int(os.environ.get("BENCH_SOCKETS", "9000"))


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1))


class Probe:
    def __init__(self, *arguments):
        began = time.monotonic()
        self.process = subprocess.Popen(
            [f"{ROOT}/.build/release/EdgeProbe", *arguments], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.started = time.monotonic() - began
        self.pids = [self.process.pid]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class Nginx:
    def __init__(self, place, workers, certificate=None):
        self.port = free_port()
        tls = f"ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};" if certificate else ""
        tls += "ssl_protocols TLSv1.3;" if certificate else ""
        path = f"{place}/nginx-{self.port}.conf"
        with open(path, "w") as file:
            file.write(f"""
worker_processes {workers}; daemon off; pid {place}/nginx-{self.port}.pid; error_log {place}/nginx.log;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 100000000; server {{
  listen 127.0.0.1:{self.port} reuseport {'ssl' if certificate else ''}; {tls}
  location / {{ default_type 'application/json; charset=utf-8'; add_header X-Content-Type-Options nosniff;
               return 200 '{BODY}'; }} }} }}""")
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", path])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.02)
        self.pids = [int(pid) for pid in run("pgrep", "-P", str(self.process.pid)).split()]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def load(server, script, tls=False, seconds=SECONDS):
    before = cpu_seconds(server.pids)
    text = run("wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-s", script,
               f"{'https' if tls else 'http'}://127.0.0.1:{server.port}/")
    used = cpu_seconds(server.pids) - before
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"wrk saw errors:\n{text}")
    count = int(re.search(r"(\d+) requests in", text).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return rate, used / count * 1e6, re.search(r"99%\s+(\S+)", text).group(1)


def compare(title, ours, theirs, script, tls=False):
    for server in (ours, theirs):
        load(server, script, tls, seconds=1)
    results = {"edge": [], "nginx": []}
    for _ in range(ROUNDS):
        results["edge"].append(load(ours, script, tls))
        results["nginx"].append(load(theirs, script, tls))
    line = {}
    for name, values in results.items():
        line[name] = [statistics.median(value[index] for value in values) for index in (0, 1)] + [values[-1][2]]
    edge, nginx = line["edge"], line["nginx"]
    print(f"| {title} | {edge[0]:,.0f} | {nginx[0]:,.0f} | {edge[1]:.2f} | {nginx[1]:.2f} | {edge[1] / nginx[1]:.2f} "
          f"| {edge[0] / nginx[0]:.2f} | {edge[2]} / {nginx[2]} |", flush=True)
    ours.stop()
    theirs.stop()


def sockets(place):
    binary = f"{place}/sockets"
    run("cc", "-O2", "-o", binary, f"{ROOT}/Benchmarks/http/sockets.c")
    probe = Probe("--loops", "1")
    idle = resident(probe.process.pid)
    print(f"\nStart to listening: {probe.started * 1000:.0f} ms; idle: {idle / 1024:.1f} MiB resident", flush=True)
    client = subprocess.Popen([binary, str(probe.port), str(SOCKETS), "100", str(SECONDS)],
                              stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    count = int(client.stdout.readline())
    time.sleep(1)
    print(f"{count:,} idle sockets: {(resident(probe.process.pid) - idle) / count:.2f} KiB resident each", flush=True)
    before = cpu_seconds(probe.pids)
    client.stdin.write("go\n")
    client.stdin.flush()
    echoed = int(client.stdout.readline())
    used = cpu_seconds(probe.pids) - before
    print(f"{echoed:,} echoes of 100 bytes over 64 of them: {used / echoed * 1e6:.2f} µs CPU each, "
          f"{echoed / SECONDS:,.0f} a second")
    client.wait(30)
    probe.stop()


def main():
    print("Building the edge …", file=sys.stderr)
    run("swift", "build", "-c", "release", "--product", "EdgeProbe", "--static-swift-stdlib", cwd=ROOT,
        env={**os.environ, "BELVEDERE_MODULES": "EdgeProbe"})
    place = tempfile.mkdtemp(prefix="belvedere-http-")
    try:
        post, pipelined = f"{place}/post.lua", f"{place}/pipelined.lua"
        with open(post, "w") as file:
            file.write('wrk.method="POST"; wrk.body=string.rep("x",100); '
                       'wrk.headers["Content-Type"]="application/json"\n')
        with open(pipelined, "w") as file:
            file.write(open(post).read() + "local many\ninit = function() local one = wrk.format(); "
                       "many = string.rep(one, 8) end\nrequest = function() return many end\n")
        key, certificate = f"{place}/key.pem", f"{place}/certificate.pem"
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate)
        print("| work | edge req/s | nginx req/s | edge CPU µs | nginx CPU µs | CPU ratio | rate ratio | p99 |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
        compare("POST 100 B, one loop", Probe("--loops", "1"), Nginx(place, 1), post)
        compare("POST 100 B, two loops", Probe("--loops", "2"), Nginx(place, 2), post)
        compare("pipelined ×8", Probe("--loops", "1"), Nginx(place, 1), pipelined)
        compare("TLS 1.3, kept alive", Probe("--loops", "1", "--certificate", certificate, "--key", key),
                Nginx(place, 1, (certificate, key)), post, tls=True)
        sockets(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


main()
