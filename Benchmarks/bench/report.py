"""RESULTS.md and results.svg from the samples."""

import datetime
import statistics

from . import chart
from .servers import FOLDER

NOISE_MAX = 0.20
#: What Belvedere is held to: workload, figure, limit, against whom.
TARGETS = [
    ("W1", "cpu_us", 1.2, "nginx"), ("W2", "cpu_us", 1.4, "nginx"), ("W3", "cpu_us", 2.0, "nginx"),
    ("W4", "cpu_us", 0.4, "best peer"), ("W4", "postgres_us", 0.7, "best peer"), ("cached", "cpu_us", 1.25, "nginx"),
    ("W5 paced", "cpu_us", 0.25, "best peer"), ("W5 flood", "cpu_us", 0.25, "best peer"),
]
NAMES = {"cpu_us": "server CPU", "postgres_us": "PostgreSQL CPU"}

RULES = """\
## How to read it

* **CPU µs/req** is the user and system time of the server's processes, from /proc, divided by the answered requests.
  It is the figure to compare: servers, load generator and PostgreSQL share the machine's cores, so requests per
  second also measure what the others left over. Where `wrk` itself is near one core, req/s is its limit, not
  the server's.
* Before anything is timed, every server has answered with exactly the expected bytes.
* All servers run all the time; after a warm-up, rounds go through all workloads and servers in turn. Each figure is the
  median of the rounds, with the smallest and largest beside it.
* Closed loop: `wrk`, one thread, 64 connections. Open loop (half load, threefold load): a fixed rate, and latency
  counts from the moment at which a request was due, so waiting in line is not left out.
* *Noise* is the largest number of cores that anything else used during a run; above 0.20 a run is repeated, and if it
  stays so the row is marked.
* nginx repeats constant bytes from memory: a ceiling, not a peer. Python and Go peers bring their whole HTTP layer;
  graphql-js stands on Node's own, with nothing around it.
* Peers have no cache of results, so *cached* costs them a query each time. `mutation` is one UPDATE for them, and an
  event, its command id and the read model for Belvedere.
"""


def median(samples, name):
    return statistics.median(getattr(one, name) for one in samples)


def spread(samples, name, form):
    values = [getattr(one, name) for one in samples]
    return f"{statistics.median(values):{form}} [{min(values):{form}}–{max(values):{form}}]"


def _best_peer(of, peers, name):
    values = [median(samples, name) for key, samples in of.items() if key in peers]
    return min(values) if values else None


def _ratio(value, base):
    return f"{value / base:.2f}" if base else "–"


def _table(of, servers, peers, unit):
    nginx = median(of["nginx"], "cpu_us") if "nginx" in of else None
    best = _best_peer(of, peers, "cpu_us")
    lines = [
        f"| server | CPU µs/{unit} | PostgreSQL µs/{unit} | {unit}/s | p50 ms | p99 ms | memory MiB | CPU ÷ nginx | "
        "CPU ÷ best peer | noise |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for server in servers:
        samples = of.get(server.key)
        if not samples:
            continue
        cpu = median(samples, "cpu_us")
        noise = max(one.foreign for one in samples)
        mark = " ⚠" if noise > NOISE_MAX else ""
        title = f"**{server.title}**" if server.key.startswith("belvedere") else server.title
        lines.append(
            f"| {title} | {spread(samples, 'cpu_us', '.1f')} | {median(samples, 'postgres_us'):.0f} | "
            f"{spread(samples, 'per_second', ',.0f')} | {median(samples, 'p50_ms'):.2f} | "
            f"{median(samples, 'p99_ms'):.2f} | {median(samples, 'memory_mib'):.0f} | {_ratio(cpu, nginx)} | "
            f"{_ratio(cpu, best)} | {noise:.2f}{mark} |")
    return lines


def _open_loop_table(samples, servers):
    lines = [
        "| server | load | due/s | answered of due | p50 ms | p99 ms | p99 ÷ p50 | refused | p99 of refusals ms |"
        " errors | memory MiB |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for key in sorted(key for key in samples if key.endswith((" half", " threefold"))):
        for server in servers:
            for one in samples[key].get(server.key, []):
                extra = one.extra
                lines.append(
                    f"| {server.title} | {key} | {extra['rate']:,.0f} | {extra['accepted'] / extra['due']:.0%} | "
                    f"{one.p50_ms:.2f} | {one.p99_ms:.2f} | {_ratio(one.p99_ms, one.p50_ms)} | {extra['refused']:,} | "
                    f"{extra['refused_p99_ms']:.1f} | {extra['errors'] + extra['due'] - extra['sent']:,} | "
                    f"{one.memory_mib:.0f} |")
    return lines if len(lines) > 2 else []


def _targets(samples, peers):
    lines = ["| target | limit | measured | |", "|---|--:|--:|---|"]
    for key, name, limit, against in TARGETS:
        of = samples.get(key, {})
        if "belvedere" not in of:
            continue
        own = median(of["belvedere"], name)
        base = median(of["nginx"], name) if against == "nginx" and "nginx" in of else _best_peer(of, peers, name)
        if not base:
            continue
        verdict = "met" if own / base <= limit else "**missed**"
        lines.append(f"| {key}, {NAMES[name]} against {against} | {limit} × | {own / base:.2f} × | {verdict} |")
    return lines if len(lines) > 2 else []


def _noise_verdict(samples):
    taken = [one for of in samples.values() for list_ in of.values() for one in list_]
    noisy = sum(one.foreign > NOISE_MAX for one in taken)
    if not taken:
        return "Nothing was measured."
    if noisy / len(taken) > 0.2:
        return (
            f"**The machine was too noisy to trust this run**: something else used more than {NOISE_MAX} cores in "
            f"{noisy} of {len(taken)} runs. CPU per request is still usable, requests per second and latency are not.")
    return f"Something else used more than {NOISE_MAX} cores in {noisy} of {len(taken)} runs."


def write(plan, head, workloads, servers, samples, notes):
    peers = {server.key for server in servers if server.is_peer}
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    lines = ["# Benchmark results", "", f"{today}, `make bench{'-quick' if plan == 'quick' else ''}`.", ""]
    lines += [f"* {key}: {value}" for key, value in {**head["machine"], **head["versions"]}.items()]
    lines += [f"* rounds: {head['plan']['rounds']} × {head['plan']['seconds']} s", "", _noise_verdict(samples), ""]
    lines += [f"* {note}" for note in notes] + [""]
    lines += ["![CPU per request](results.svg)", ""]
    if targets := _targets(samples, peers):
        lines += ["## Targets", "", *targets, ""]
    for workload in workloads:
        if workload.key in samples:
            lines += [f"## {workload.key}: {workload.title}", ""]
            lines += _table(samples[workload.key], servers, peers, "req") + [""]
    for mode in ("paced", "flood"):
        if of := samples.get(f"W5 {mode}"):
            lines += [f"## W5 {mode}: one event to {head['plan']['clients']:,} subscribers", ""]
            lines += _table(of, servers, peers, "delivery") + [""]
    if open_loop := _open_loop_table(samples, servers):
        lines += ["## Open loop: half load and threefold load", "", *open_loop, ""]
    lines += [RULES]
    name = "RESULTS.md" if plan == "full" else "RESULTS-quick.md"
    picture = "results.svg" if plan == "full" else "results-quick.svg"
    folder = FOLDER if plan == "full" else FOLDER / ".work"
    (folder / name).write_text("\n".join(lines).replace("results.svg", picture))
    (folder / picture).write_text(chart.draw(samples, servers))
    return folder / name
