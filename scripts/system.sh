#!/bin/sh
# What the journeys need of the system: Chromium. Installed where that is allowed, named where it is not.
set -eu
found() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium ..."
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install chromium >/dev/null && found && exit 0
fi
echo "Chromium is missing: install it (on Debian: apt-get install chromium), then run 'make test' again; 'make test-quick' does without." >&2
exit 2
