/*
 * utf8 - checking, cutting and measuring text. No locale is used anywhere in palier.
 */
#ifndef PAL_BASE_UTF8_H
#define PAL_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads one character at `bytes` (`len` > 0 bytes left). Gives its length in bytes and sets
 * `code`; 0 when the bytes are not valid UTF-8 (overlong forms and surrogates are refused). */
size_t pal_utf8_read(const unsigned char *bytes, size_t len, uint32_t *code);

/* True when all of `bytes` is valid UTF-8; else `bad_at` is the offset of the first bad byte. */
bool pal_utf8_check(const char *bytes, size_t len, size_t *bad_at);

/* True when all of `bytes`, valid UTF-8, may stand in a text; else `bad` is the first character
 * that may not. Of control characters only tab and line breaks may; nor may the code points that
 * are no characters, which XML refuses. */
bool pal_utf8_is_text(const char *bytes, size_t len, uint32_t *bad);

/* True when `bytes`, valid UTF-8, is one line of text: no control character, no separator of lines
 * or paragraphs. */
bool pal_utf8_is_line(const char *bytes, size_t len);

/* True of a character that leaves nothing to be seen: those that part words and lines, and those
 * that Unicode has programs ignore. */
bool pal_utf8_is_unseen(uint32_t code);

/* Removes an incomplete character at the end of a NUL-terminated text (after a cut by length). */
void pal_utf8_trim(char *text);

/* The columns a terminal needs for `text`: 2 for wide East Asian characters, 0 for combining
 * marks, 1 otherwise. */
size_t pal_utf8_columns(const char *text);

/* The bytes of the longest start of `text` that needs at most `columns`. */
size_t pal_utf8_fit(const char *text, size_t columns);

#endif
