/*
 * language - the words of palier in the user's language.
 *
 * The catalogs are the .mo files that msgfmt makes of po/, embedded in the program and read here,
 * so that nothing depends on the locales of the host. English is the source and has no catalog.
 */
#ifndef PAL_RENDER_TEMPLATE_LANGUAGE_H
#define PAL_RENDER_TEMPLATE_LANGUAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/lang.h"

struct pal_language {
    enum pal_lang lang;
    const unsigned char *catalog; /* bytes of a .mo file, borrowed; NULL: the source language */
    size_t catalog_len;
};

/* The translation of a text of the program, or the text itself. Borrowed from the catalog. */
const char *pal_tr(const struct pal_language *language, const char *text)
    __attribute__((format_arg(2)));

/* The form for a number: `one` or `many` in English, what the language demands elsewhere. */
const char *pal_tr_n(const struct pal_language *language, const char *one, const char *many,
                     uint64_t number) __attribute__((format_arg(2), format_arg(3)));

/* The language as the voice of those below; `language` is borrowed by it. */
struct pal_voice pal_language_voice(const struct pal_language *language);

#endif
