#!/bin/bash
# Measures the stages of the engine beside graphql-js from Debian, in one run: run.sh <belvedere>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binary=$1
work=$here/../.work/engine
mkdir -p "$work"
python3 "$here/inputs.py" "$work"

peer=$work/node-graphql/usr/share/nodejs/graphql
if [ ! -d "$peer" ] && command -v node >/dev/null; then
    (cd "$work" && apt-get download -q node-graphql >&2 && dpkg -x node-graphql_*.deb node-graphql) || true
fi

echo "Measuring the engine …" >&2
"$binary" graphql bench --json --schema "$work/schema.graphql" --document "$work/query.graphql" > "$work/ours.jsonl"
: > "$work/theirs.jsonl"
if [ -d "$peer" ] && command -v node >/dev/null; then
    echo "Measuring graphql-js …" >&2
    node "$here/peer.js" "$peer" "$work/schema.graphql" "$work/query.graphql" > "$work/theirs.jsonl"
fi
python3 "$here/table.py" "$work/ours.jsonl" "$work/theirs.jsonl"
