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

lock=requirements/$what.txt
state=$(cat "$lock" pyproject.toml | cksum | tr ' ' '-')
stamp=.venv/installed-$what-$state
[ ! -e "$stamp" ] || exit 0

usable() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

first_usable() {
    # The system's own first: distributions build theirs with optimisations that one compiled by hand often
    # lacks (a case then takes a fifth more CPU), and mend it with the system's security updates.
    for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        ! usable "$candidate" || { echo "$candidate"; return; }
    done
}

if [ ! -x .venv/bin/python ]; then
    python=${PYTHON:-$(first_usable)}
    usable "${python:-no-python}" || stop \
        "Modellkommune needs Python 3.11 or newer with its module venv${PYTHON:+, and $PYTHON is none}: install it (on Debian: apt-get install python3-venv), or name another with PYTHON=/path/to/python make run."
    "$python" -m venv .venv >/dev/null 2>&1 || stop "$python cannot make a virtual environment in $PWD/.venv."
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
