#!/usr/bin/env bash
# Bundles Schema, Migrations and Console into one file that the release binary carries, if any of them changed.
set -euo pipefail
cd "$(dirname "$0")/.."

bundle=Sources/Libraries/CEmbedded/files.bundle
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
find Schema Migrations Console -type f 2>/dev/null | LC_ALL=C sort | while read -r path; do
    [ -f "$path" ] || continue
    printf '%s %s\n' "$(stat -c %s "$path")" "$path"
    cat "$path"
done >"$fresh"
if ! cmp -s "$fresh" "$bundle"; then
    cp "$fresh" "$bundle"
    touch Sources/Libraries/CEmbedded/embedded.c # the compiler does not watch a file that was not there before
fi
