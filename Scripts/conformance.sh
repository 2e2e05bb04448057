#!/usr/bin/env bash
# Compares the engine with two reference implementations: graphql-core, on the cases of its own tests, which are
# recorded here and not kept, and on generated cases; and Debian's graphql-js on some thousand generated cases.
# CASES=n sets how many are generated, SEED=n which.
set -euo pipefail
cd "$(dirname "$0")/.."

version=3.3.2
binary=${BELVEDERE:-.build/release/belvedere}
place=.build/conformance
python=.venv/bin/python

if [ ! -x "$python" ] || ! "$python" -c "import graphql, pytest, anyio; assert graphql.version == '$version'" 2>/dev/null; then
    echo "Preparing graphql-core $version in .venv …" >&2
    python3 -m venv .venv
    "$python" -m pip install --quiet --upgrade pip
    "$python" -m pip install --quiet "graphql-core==$version" 'anyio>=4.16,<5' 'pytest>=9.2,<10' \
        'pytest-benchmark>=5.3.1,<6' 'pytest-describe>=3.2,<4' 'pytest-timeout>=2.4,<3' 'pytest-codspeed>=5'
fi

mkdir -p "$place"
if [ ! -d "$place/graphql_core-$version/tests" ]; then
    echo "Fetching the tests of graphql-core $version …" >&2
    "$python" -m pip download --quiet --no-deps --no-binary graphql-core --dest "$place" "graphql-core==$version"
    tar -xzf "$place/graphql_core-$version.tar.gz" -C "$place"
fi

# Tests that count the library's calls cannot pass while the recorder makes calls of its own.
counting="not (reuses_a or reuses_fragment or records_fragments_being_checked)"
echo "Recording what the reference's tests ask and are answered …" >&2
cases=$PWD/$place/cases.jsonl
(cd "$place/graphql_core-$version" &&
    PYTHONPATH="$OLDPWD/Tests/Conformance" BELVEDERE_CASES="$cases" \
        "$OLDPWD/$python" -m pytest --quiet -p record_cases -p no:cacheprovider --benchmark-disable \
        -k "$counting" --ignore=tests/test_docs.py --ignore=tests/test_user_registry.py --ignore=tests/benchmarks tests) \
    >"$place/pytest.log" 2>&1 || tail -n 12 "$place/pytest.log" >&2

# Debian's graphql-js, the other reference; where there is no node, its comparison says that it did not happen.
peer=$place/node-graphql/usr/share/nodejs/graphql
if [ ! -d "$peer" ] && command -v node >/dev/null; then
    (cd "$place" && apt-get download -q node-graphql >&2 && dpkg -x node-graphql_*.deb node-graphql) || true
fi
if [ -d "$peer" ] && command -v node >/dev/null; then export GRAPHQL_JS=$PWD/$peer; fi

status=0
echo "Putting $(($(wc -l <"$cases") - 1)) recorded cases to $binary …" >&2
"$python" Tests/Conformance/harvest.py "$cases" "$binary" || status=1
for script in Tests/Conformance/differential*.py; do
    echo "Putting generated cases to $binary: $(basename "$script" .py) …" >&2
    "$python" "$script" "$binary" "${CASES:-20000}" "${SEED:-$RANDOM}" || status=1
done
Scripts/conformance-routes.sh "$binary" || status=1

fuzzer=schemathesis==4.32.5
if ! "$python" -m pip show --quiet schemathesis 2>/dev/null; then "$python" -m pip install --quiet "$fuzzer"; fi
echo "Putting the operations that $fuzzer invents to $binary …" >&2
Tests/Conformance/schemathesis.sh "$binary" "$python" "${EXAMPLES:-40}" || status=1
exit $status
