#!/bin/sh
# What a release leaves behind for the upgrade tests: tests/upgrade/dumps/<version>.zip and .json.
# RELEASE names a folder with the release's code; without it, this one (call it right before the tag is set).
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)
release=${RELEASE:-$here}
version=${1:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$release/pyproject.toml")}
dumps="$here/tests/upgrade/dumps"
case $version in
*dev*)
    echo "$version is under development: set the release's version first (CONTRIBUTING.md, Releases)." >&2
    exit 2
    ;;
esac
if [ -e "$dumps/$version.zip" ]; then
    echo "tests/upgrade/dumps/$version.zip exists already: a release's dump is never made anew." >&2
    exit 2
fi
home=$(mktemp -d /tmp/mk-release.XXXXXX)
trap 'rm -rf "$home"' EXIT
(cd "$release" && PYTHONPATH="$release/src:$release" "$here/.venv/bin/python" -m tests.upgrade.making "$home" "$dumps/$version.json")
MODELLKOMMUNE_HOME="$home" .venv/bin/modellkommune backup "$dumps/$version.zip"
