/*
 * difference - what changed between two texts, line by line: a longest common subsequence, bounded.
 */
#ifndef PAL_BASE_DIFFERENCE_H
#define PAL_BASE_DIFFERENCE_H

#include "base/arena.h"

enum {
    /* Lines between the first and the last that differ, of one text times those of the other:
     * beyond it all of one are removed and all of the other added. Bounds time and memory. */
    PAL_DIFFERENCE_CELLS = 4 << 20,
    PAL_DIFFERENCE_AROUND = 3, /* lines that are the same, shown before and after a change */
};

enum pal_difference_kind {
    PAL_DIFFERENCE_SAME,
    PAL_DIFFERENCE_REMOVED,
    PAL_DIFFERENCE_ADDED,
    PAL_DIFFERENCE_LEFT_OUT, /* stands for lines that are the same and far from any change */
};

struct pal_difference_line {
    enum pal_difference_kind kind;
    const char *text; /* borrowed from one of the texts, no NUL behind it; NULL: left out */
    size_t len;
    size_t number; /* of the line in its text, from 1; of the new one where it is the same */
};

/* The lines in order; none where the texts are the same. NULL when memory is short. */
struct pal_difference_line *pal_difference(const char *before, const char *after,
                                           struct pal_arena *arena, size_t *count);

/* Every line of both in order, none left out, also where the texts are the same. */
struct pal_difference_line *pal_difference_whole(const char *before, const char *after,
                                                 struct pal_arena *arena, size_t *count);

#endif
