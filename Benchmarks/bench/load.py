"""The load generators, each run against one server while its CPU time is read."""

import contextlib
import dataclasses
import json
import os
import pathlib
import subprocess
import time

from . import machine
from .servers import FOLDER, WORK

CONNECTIONS = 64


@dataclasses.dataclass
class Sample:
    """One run of one load against one server."""

    requests: int
    seconds: float
    cpu_us: float
    postgres_us: float
    p50_ms: float
    p99_ms: float
    memory_mib: float
    #: Cores that something else used meanwhile; above `NOISE_MAX` the figures are doubtful.
    foreign: float
    extra: dict = dataclasses.field(default_factory=dict)

    @property
    def per_second(self):
        return self.requests / self.seconds


class Meter:
    """CPU time of the server, of PostgreSQL, of this program and of the rest of the machine."""

    def __init__(self, server, postmaster, load_pid=None):
        self.server, self.postmaster, self.load_pid = server, postmaster, load_pid

    def __enter__(self):
        self.before = self._read()
        return self

    def __exit__(self, *_):
        after = self._read()
        took = [late - early for late, early in zip(after, self.before)]
        self.seconds, self.server_seconds, self.postgres_seconds, own, load, busy = took
        self.foreign = max(0.0, busy - self.server_seconds - self.postgres_seconds - own - load) / self.seconds

    def _read(self):
        load = machine.cpu_seconds(self.load_pid) if self.load_pid else 0
        return (
            time.monotonic(), self.server.cpu_seconds, machine.cpu_seconds(self.postmaster), machine.own_seconds(),
            load, machine.busy_seconds())


def bodies_file(workload):
    path = WORK / f"{workload.key}.bodies"
    if not path.exists():
        path.write_text("\n".join(workload.bodies) + "\n")
    return path


def wrk(server, workload, seconds, postmaster):
    """Closed loop: 64 connections that each ask again as soon as they have been answered."""
    environment = {**os.environ, "BENCH_BODIES": str(bodies_file(workload)), "BENCH_PATH": server.path(workload)}
    command = [
        "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(FOLDER / "load" / "post.lua"),
        f"http://127.0.0.1:{server.port}",
    ]
    with Meter(server, postmaster) as meter:
        output = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + 60)
    line = next((line for line in output.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise RuntimeError(f"wrk against {server.key}: {output.stderr or output.stdout}")
    result = json.loads(line.removeprefix("RESULT "))
    if result["bad_status"] or result["errors"] or not result["requests"]:
        raise RuntimeError(f"{server.key} failed under load: {result}")
    count = result["requests"]
    return Sample(
        requests=count, seconds=result["microseconds"] / 1e6, cpu_us=meter.server_seconds / count * 1e6,
        postgres_us=meter.postgres_seconds / count * 1e6, p50_ms=result["p50"] / 1e3, p99_ms=result["p99"] / 1e3,
        memory_mib=machine.pss_mib(server.process.pid), foreign=meter.foreign)


def fanout(server, clients, events, mode, postmaster):
    """Subscribers that are connected before the clock starts; a request is here one delivery."""
    command = [str(WORK / "bin" / "fanout"), str(server.port), str(clients), str(events), mode]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline().strip() != "READY":
            raise RuntimeError(f"the subscribers of {server.key} did not come together")
        with Meter(server, postmaster, process.pid) as meter:
            process.stdin.write("go\n")
            process.stdin.flush()
            line = process.stdout.readline()
            memory = machine.pss_mib(server.process.pid)
        result = json.loads(line or "{}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.stdin.close()
            if process.wait(timeout=30) is None:
                process.kill()
    if not result or result["lost"] or result["disordered"]:
        raise RuntimeError(f"{server.key} lost or mixed up ticks: {result}")
    count = result["deliveries"]
    return Sample(
        requests=count, seconds=result["seconds"], cpu_us=meter.server_seconds / count * 1e6,
        postgres_us=0, p50_ms=result["p50_ms"], p99_ms=result["p99_ms"], memory_mib=memory, foreign=meter.foreign)


def open_loop(server, workload, rate, seconds, postmaster, connections=CONNECTIONS):
    """A fixed rate, whatever the server does; waiting in line counts."""
    body = WORK / f"{workload.key}.first"
    body.write_text(workload.bodies[0])
    command = [
        str(WORK / "bin" / "openloop"), str(server.port), str(body), str(int(rate)), str(seconds), str(connections)]
    with Meter(server, postmaster) as meter:
        output = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
    if output.returncode != 0:
        raise RuntimeError(f"openloop against {server.key}: {output.stderr}")
    result = json.loads(output.stdout)
    count = max(1, result["accepted"])
    return Sample(
        requests=count, seconds=result["seconds"], cpu_us=meter.server_seconds / count * 1e6,
        postgres_us=meter.postgres_seconds / count * 1e6, p50_ms=result["p50_ms"], p99_ms=result["p99_ms"],
        memory_mib=machine.pss_mib(server.process.pid), foreign=meter.foreign, extra=result)
