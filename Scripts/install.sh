#!/usr/bin/env bash
# Installs the Debian packages of a list that are missing, and says nothing when none is.
#
#     Scripts/install.sh [LIST]
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
while read -r name; do
    case $name in '' | '#'*) continue ;; esac
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
done <"${1:-Scripts/packages.txt}"
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing ${missing[*]} …" >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "These packages are missing and this user may not install them: ${missing[*]}" >&2
        exit 69
    }
    as_root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    exit 69
fi
