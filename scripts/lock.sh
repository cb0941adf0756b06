#!/bin/sh
# Write the lock files anew: every package with version and hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 "$@"
}
compile pyproject.toml -o requirements/run.txt
compile requirements/dev.in -o requirements/dev.txt
compile requirements/node.in -o requirements/node.txt
npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
