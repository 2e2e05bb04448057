"""Joins two lists of measurements by name and prints them as a table with the ratio."""

import json
import sys


def read(path):
    return {entry["name"]: entry for entry in map(json.loads, open(path, encoding="utf-8"))}


def time(nanoseconds):
    if nanoseconds < 10_000:
        return f"{nanoseconds} ns"
    return f"{nanoseconds / 1_000:.1f} µs" if nanoseconds < 1_000_000 else f"{nanoseconds / 1_000_000:.2f} ms"


ours, theirs = read(sys.argv[1]), read(sys.argv[2])
print(f"{'':38} {'Belvedere':>12} {'MB/s':>7} {'graphql-js':>12} {'ratio':>8}")
for name, mine in ours.items():
    rate = mine["bytes"] * 1_000 / max(mine["nanoseconds"], 1)
    line = f"{name:38} {time(mine['nanoseconds']):>12} {rate:7.0f}"
    if name in theirs:
        line += f" {time(theirs[name]['nanoseconds']):>12} {theirs[name]['nanoseconds'] / mine['nanoseconds']:7.1f}×"
    print(line)
