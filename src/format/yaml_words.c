#include "format/yaml_words.h"

#include <stddef.h>
#include <string.h>

static const char *const known[] = {
    PAL_N_("block sequence entries are not allowed in this context"),
    PAL_N_("could not find expected ':'"),
    PAL_N_("did not find expected ',' or ']'"),
    PAL_N_("did not find expected ',' or '}'"),
    PAL_N_("did not find expected '-' indicator"),
    PAL_N_("did not find expected <document start>"),
    PAL_N_("did not find expected alphabetic or numeric character"),
    PAL_N_("did not find expected comment or line break"),
    PAL_N_("did not find expected hexdecimal number"),
    PAL_N_("did not find expected key"),
    PAL_N_("did not find expected node content"),
    PAL_N_("found a tab character that violates indentation"),
    PAL_N_("found a tab character where an indentation space is expected"),
    PAL_N_("found an indentation indicator equal to 0"),
    PAL_N_("found character that cannot start any token"),
    PAL_N_("found invalid Unicode character escape code"),
    PAL_N_("found undefined tag handle"),
    PAL_N_("found unexpected ':'"),
    PAL_N_("found unexpected document indicator"),
    PAL_N_("found unexpected end of stream"),
    PAL_N_("found unknown escape character"),
    PAL_N_("mapping keys are not allowed in this context"),
    PAL_N_("mapping values are not allowed in this context"),
    PAL_N_("while parsing a block collection"),
    PAL_N_("while parsing a block mapping"),
    PAL_N_("while parsing a block node"),
    PAL_N_("while parsing a flow mapping"),
    PAL_N_("while parsing a flow node"),
    PAL_N_("while parsing a flow sequence"),
    PAL_N_("while parsing a node"),
    PAL_N_("while parsing a quoted scalar"),
    PAL_N_("while scanning a block scalar"),
    PAL_N_("while scanning a directive"),
    PAL_N_("while scanning a plain scalar"),
    PAL_N_("while scanning a quoted scalar"),
    PAL_N_("while scanning a simple key"),
    PAL_N_("while scanning a tag"),
    PAL_N_("while scanning an alias"),
    PAL_N_("while scanning an anchor"),
    PAL_N_("while scanning for the next token"),
};

const char *pal_yaml_words(const struct pal_voice *voice, const char *said)
{
    for (size_t i = 0; said != NULL && i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i], said) == 0) {
            return pal_voice_say(voice, known[i]);
        }
    }
    return said;
}
