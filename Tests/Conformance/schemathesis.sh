#!/usr/bin/env bash
# Lets schemathesis invent operations from the schema of a gateway with demo data, and fails if any of them makes
# something fail inside: schemathesis.sh BINARY PYTHON [CASES A FIELD]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binary=$1 python=$2 examples=${3:-40}
place=$(mktemp -d /tmp/belvedere-schemathesis.XXXXXX)
"$binary" serve --server.listen 127.0.0.1:0 --server.admin_listen "" --storage.directory "$place/data" \
    --accounts.password_memory 64KiB --accounts.password_passes 1 2>"$place/log" &
gateway=$!
stop() {
    kill "$gateway" 2>/dev/null || true
    wait "$gateway" 2>/dev/null || true
    rm -rf "$place"
}
trap stop EXIT
until address=$(sed -n 's/.*listens on \(.*\)/\1/p' "$place/log" | head -n 1) && [ -n "$address" ]; do
    kill -0 "$gateway" || { cat "$place/log" >&2; exit 69; }
    read -rt 0.1 <> <(:) || true
done
token=$("$binary" token mint --role admin --data "$place/data")
SCHEMATHESIS_HOOKS="$here/schemathesis_hooks.py" "$python" -m schemathesis.cli run "http://$address/graphql" \
    --phases fuzzing --max-examples "$examples" --workers 1 --mode all --checks nothing_of_ours_fails \
    --header "Authorization: Bearer $token" --suppress-health-check all --continue-on-failure --no-color \
    --request-timeout 30 --generation-deterministic
