#!/bin/sh
# What the tests need of the system: Chromium for the journeys, Poppler's pdffonts as a second opinion about our
# papers. Installed where that is allowed, named where it is not.
set -eu
missing() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || printf 'chromium '
    command -v pdffonts >/dev/null 2>&1 || printf 'poppler-utils '
}
wanted=$(missing)
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $wanted..."
    # shellcheck disable=SC2086 -- several words are meant
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $wanted >/dev/null &&
        [ -z "$(missing)" ] && exit 0
fi
echo "Missing: $wanted- install it (on Debian: apt-get install $wanted), then run 'make test' again." >&2
exit 2
