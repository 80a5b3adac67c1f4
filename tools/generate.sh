#!/usr/bin/env bash
# Writes what is derived from the tables of the program into the tree, or checks that it is there.
#
# usage: tools/generate.sh update|check REFERENCE     REFERENCE: the built tools/reference
set -eu
mode=${1:-} reference=${2:-}
if { [ "$mode" != update ] && [ "$mode" != check ]; } || [ ! -x "$reference" ]; then
    echo "usage: tools/generate.sh update|check REFERENCE" >&2
    exit 64
fi
root=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ln -s "$(cd "$(dirname "$reference")" && pwd)/palier" "$scratch/palier"
failed=0

# put FILE: standard input is what FILE must hold.
put() {
    cat >"$scratch/new"
    if [ "$mode" = update ]; then
        cp "$scratch/new" "$root/$1"
    elif ! cmp -s "$scratch/new" "$root/$1"; then
        echo "$1 is not what the tables say; run: tools/generate.sh update" >&2
        failed=1
    fi
}

# between FILE NAME: puts standard input between the marks of NAME in FILE.
between() {
    cat >"$scratch/part"
    awk -v part="$scratch/part" -v name="$2" '
        $0 == "<!-- " name ": made from the tables, do not edit -->" {
            print; print ""
            while ((getline line < part) > 0) print line
            skip = 1; next
        }
        $0 == "<!-- end of " name " -->" { skip = 0 }
        !skip { print }' "$root/$1" | put "$1"
}

for kind in model profile assessment actions alert-scheme needs-rule needs effort alert-history alert-rates budget rights questionnaire answers procedures messages notice project meeting provider process sending; do
    "$reference" schema "$kind" | put "data/schema/$kind-1.schema.json"
done
"$reference" schema export | put data/schema/export-2.schema.json # that of export/1 stays as it was
# The picture of the README: status 2 is what the example shows.
(cd "$root" && LC_ALL=C "$scratch/palier" score examples/example-2003.yaml --format svg \
    --profile examples/example-2003-adaptive.yaml || [ $? -eq 2 ]) | put docs/figure.svg
"$reference" formats | between docs/formats.md keys
"$reference" commands | between docs/manual.md commands
"$reference" states | between docs/states.md states
exit $failed
