#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL, a pooler before it and Redis on free loopback ports, in a temporary
# directory, and stops them whatever happens to the command. The command finds them by BELVEDERE_TEST_POSTGRES,
# BELVEDERE_TEST_POOLER and BELVEDERE_TEST_REDIS.
set -euo pipefail

place=$(mktemp -d /tmp/belvedere-servers.XXXXXX)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$place"
    as_postgres=(setpriv --reuid postgres --regid postgres --init-groups env HOME="$place")
fi

stop() {
    trap '' INT TERM
    [ -z "${redis_pid:-}" ] || kill "$redis_pid" 2>/dev/null || true
    [ -z "${pooler_pid:-}" ] || kill "$pooler_pid" 2>/dev/null || true
    [ ! -d "$place/pg" ] || "${as_postgres[@]}" "$bin/pg_ctl" -D "$place/pg" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_ports() {
    python3 -c 'import socket
kept = [socket.socket() for _ in range(3)]
[one.bind(("127.0.0.1", 0)) for one in kept]
print(*[one.getsockname()[1] for one in kept])'
}
read -r postgres_port redis_port pooler_port < <(free_ports)

cd "$place"
"${as_postgres[@]}" "$bin/initdb" -D "$place/pg" -U belvedere --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    >"$place/initdb.log" 2>&1 || { cat "$place/initdb.log" >&2; exit 69; }
"${as_postgres[@]}" "$bin/pg_ctl" -D "$place/pg" -w -l "$place/postgres.log" \
    -o "-p $postgres_port -h 127.0.0.1 -k $place -c max_connections=300 -c shared_buffers=256MB -c timezone=UTC" \
    start >/dev/null || { cat "$place/postgres.log" >&2; exit 69; }
redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no --dir "$place" \
    --logfile "$place/redis.log" >/dev/null &
redis_pid=$!
for _ in $(seq 100); do
    redis-cli -h 127.0.0.1 -p "$redis_port" ping 2>/dev/null | grep -q PONG && break
    kill -0 "$redis_pid" 2>/dev/null || { cat "$place/redis.log" >&2; exit 69; }
    read -rt 0.1 <> <(:) || true
done
# In transaction mode, which is the strict one; without the package its tests are reported as skipped.
if command -v pgbouncer >/dev/null; then
    printf '[databases]\n* = host=127.0.0.1 port=%s user=belvedere\n[pgbouncer]\nlisten_addr = 127.0.0.1
listen_port = %s\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 4
max_client_conn = 200\nlogfile = %s/pooler.log\n' "$postgres_port" "$pooler_port" "$place" >"$place/pooler.ini"
    "${as_postgres[@]}" pgbouncer -q "$place/pooler.ini" >/dev/null 2>&1 &
    pooler_pid=$!
    export BELVEDERE_TEST_POOLER="host=127.0.0.1 port=$pooler_port user=belvedere"
fi
cd - >/dev/null

export BELVEDERE_TEST_POSTGRES="host=127.0.0.1 port=$postgres_port user=belvedere dbname=postgres"
export BELVEDERE_TEST_REDIS="redis://127.0.0.1:$redis_port"
"$@" &
wait $!
