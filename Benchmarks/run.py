#!/usr/bin/env python3
"""Measures Belvedere beside its peers and writes RESULTS.md and results.svg.

Run it by `make bench` (about twenty minutes) or `make bench-quick` (three minutes), which prepare the peers and start a
private PostgreSQL. All servers run from beginning to end; rounds go through all workloads and servers in turn, so that
whatever else happens on the machine meets everybody alike.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

from bench import load, machine, report
from bench.servers import FOLDER, WORK, all_servers
from bench.workloads import all_workloads

#: Above so many cores used by something else, a run is repeated.
NOISE_MAX = 0.20
#: Limit: repeated runs in all.
REPEATS_MAX = 30

PLANS = {
    "full": dict(rounds=5, seconds=3, warm_up=2, events=100, clients=1_000, slow_servers=True, latency_seconds=8),
    "quick": dict(rounds=3, seconds=1, warm_up=1, events=30, clients=1_000, slow_servers=False, latency_seconds=4),
}
#: Left out of the quick run; their figures are far from everybody else's.
SLOW = {"strawberry", "ariadne"}


def say(text):
    print(text, file=sys.stderr, flush=True)


class Progress:
    """One line a run, with what is left."""

    def __init__(self, total):
        self.total, self.done, self.start = total, 0, time.monotonic()

    def step(self, text):
        self.done += 1
        spent = time.monotonic() - self.start
        left = spent / self.done * max(0, self.total - self.done)
        say(f"[{self.done:3}/{self.total}] {text}  ({left / 60:.0f} min left)")


class Run:
    """One benchmark from start to report."""

    def __init__(self, options):
        self.plan = {**PLANS[options.plan], **{key: value for key, value in [
            ("rounds", options.rounds), ("seconds", options.seconds)] if value}}
        self.options = options
        self.workloads = [one for one in all_workloads() if not options.only or one.key in options.only]
        self.samples = {}
        self.repeats = 0
        self.notes = []
        conninfo = os.environ.get("BELVEDERE_TEST_POSTGRES", "")
        match = re.search(r"port=(\d+)", conninfo)
        if not match:
            raise SystemExit("Start this through Scripts/with-servers.sh, or by make bench.")
        self.postgres = f"postgresql://belvedere@127.0.0.1:{match[1]}/postgres?sslmode=disable"
        self.postmaster = machine.postmaster(int(match[1]))

    def prepare(self):
        say("Filling the tables …")
        subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", self.postgres, "-f", FOLDER / "data" / "seed.sql"], check=True,
            env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})
        self.servers = [
            one for one in all_servers(self.workloads, self.postgres, self.options.belvedere)
            if (self.plan["slow_servers"] or one.key not in SLOW)
            and (not self.options.servers or one.key in self.options.servers)]
        for server in self.servers:
            server.start(WORK)
            if not server.takes_part:
                self.leave_out(server, server.fault)

    def leave_out(self, server, why):
        note = f"{server.title} takes no part: {why}."
        if note not in self.notes:
            self.notes.append(note)
            say(note)

    def check(self):
        """Nobody is timed before all of its answers are the expected bytes."""
        self.pairs = []
        for workload in self.workloads:
            for server in self.servers:
                if not server.takes_part or not server.is_asked(workload):
                    continue
                if fault := server.fault_of(workload):
                    self.notes.append(f"{server.title} is left out of {workload.key}: {fault}.")
                    say(self.notes[-1])
                else:
                    self.pairs.append((workload, server))

    def measure(self):
        modes = [] if self.options.only and "W5" not in self.options.only else ["paced", "flood"]
        listeners = [one for one in self.servers if one.takes_part and one.has_subscriptions] if modes else []
        paced = [] if self.options.only else [
            (workload, server) for workload, server in self.pairs
            if workload.key in ("W1", "W4") and server.key != "nginx" and server.key not in SLOW]
        runs = len(self.pairs) * (self.plan["rounds"] + 1) + len(listeners) * len(modes) * self.fanout_rounds
        runs += len(paced) * 2
        self.progress = Progress(runs)
        for workload, server in self.pairs:
            load.wrk(server, workload, self.plan["warm_up"], self.postmaster)
            self.progress.step(f"warm-up {workload.key:9} {server.title}")
        for _ in range(self.plan["rounds"]):
            for workload, server in self.pairs:
                self.keep(workload.key, server, lambda: load.wrk(
                    server, workload, self.plan["seconds"], self.postmaster))
        for _ in range(self.fanout_rounds):
            for mode in modes:
                for server in listeners:
                    self.keep(f"W5 {mode}", server, lambda: load.fanout(
                        server, self.plan["clients"], self.plan["events"], mode, self.postmaster))
        self.measure_latency(paced)

    @property
    def fanout_rounds(self):
        return max(2, self.plan["rounds"] - 2)

    def keep(self, key, server, run):
        """Adds a sample; one from a noisy moment is taken again while there are repeats left."""
        try:
            sample = run()
            if sample.foreign > NOISE_MAX and self.repeats < REPEATS_MAX:
                self.repeats += 1
                again = run()
                sample = min(sample, again, key=lambda one: one.foreign)
        except RuntimeError as error:
            died = server.process.poll()
            end = "" if died is None else f"; its process has ended with {died}"
            self.notes.append(f"{server.title}, {key}: {str(error).strip()}{end}.")
            self.progress.step(self.notes[-1])
            return
        self.samples.setdefault(key, {}).setdefault(server.key, []).append(sample)
        noise = f"  noise {sample.foreign:.2f}" if sample.foreign > NOISE_MAX else ""
        self.progress.step(
            f"{key:9} {server.title:26} {sample.cpu_us:9.1f} µs/req {sample.per_second:10,.0f} req/s{noise}")

    def measure_latency(self, pairs):
        """Half of what each server can do, at an even pace; then three times as much as it can do."""
        seconds = self.plan["latency_seconds"]
        for workload, server in pairs:
            taken = self.samples.get(workload.key, {}).get(server.key)
            if not taken:
                continue
            capacity = statistics.median(one.per_second for one in taken)
            for name, rate, connections in [("half", capacity / 2, 64), ("threefold", capacity * 3, 512)]:
                self.keep(f"{workload.key} {name}", server, lambda: load.open_loop(
                    server, workload, rate, seconds, self.postmaster, connections))

    def finish(self):
        for server in self.servers:
            server.stop()
        head = {"machine": machine.description(), "versions": machine.versions(WORK), "plan": self.plan}
        path = report.write(self.options.plan, head, self.workloads, self.servers, self.samples, self.notes)
        say(f"Written: {path}")
        (WORK / "results.json").write_text(json.dumps({
            "head": head, "notes": self.notes, "samples": {
                key: {server: [vars(one) for one in samples] for server, samples in of.items()}
                for key, of in self.samples.items()}}, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", choices=PLANS)
    parser.add_argument("--belvedere", default=os.environ.get(
        "BELVEDERE_BENCH", ".build/release/belvedere bench-server --port {port}"),
        help="its command line; {port} is replaced, BENCH_POSTGRES and BENCH_FOLDER are in its environment")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--only", nargs="*", help="workloads, such as W1 W5")
    parser.add_argument("--servers", nargs="*", help="servers, such as nginx belvedere gophers")
    run = Run(parser.parse_args())
    os.chdir(FOLDER.parent)
    run.prepare()
    try:
        run.check()
        run.measure()
    finally:
        run.finish()


if __name__ == "__main__":
    main()
