#!/usr/bin/env bash
# The bash completion and the man page, as a user meets them.
# usage: test_completion.sh BUILD_DIR
set -u
build=$1 failed=0 passed=0
. "$build/tools/palier"

# completes EXPECTED WORD…: what the last word may become.
completes() {
    local expected=$1
    shift
    COMP_WORDS=(palier "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _palier 2>/dev/null
    if [[ " ${COMPREPLY[*]:-} " == *" $expected "* ]]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED completion of: palier $* (got: ${COMPREPLY[*]:-})"
    fi
}

completes score sc
completes --profile score --p
completes level-3 score x --profile lev
completes svg score x --format s
completes claimed score x --basis c
completes fr plan x --lang f
completes sse-cmm-2.0 models s
completes compare help c
if man -l -Tutf8 "$build/palier.1" 2>/dev/null | col -b | grep -q 'palier score' &&
    [ -z "$(man --warnings -l -Tutf8 -Z "$build/palier.1" 2>&1 >/dev/null)" ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED the man page has warnings or lacks its commands"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
