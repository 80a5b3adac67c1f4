#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which is gone afterwards.
# usage: tests/store/with_postgresql.sh COMMAND…
#
# The command finds PALIER_TEST_POSTGRESQL (the URL of an empty database) and the shell commands
# PALIER_TEST_POSTGRESQL_STOP and PALIER_TEST_POSTGRESQL_START. The server listens on the loopback
# alone and sorts texts by a language, as most servers do. It does not wait for the disk (fsync): only a
# machine that loses its power would show the difference. Who measures starts it anew with
# PALIER_TEST_POSTGRESQL_OPTIONS='-c fsync=on'.
set -u
bin=/usr/lib/postgresql/15/bin
if [ $# -eq 0 ] || [ ! -x "$bin/initdb" ]; then
    echo "usage: $0 COMMAND… (needs the Debian package postgresql-15)" >&2
    exit 2
fi

# The server refuses to run as root.
as=()
[ "$(id -u)" -ne 0 ] || as=(runuser -u postgres --)

place=$(mktemp -d /tmp/palier-postgresql.XXXXXX) || exit 2
stop() { (cd / && "${as[@]}" "$bin/pg_ctl" -D "$place/data" -m fast -w stop) >>"$place/log" 2>&1; }
clean() {
    stop
    rm -rf "$place"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
    echo "$*" >&2
    cat "$place/log" >&2
    exit 2
}

touch "$place/log"
[ ${#as[@]} -eq 0 ] || chown -R postgres "$place" || fail "no user postgres"
(cd / && "${as[@]}" "$bin/initdb" -D "$place/data" -U palier -A trust -E UTF8 --no-sync \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=en) >>"$place/log" 2>&1 ||
    fail "initdb failed"
cat >>"$place/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 16MB
max_connections = 40
lc_messages = 'C'
fsync = off
CONF

# A port may be taken: the next one is tried.
started=0
for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 12000)) # below the ports that the system gives to callers
    start="cd / && ${as[*]} $bin/pg_ctl -D $place/data -w -t 30 -l $place/log -o \"-p $port \$PALIER_TEST_POSTGRESQL_OPTIONS\" start >/dev/null"
    if sh -c "$start" 2>>"$place/log"; then
        started=1
        break
    fi
done
[ "$started" -eq 1 ] || fail "the server does not start"

export PALIER_TEST_POSTGRESQL="postgresql://palier@127.0.0.1:$port/postgres"
export PALIER_TEST_POSTGRESQL_START="$start"
export PALIER_TEST_POSTGRESQL_STOP="cd / && ${as[*]} $bin/pg_ctl -D $place/data -m fast -w stop >/dev/null"
"$@"
