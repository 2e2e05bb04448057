#!/usr/bin/env bash
# Does to the log what happens to logs, in the middle of appends, and checks after each kind of harm that it has no gap,
# no repeat and everything that was acknowledged. Not part of `make test`.
#
#     Scripts/soak.sh [ROUNDS] [PART…]      parts: kill sqlite-full postgres-full sqlite-fsync postgres-fsync clock flat
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-20}
shift || true
parts=${*:-kill sqlite-full postgres-full sqlite-fsync postgres-fsync clock flat}
events=${EVENTS:-1000000}
[ -n "${PROBE:-}" ] || BELVEDERE_MODULES=LogProbe swift build -c release --product LogProbe >&2
probe=${PROBE:-$PWD/.build/release/LogProbe}
migrations=$PWD/Migrations
place=$(mktemp -d "${TMPDIR:-/tmp}/belvedere-soak.XXXXXX")
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$place"
    as_postgres=(setpriv --reuid postgres --regid postgres --init-groups env HOME="$place")
fi
writer=
small=

stop() {
    trap '' INT TERM
    [ -z "$writer" ] || kill -9 "$writer" 2>/dev/null || true
    stop_server
    [ -z "$small" ] || umount -l "$small" 2>/dev/null || true
    rm -rf "$place"
}
stop_server() {
    local data
    for data in "$place"/pg "$place"/*/pg; do
        [ ! -f "$data/postmaster.pid" ] ||
            "${as_postgres[@]}" "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
    done
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() { echo "$*" >&2; }
fail() { say "✘ $*"; exit 1; }
pause() { read -rt "0.$((RANDOM % 8 + 1))" <> <(:) || true; }
seconds() { read -rt "$1" <> <(:) || true; }

# new_server FOLDER: makes a server in it and says how to reach it.
new_server() {
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    conninfo="host=127.0.0.1 port=$port user=belvedere dbname=postgres"
    "${as_postgres[@]}" "$bin/initdb" -D "$1/pg" -U belvedere --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
}
# start_server FOLDER [OPTIONS]
start_server() {
    "${as_postgres[@]}" "$bin/pg_ctl" -D "$1/pg" -w -l "$place/postgres.log" \
        -o "-p $port -h 127.0.0.1 -k $place ${2:-}" start >/dev/null
}
start_writer() {
    "$probe" soak "$1" "$migrations" "$2" 600 2>>"$place/refused" &
    writer=$!
}
kill_writer() {
    kill -9 "$writer" 2>/dev/null || true
    wait "$writer" 2>/dev/null || true
    writer=
}
# Waits until the writer has been refused for a reason that matches.
await_refusal() {
    for _ in $(seq 600); do
        grep -qE "refused: .*($1)" "$place/refused" && return
        kill -0 "$writer" 2>/dev/null || fail "The writer has ended: $(tail -n 3 "$place/refused")"
        pause
    done
    fail "The writer was never told of it: $(tail -n 3 "$place/refused")"
}
# Waits until something more is acknowledged than now.
await_progress() {
    local before
    before=$(wc -l <"$1")
    for _ in $(seq 600); do
        [ "$(wc -l <"$1")" -le "$((before + 50))" ] || return 0
        pause
    done
    fail "Nothing is acknowledged any more: $(tail -n 3 "$place/refused")"
}
verify() { "$probe" verify "$1" "$migrations" "$2" || fail "The log is damaged."; }
# small_disk MEGABYTES
small_disk() {
    small=$place/small
    mkdir -p "$small"
    mount -t tmpfs -o "size=$1m" belvedere-soak "$small"
    chmod 777 "$small"
}
may_mount() {
    [ "$(id -u)" -eq 0 ] && return
    say "  left out: only root may mount a small disk"
    return 1
}

part_kill() {
    say "SQLite: $rounds times kill -9 of the writer"
    for _ in $(seq "$rounds"); do
        start_writer "sqlite:$place/log.db" "$place/sqlite.acks"
        pause
        pause
        kill_writer
    done
    verify "sqlite:$place/log.db" "$place/sqlite.acks"

    say "PostgreSQL: $rounds times kill -9 of the whole server, the writer goes on; every fourth time the writer too"
    new_server "$place"
    start_server "$place"
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
        start_server "$place"
        [ -n "$writer" ] || start_writer "$conninfo" "$place/postgres.acks"
    done
    pause
    kill_writer
    verify "$conninfo" "$place/postgres.acks"
    stop_server
    rm -rf "$place/pg"
}

part_sqlite-full() {
    say "SQLite: the disk is full, and has room again"
    may_mount || return 0
    small_disk 6
    : >"$place/refused"
    start_writer "sqlite:$small/log.db" "$place/full.acks"
    await_refusal 'full|13'
    say "  $(grep -m 1 refused "$place/refused")"
    mount -o remount,size=64m "$small"
    await_progress "$place/full.acks"
    kill_writer
    verify "sqlite:$small/log.db" "$place/full.acks"
    umount -l "$small"
    small=
}

part_postgres-full() {
    say "PostgreSQL: the disk is full, and has room again"
    may_mount || return 0
    small_disk 110
    : >"$place/refused"
    new_server "$small"
    start_server "$small" "-c max_wal_size=32MB -c min_wal_size=32MB -c wal_recycle=off -c shared_buffers=16MB"
    start_writer "$conninfo" "$place/full-pg.acks"
    await_refusal 'No space|could not extend|in recovery|not yet accepting|server closed|terminating'
    say "  $(grep -m 1 -E 'No space|could not extend|recovery|closed|terminating' "$place/refused")"
    mount -o remount,size=400m "$small"
    # A server that finds no room for its write-ahead log stops, and an operator starts it again.
    "${as_postgres[@]}" "$bin/pg_ctl" -D "$small/pg" status >/dev/null 2>&1 || start_server "$small"
    await_progress "$place/full-pg.acks"
    kill_writer
    verify "$conninfo" "$place/full-pg.acks"
    stop_server
    umount -l "$small"
    small=
}

# traced_writer INJECTION ACKNOWLEDGEMENTS
traced_writer() {
    strace -f -qq -o "$place/syncs" -e trace=fsync,fdatasync -e "inject=fsync,fdatasync:error=EIO:when=$1" \
        "$probe" soak "sqlite:$place/fsync.db" "$migrations" "$2" 600 2>>"$place/refused" &
    writer=$!
}
kill_traced_writer() {
    kill -9 $(pgrep -P "$writer") 2>/dev/null || true # what was traced goes on without its tracer
    kill_writer
}

part_sqlite-fsync() {
    say "SQLite: every fortieth sync of the disk fails, and its commits are looked into and made again"
    : >"$place/refused"
    : >"$place/fsync.acks"
    traced_writer 40+40 "$place/fsync.acks"
    for _ in 1 2 3; do await_progress "$place/fsync.acks"; done
    while [ "$(grep -c INJECTED "$place/syncs")" -lt 5 ]; do pause; done
    kill_traced_writer
    verify "sqlite:$place/fsync.db" "$place/fsync.acks"
    say "SQLite: every sync of the disk fails from some time on, and nothing is acknowledged any more"
    traced_writer 100+ "$place/fsync.acks"
    await_refusal 'I/O|disk'
    say "  $(grep -m 1 refused "$place/refused")"
    kill_traced_writer
    verify "sqlite:$place/fsync.db" "$place/fsync.acks"
}

part_postgres-fsync() {
    say "PostgreSQL: a sync of its log fails, again and again"
    : >"$place/refused"
    new_server "$place"
    "${as_postgres[@]}" strace -f -qq -o /dev/null -e trace=fdatasync -e inject=fdatasync:error=EIO:when=150 \
        "$bin/postgres" -D "$place/pg" -p "$port" -h 127.0.0.1 -k "$place" >>"$place/postgres.log" 2>&1 &
    for _ in $(seq 100); do
        "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break
        pause
    done
    start_writer "$conninfo" "$place/fsync-pg.acks"
    local panics=0 turn
    for turn in 1 2 3; do
        for _ in $(seq 300); do
            panics=$(grep -c 'could not fdatasync' "$place/postgres.log" || true)
            [ "$panics" -lt "$turn" ] || break
            pause
        done
        [ "$panics" -ge "$turn" ] || fail "No sync has failed."
        await_progress "$place/fsync-pg.acks"
    done
    say "  panics of the server: $panics; $(grep -m 1 refused "$place/refused" || echo 'each commit was looked into')"
    kill_writer
    verify "$conninfo" "$place/fsync-pg.acks"
    stop_server
    rm -rf "$place/pg"
}

part_clock() {
    local turn=0 jump faketime
    faketime=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null | head -n 1)
    [ -n "$faketime" ] || { say "  left out: the clock part needs the package faketime"; return 0; }
    # Civil time is what the file says; all other time goes on. The second env is there because the library changes the
    # environment of the first program that it comes to, and a Swift program then no longer finds its arguments.
    local clocked=(env LD_PRELOAD="$faketime" FAKETIME_TIMESTAMP_FILE="$place/clock" FAKETIME_NO_CACHE=1
        FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_RESET=1 env)
    say "SQLite: the clock jumps a day forward and hours back while processes wait for their time, and are killed"
    echo '+0' >"$place/clock"
    for jump in +0 -1h +1h -3h +0 -1d +2h +1d -2h +0; do
        echo "$jump" >"$place/clock.new" && mv "$place/clock.new" "$place/clock"
        "${clocked[@]}" "$probe" alarms "sqlite:$place/alarms.db" "$migrations" 600 2>>"$place/refused" &
        writer=$!
        seconds 2
        # Also under its feet, not only between its lives.
        echo "+$((turn * 3))s" >"$place/clock.new" && mv "$place/clock.new" "$place/clock"
        seconds 1
        kill_writer
        turn=$((turn + 1))
    done
    echo '+0' >"$place/clock"
    "${clocked[@]}" "$probe" alarms "sqlite:$place/alarms.db" "$migrations" 300 || fail "Some alarms have never rung."
    "$probe" rung "sqlite:$place/alarms.db" "$migrations" || fail "Alarms were lost, repeated or too early."
    say "SQLite: the clock jumps under a writer"
    "${clocked[@]}" "$probe" soak "sqlite:$place/clock.db" "$migrations" "$place/clock.acks" 600 2>>"$place/refused" &
    writer=$!
    seconds 1
    for jump in +1d -1h +0 -400d +30y +0; do
        echo "$jump" >"$place/clock.new" && mv "$place/clock.new" "$place/clock"
        await_progress "$place/clock.acks"
    done
    kill_writer
    verify "sqlite:$place/clock.db" "$place/clock.acks"
}

part_flat() {
    say "SQLite: memory while $events events are exported and a read model is built from them (EVENTS=n)"
    "$probe" flat "sqlite:$place/flat.db" "$migrations" "$events" || fail "Memory grows with the log."
    rm -f "$place"/flat.db*
}

for part in $parts; do "part_$part"; done
say "Nothing was lost, repeated or reordered."
