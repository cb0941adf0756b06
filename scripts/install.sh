#!/bin/sh
# Install locked packages into .venv: `install.sh run|dev|node`. Nothing happens if they are there already.
# Downloads are kept in the data folder only.
set -eu
cd "$(dirname "$0")/.."
what=$1
home=${MODELLKOMMUNE_HOME:-var}

stop() {
    printf '%s\n' "$1" >&2
    exit 2
}

python=${PYTHON:-}
if [ -z "$python" ]; then
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
fi
[ -n "$python" ] || stop "Modellkommune needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python make run."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "$python is no Python 3.11 or newer: install one and name it with PYTHON=/path/to/python make run."

lock=requirements/$what.txt
state=$(cat "$lock" pyproject.toml | cksum | tr ' ' '-')
stamp=.venv/installed-$what-$state
[ ! -e "$stamp" ] || exit 0

if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv >/dev/null 2>&1 ||
        stop "Python cannot make a virtual environment: install its venv module (on Debian: apt-get install python3-venv)."
fi

mkdir -p "$home/log" "$home/cache"
log=$home/log/install.log
echo "Installing packages ($what); the log is $log ..."
pip() {
    .venv/bin/python -m pip --disable-pip-version-check --cache-dir "$(cd "$home" && pwd)/cache/pip" "$@" >>"$log" 2>&1
}
pip install --require-hashes --only-binary :all: --prefer-binary -r "$lock" || stop \
    "The packages could not be installed: check the network (or your package index) and start again; details are in $log."
if [ "$what" = run ]; then
    pip install --no-deps --no-build-isolation --no-index --editable . || stop "Modellkommune could not be installed: see $log."
fi
rm -f .venv/installed-"$what"-*
touch "$stamp"
