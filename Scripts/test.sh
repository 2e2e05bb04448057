#!/usr/bin/env bash
# Builds and runs every test beside private servers; ends with one line that counts passed, failed and skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

# Tests that need outside clients find them by this name; without it they are reported as skipped.
if python=$(Scripts/python.sh); then export BELVEDERE_TEST_PYTHON=$python; fi

report=$(mktemp)
trap 'rm -f "$report"' EXIT
echo "Building the tests …" >&2
swift build --build-tests --explicit-target-dependency-import-check error 2>&1 |
    grep --line-buffered -E '^\[[0-9]+/[0-9]+\]|error:|warning:|Build complete' |
    awk '/error:|warning:|complete/ { print; fflush(); next }
         { now = systime(); if (now - last >= 5) { print; fflush(); last = now } }' >&2
[ "${PIPESTATUS[0]}" -eq 0 ] || exit 1

echo "Running the tests beside a private PostgreSQL and Redis …" >&2
Scripts/with-servers.sh swift test --skip-build "$@" 2>&1 | tee "$report" |
    grep --line-buffered -vE '^(◇|✔) (Test|Suite) |^\[[0-9]+/[0-9]+\]'
status=${PIPESTATUS[0]}

# Counts single tests by the lines Swift Testing writes for them; parameterised cases count as one test.
passed=$(grep -cE '^✔ Test ("|[^r ]|r[^u])' "$report")
failed=$(grep -cE '^✘ Test ("|[^r ]|r[^u]).* failed after' "$report")
skipped=$(grep -cE '^➜ Test .* skipped' "$report")
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
