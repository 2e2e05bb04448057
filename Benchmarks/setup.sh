#!/usr/bin/env bash
# Brings the peers and the load generators into Benchmarks/.work; does nothing where that has been done.
set -euo pipefail
cd "$(dirname "$0")"
work=$PWD/.work
mkdir -p "$work/bin" "$work/node"
../Scripts/install.sh Scripts/packages-bench.txt

# Why not installed: apt refuses Debian's node libraries beside a nodejs of another origin, and they are plain files.
if [ ! -d "$work/node/usr/share/nodejs/graphql" ]; then
    echo "Unpacking the libraries of Node …" >&2
    downloads=$(mktemp -d)
    trap 'rm -rf "$downloads"' EXIT
    chmod 755 "$downloads"
    (cd "$downloads" && apt-get download -qq node-graphql node-pg node-ws node-split2 node-xtend node-readable-stream \
        node-async 2>/dev/null)
    for package in "$downloads"/*.deb; do dpkg -x "$package" "$work/node"; done
fi
if [ ! -x "$work/venv/bin/granian" ] || ! cmp -s peers/python/requirements.txt "$work/venv/requirements.txt"; then
    echo "Installing the Python servers …" >&2
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install -q --disable-pip-version-check -r peers/python/requirements.txt
    cp peers/python/requirements.txt "$work/venv/requirements.txt"
fi
if [ peers/go/main.go -nt "$work/bin/gophers" ]; then
    echo "Building the Go server …" >&2
    GO111MODULE=off GOFLAGS='' GOPATH="$work/gopath:/usr/share/gocode" GOCACHE="$work/gocache" \
        /usr/lib/go-1.19/bin/go build -o "$work/bin/gophers" peers/go/main.go
fi
for generator in fanout openloop; do
    if [ "load/$generator.c" -nt "$work/bin/$generator" ]; then
        cc -O2 -Wall -Wextra -Werror -o "$work/bin/$generator" "load/$generator.c"
    fi
done
