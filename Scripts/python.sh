#!/usr/bin/env bash
# Prints a Python that has the packages of Tests/requirements.txt, in .venv; prepares it when it is missing or old.
# Fails, with the reason, where the packages cannot be had; the tests that need them are then reported as skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=$(sha256sum Tests/requirements.txt)
if [ "$(cat .venv/.requirements 2>/dev/null)" != "$wanted" ]; then
    echo "Installing the outside clients of the tests into .venv …" >&2
    [ -x .venv/bin/python ] || python3 -m venv .venv >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt >&2
    echo "$wanted" >.venv/.requirements
fi
echo "$PWD/.venv/bin/python"
