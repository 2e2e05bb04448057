"""Instructions of one case of `belvedere graphql batch`, counted by valgrind: the same on a busy machine as on a quiet one."""

import json
import os
import pathlib
import re
import subprocess
import tempfile

BINARY = pathlib.Path(__file__).parents[2] / ".build" / "release" / "belvedere"
#: Swift seeds its hasher anew in each process unless it is told not to.
ENVIRONMENT = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1", "LC_ALL": "C.UTF-8"}
COPIES = 20


def _count(lines):
    """Instructions of one process that answers the lines, and its last answer."""
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", str(BINARY), "graphql", "batch"],
            input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=600, env=ENVIRONMENT)
    if result.returncode != 0:
        raise SystemExit(f"belvedere graphql batch ended with {result.returncode}: {result.stderr[-2000:]}")
    found = re.search(r"Collected : (\d+)", result.stderr)
    return int(found[1]), result.stdout.splitlines()[-1]


def instructions(case, copies=COPIES):
    """What one more answer costs when everything that happens once has happened."""
    line = json.dumps({"id": 1, **case}, separators=(",", ":"))
    once, answer = _count([line, line])
    often, _ = _count([line] * (copies + 2))
    return (often - once) / copies, json.loads(answer)
