#!/bin/sh
# Everything that touches the database, against an installed PostgreSQL server.
# TEST_DATABASE_URL and TEST_DATABASE_OWNER_URL name one; without them a throw-away cluster of the machine's own
# PostgreSQL 15 or newer is started in a temporary folder, with a database for each of the processes side by side.
set -eu
cd "$(dirname "$0")/.."

side_by_side=""
if [ -z "${TEST_DATABASE_URL:-}" ]; then
    side_by_side=${SIDE_BY_SIDE:-}
    folder=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$folder" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing PostgreSQL ..."
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install postgresql >/dev/null
        folder=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    fi
    if [ -z "$folder" ]; then
        echo "PostgreSQL is missing: install a server, or set TEST_DATABASE_URL and TEST_DATABASE_OWNER_URL." >&2
        exit 2
    fi
    cluster=$(mktemp -d /tmp/mk-server.XXXXXX)
    as_server=""
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$cluster"
        as_server="setpriv --reuid=postgres --regid=postgres --clear-groups --"
    fi
    $as_server "$folder/initdb" -D "$cluster/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    $as_server "$folder/postgres" -D "$cluster/data" -k "$cluster" -c listen_addresses= -c fsync=off \
        >"$cluster.log" 2>&1 &
    server=$!
    # shellcheck disable=SC2064 -- the values of now are meant
    trap "kill -INT $server 2>/dev/null; wait $server 2>/dev/null; rm -rf $cluster $cluster.log" EXIT
    tries=0
    until "$folder/psql" -qX -h "$cluster" -U postgres -c 'SELECT 1' >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || { cat "$cluster.log" >&2; exit 1; }
        sleep 0.1
    done
    "$folder/psql" -qX -h "$cluster" -U postgres \
        -c 'CREATE ROLE modellkommune_owner LOGIN' \
        -c 'CREATE ROLE modellkommune LOGIN'
    for worker in alone gw0 gw1 gw2 gw3; do
        "$folder/psql" -qX -h "$cluster" -U postgres -c "CREATE DATABASE $worker OWNER modellkommune_owner"
    done
    TEST_DATABASE_URL="postgresql://modellkommune@/{worker}?host=$cluster"
    TEST_DATABASE_OWNER_URL="postgresql://modellkommune_owner@/{worker}?host=$cluster"
    export TEST_DATABASE_URL TEST_DATABASE_OWNER_URL
    "$folder/postgres" --version
fi
# shellcheck disable=SC2086 -- several words are meant
.venv/bin/pytest $side_by_side -m "database and not journey" "$@"
