#!/usr/bin/env bash
# Fuzzes every parser with libFuzzer and AddressSanitizer: each Tests/Fuzz/<Name>Fuzz.swift is linked with the modules
# that it imports, starts from Tests/Fuzz/Corpus/<Name>, and runs for a bounded time. A finding is kept and fails the run.
#   Scripts/fuzz.sh [Name …]     FUZZ_SECONDS=30 each (default), FUZZ_RUNS=N executions each instead of the time,
#                                FUZZ_KEEP=1 puts what reached new code into the corpus, at most 24 small files each
set -euo pipefail
cd "$(dirname "$0")/.."

place=.build/fuzz
seconds=${FUZZ_SECONDS:-30}
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=symbolize=0:detect_leaks=0:allocator_may_return_null=1
[ $# -gt 0 ] || set -- $(cd Tests/Fuzz && ls ./*Fuzz.swift | sed 's|^\./||; s|Fuzz\.swift$||')
mkdir -p "$place/bin" "$place/findings"

imports=$(for name in "$@"; do sed -n 's/^import \([A-Z][A-Za-z]*\)$/\1/p' "Tests/Fuzz/${name}Fuzz.swift"; done | sort -u)
# Only our own modules are built; Glibc and the like are imported too.
modules=$(for module in $imports; do ls -d Sources/*/"$module" >/dev/null 2>&1 && echo "$module"; done)
list=$(echo $modules | tr ' ' ',')
echo "Building ${list//,/, } for fuzzing …" >&2
for module in $modules; do
    # Why target by target: libFuzzer brings its own main, so nothing may be linked here.
    BELVEDERE_MODULES=$list swift build -c release --scratch-path "$place" --target "$module" \
        -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library >"$place/build.log" 2>&1 || {
        grep -E 'error:' "$place/build.log" >&2
        exit 1
    }
done
# What SwiftPM calls the package decides who may use its `package` declarations.
package=$(sed -n 's/.*"-package-name","\([^"]*\)".*/\1/p' "$place/release.yaml" | head -n 1)
headers=$(for library in Sources/Libraries/*/module.modulemap; do echo "-Xcc -fmodule-map-file=$library"; done)

failed=0
for name in "$@"; do
    needed=$(BELVEDERE_MODULES=$(sed -n 's/^import \([A-Z][A-Za-z]*\)$/\1/p' "Tests/Fuzz/${name}Fuzz.swift" | paste -sd,) \
        swift package describe --type json 2>/dev/null | python3 -c '
import json, os, sys
names = [target["name"] for target in json.load(sys.stdin)["targets"] if target["type"] == "library"]
print(*[name for name in names if os.path.isdir(f"'"$place"'/release/{name}.build")])')
    objects=$(for module in $needed; do ls "$place/release/$module.build"/*.o; done)
    swiftc -O -swift-version 6 -parse-as-library -package-name "$package" -sanitize=fuzzer,address \
        -module-name "${name}Fuzz" -I "$place/release/Modules" $headers "Tests/Fuzz/${name}Fuzz.swift" $objects \
        -o "$place/bin/$name" 2>"$place/build.log" || {
        grep -E 'error' "$place/build.log" >&2
        exit 1
    }
    work=$place/work/$name
    rm -rf "$work" && mkdir -p "$work" "Tests/Fuzz/Corpus/$name"
    bound=(-max_total_time="$seconds")
    [ -z "${FUZZ_RUNS:-}" ] || bound=(-runs="$FUZZ_RUNS")
    log=$place/$name.log
    if "$place/bin/$name" "${bound[@]}" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$place/findings/$name-" "$work" "Tests/Fuzz/Corpus/$name" </dev/null >"$log" 2>&1; then
        executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        coverage=$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)
        echo "$name: $executions executions, $coverage, no finding"
    else
        failed=1
        echo "$name: FAILED" && grep -E 'Fatal error|ERROR|Precondition|Test unit written|SUMMARY' "$log" | head -n 6
    fi
    if [ -n "${FUZZ_KEEP:-}" ]; then
        merged=$place/merged/$name
        rm -rf "$merged" && mkdir -p "$merged"
        "$place/bin/$name" -merge=1 -max_len=1024 "$merged" "Tests/Fuzz/Corpus/$name" "$work" </dev/null >/dev/null 2>&1 || true
        ls -S -r "$merged" | head -n 24 | while read -r file; do cp -n "$merged/$file" "Tests/Fuzz/Corpus/$name/"; done
    fi
done
exit $failed
