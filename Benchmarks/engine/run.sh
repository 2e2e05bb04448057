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

# Some stages of another pair of inputs, under names of their own.
ours() { # <pair> <stages> <what they are called>
    "$binary" graphql bench --json --schema "$work/$1-schema.graphql" --document "$work/$1-query.graphql" |
        grep -E "\"($2)\"" | sed "s/ the \(query\|schema\)\"/ $3\"/" >> "$work/ours.jsonl"
}

echo "Measuring the engine …" >&2
"$binary" graphql bench --json --schema "$work/schema.graphql" --document "$work/query.graphql" > "$work/ours.jsonl"
ours sink "parse the query|validate the query" "every construction"
ours wide "validate the query" "150,000 fields"
ours wide "introspect the schema" "2,000 types"
: > "$work/theirs.jsonl"
if [ -d "$peer" ] && command -v node >/dev/null; then
    echo "Measuring graphql-js …" >&2
    node "$here/peer.js" "$peer" "$work/schema.graphql" "$work/query.graphql" > "$work/theirs.jsonl"
    node "$here/peer.js" "$peer" "$work/sink-schema.graphql" "$work/sink-query.graphql" "every construction" \
        >> "$work/theirs.jsonl"
fi
python3 "$here/table.py" "$work/ours.jsonl" "$work/theirs.jsonl"
