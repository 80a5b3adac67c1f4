#!/usr/bin/env bash
# Runs a command beside a PostgreSQL 15 of its own, on this machine alone, and removes it after.
# usage: tests/store/with_postgresql.sh COMMAND…
#
# The command finds PALIER_TEST_POSTGRESQL, a URL of the superuser, and PALIER_TEST_PG_CTL, words
# to which it adds `stop`, `start` or `restart`.
set -u
bin=/usr/lib/postgresql/15/bin

[ $# -gt 0 ] || { echo "usage: $0 COMMAND…" >&2; exit 2; }
[ -x $bin/initdb ] || { echo "$0: the package postgresql-15 is missing" >&2; exit 2; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/palier-pg.XXXXXX") || exit 2
child=

# PostgreSQL refuses to run as root.
as=(env -C "$folder")
if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$folder"
    as+=("$(PATH=$PATH:/usr/sbin:/sbin command -v runuser)" -u postgres --)
fi
pg_ctl=("${as[@]}" "$bin/pg_ctl" -s -w -t 60 -D "$folder/data" -l "$folder/log")

clean_up() {
    [ ! -f "$folder/data/postmaster.pid" ] || "${pg_ctl[@]}" -m immediate stop
    rm -rf "$folder"
}
# A signal ends the command first, so that nothing uses what is then removed.
leave() {
    [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null
    exit $((128 + $1))
}
trap clean_up EXIT
trap 'leave 1' HUP
trap 'leave 2' INT
trap 'leave 15' TERM

"${as[@]}" $bin/initdb -N -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    >"$folder/initdb" 2>&1 || { cat "$folder/initdb" >&2; exit 2; }

# Ports are tried until one is free: below those that the system gives out by itself.
port=
for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    cat >"$folder/data/postgresql.auto.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
fsync = on
shared_buffers = 32MB
max_connections = 60
lc_messages = 'C'
SETTINGS
    "${pg_ctl[@]}" start 2>"$folder/start" && break
    port=
done
[ -n "$port" ] || { cat "$folder/start" "$folder/log" >&2; exit 2; }

export PALIER_TEST_POSTGRESQL="postgresql://postgres@127.0.0.1:$port/postgres"
export PALIER_TEST_PG_CTL="${pg_ctl[*]}"
# In the background, so that a signal is not kept waiting until the command ends.
"$@" <&0 &
child=$!
wait "$child"
status=$?
child=
exit $status
