/*
 * text - quoting the user's words in messages, the nearest known word, and escaping by context.
 *
 * The escaping functions are named after the place the text goes to. There is no "raw" function:
 * markup is written with pal_buf_add and a string literal.
 */
#ifndef PAL_BASE_TEXT_H
#define PAL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { PAL_QUOTE_MAX = 128 };

struct pal_quote {
    char text[PAL_QUOTE_MAX];
};

/* `text` in double quotes for a message: at most PAL_LIMIT_QUOTE_BYTES of it, cut at a character
 * and marked with an ellipsis; control characters become "?". Use as pal_quote(s).text. */
struct pal_quote pal_quote(const char *text);

/* Whether a text says nothing: NULL, empty, or characters alone that nobody sees, as blanks and
 * ends of lines (pal_utf8_is_unseen). What is no UTF-8 is refused in words elsewhere, and says
 * something here. */
bool pal_is_blank(const char *text);

/* Words that somebody else keeps. */
struct pal_words {
    const char *const *of;
    size_t count;
};
bool pal_words_have(const struct pal_words *words, const char *word);
/* Whether a word stands in a text of words with a blank between each two. */
bool pal_is_among(const char *word, const char *words);
/* Whether two texts are the same; NULL is one of its own. */
bool pal_is_same_text(const char *one, const char *other);

/* A whole number as it is typed: digits alone, at most 18 of them. -1: it is none. */
int64_t pal_whole_number(const char *text);

/* Makes the first letter a capital, in place: of ASCII and of the accents of Latin-1. */
void pal_text_capital(char *text);

/* Among `count` words, the one that needs the fewest single-character changes to become `word`,
 * or NULL when none is near enough to be meant (a third of the length, at least one change). */
const char *pal_nearest(const char *word, const char *const *words, size_t count);

/* Text inside an HTML or XML element, or inside a double-quoted attribute. Characters that turn the
 * direction of reading become marks (base/bidi.h) where people read it; in attributes for programs
 * and in fields they stay. */
void pal_text_xml(struct pal_buf *buf, const char *text);

/* Where a text begins without the blanks around it that whoever copies a cell may leave, also those
 * that do not break; `len` is its length before and after. */
const char *pal_text_trimmed(const char *text, size_t *len);

/* Whether a spreadsheet would take a cell for a formula, or for one that was kept from being one:
 * it begins with = + - @ or a tab, behind any number of apostrophes. */
bool pal_text_is_formula(const char *text);

/* One CSV cell (RFC 4180), quoted when needed, also to keep the blanks around it; a cell that a
 * spreadsheet would take for a formula gets an apostrophe first, which whoever reads it takes away
 * (base/cells.h). */
void pal_text_csv(struct pal_buf *buf, const char *text);

/* Text for a terminal: control characters, which could move the cursor or set colours, are shown
 * as U+FFFD, those that turn the direction of reading as their mark (base/bidi.h); a newline
 * becomes a space. */
void pal_text_terminal(struct pal_buf *buf, const char *text);

#endif
