#!/usr/bin/env python3
"""Measures metering and its read models on PostgreSQL: `run.py BINARY USAGES`, started by `make bench-usage`.

Ingest to acknowledged and to projected, then a generated tenant of USAGES usages beside it: how fast it is projected,
how many bytes a usage takes, and how long four views take at 100 requests a second with all of it behind them.
"""
import http.client
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

BINARY, USAGES = sys.argv[1], int(sys.argv[2])
CONNINFO = os.environ["BELVEDERE_TEST_POSTGRES"]
INGESTED = min(USAGES, int(os.environ.get("INGESTED", "100000")))
CLIENTS = 4
RATE, SECONDS = 100, int(os.environ.get("SECONDS_EACH", "20"))
TICKS = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text, file=sys.stderr, flush=True)


def sql(text):
    run = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", CONNINFO, "-c", text], text=True,
                         stdout=subprocess.PIPE, check=True)
    return run.stdout.strip()


class Gateway:
    def __init__(self, directory):
        self.flags = ["--storage.directory", directory, "--storage.postgres", CONNINFO]
        self.process = subprocess.Popen(
            [BINARY, "serve", "--server.listen", "127.0.0.1:0", "--server.admin_listen", "", *self.flags],
            stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"listens on (\S+):(\d+)", line):
                self.host, self.port = found.group(1), int(found.group(2))
                break
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        minted = subprocess.run(
            [BINARY, "token", "mint", "--role", "admin", "--data", directory], text=True, stdout=subprocess.PIPE,
            check=True)
        self.headers = {"Authorization": "Bearer " + minted.stdout.strip()}

    def connection(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=600)

    def ask(self, query, connection=None, **variables):
        connection = connection or self.connection()
        connection.request("POST", "/graphql", json.dumps({"query": query, "variables": variables}),
                           {**self.headers, "Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def behind(self):
        """How many events the usage's read models still have to take in."""
        models = self.ask("{ gateway { readModels { name lag } } }")["gateway"]["readModels"]
        wanted = {"token-usage", "ai-analytics", "user-activity"}
        return {model["name"]: model["lag"] for model in models if model["name"] in wanted}

    def wait(self, position):
        """Until the read models have everything up to a position."""
        while True:
            info = self.ask("{ gateway { position } }")["gateway"]["position"]
            if int(info.rsplit(".", 1)[1]) >= position and not any(self.behind().values()):
                return
            time.sleep(0.1)

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024


def head():
    return int(sql("SELECT coalesce(max(position), 0) FROM event"))


def lines(seed, count):
    dice, now = random.Random(seed), datetime.now(timezone.utc)
    models = [("openai", "gpt-4o-mini"), ("anthropic", "claude-sonnet"), ("openai", "gpt-4o"), ("google", "gemini-flash")]
    for number in range(count):
        provider, model = dice.choice(models)
        latency = dice.randrange(100, 9000)
        yield json.dumps({
            "requestId": f"bench-{seed}-{number}", "userId": f"user-{dice.randrange(1, 2000)}",
            "botId": f"bot-{dice.randrange(6)}", "provider": provider, "model": model,
            "promptTokens": dice.randrange(4000), "completionTokens": dice.randrange(900), "latencyMs": latency,
            "firstTokenMs": latency // 5,
            "occurredAt": (now - timedelta(seconds=dice.randrange(600))).isoformat(timespec="milliseconds")
            .replace("+00:00", "Z")})


def ingest(gateway):
    bodies = ["\n".join(lines(seed, INGESTED // CLIENTS)).encode() + b"\n" for seed in range(CLIENTS)]
    reports = []

    def post(body):
        connection = gateway.connection()
        connection.request("POST", "/ingest/ai-usage", body, {**gateway.headers, "Content-Type": "application/x-ndjson"})
        reports.append(json.loads(connection.getresponse().read()))

    clients = [threading.Thread(target=post, args=(body,)) for body in bodies]
    begin, cpu = time.monotonic(), gateway.cpu()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    acknowledged = time.monotonic() - begin
    lag = max(gateway.behind().values())
    gateway.wait(head())
    projected = time.monotonic() - begin
    count = sum(report["recorded"] for report in reports)
    assert count == INGESTED // CLIENTS * CLIENTS, reports
    return [("ingest to acknowledged, usages/s", f"{count / acknowledged:,.0f}"),
            ("lag at the last acknowledgement, events", f"{lag:,}"),
            ("ingest to projected, usages/s", f"{count / projected:,.0f}"),
            ("gateway CPU, recorded and projected, µs a usage", f"{(gateway.cpu() - cpu) / count * 1e6:.0f}")]


def generate(gateway):
    """Written while nobody projects, so that what is measured is projecting and nothing else."""
    names = "('token-usage', 'ai-analytics', 'user-activity')"
    sql(f"UPDATE projection SET paused = true WHERE name IN {names}")
    before = sizes()
    begin = time.monotonic()
    subprocess.run([BINARY, "demo", "generate", "--usages", str(USAGES), "--days", "30", "--seed", "7",
                    "--tenant", "demo", *gateway.flags], check=True, stdout=subprocess.DEVNULL)
    written = time.monotonic() - begin
    end = head()
    sql(f"UPDATE projection SET paused = false WHERE name IN {names}")
    begin, cpu, done = time.monotonic(), gateway.cpu(), {}
    while len(done) < 3:
        for name, lag in gateway.behind().items():
            if lag == 0 and name not in done:
                done[name] = time.monotonic() - begin
        time.sleep(0.1)
    gateway.wait(end)
    cpu = gateway.cpu() - cpu
    after = sizes()
    rows = [("generated straight into the log, usages/s", f"{USAGES / written:,.0f}"),
            ("projected into all read models, usages/s", f"{USAGES / max(done.values()):,.0f}")]
    rows += [(f"… until {name} is there, s", f"{seconds:.1f}") for name, seconds in sorted(done.items())]
    rows += [("gateway CPU of projecting, µs a usage", f"{cpu / USAGES * 1e6:.0f}"),
             ("gateway memory, MiB", f"{gateway.memory()}")]
    rows += [(f"bytes a usage: {name}", f"{(after[name] - before.get(name, 0)) / USAGES:.0f}") for name in after]
    return rows


def sizes():
    """Bytes with indexes: of the log, and of the tables of each context."""
    found = {}
    for line in sql("SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' "
                    "AND relnamespace = current_schema()::regnamespace").splitlines():
        name, size = line.split("|")
        group = ("log" if name.split("_")[0] in ("event", "stream", "command") else
                 "user-activity" if name.startswith("user_activity") else
                 "ai-analytics" if name.startswith("ai_") else
                 "token-usage" if re.match(r"(token_usage|daily_usage|(user|bot|tenant)_token_stats)", name) else None)
        if group:
            found[group] = found.get(group, 0) + int(size)
    return found


def views():
    now = datetime.now(timezone.utc)
    day = lambda days: (now - timedelta(days=days)).strftime("%Y-%m-%d")
    hour = lambda days: (now - timedelta(days=days)).strftime("%Y-%m-%dT%H:00:00Z")
    return {
        "dailyUsage, 30 days by model": lambda _: (
            "query($f: DailyUsageFilter!) { dailyUsage(filter: $f, groupBy: [MODEL], first: 500) "
            "{ nodes { day model requests totalTokens amount } } }", {"f": {"from": day(29), "to": day(0)}}),
        "billingPreview of the tenant": lambda _: (
            "query($m: String!) { billingPreview(month: $m) { amount total lines { model kind quantity amount } } }",
            {"m": now.strftime("%Y-%m")}),
        "aiLatency, 90 days hourly": lambda _: (
            "query($f: AnalyticsFilter!) { aiLatency(filter: $f, bucket: HOUR) { start requests p50Ms p99Ms } }",
            {"f": {"from": hour(90), "to": hour(-0.05)}}),
        "userTimeline, first 50": lambda dice: (
            "query($u: ID!) { userTimeline(userId: $u, first: 50) { nodes { kind at collapsed } } }",
            {"u": f"user-{dice.randrange(1, 2000)}"}),
    }


def latency(gateway, name, make):
    """A fixed rate; a request's time begins when it was due, also if every connection was busy."""
    dice, due, took = random.Random(1), [], []
    begin = time.monotonic() + 0.2
    due = [(begin + place / RATE, make(dice)) for place in range(RATE * SECONDS)]
    lock = threading.Lock()

    def work():
        connection = gateway.connection()
        while True:
            with lock:
                if not due:
                    return
                moment, (query, variables) = due.pop(0)
            time.sleep(max(0, moment - time.monotonic()))
            gateway.ask(query, connection, **variables)
            took.append(time.monotonic() - moment)

    cpu = gateway.cpu()
    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took.sort()
    cpu = (gateway.cpu() - cpu) / len(took) * 1e6
    return (f"{name}: p50 / p99 ms, CPU µs",
            f"{took[len(took) // 2] * 1e3:.1f} / {took[len(took) * 99 // 100] * 1e3:.1f}, {cpu:.0f}")


def main():
    with tempfile.TemporaryDirectory() as directory:
        gateway = Gateway(directory)
        try:
            say(f"Ingesting {INGESTED:,} usages …")
            rows = ingest(gateway)
            say(f"Generating {USAGES:,} usages …")
            rows += generate(gateway)
            sql("VACUUM ANALYZE")
            for name, make in views().items():
                say(f"{name} at {RATE}/s …")
                rows.append(latency(gateway, name, make))
        finally:
            gateway.process.terminate()
            gateway.process.wait(60)
    load = os.getloadavg()
    print(f"{USAGES:,} usages on PostgreSQL; load {load[0]:.1f} / {load[1]:.1f} on {os.cpu_count()} cores\n")
    for name, value in rows:
        print(f"| {name} | {value} |")


main()
