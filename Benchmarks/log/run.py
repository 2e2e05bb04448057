#!/usr/bin/env python3
"""Measures the log and the drivers beside pgbench and a bare loop, in one run, with fsync on.

Started by `make bench-log`, which gives it a private PostgreSQL. Prints one table; figures of one run may be compared
with each other, figures of two runs only as ratios.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
SECONDS = int(os.environ.get("SECONDS_EACH", "8"))
CONNINFO = os.environ["BELVEDERE_TEST_POSTGRES"]
TICKS = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text, file=sys.stderr, flush=True)


def server_cpu():
    """Seconds of processor time that our server's processes, living and ended, have used."""
    port = re.search(r"port=(\d+)", CONNINFO)[1].encode()
    processes, server = {}, None
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text().rpartition(")")
            if "(postgres" not in head:
                continue
            pid = int(stat.parent.name)
            processes[pid] = [int(field) for field in rest.split()[1:15]]
            if port in stat.with_name("cmdline").read_bytes().split(b"\0"):
                server = pid
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
    ticks = 0
    for pid, fields in processes.items():
        if pid == server:
            ticks += sum(fields[10:14])
        elif fields[0] == server:
            ticks += fields[10] + fields[11]
    return ticks / TICKS


def psql(sql):
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", CONNINFO], input=sql, text=True, check=True)


def pgbench(name, clients, script=None, *options):
    say(f"{name} …")
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(SECONDS), *options]
    if script:
        command += ["-f", str(HERE / script)]
    before = server_cpu()
    text = subprocess.run([*command, CONNINFO], capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"tps = ([\d.]+)", text)[1])
    latency = float(re.search(r"latency average = ([\d.]+)", text)[1])
    count = int(re.search(r"transactions actually processed: (\d+)", text)[1])
    return {"name": name, "rate": rate, "p50": latency, "server": (server_cpu() - before) / max(1, count) * 1e6}


def probe(*arguments):
    program = ROOT / ".build/release/LogProbe"
    run = subprocess.run([program, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def bare(directory, batch, rounds):
    program = pathlib.Path(directory) / "bare"
    if not program.exists():
        subprocess.run(["cc", "-O2", "-o", program, HERE / "bare.c", "-lsqlite3"], check=True)
    say(f"sqlite.bare.{batch} …")
    database = pathlib.Path(directory) / f"bare-{batch}.db"
    schema = ROOT / "Migrations/sqlite/0001-event-store.sql"
    run = subprocess.run([program, database, schema, str(batch), str(rounds)], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def main():
    subprocess.run(
        ["swift", "build", "-c", "release", "--product", "LogProbe"], cwd=ROOT, check=True, stdout=sys.stderr,
        env={**os.environ, "BELVEDERE_MODULES": "LogProbe"})
    figures = {}
    directory = tempfile.mkdtemp(prefix="belvedere-bench-log.")
    try:
        for batch, rounds in ((1, 1000), (100, 400)):
            figures[f"sqlite.bare.{batch}"] = bare(directory, batch, rounds)
        for one in probe("sqlite", directory, str(ROOT / "Migrations")):
            figures[one["name"]] = one
        subprocess.run(["pgbench", "-q", "-i", "-s", "1", CONNINFO], check=True, capture_output=True)
        psql((HERE / "peers.sql").read_text())
        figures["insert"] = pgbench("insert", 32, "insert.sql")
        figures["write_message"] = pgbench("write_message", 32, "write_message.sql")
        figures["points"] = pgbench("points", 4, None, "-S")
        for one in probe("postgres", CONNINFO, str(ROOT / "Migrations")):
            figures[one["name"]] = one
        psql("DROP SCHEMA log_peers CASCADE")
    finally:
        shutil.rmtree(directory)
    table(figures)


# name, title, whom it is compared with, the least ratio to them, the least rate
ROWS = [
    ("insert", "pgbench, single-row insert, 32 clients", None, None, None),
    ("write_message", "one message a call under an advisory lock, 32 clients", None, None, None),
    ("postgres.commands.64", "Belvedere, 64 commands at once, PostgreSQL", "write_message", 5, None),
    ("postgres.commands.64", "  the same, beside single-row inserts", "insert", 0.8, None),
    ("postgres.bulk.100", "Belvedere, 100 events an append", None, None, 20_000),
    ("postgres.read", "Belvedere, reading the log", None, None, 200_000),
    ("points", "pgbench -S -M prepared, 4 connections", None, None, None),
    ("postgres.points.call", "Belvedere, pipelined, 4 connections", "points", 3, None),
    ("postgres.points.await", "  the same, awaited in tasks", "points", None, None),
    ("sqlite.bare.1", "SQLite, bare loop, 1 event a commit", None, None, None),
    ("sqlite.append.1", "Belvedere, 1 event a commit", "sqlite.bare.1", 0.8, None),
    ("sqlite.bare.100", "SQLite, bare loop, 100 events a commit", None, None, None),
    ("sqlite.append.100", "Belvedere, 100 events a commit", "sqlite.bare.100", 0.8, None),
    ("sqlite.commands.64", "Belvedere, 64 commands at once, SQLite", None, None, None),
    ("sqlite.read", "Belvedere, reading the log", None, None, 400_000),
    ("sqlite.point", "Belvedere, point read on the loop", None, None, None),
]


def table(figures):
    print(f"{'':54} {'a second':>10} {'client µs':>10} {'server µs':>10} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>7}  goal")
    for name, title, peer, ratio_min, rate_min in ROWS:
        one = figures.get(name)
        if one is None:
            continue
        ratio = one["rate"] / figures[peer]["rate"] if peer else None
        goal = ""
        if ratio_min is not None:
            goal = f"≥ {ratio_min} {'met' if ratio >= ratio_min else 'MISSED'}"
        if rate_min is not None:
            goal = f"≥ {rate_min:,} {'met' if one['rate'] >= rate_min else 'MISSED'}"

        def cell(key, form):
            return format(one[key], form) if one.get(key) else "–"
        print(f"{title:54} {one['rate']:>10,.0f} {cell('cpu', '.2f'):>10} {cell('server', '.1f'):>10} "
              f"{cell('p50', '.2f'):>8} {cell('p99', '.2f'):>8} {format(ratio, '.2f') if ratio else '–':>7}  {goal}")


main()
