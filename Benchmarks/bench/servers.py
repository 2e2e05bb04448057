"""The servers that take part, how they are started, and whether they answer as they must."""

import dataclasses
import http.client
import json
import os
import pathlib
import shlex
import signal
import socket
import subprocess
import time

from . import machine

FOLDER = pathlib.Path(__file__).parents[1]
WORK = FOLDER / ".work"


@dataclasses.dataclass
class Server:
    """One server on a port of its own, running from the first round to the last; an idle one costs nothing."""

    key: str
    title: str
    command: list[str]
    environment: dict[str, str]
    folder: pathlib.Path = FOLDER
    is_peer: bool = True
    has_subscriptions: bool = True
    #: The workloads it is asked, if not all; and those it is not asked.
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    port: int = 0
    process: subprocess.Popen | None = None
    #: Why it takes no part, if it does not.
    fault: str = ""

    def start(self, log_folder):
        words = [word.replace("{port}", str(self.port)) for word in self.command]
        if not (pathlib.Path(words[0]).exists() or "/" not in words[0]):
            self.fault = f"{words[0]} is not there"
            return
        log = open(log_folder / f"{self.key}.log", "wb")
        environment = {**os.environ, **self.environment, "BENCH_PORT": str(self.port)}
        self.process = subprocess.Popen(
            words, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.fault = f"did not start; see {log.name}"
        self.stop()

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    @property
    def takes_part(self):
        return self.process is not None and not self.fault

    def path(self, workload):
        return f"/{workload.key}" if self.key == "nginx" else "/graphql"

    def answer(self, body, path="/graphql"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            return connection.getresponse().read()
        finally:
            connection.close()

    def is_asked(self, workload):
        if self.key == "nginx" and not workload.is_constant:
            return False
        return workload.key in self.only if self.only else workload.key not in self.but

    def fault_of(self, workload):
        """What is wrong with its answers; nothing if they are the expected bytes."""
        for body, expected in zip(workload.bodies, workload.answers):
            try:
                answer = self.answer(body, self.path(workload))
            except OSError as error:
                return str(error)
            if workload.may_have_extensions:
                answer = json.dumps(
                    {name: value for name, value in json.loads(answer).items() if name != "extensions"},
                    separators=(",", ":")).encode()
            if answer != expected:
                return f"answers {answer[:80]!r} where {expected[:80]!r} is due"
        return ""

    @property
    def cpu_seconds(self):
        return machine.cpu_seconds(self.process.pid)


def _free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _nginx_configuration(port, workloads):
    """The expected bytes from memory: as constants where a constant may be so long, else in pieces put together."""
    locations = []
    for workload in workloads:
        if not workload.is_constant:
            continue
        text = workload.answers[0].decode()
        assert "'" not in text and "$" not in text and "\\" not in text
        pieces = [text[at:at + 3_000] for at in range(0, len(text), 3_000)]
        names = [f"$p{at}" for at in range(len(pieces))]
        sets = "".join(f"set {name} '{piece}';\n" for name, piece in zip(names, pieces))
        body = f"'{text}'" if len(pieces) == 1 else f'"{"".join(names)}"'
        locations.append(f"location = /{workload.key} {{ {sets if len(pieces) > 1 else ''} return 200 {body}; }}")
    return f"""
worker_processes 1; daemon off; master_process off; pid {WORK}/nginx.pid; error_log {WORK}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; default_type application/json; keepalive_requests 1000000000; tcp_nodelay on;
  client_body_temp_path {WORK}/nginx-temp; proxy_temp_path {WORK}/nginx-temp; fastcgi_temp_path {WORK}/nginx-temp;
  uwsgi_temp_path {WORK}/nginx-temp; scgi_temp_path {WORK}/nginx-temp;
  server {{ listen 127.0.0.1:{port} backlog=4096; {chr(10).join(locations)} }}
}}
"""


def all_servers(workloads, postgres, belvedere_command):
    """Everybody, best configured as its own documentation advises; the reasons stand in the peers' files."""
    python = FOLDER / "peers" / "python"
    shared = {"BENCH_POSTGRES": postgres, "BENCH_FOLDER": str(FOLDER)}
    node = {**shared, "NODE_ENV": "production", "NODE_PATH": f"{WORK}/node/usr/share/nodejs"}
    node_command = ["node", str(FOLDER / "peers" / "node" / "server.js")]
    servers = [
        Server(
            "nginx", "nginx, the same bytes", ["/usr/sbin/nginx", "-p", str(WORK), "-c", str(WORK / "nginx.conf")], {},
            is_peer=False, has_subscriptions=False),
        Server(
            "belvedere", "Belvedere", shlex.split(belvedere_command), shared, folder=FOLDER.parent, is_peer=False,
            but=("mutation",)),
        Server(
            "belvedere-log", "Belvedere, log on PostgreSQL", shlex.split(belvedere_command) + ["--log", "postgres"],
            shared, folder=FOLDER.parent, is_peer=False, has_subscriptions=False, only=("mutation",)),
        Server("graphql-js-cache", "graphql-js, documents cached", node_command, {**node, "DOCUMENT_CACHE": "1"}),
        Server("graphql-js", "graphql-js", node_command, node),
        Server("gophers", "graph-gophers", [str(WORK / "bin" / "gophers")], shared),
        Server(
            "strawberry", "Strawberry on Granian",
            [f"{WORK}/venv/bin/granian", "--interface", "asginl", "--workers", "1", "--loop", "uvloop", "--port",
             "{port}", "--no-access-log", "--log-level", "warning", "strawberry_app:app"], shared, folder=python),
        Server(
            "ariadne", "Ariadne on Uvicorn",
            [f"{WORK}/venv/bin/uvicorn", "--port", "{port}", "--loop", "uvloop", "--http", "httptools",
             "--no-access-log", "--log-level", "warning", "ariadne_app:app"], shared, folder=python),
    ]
    for server, port in zip(servers, _free_ports(len(servers))):
        server.port = port
        if server.key == "nginx":
            WORK.joinpath("nginx-temp").mkdir(parents=True, exist_ok=True)
            WORK.joinpath("nginx.conf").write_text(_nginx_configuration(port, workloads))
    return servers
