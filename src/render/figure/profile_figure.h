/*
 * profile_figure - a confidence profile at a glance: the grid of areas and steps, and in each cell
 * the calmest alert level that demands the step.
 *
 * The level stands in the cell as a mark, so that the figure is read in black and white: its rank
 * ("2": from the second level on), or a letter where the levels are themselves called by numbers,
 * for in several schemes the small number is the grave one. A step that a graver level demands no
 * longer shows the levels that demand it ("1–2"), and looks different.
 */
#ifndef PAL_RENDER_FIGURE_PROFILE_FIGURE_H
#define PAL_RENDER_FIGURE_PROFILE_FIGURE_H

#include "core/model/profile.h"
#include "core/model/propose.h"
#include "render/figure/figure.h"

enum {
    PAL_PROFILE_MARK_COLUMNS = 3, /* what fits in a cell */
    PAL_PROFILE_MARK = 24,        /* bytes */
    PAL_PROFILE_NOTES = 99,
};

struct pal_profile_level {
    const char *id;
    const char *label; /* in the language; the id where there is none */
    const char *meaning;
    char mark[PAL_PROFILE_MARK];
    const pal_mask *target; /* [area] */
    size_t steps;           /* demanded */
};

struct pal_profile_figure {
    const struct pal_model *model;
    const struct pal_language *language;
    const char *title;
    const char *caption;              /* what it is, for which model, by which scheme */
    const char *scheme;               /* title of the alert scheme; NULL: none is at hand */
    bool has_levels;                  /* false: one target, whatever the alert level */
    bool has_letters;                 /* marks are letters, not ranks */
    bool is_growing;                  /* no step is demanded at a level and not at a graver one */
    struct pal_profile_level *levels; /* calmest first; one without a name where !has_levels */
    size_t level_count;
    struct pal_span span; /* the areas in the panels */
    struct pal_figure_panel *panels;
    size_t panel_count;
    uint64_t *notes; /* sets of levels too long for a cell, explained under the figure */
    size_t note_count;
};

/* Lays out a profile, or a proposed one, with at most `columns` areas beside each other. All is
 * borrowed from the profile and the arena. Fails only for want of memory. */
enum pal_rc pal_profile_figure_layout(const struct pal_profile *profile, size_t columns,
                                      const struct pal_language *language, struct pal_arena *arena,
                                      struct pal_profile_figure *out) PAL_WARN_UNUSED;
enum pal_rc pal_profile_figure_layout_proposal(const struct pal_proposal *proposal, size_t columns,
                                               const struct pal_language *language,
                                               struct pal_arena *arena,
                                               struct pal_profile_figure *out) PAL_WARN_UNUSED;

/* The same figure with a span of the areas alone. Fails only for want of memory. */
enum pal_rc pal_profile_figure_part(const struct pal_profile_figure *figure, struct pal_span span,
                                    size_t columns, struct pal_arena *arena,
                                    struct pal_profile_figure *out) PAL_WARN_UNUSED;

/* The alert levels that demand a step, bit i for level i. */
uint64_t pal_profile_figure_levels(const struct pal_profile_figure *figure, size_t area,
                                   size_t step);

/* True when each level graver than the calmest of a set is in it too (and for the empty set). */
bool pal_profile_figure_lasts(const struct pal_profile_figure *figure, uint64_t levels);

/* What stands in a cell: "2", "1–2", "*1" for the first note; "" where nothing is demanded or the
 * target is the same at all levels. */
void pal_profile_figure_mark(const struct pal_profile_figure *figure, uint64_t levels,
                             char out[PAL_PROFILE_MARK]);

/* A set of levels by their marks, runs as "1–3". */
void pal_profile_figure_list(const struct pal_profile_figure *figure, uint64_t levels,
                             struct pal_buf *out);

/* Writes the figure as SVG, with title, description and a text for each column. `id_prefix` makes
 * the ids unique when several figures stand in one page. */
enum pal_rc pal_profile_figure_svg(const struct pal_profile_figure *figure, const char *id_prefix,
                                   struct pal_buf *out) PAL_WARN_UNUSED;

/* How many areas beside each other pal_profile_figure_svg has room for. */
extern const size_t pal_profile_figure_columns;

#endif
