"""What the kernel says about processes and the machine."""

import os
import pathlib
import platform
import subprocess

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """Fields of /proc/PID/stat from the third on, or None when the process is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def tree(root):
    """The process and all of its living descendants."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(name)):
            children.setdefault(int(fields[1]), []).append(int(name))
    found, open_ = [], [root]
    while open_:
        pid = open_.pop()
        found.append(pid)
        open_ += children.get(pid, [])
    return found


def cpu_seconds(root):
    """User and system time of the tree, with that of children which have ended and were waited for."""
    total = 0
    for pid in tree(root):
        if fields := _stat(pid):
            total += sum(int(field) for field in fields[11:15])
    return total / TICK


def pss_mib(root):
    """Memory of the tree; pages that processes have in common are counted once."""
    total = 0
    for pid in tree(root):
        try:
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def busy_seconds():
    """Time in which any core did something, since the machine started."""
    fields = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _, _, irq, softirq, steal = (int(field) for field in fields[:8])
    return (user + nice + system + irq + softirq + steal) / TICK


def own_seconds():
    """Time of this program and of the load generators that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def postmaster(port):
    """The first process of the PostgreSQL that listens at the port."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            words = pathlib.Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"postgres") and str(port).encode() in words:
            return int(name)
    raise SystemExit(f"No PostgreSQL runs at port {port}: start this through Scripts/with-servers.sh.")


def _first_line(*command):
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return "absent"
    return ((result.stdout or result.stderr).strip().splitlines() or ["unknown"])[0]


def description():
    """Machine and versions, for the head of the report."""
    model = "unknown"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    dirty = bool(_first_line("git", "status", "--porcelain", "-uno").strip().replace("unknown", ""))
    return {
        "processor": f"{os.cpu_count()} × {model}",
        "memory": f"{memory:.0f} GiB",
        "kernel": platform.release(),
        "commit": _first_line("git", "rev-parse", "--short", "HEAD") + (" with changes" if dirty else ""),
    }


def versions(work):
    """Version of each program that takes part."""
    debian = ["dpkg-query", "-W", "-f", "${Version}"]
    pip = [f"{work}/venv/bin/pip", "list", "--format=freeze"]
    try:
        wanted = ("strawberry-graphql==", "ariadne==", "granian==", "uvicorn==", "asyncpg==", "graphql-core==")
        lines = subprocess.run(pip, capture_output=True, text=True, timeout=60).stdout.splitlines()
        python = ", ".join(line.replace("==", " ") for line in lines if line.startswith(wanted))
    except OSError:
        python = "absent"
    return {
        "nginx": _first_line("/usr/sbin/nginx", "-v").rpartition("/")[2],
        "node": _first_line("node", "--version"),
        "graphql-js": _first_line(
            "node", "-p", f"require('{work}/node/usr/share/nodejs/graphql').version"),
        "graph-gophers": _first_line(*debian, "golang-github-graph-gophers-graphql-go-dev"),
        "Python packages": python,
        "PostgreSQL": _first_line("psql", "--version").rpartition(" (")[0].rpartition(" ")[2],
        "wrk": _first_line(*debian, "wrk"),
    }
