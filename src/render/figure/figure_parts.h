/* figure_parts - what the figures share when they are drawn as SVG: measures, grid, rows, feet of
 * the columns, lines between cells. Private to the files
 * render/…figure_svg.c. */
#ifndef PAL_RENDER_FIGURE_FIGURE_PARTS_H
#define PAL_RENDER_FIGURE_FIGURE_PARTS_H

#include "render/figure/figure.h"

/* In pixels, but for what is counted in columns. */
enum {
    PAL_FIGURE_COLUMNS = 40, /* areas beside each other before a further panel starts */
    PAL_FIGURE_CELL_W = 27,
    PAL_FIGURE_CELL_H = 21,
    PAL_FIGURE_FOOT_H = 252, /* actor letters, ids and titles of areas, turned upright */
    PAL_FIGURE_PANEL_GAP = 18,
    PAL_FIGURE_MARGIN = 14,
    PAL_FIGURE_WIDTH_MIN = 640,
    PAL_FIGURE_TITLE_COLUMNS = 36, /* of an area's title, where it is not cut shorter */
};

/* The opening tag; title and desc are to have the ids that it names. */
void pal_figure_open(struct pal_buf *out, const char *id_prefix, size_t width, size_t height);

/* White paper under the figure, so that it is readable on any background. */
void pal_figure_paper(struct pal_buf *out, size_t width, size_t height);

/* The model's notice as metadata, and the closing tag. */
void pal_figure_close(struct pal_buf *out, const struct pal_model *model);

/* " · A64 – A127" where a figure shows a part of the areas. */
void pal_figure_span(struct pal_buf *out, const struct pal_model *model, struct pal_span span);

/* Text cut to a number of columns, escaped. */
void pal_figure_short(struct pal_buf *out, const char *text, size_t columns);

/* Where the cells start. */
size_t pal_figure_left(void);

/* The top of a row. Rows run upwards: step 0 stands at the bottom. */
size_t pal_figure_row_y(const struct pal_figure_panel *panel, size_t top, size_t step);

void pal_figure_grid(struct pal_buf *out, const struct pal_figure_panel *panel, size_t top);

/* The step titles and, at their left, one band per level. */
void pal_figure_rows(struct pal_buf *out, const struct pal_figure_panel *panel,
                     const struct pal_language *language, size_t top);

/* Under the column `at`: the letter of the actor, id and title of the area, cut to `columns`. */
void pal_figure_foot(struct pal_buf *out, const struct pal_figure_panel *panel, size_t at,
                     size_t top, const struct pal_area *area, enum pal_actor actor, size_t columns,
                     const struct pal_language *language);

/* The standing of an area and its steps by state, in words; of a whole score as a sentence. */
void pal_figure_area_words(const struct pal_area_score *area, const struct pal_language *language,
                           struct pal_buf *out);
void pal_figure_score_words(const struct pal_score *score, const struct pal_language *language,
                            struct pal_buf *out);

/* What the letters of the actors mean, as a line at `y`. */
void pal_figure_actors(struct pal_buf *out, const struct pal_language *language, size_t y);

/* False outside the panel. Unsigned wrap makes "the column before the first" fall outside. */
bool pal_figure_in_panel(const struct pal_figure_panel *panel, size_t at, size_t step);

/* True when a line runs between two cells, one of which may be outside the panel. */
typedef bool (*pal_figure_has_edge)(const void *ctx, const struct pal_figure_panel *panel,
                                    size_t at, size_t step, size_t other_at, size_t other_step);

/* The data of one path: every edge that has a line, runs of edges joined. */
void pal_figure_edges(struct pal_buf *out, const struct pal_figure_panel *panel, size_t top,
                      pal_figure_has_edge has_edge, const void *ctx);

#endif
