#!/usr/bin/env bash
# Sends generated requests, right and wrong ones, to every route and judges the answers by /openapi.json. EXAMPLES=n sets
# how many for each route, SEED=n which.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${1:-.build/release/belvedere}
version=4.32.5
python=.venv/bin/python
if ! "$python" -c "import schemathesis; assert schemathesis.__version__ == '$version'" 2>/dev/null; then
    echo "Preparing schemathesis $version in .venv …" >&2
    python3 -m venv .venv
    "$python" -m pip install --quiet --disable-pip-version-check "schemathesis==$version"
fi
exec "$python" Tests/Conformance/routes.py "$binary" "${EXAMPLES:-50}" "${SEED:-$RANDOM}"
