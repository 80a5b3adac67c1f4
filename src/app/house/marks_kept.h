/*
 * marks_kept - what is said of assessments, kept in memory as it stood when their texts were last
 * written: whoever marks one of 264 steps need not read the others again. Private to src/app/house.
 *
 * Each writing of a text has a stamp of its own, which stands in the database beside it: what is
 * kept under another one is not what is there, whoever wrote in between and whatever was rolled
 * back. Shared by all threads; some megabytes, of which those kept longest go first.
 */
#ifndef PAL_APP_HOUSE_MARKS_KEPT_H
#define PAL_APP_HOUSE_MARKS_KEPT_H

#include "store/facts.h"

struct pal_marks_kept;

/* NULL: memory is short; nothing is kept then. */
struct pal_marks_kept *pal_marks_kept_new(void);
void pal_marks_kept_free(struct pal_marks_kept *kept);

/* The rows as pal_heads_brief has them, in the arena; false: they are not kept, or not these. */
bool pal_marks_kept_get(struct pal_marks_kept *kept, const char *assessment, const char *stamp,
                        struct pal_arena *arena, struct pal_fact_row **out, size_t *count);
/* In place of what was kept of the assessment before. */
void pal_marks_kept_put(struct pal_marks_kept *kept, const char *assessment, const char *stamp,
                        const struct pal_fact_row *rows, size_t count);

#endif
