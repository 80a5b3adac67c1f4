/*
 * paste_parts - what the two forms of paste share. Private to src/core/model.
 */
#ifndef PAL_CORE_MODEL_PASTE_PARTS_H
#define PAL_CORE_MODEL_PASTE_PARTS_H

#include "base/cells.h"
#include "core/model/paste.h"

/* Where the reading stands. */
struct pal_pasting {
    struct pal_arena *arena;
    const struct pal_model *model;
    const struct pal_cells *cells;
    struct pal_pasted *out;
    size_t room;    /* of out->cells */
    uint8_t *taken; /* a bit per lane for each step of the model: what stands above already */
};

/* Whether a text is, or begins with, a word, small or capital as letters may be (ASCII). */
bool pal_paste_is_word(const char *text, const char *word);
bool pal_paste_begins(const char *text, const char *word);

/* The area that a head names: by its id, or with its title behind it; NULL: none. */
const struct pal_area *pal_paste_area(const struct pal_model *model, const char *text);
/* Likewise a step of any ladder, whose own id is given; NULL: none. "2,1", as a French spreadsheet
 * makes of it, is 2.1. */
const char *pal_paste_step(const struct pal_model *model, const char *text);

void pal_paste_refuse(struct pal_pasting *in, size_t line, size_t column,
                      enum pal_paste_fault fault, const char *what);
/* Adds a cell; one that stands above already is refused. */
enum pal_rc pal_paste_add(struct pal_pasting *in, const struct pal_paste_cell *cell,
                          const char *what) PAL_WARN_UNUSED;
/* The mark of a cell; false: it was refused. */
bool pal_paste_mark(struct pal_pasting *in, const char *text, struct pal_paste_cell *cell);

/* Whether it is a list, by its heads or by its first lines. */
bool pal_paste_is_list(const struct pal_pasting *in);
enum pal_rc pal_paste_list(struct pal_pasting *in) PAL_WARN_UNUSED;
enum pal_rc pal_paste_block(struct pal_pasting *in, enum pal_paste_lie lie) PAL_WARN_UNUSED;

#endif
