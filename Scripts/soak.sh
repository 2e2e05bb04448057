#!/usr/bin/env bash
# Kills the writer on SQLite, and PostgreSQL and the writer in turn, again and again in the middle of appends, and checks
# after each round that the log has no gap, no repeat and everything that was acknowledged. Not part of `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-20}
BELVEDERE_MODULES=LogProbe swift build -c release --product LogProbe >&2
probe=$PWD/.build/release/LogProbe
migrations=$PWD/Migrations
place=$(mktemp -d /tmp/belvedere-soak.XXXXXX)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$place"
    as_postgres=(setpriv --reuid postgres --regid postgres --init-groups env HOME="$place")
fi
writer=

stop() {
    trap '' INT TERM
    [ -z "$writer" ] || kill -9 "$writer" 2>/dev/null || true
    [ ! -f "$place/pg/postmaster.pid" ] || "${as_postgres[@]}" "$bin/pg_ctl" -D "$place/pg" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

pause() { read -rt "0.$((RANDOM % 8 + 1))" <> <(:) || true; }
start_server() {
    "${as_postgres[@]}" "$bin/pg_ctl" -D "$place/pg" -w -l "$place/postgres.log" \
        -o "-p $port -h 127.0.0.1 -k $place" start >/dev/null
}
start_writer() {
    "$probe" soak "$1" "$migrations" "$2" 600 &
    writer=$!
}
kill_writer() {
    kill -9 "$writer" 2>/dev/null || true
    wait "$writer" 2>/dev/null || true
    writer=
}

echo "SQLite: $rounds times kill -9 of the writer" >&2
for round in $(seq "$rounds"); do
    start_writer "sqlite:$place/log.db" "$place/sqlite.acks"
    pause
    pause
    kill_writer
done
"$probe" verify "sqlite:$place/log.db" "$migrations" "$place/sqlite.acks"

echo "PostgreSQL: $rounds times kill -9 of the whole server, the writer goes on; every fourth time the writer too" >&2
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as_postgres[@]}" "$bin/initdb" -D "$place/pg" -U belvedere --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
start_server
conninfo="host=127.0.0.1 port=$port user=belvedere dbname=postgres"
start_writer "$conninfo" "$place/postgres.acks"
pause
pause
for round in $(seq "$rounds"); do
    pause
    pause
    server=$(head -n 1 "$place/pg/postmaster.pid")
    children=$(pgrep -P "$server" | tr '\n' ' ')
    kill -9 "$server" $children 2>/dev/null || true
    while kill -0 "$server" 2>/dev/null; do pause; done
    rm -f "$place/pg/postmaster.pid"
    if [ $((round % 4)) -eq 0 ]; then
        kill_writer
    fi
    start_server
    [ -n "$writer" ] || start_writer "$conninfo" "$place/postgres.acks"
done
pause
kill_writer
"$probe" verify "$conninfo" "$migrations" "$place/postgres.acks"
echo "Nothing was lost, repeated or reordered." >&2
