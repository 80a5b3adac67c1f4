#!/usr/bin/env bash
# Holds the layout and the size of things: a function at most 80 lines and of complexity 20 (traditional McCabe), a C
# file at most 800 lines, a line of a template at most 200 characters, no file where none belongs.
# usage: tests/gates.sh [SOURCE_ROOT]
set -u
cd "${1:-.}" || exit 1
failed=0 counted=0

complain() {
    echo "$*" >&2
    failed=$((failed + 1))
}

clang-format-14 --dry-run -Werror $(git ls-files '*.[ch]') || complain "the layout: clang-format-14 -i FILE mends it"

mapfile -t sources < <(git ls-files 'src/*.[ch]' 'tests/*.[ch]' 'tools/*.[ch]' 'bench/*.[ch]')

# pmccabe FILE…: modified complexity, traditional, statements, first line, lines, where, name.
while read -r _ complexity _ first lines where name; do
    counted=$((counted + 1))
    # What it takes for a function in a header is a declaration unless it is a body of its own.
    [ "$complexity" -le 20 ] || complain "${where%(*}:$first: $name has a complexity of $complexity; 20 is the most"
    [[ $where == *.h* ]] || [ "$lines" -le 80 ] ||
        complain "${where%(*}:$first: $name has $lines lines; 80 is the most"
done < <(pmccabe "${sources[@]}")
[ "$counted" -gt 1000 ] || complain "pmccabe saw $counted functions only: the gate is not looking"

for file in "${sources[@]}"; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 800 ] || complain "$file has $lines lines; 800 is the most: it holds two ideas"
done

# What a kind of document is asked for is its row (src/app/house/shelf_kinds.h), not its word.
while IFS= read -r word; do
    complain "$word: ask the row of the kind (pal_shelf_kind, pal_kind_is)"
done < <(git ls-files 'src/*.[ch]' | xargs perl -0ne \
    'while (/strn?cmp\([^;{}]*?kind\b[^;{}"]*?,\s*"[a-z-]*"/g) { print "$ARGV: ", ($& =~ s/\s+/ /gr), "\n" }')

while IFS= read -r long; do
    complain "$long"
done < <(awk 'length($0) > 200 { printf "%s:%d: a line of %d characters; 200 is the most\n", FILENAME, FNR, length($0) }' ui/*.mustache)

# What lies at the root, and of which kinds the files of each folder are.
allowed='^(\.ci/run|\.clang-format|\.editorconfig|\.gitignore|[A-Z]+(\.md)?|check|start|meson\.build|meson_options\.txt|publiccode\.yml'
allowed+='|bench/[a-z_]+(\.(c|py))?|data/.*\.(yaml|json|tsv|txt)|docs/.*\.(md|svg|png)|examples/[a-z0-9-]+\.yaml|packaging/.*'
allowed+='|po/[a-z]+\.po|src/(.*\.[ch]|(.*/)?meson\.build)|tools/[a-z_]+\.(c|py|sh)|tools/meson\.build|ui/[a-z_]+\.(mustache|css|js)'
allowed+='|tests/([a-z]+/)?[a-z_]+\.(c|h|py|sh|mjs)|tests/meson\.build|tests/(golden|fixtures|cases)/.*|tests/fuzz/corpus/.*|tests/browser/(package(-lock)?\.json|\.npmrc))$'
while IFS= read -r stray; do
    complain "$stray: no file of this kind belongs here"
done < <(git ls-files | grep -vE "$allowed")

[ "$failed" -eq 0 ] && echo "$counted functions, ${#sources[@]} files"
exit $((failed > 0))
