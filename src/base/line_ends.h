/*
 * line_ends - how the lines of a text end, kept from one version to the next.
 *
 * A browser sends the lines of a text area with CR LF, whatever they were (HTML, "constructing the
 * entry list"); without this a word that is changed would change every line.
 */
#ifndef PAL_BASE_LINE_ENDS_H
#define PAL_BASE_LINE_ENDS_H

#include "base/arena.h"

/* Lines beyond which a text with ends of several kinds is not held against the one before line by
 * line: new ends are then those that it has most of. Bounds memory. */
enum { PAL_LINE_ENDS_COMPARED = 100000 };

/* `text` with LF where it has CR LF, in the arena; `len` is its length before and after. NULL when
 * memory is short. */
const char *pal_line_ends_unix(struct pal_arena *arena, const char *text, size_t *len);

/* `text` with the line ends (LF, CR LF, CR) of `before`: where all of those are of one kind, that;
 * else a line that `before` has, too, ends as it did there, and a new one as the line in whose
 * place it stands, or the one above it. LF where `before` has no line end. In the arena; NULL when
 * memory is short. */
const char *pal_line_ends_like(struct pal_arena *arena, const char *text, size_t *len,
                               const char *before);

/* How the lines of a text end, in a few words that a form may carry beside it: "12l1c" is twelve
 * LF, then one CR LF; "r" is CR. "": all of them end with LF. NULL when memory is short. */
const char *pal_line_ends_said(struct pal_arena *arena, const char *text, size_t len);
/* `text` with the ends that such words say; as it is where they are not of as many lines. In the
 * arena; NULL when memory is short. */
const char *pal_line_ends_as(struct pal_arena *arena, const char *text, size_t *len,
                             const char *said);

#endif
