# packages.sh - installs the Debian packages that are named and missing. Sourced by start, check and
# bench/run; needs root or sudo only when something is missing.
need() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These Debian packages are missing: ${missing[*]}" >&2
            echo "Install them as root (apt-get install ${missing[*]}), then run this again." >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "Installing: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq >/dev/null || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "${missing[@]}" >/dev/null
}

# What building palier takes.
build_packages=(tzdata gcc libc6-dev meson ninja-build pkg-config libyaml-dev libjansson-dev libsqlite3-dev libpq-dev
    libsodium-dev libmicrohttpd-dev libcurl4-openssl-dev libgnutls28-dev nettle-dev zlib1g-dev gettext)
