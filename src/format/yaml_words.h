/*
 * yaml_words - what libyaml says of a text that is no YAML, in other languages.
 */
#ifndef PAL_FORMAT_YAML_WORDS_H
#define PAL_FORMAT_YAML_WORDS_H

#include "base/lang.h"

/* The translation; what another version of the library says, and NULL, stay as they are. */
const char *pal_yaml_words(const struct pal_voice *voice, const char *said);

#endif
