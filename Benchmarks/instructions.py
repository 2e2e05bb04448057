#!/usr/bin/env python3
"""Holds the hot paths to the instruction counts that are kept in instructions.json.

    Benchmarks/instructions.py            fails where a count has grown by more than 3 %
    Benchmarks/instructions.py --update   keeps the counts of now; a growth is committed with its reason
    Benchmarks/instructions.py --growth   checks how the cost grows with the size of the input

Time on a shared machine moves by half; instructions under valgrind do not move. They need the release binary.
"""

import argparse
import json
import sys

from bench import callgrind, cases
from bench.servers import FOLDER

KEPT = FOLDER / "instructions.json"
GROWTH_MAX = 0.03
#: A linear cost may grow by so much more than its input.
LINEAR_SLACK = 1.25
FLAT_SLACK = 1.10


def measure(name, case):
    count, answer = callgrind.instructions(case)
    if answer.get("errors") and case["op"] != "validate":
        raise SystemExit(f"{name}: {json.dumps(answer['errors'])[:400]}")
    return round(count)


def check():
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    failed = 0
    for name, case in cases.kept().items():
        count = measure(name, case)
        if name not in kept:
            print(f"  new     {name:24} {count:12,}")
            continue
        change = count / kept[name] - 1
        word = "SLOWER" if change > GROWTH_MAX else "faster" if change < -GROWTH_MAX else "same"
        failed += word == "SLOWER"
        print(f"  {word:7} {name:24} {count:12,}  {change:+7.2%} of {kept[name]:,}", flush=True)
    if failed:
        print(f"{failed} of the hot paths need more instructions than before. If that is meant: --update.")
    return failed > 0


def update():
    counts = {name: measure(name, case) for name, case in cases.kept().items()}
    KEPT.write_text(json.dumps(counts, indent=2) + "\n")
    print(f"Written: {KEPT}")
    return False


def growth():
    failed = 0
    for name, make, (small, large), shape in cases.curves():
        low, _ = callgrind.instructions(make(small), copies=5)
        high, _ = callgrind.instructions(make(large), copies=5)
        limit = large / small * LINEAR_SLACK if shape == cases.LINEAR else FLAT_SLACK
        verdict = "ok" if high / low <= limit else "TOO STEEP"
        failed += verdict != "ok"
        print(
            f"  {verdict:9} {name:38} {small:6,} → {large:6,}: {low:14,.0f} → {high:14,.0f}  "
            f"× {high / low:6.2f} of at most {limit:.2f} ({shape})", flush=True)
    return failed > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    if not callgrind.BINARY.exists():
        raise SystemExit("Build first: make release")
    sys.exit(update() if options.update else growth() if options.growth else check())


if __name__ == "__main__":
    main()
