"""Instructions of one case of `belvedere graphql batch`, counted by valgrind: on a busy machine as on a quiet one."""

import json
import os
import pathlib
import re
import subprocess
import tempfile

FOLDER = pathlib.Path(__file__).parents[1]
BINARY = pathlib.Path(os.environ.get("BELVEDERE_BINARY", FOLDER.parent / ".build" / "release" / "belvedere"))
#: Swift seeds its hasher anew in each process unless it is told not to.
ENVIRONMENT = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1", "LC_ALL": "C.UTF-8"}
COPIES = 20


def _stripped():
    """The binary without its debug information, whose form is newer than what Debian's valgrind can read."""
    copy = FOLDER / ".work" / "belvedere-stripped"
    if not copy.exists() or copy.stat().st_mtime < BINARY.stat().st_mtime:
        copy.parent.mkdir(exist_ok=True)
        subprocess.run(["strip", "--strip-debug", "-o", str(copy), str(BINARY)], check=True)
    return copy


def _count(lines):
    """Instructions of one process that answers the lines, and its last answer."""
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", str(_stripped()), "graphql",
             "batch"],
            input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=600, env=ENVIRONMENT)
    if result.returncode != 0:
        raise SystemExit(f"belvedere graphql batch ended with {result.returncode}: {result.stderr[-2000:]}")
    found = re.search(r"Collected : (\d+)", result.stderr)
    return int(found[1]), result.stdout.splitlines()[-1]


def _line(case, number):
    """One line of the batch; a schema is another text each time, because known ones are kept."""
    if case["op"] == "schema":
        case = {**case, "schema": f"{case['schema']}\n# {number:6}"}
    return json.dumps({"id": 1, **case}, separators=(",", ":"))


def _count_runs(name, runs):
    """Instructions of one process that answers a measured request so often, its rows in memory and its plan made."""
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", str(_stripped()), "graphql",
             "bench", "--only", name, "--runs", str(runs)],
            capture_output=True, text=True, timeout=600, env=ENVIRONMENT)
    if result.returncode != 0:
        raise SystemExit(f"belvedere graphql bench ended with {result.returncode}: {result.stderr[-2000:]}")
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


def instructions(case, copies=COPIES):
    """What one more answer costs when everything that happens once has happened."""
    if case["op"] == "bench":
        return (_count_runs(case["name"], 10 + copies) - _count_runs(case["name"], 10)) / copies, {}
    lines = [_line(case, number) for number in range(copies + 2)]
    once, answer = _count(lines[:2])
    often, _ = _count(lines)
    return (often - once) / copies, json.loads(answer)
