#!/bin/sh
# All that can be checked without running the application. Every check runs; the first word of a failure says which.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=""

check() {
    name=$1
    shift
    start=$(date +%s)
    if output=$("$@" 2>&1); then
        printf '%-12s ok  %3ss\n' "$name" "$(($(date +%s) - start))"
    else
        printf '%-12s FAILED\n%s\n' "$name" "$output"
        failed="$failed $name"
    fi
}

check format $bin/ruff format --check .
check ruff $bin/ruff check .
check imports $bin/lint-imports --no-logo
check templates $bin/djlint src --lint --quiet
check unused $bin/vulture
check licences $bin/reuse lint --quiet
check types $bin/mypy
check house $bin/pytest tests/house -q
if ls blueprints/*/service.yaml >/dev/null 2>&1; then
    for blueprint in blueprints/*/; do
        check "blueprint" $bin/modellkommune blueprint check "$blueprint"
    done
fi

[ -z "$failed" ] || {
    echo "Not in order:$failed"
    exit 1
}
echo "All in order."
