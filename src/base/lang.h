/*
 * lang - the languages of palier, and a text in several of them.
 */
#ifndef PAL_BASE_LANG_H
#define PAL_BASE_LANG_H

#include <stdbool.h>

enum pal_lang { PAL_LANG_EN, PAL_LANG_FR, PAL_LANG_COUNT };

/* "en", "fr" … in the order of the enum. */
extern const char *const pal_lang_codes[PAL_LANG_COUNT];

/* Finds a language by its code; true when known. */
bool pal_lang_find(const char *code, enum pal_lang *out);

/* A text for people. Absent languages are NULL; a plain string stands under English and is what
 * every language without its own text shows. All NULL: there is no text. */
struct pal_text {
    const char *in[PAL_LANG_COUNT];
};

/* The text in `lang`, else in the first language that has one, else "". */
const char *pal_text_in(const struct pal_text *text, enum pal_lang lang);
/* Whether it says nothing in any language: a blank text is none (pal_is_blank). */
bool pal_text_is_empty(const struct pal_text *text);

/* Marks a text for extraction where it cannot be translated yet (tables of constants). */
#define PAL_N_(text) text

/* The language in which sentences are said: what knows the translations lies above those who speak.
 * Borrowed by them; NULL: English. */
struct pal_voice {
    const char *(*say)(const void *ctx, const char *text); /* the translation, or `text` itself */
    const void *ctx;
    enum pal_lang lang; /* for texts of documents, which have their languages with them */
};

const char *pal_voice_say(const struct pal_voice *voice, const char *text)
    __attribute__((format_arg(2)));

#endif
