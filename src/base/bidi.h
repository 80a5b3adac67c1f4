/*
 * bidi - the characters that turn the direction of reading: with them a text is shown as another
 * than it is ("exe.fdp" for "pdf.exe"). They are shown as a mark instead, as [U+202E].
 */
#ifndef PAL_BASE_BIDI_H
#define PAL_BASE_BIDI_H

#include <stddef.h>

#include "base/buf.h"

enum { PAL_BIDI_MARK = 9 };

/* How many bytes of `text` (NUL-terminated) such a character takes at its start, and its mark; 0:
 * another character stands there. U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069. */
size_t pal_bidi_at(const char *text, char mark[PAL_BIDI_MARK]);

/* Adds a text with marks in their place. */
void pal_bidi_show(struct pal_buf *buf, const char *text);

#endif
