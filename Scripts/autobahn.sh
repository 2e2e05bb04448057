#!/usr/bin/env bash
# Runs the WebSocket conformance suite (autobahntestsuite, Python 2.7) against the edge, without its load group, once
# with each compressed message standing alone and once with remembered windows. Every case must be OK or informational.
#   Scripts/autobahn.sh [case pattern …]      such as 7.* 12.1.*
set -euo pipefail
cd "$(dirname "$0")/.."

place=.build/autobahn
python=
for candidate in "${PYTHON2:-}" python2.7 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7.*/bin/python2.7; do
    # Why run it: a version manager's stand-in is on the path even when it has nothing to start.
    if [ -n "$candidate" ] && "$candidate" -c '' 2>/dev/null; then python=$(command -v "$candidate") && break; fi
done
if [ ! -x "$place/py27/bin/wstest" ]; then
    [ -n "$python" ] || {
        echo "The WebSocket suite needs Python 2.7, which is not here (set PYTHON2 to one)." >&2
        exit 69
    }
    echo "Installing autobahntestsuite …" >&2
    mkdir -p "$place"
    python3 -m venv "$place/py3" && "$place/py3/bin/pip" install -q 'virtualenv<20.22' 2>"$place/install.log" &&
        "$place/py3/bin/virtualenv" -q -p "$python" "$place/py27" 2>>"$place/install.log" &&
        "$place/py27/bin/pip" install -q autobahntestsuite==25.10.1 2>>"$place/install.log" || {
        tail -n 5 "$place/install.log" >&2
        exit 69
    }
fi

echo "Building the edge …" >&2
BELVEDERE_MODULES=EdgeProbe swift build -c release --product EdgeProbe 2>&1 | grep -E 'error:|warning:' >&2 || true
probe=.build/release/EdgeProbe
[ -x "$probe" ] || exit 1

stop() { [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true; }
trap stop EXIT
patterns=$(printf '"%s",' "${@:-*}")
failed=0
for mode in standing-alone remembering; do
    out=$place/$mode
    rm -rf "$out" && mkdir -p "$out"
    mkfifo "$out/port"
    if [ "$mode" = remembering ]; then set -- --remembering; else set --; fi
    "$probe" --port 0 "$@" >"$out/port" &
    pid=$!
    read -r port <"$out/port"
    cat >"$out/spec.json" <<JSON
{"outdir": "$out", "servers": [{"agent": "belvedere", "url": "ws://127.0.0.1:$port/socket"}],
 "cases": [${patterns%,}], "exclude-cases": ["9.*"], "exclude-agent-cases": {}}
JSON
    "$place/py27/bin/wstest" -m fuzzingclient -s "$out/spec.json" >"$out/log" 2>&1 || true
    stop
    wait "$pid" 2>/dev/null || true
    python3 - "$out/index.json" "$mode" <<'PYTHON' || failed=1
import collections, json, sys
cases = json.load(open(sys.argv[1]))["belvedere"]
kinds = collections.Counter(case["behavior"] for case in cases.values())
closes = collections.Counter(case["behaviorClose"] for case in cases.values())
bad = [(name, case["behavior"], case["behaviorClose"]) for name, case in sorted(cases.items())
       if case["behavior"] not in ("OK", "INFORMATIONAL", "NON-STRICT") or case["behaviorClose"] not in ("OK", "INFORMATIONAL")]
strict = [name for name, case in cases.items() if case["behavior"] == "NON-STRICT"]
print(f"{sys.argv[2]}: {len(cases)} cases, {dict(kinds)}, closing {dict(closes)}, not strict: {strict}")
for line in bad[:40]: print("  ", *line)
sys.exit(1 if bad or strict or not cases else 0)
PYTHON
done
exit $failed
