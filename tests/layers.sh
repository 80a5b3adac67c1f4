#!/usr/bin/env bash
# Holds the layers: who may include whom, and that base and core do no I/O and keep no state.
# usage: tests/layers.sh SOURCE_ROOT BUILD_DIR
set -u
root=$1 build=$2 failed=0

complain() {
    echo "$*" >&2
    failed=1
}

# allow FOLDER FOLDERS…: files below src/FOLDER may include headers below FOLDERS only.
allow() {
    local folder=$1 bad pattern
    shift
    pattern=$(IFS='|'; echo "$*")
    bad=$(grep -rnE '^#include "' --include='*.[ch]' "$root/src/$folder" |
        grep -vE "\"($pattern)/|\"palier_version.h\"")
    [ -z "$bad" ] || complain "src/$folder may include only: $* (ARCHITECTURE.md)
$bad"
}

# Sentences say what is wrong; how it is given, cli alone says (struct pal_err, lacks).
spoken=$(grep -rnE '"([^"]* )?--[a-z]' --include='*.[ch]' "$root"/src/{base,core,format,render,store,app,http,mail} | grep -vE '^[^"]*(/\*|//)')
[ -z "$spoken" ] || complain "these speak of options, which are the command line's:
$spoken"

allow base base
allow core base core
allow http base http
allow mail base mail
allow format base core format
allow render base core render
allow store base store
allow app base core format render store mail app
allow web base core format render app http web
allow cli base core format render app http web cli
# Within a layer, too, folders lean on each other one way.
allow core/alert base core/alert
allow core/case base core/case
allow core/model base core/alert core/model
allow core/money base core/alert core/model core/money
allow core/question base core/alert core/model core/question
allow app/desk base core format render app/desk

# The store is called by app alone: no function of it by a higher layer.
kept=$(mktemp)
nm --defined-only "$build/libstore.a" 2>/dev/null | awk '$2 == "T" { print $3 }' | sort -u >"$kept"
for layer in web cli http; do
    used=$(nm -u "$build/lib$layer.a" 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u | comm -12 - "$kept")
    [ -z "$used" ] || complain "src/$layer calls the store, which is app's alone: $used"
done
rm -f "$kept"

# Its rows do not leave app: no header that web or cli reaches, by whatever way, is the store's, nor
# names a type of it but the connection, whose inside nobody sees.
includes() { grep -shoE '^ *# *include "[^"]+"' "$@" | cut -d'"' -f2 | sort -u; }
own=$(find "$root"/src/{web,cli} -name '*.[ch]')
reached='' next=$(includes $own)
while [ "$next" != "$reached" ]; do
    reached=$next
    next=$({ echo "$reached"; includes $(sed "s|^|$root/src/|" <<<"$reached"); } | sort -u)
done
headers=$(for header in $reached; do [ -f "$root/src/$header" ] && echo "$root/src/$header"; done)
[ -n "$headers" ] || complain "no header is reached from src/web and src/cli: the walk over the includes is broken"
leaking=$(grep -nE '^ *# *include "store/' $headers)
[ -z "$leaking" ] || complain "these headers bring the store to src/web or src/cli; what app gives is the house's own (src/app/house/told.h):
$leaking"
types() { grep -rhoE '^(struct|enum) pal_[a-z_]+[ ;]' --include='*.h' "$@" | awk '{ sub(";", "", $2); print $2 }' | sort -u; }
rows=$(comm -23 <(types "$root/src/store") <(types "$root"/src/{base,core,format,render,http,mail}) | grep -v '^pal_db$' | paste -sd'|')
[ -n "$rows" ] || complain "src/store declares no type: the search for them is broken"
named=$(grep -nE "\b(struct|enum) ($rows)\b" $own $(grep '/src/app/' <<<"$headers"))
[ -z "$named" ] || complain "these are types of the store, which do not leave app:
$named"

# A partial that is not in the program renders as nothing, without a word.
for template in "$root"/ui/*.mustache; do
    name=$(basename "$template")
    grep -q "'ui/$name'" "$root/meson.build" || complain "ui/$name is not in meson.build"
done
for partial in $(grep -ohE '\{\{> *[a-z_]+ *\}\}' "$root"/ui/*.mustache | tr -d '{}> ' | sort -u); do
    [ -f "$root/ui/$partial.mustache" ] || [ -f "$root/ui/$partial.css" ] ||
        complain "a template names the partial $partial, which is not there"
done

# SQL, and what the databases' libraries declare, is src/store's alone.
others=$(find "$root/src" -name "*.[ch]" ! -path "*/src/store/*")
sql=$(grep -nE '"[^"]*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA) |#include [<"](sqlite3|libpq-fe)\.h[>"]' $others)
[ -z "$sql" ] || complain "SQL and the libraries of the databases are src/store's alone (src/store/db.h):
$sql"
# Linked, libpq and libcurl would cost every start of the program (docs/decisions/0010, 0045).
linked=$(objdump -p "$build/palier" | grep -E 'NEEDED +lib(pq|curl)')
[ -z "$linked" ] || complain "the program links $linked; src/store/db_pg.c and src/mail/smtp.c load them when they are asked for"

# What base and core may ask of the C library: memory, strings and formatting, no more.
allowed='^(_GLOBAL_OFFSET_TABLE_|mem(cpy|move|set|cmp|chr)|str(len|cmp|ncmp|chr|cspn|spn|pbrk)|vsnprintf|realloc|free|__stack_chk_fail|__(vsnprintf|snprintf|memcpy|memset|memmove|strcat|strcpy)_chk|snprintf|log|__cpu_(model|indicator_init|features2)|__popcountdi2|pal_[a-z0-9_]+)$'
for layer in base core; do
    for symbol in $(nm -u "$build/lib$layer.a" | awk '$1 == "U" { print $2 }' | sort -u); do
        case $symbol in __asan_* | __ubsan_* | __gcov_* | __sanitizer_*) continue ;; esac
        [[ $symbol =~ $allowed ]] || complain "src/$layer uses $symbol: it must do no I/O, read no clock, no random, no environment"
    done
done
# Only base/alloc.c may call the heap.
heap=$(grep -nE '\b(malloc|calloc|realloc|free)\(' $(find "$root"/src/{base,core,format} -name "*.c") | grep -v 'base/alloc.c')
[ -z "$heap" ] || complain "the heap is base/alloc.c's alone:
$heap"

# No writable data: no globals, no statics that change.
for layer in base core format; do
    state=$(objdump -t "$build/lib$layer.a" 2>/dev/null | awk '($4 == ".data" || $4 == ".bss" || $4 == "*COM*") && $5 != "0000000000000000" { print $NF }' | grep -vE '^(__|\.L|\*)|asan|ubsan|^\.|^0x' | grep -v '^l*\.str')
    if [ -n "$state" ] && ! grep -q asan <<<"$(nm "$build/lib$layer.a" 2>/dev/null | head -n 200)"; then
        complain "src/$layer keeps state: $state"
    fi
done

# Functions that overrun or depend on a hidden state.
banned=$(grep -nwE 'strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atol|gmtime|localtime|setlocale|system|popen|rand|srand' $(find "$root/src" -name "*.c") | grep -E '\b(strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atol|gmtime|localtime|setlocale|system|popen|rand|srand)\(')
[ -z "$banned" ] || complain "banned functions:
$banned"
exit $failed
