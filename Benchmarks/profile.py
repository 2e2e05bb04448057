#!/usr/bin/env python3
"""Shows where a server's time goes under one workload: a picture, the folded stacks and the dearest functions.

    make profile WORKLOAD=W3          Scripts/with-servers.sh Benchmarks/profile.py W3 [--server gophers] [--seconds 8]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys

from bench import flame, load, machine
from bench.servers import FOLDER, WORK, all_servers
from bench.workloads import all_workloads

RATE = 997


def demangled(text):
    tool = shutil.which("swift-demangle") or shutil.which("swift")
    if tool is None:
        return text
    command = [tool, "demangle", "--simplified"] if tool.endswith("swift") else [tool, "--simplified"]
    return subprocess.run(command, input=text, capture_output=True, text=True).stdout or text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload")
    parser.add_argument("--server", default="belvedere")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--belvedere", default=os.environ.get(
        "BELVEDERE_BENCH", ".build/release/belvedere bench-server --port {port}"))
    options = parser.parse_args()
    os.chdir(FOLDER.parent)
    port = re.search(r"port=(\d+)", os.environ["BELVEDERE_TEST_POSTGRES"])[1]
    postgres = f"postgresql://belvedere@127.0.0.1:{port}/postgres?sslmode=disable"
    workloads = all_workloads()
    workload = next((one for one in workloads if one.key == options.workload), None)
    server = next(
        (one for one in all_servers(workloads, postgres, options.belvedere) if one.key == options.server), None)
    if workload is None or server is None:
        raise SystemExit(f"There is no {options.workload} or no {options.server}.")
    subprocess.run(["psql", "-q", postgres, "-f", FOLDER / "data" / "seed.sql"], check=True, stderr=subprocess.DEVNULL)
    server.start(WORK)
    try:
        if fault := server.fault or server.fault_of(workload):
            raise SystemExit(f"{server.title}: {fault}")
        postmaster = machine.postmaster(int(port))
        load.wrk(server, workload, 2, postmaster)
        data = WORK / f"profile-{workload.key}.data"
        pids = ",".join(str(pid) for pid in machine.tree(server.process.pid))
        perf = subprocess.Popen(
            ["perf", "record", "-q", "-F", str(RATE), "--call-graph", "fp", "-p", pids, "-o", str(data)],
            stderr=subprocess.DEVNULL)
        sample = load.wrk(server, workload, options.seconds, postmaster)
        perf.send_signal(2)
        perf.wait(timeout=30)
    finally:
        server.stop()
    text = subprocess.run(
        ["perf", "script", "-i", str(data), "-F", "ip,sym"], capture_output=True, text=True).stdout
    stacks = flame.fold(demangled(text).splitlines())
    if not stacks:
        raise SystemExit("perf saw nothing: is it allowed here (kernel.perf_event_paranoid)?")
    title = f"{server.title}, {workload.key}: {sample.cpu_us:.1f} µs of CPU a request"
    picture, folded = WORK / f"profile-{workload.key}.svg", WORK / f"profile-{workload.key}.folded"
    picture.write_text(flame.draw(stacks, title))
    folded.write_text("".join(f"{';'.join(frames)} {count}\n" for frames, count in stacks.items()))
    own, total = flame.tops(stacks)
    samples = sum(stacks.values())
    print(title)
    for heading, list_ in (("by itself", own), ("with what it calls", total)):
        print(f"\n{heading}:")
        for name, count in list_:
            print(f"  {count / samples:6.1%}  {name[:110]}")
    print(f"\nWritten: {picture}, {folded}", file=sys.stderr)


if __name__ == "__main__":
    main()
