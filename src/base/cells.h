/*
 * cells - a table as a spreadsheet gives it when it is pasted, or as a file: lines and their cells.
 *
 * Between cells stands a tab, a semicolon or a comma: a tab where there is any outside of quotes,
 * else whichever comes first. A cell in quotes (RFC 4180) may hold all of them, and ends of lines.
 * It is then read byte for byte, with the blanks around it and the ends of its lines as they are.
 * An apostrophe that keeps a spreadsheet from computing a cell (pal_text_csv) is taken away again.
 */
#ifndef PAL_BASE_CELLS_H
#define PAL_BASE_CELLS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/rc.h"

enum {
    PAL_CELLS_ROWS = 8192,
    PAL_CELLS_COLUMNS = 512,
    PAL_CELLS_ALL = 200000,
};

struct pal_cells_row {
    const char **at;  /* `count` cells; those without quotes without the blanks around them */
    bool *is_guarded; /* of each, whether such an apostrophe stood before it */
    size_t count;
    size_t line; /* where it begins, from 1 */
};

struct pal_cells {
    struct pal_cells_row *rows; /* those in which anything stands, be it tabs */
    size_t count;
    size_t columns; /* of the longest row */
    char between;   /* '\0': nothing; then each line is one cell */
};

/* Reads a text. PAL_E_LIMIT: more rows, columns or cells than above, `out->count` rows were read.
 * PAL_E_MEMORY. All of it is in the arena. */
enum pal_rc pal_cells_read(struct pal_arena *arena, const char *text,
                           struct pal_cells *out) PAL_WARN_UNUSED;

#endif
