#!/usr/bin/env bash
# The package from outside: what is in it; and, as root in a root of its own (an overlay over this
# machine that is thrown away), installed, upgraded, removed and purged. And the bundle.
# usage: tests/packaging/test_deb.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0 failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# verify NAME COMMAND…
verify() {
    local name=$1
    shift
    if "$@" >"$scratch/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        tail -n 20 "$scratch/log"
    fi
}
fails() { ! "$@"; }

# ------------------------------------------------------------------ what is in it
deb=$(packaging/build-deb "$scratch/one" | tail -n 1)
verify 'a package is built' test -s "$deb"
[ -s "$deb" ] || { echo "$passed passed, $failed failed"; exit 1; }
again=$(packaging/build-deb "$scratch/two" | tail -n 1)
verify 'the same tree gives the same bytes' cmp "$deb" "$again"
dpkg-deb -x "$deb" "$scratch/files"
dpkg-deb -e "$deb" "$scratch/control"
files=$scratch/files
verify 'the program runs' "$files/usr/bin/palier" version
verify 'no debug symbols' fails grep -q debug_info <(readelf -S "$files/usr/bin/palier")
verify 'the man page is one' man --warnings -l "$files/usr/share/man/man1/palier.1.gz"
for name in usr/share/bash-completion/completions/palier lib/systemd/system/palier.service \
    lib/systemd/system/palier-backup.timer usr/lib/palier/nightly-backup etc/palier/palier.env \
    usr/share/doc/palier/copyright usr/share/doc/palier/operation.md \
    usr/share/doc/palier/examples/tls.conf usr/share/doc/palier/examples/mail.conf; do
    verify "there is $name" test -f "$files/$name"
done
verify 'a conffile' grep -qx /etc/palier/palier.env "$scratch/control/conffiles"
verify 'libraries are depended on' grep -qE '^Depends: .*libsqlite3-0.*libyaml-0-2' "$scratch/control/control"
verify 'what is loaded is recommended alone' grep -qx 'Recommends: libpq5, libcurl4, ca-certificates' "$scratch/control/control"
verify 'and not depended on' fails grep -qE '^Depends: .*(libpq5|libcurl4)' "$scratch/control/control"
verify 'checksums' bash -c "cd '$files' && md5sum --check --quiet '$scratch/control/md5sums'"
verify 'all belongs to root' fails grep -qvE ' root/root ' <(dpkg-deb -c "$deb")
for script in postinst prerm postrm; do
    verify "$script reads as sh" sh -n "$scratch/control/$script"
done
if command -v systemd-analyze >/dev/null; then
    # 0 is nothing that could be taken away any more, 10 is all: 2.5 and more is a step back.
    verify 'the service is fenced in' systemd-analyze security --offline=true --threshold=25 \
        packaging/palier.service
    verify 'the backup is fenced in' systemd-analyze security --offline=true --threshold=25 \
        packaging/palier-backup.service
    sed 's,/usr/bin/palier,/bin/true,' packaging/palier.service >"$scratch/palier.service"
    verify 'the unit is one' systemd-analyze verify --man=no "$scratch/palier.service"
fi

# ---------------------------------------------------------------- nightly backup
nightly() {
    env PALIER_PROGRAM="$files/usr/bin/palier" PALIER_DATABASE="$scratch/n.db" \
        PALIER_BACKUP_FOLDER="$scratch/backups" PALIER_BACKUP_DAYS=30 "$files/usr/lib/palier/nightly-backup"
}
mkdir "$scratch/backups"
verify 'a database' "$files/usr/bin/palier" init a@example.org A --database "$scratch/n.db"
touch -d '40 days ago' "$scratch/backups"/palier-2025-01-0{1,2,3,4,5,6,7,8,9}.db "$scratch/backups/other.db"
verify 'the nightly backup' nightly
verify 'one backup, and seven of the old ones' test "$(ls "$scratch/backups" | grep -c '^palier-')" -eq 8
verify 'the oldest are gone' fails test -e "$scratch/backups/palier-2025-01-02.db"
verify 'other files stay' test -f "$scratch/backups/other.db"

# ------------------------------------------------------------- a root of its own
# install_all ROOT: what a machine sees of the package, from nothing to purge.
install_all() {
    local root=$1
    in_root() { env PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
    cp "$deb" "$newer" "$root/tmp/"
    local old new
    old=/tmp/$(basename "$deb") new=/tmp/$(basename "$newer")
    verify 'it installs' in_root dpkg -i "$old"
    verify 'its user' in_root getent passwd palier
    verify 'its folder is its own' test "$(in_root stat -c '%U %a' /var/lib/palier)" = 'palier 700'
    verify 'settings are not for all' test "$(in_root stat -c '%U:%G %a' /etc/palier/palier.env)" = 'root:palier 640'
    verify 'it is not enabled' fails test -e "$root/etc/systemd/system/multi-user.target.wants/palier.service"
    as_palier() { in_root runuser -u palier -- env PALIER_DATABASE=/var/lib/palier/palier.db HOME=/nonexistent "$@"; }
    verify 'init as its user' as_palier palier init anne@example.org Anne
    verify 'the database is its own' test "$(in_root stat -c '%U %a' /var/lib/palier/palier.db)" = 'palier 600'
    echo 'PALIER_OPTIONS=--listen 127.0.0.1:9999' >>"$root/etc/palier/palier.env"
    verify 'it upgrades' in_root dpkg -i "$new"
    verify 'an upgrade keeps settings' grep -q 9999 "$root/etc/palier/palier.env"
    verify 'an upgrade keeps people' bash -c "chroot '$root' runuser -u palier -- /usr/bin/palier user list --database /var/lib/palier/palier.db | grep -q anne@"
    verify 'installed again over itself' in_root dpkg -i "$new"
    verify 'what dpkg verifies' test -z "$(in_root dpkg --verify palier | grep -v palier.env)"
    verify 'it is removed' in_root dpkg -r palier
    verify 'the program is gone' fails test -e "$root/usr/bin/palier"
    verify 'settings stay' test -f "$root/etc/palier/palier.env"
    verify 'it is purged' in_root dpkg -P palier
    verify 'settings are gone' fails test -e "$root/etc/palier"
    verify 'a purge leaves the database' test -f "$root/var/lib/palier/palier.db"
    verify 'it installs again' in_root dpkg -i "$new"
    rm -rf "$root"/var/lib/palier/*
    verify 'it is purged again' in_root dpkg -P palier
    verify 'a purge leaves no empty folder' fails test -e "$root/var/lib/palier"
}

newer=$(PALIER_DEB_VERSION=99.0 packaging/build-deb "$scratch/newer" | tail -n 1)
verify 'a newer package' test -s "$newer"
# In a mount namespace of its own: nothing is left behind, whatever happens.
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
    export -f verify fails install_all
    export scratch deb newer
    result=$(unshare -m bash -c '
        passed=0 failed=0
        mkdir "$scratch/over"
        mount -t tmpfs none "$scratch/over" && cd "$scratch/over" && mkdir upper work root &&
            mount -t overlay none -o lowerdir=/,upperdir=upper,workdir=work root ||
            { echo "0 passed, 0 failed, no overlay here"; exit; }
        install_all "$scratch/over/root"
        echo "$passed passed, $failed failed"')
    echo "$result" | sed '$d'
    counts=$(echo "$result" | tail -n 1)
    # shellcheck disable=SC2086
    set -- $counts
    passed=$((passed + $1)) failed=$((failed + $3))
fi

# -------------------------------------------------------------------- the bundle
# A private key that signs, its public half, and what a changed bundle says.
bundle() {
    local key=$1 public=$2 kind=$3 tar folder
    tar=$(packaging/build-bundle --key "$key" --out "$scratch/bundle-$kind" | tail -n 1)
    verify "$kind: a bundle" test -s "$tar"
    tar -C "$scratch/bundle-$kind" -xf "$tar"
    folder=${tar%.tar}
    verify "$kind: it is whole" "$folder/verify" "$public"
    verify "$kind: what it is made of" python3 - "$folder/palier.cdx.json" <<'PYTHON'
import json, sys
bom = json.load(open(sys.argv[1]))
names = {c["name"] for c in bom["components"]}
assert bom["bomFormat"] == "CycloneDX" and bom["specVersion"] == "1.5"
assert {"libsqlite3-0", "libyaml-0-2", "libsodium23", "libjansson4", "libmicrohttpd12",
        "libc6"} <= names, names
assert all(c["version"] and c["purl"] for c in bom["components"])
PYTHON
    verify "$kind: another key" fails "$folder/verify" "$scratch/other.pub"
    cp "$folder/palier.cdx.json" "$scratch/kept"
    echo ' ' >>"$folder/palier.cdx.json"
    verify "$kind: a changed file" fails "$folder/verify" "$public"
    cp "$scratch/kept" "$folder/palier.cdx.json"
    touch "$folder/more.deb"
    verify "$kind: a file more" fails "$folder/verify" "$public"
    rm "$folder/more.deb"
    echo ' ' >>"$folder/SHA256SUMS"
    verify "$kind: a changed list" fails "$folder/verify" "$public"
}
openssl genpkey -algorithm ed25519 -out "$scratch/pem.key" 2>/dev/null
openssl pkey -in "$scratch/pem.key" -pubout -out "$scratch/pem.pub"
openssl genpkey -algorithm ed25519 2>/dev/null | openssl pkey -pubout -out "$scratch/other.pub"
bundle "$scratch/pem.key" "$scratch/pem.pub" pem
if command -v ssh-keygen >/dev/null; then
    ssh-keygen -q -t ed25519 -N '' -C throwaway -f "$scratch/ssh.key"
    ssh-keygen -q -t ed25519 -N '' -C other -f "$scratch/other.key"
    mv "$scratch/other.key.pub" "$scratch/other.pub"
    bundle "$scratch/ssh.key" "$scratch/ssh.key.pub" ssh
fi
verify 'no bundle without a key' fails packaging/build-bundle
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
