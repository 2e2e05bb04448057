#!/usr/bin/env bash
# Builds and runs every test beside private servers; ends with one line that counts passed, failed and skipped.
#
# The test targets run one after the other: within a target everything is parallel, but a hundred suites that wait for
# each other's cores would test the patience of timeouts instead of the code. A word as argument chooses targets:
# `Scripts/test.sh Server` runs those whose name contains it, and a second word only the suites that begin with it.
set -uo pipefail
cd "$(dirname "$0")/.."

if [ "${BESIDE_SERVERS:-}" != yes ]; then
    # Tests that need outside clients find them by this name; without it they are reported as skipped.
    if python=$(Scripts/python.sh); then export BELVEDERE_TEST_PYTHON=$python; fi

    echo "Building the tests …" >&2
    swift build --build-tests --explicit-target-dependency-import-check error 2>&1 |
        grep --line-buffered -E '^\[[0-9]+/[0-9]+\]|error:|warning:|Build complete' |
        awk '/error:|warning:|complete/ { print; fflush(); next }
             { now = systime(); if (now - last >= 5) { print; fflush(); last = now } }' >&2
    [ "${PIPESTATUS[0]}" -eq 0 ] || exit 1

    echo "Running the tests beside a private PostgreSQL and Redis …" >&2
    BESIDE_SERVERS=yes exec Scripts/with-servers.sh Scripts/test.sh "$@"
fi

report=$(mktemp)
trap 'rm -f "$report" "$report".*' EXIT
bundle=.build/debug/belvederePackageTests.xctest
failures=0
for folder in Tests/*/*Tests; do
    target=$(basename "$folder")
    case $target in *"${1:-}"*) ;; *) continue ;; esac
    NO_COLOR=1 timeout "${TEST_SECONDS:-600}" "$bundle" --testing-library swift-testing --filter "^$target\\.${2:-}" \
        >"$report.one" 2>&1 </dev/null
    status=$?
    sed -i 's/\x1b\[[0-9;]*m//g' "$report.one"
    cat "$report.one" >>"$report"
    grep -E '^✘ Test run|^✔ Test run' "$report.one" | sed "s/^\(.\) Test run with/\1 $target:/"
    if [ $status -ne 0 ]; then
        failures=$((failures + 1))
        grep -vE '^(◇|✔)|^\[[0-9]+/' "$report.one"
        grep -qE '^✘ Test run' "$report.one" || echo "✘ $target ended with status $status before its tests did"
    fi
done

# The passed are what the targets' own summaries add up to, less what failed or was skipped: lines of single tests can be
# mixed up with what a test writes itself. Parameterised cases count as one test.
failed=$(grep -cE '^✘ Test ("|[^r ]|r[^u]).* failed after' "$report")
skipped=$(grep -cE '^➜ Test .* skipped' "$report")
[ "$failures" -eq 0 ] || [ "$failed" -gt 0 ] || failed=$failures
total=$(grep -oE '^[✔✘] Test run with [0-9]+ tests?' "$report" | awk '{ sum += $5 } END { print sum + 0 }')
passed=$((total - failed - skipped))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failures" -eq 0 ] && [ "$passed" -gt 0 ]
