/*
 * figure_grid - the figure as a control in which one marks: areas across, steps upwards, the same
 * states and the same line of the target, as a table of links (role "grid"). Areas with the same
 * ladder stand in one table; one too wide is continued in a further one, as in figure.h.
 *
 * Each cell is a link to its step on the page of its area, with a short name: "PA05 2.1 P: partly,
 * missing"; the heads of its row and column have the titles, the table the basis. What a script
 * (ui/grid.js) needs beside that stands in classes and in data-… of the table.
 */
#ifndef PAL_RENDER_FIGURE_FIGURE_GRID_H
#define PAL_RENDER_FIGURE_FIGURE_GRID_H

#include "base/arena.h"
#include "base/buf.h"
#include "render/figure/figure.h"
#include "render/part.h"
#include "render/template/language.h"

enum { PAL_FIGURE_GRID_COLUMNS = 24 }; /* areas beside each other: so many stand on a screen */

struct pal_figure_grid_cell {
    enum pal_rating rating;
    enum pal_rating below; /* what would stand there without a mark of its own */
    bool is_own;           /* else it is inherited from a stronger basis, or nothing */
    bool is_by_practices;
    bool is_again;             /* to be seen again */
    enum pal_rating suggested; /* by answers; not rated: nothing is */
    bool is_partly;            /* some of its practices are answered, and no mark is suggested */
};

/* All borrowed. */
struct pal_figure_grid {
    const struct pal_score *score;            /* whose target and actors these are */
    const struct pal_figure_grid_cell *cells; /* one for each step of the model */
    const char *title;                        /* what is marked: "Checked" */
    const char *basis;                        /* its id, for addresses */
    const char *behind;                       /* what all addresses end with, before the "#" */
};

/* The state of a cell by its mark and the target: what the score says of it, and what the script
 * makes of a mark that was just pressed. */
struct pal_cell pal_figure_grid_state(const struct pal_figure_grid *grid, size_t area, size_t step);

/* Writes the grid of a span of areas as HTML. Fails only for want of memory. */
enum pal_rc pal_figure_grid_write(const struct pal_figure_grid *grid, struct pal_span span,
                                  const struct pal_language *language, struct pal_arena *arena,
                                  struct pal_buf *out) PAL_WARN_UNUSED;

/* "F: fully" and so on; "not rated". */
const char *pal_figure_grid_word(const struct pal_language *language, enum pal_rating rating);

#endif
