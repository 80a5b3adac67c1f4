/*
 * cost_figure - cost against exposure of the four ways, and the alert that both come from.
 *
 * Above, a row per way: its cost as a bar parted by kind, on the same row the hours in which a
 * demanded step is not active. Over rates a whisker under each bar spans what 90 of 100 simulated
 * histories give. Below, for a history: the alert level over time, and under it how many steps the
 * adaptive way has active. For rates, and for a history with too many changes to be drawn: the
 * share of the hours at each level, and the steps active there. Kinds are told apart by pattern,
 * numbers are written: it is read in black and white.
 */
#ifndef PAL_RENDER_FIGURE_COST_FIGURE_H
#define PAL_RENDER_FIGURE_COST_FIGURE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/rc.h"
#include "core/money/ways.h"
#include "render/template/language.h"

enum {
    PAL_COST_PLOT = 730, /* pixels that the time of a history is drawn over */
    PAL_COST_DATE = 70,  /* pixels that a date needs */
    PAL_COST_DATE_ROWS = 3,
    PAL_COST_CHANGES = PAL_COST_PLOT / 3, /* more of them in a history are no line any more */
};

struct pal_cost_level {
    const char *label; /* in the language; the id where there is none */
    double hours;
    double share;       /* of the horizon, 0 … 1 */
    size_t switched_on; /* prepared steps of the adaptive way that the level demands */
};

/* Where the date of a change of level is written: to the right of its mark, or to the left near the
 * end. Row 0 is the upper one. */
struct pal_cost_date {
    size_t change; /* index in the history */
    size_t x;      /* of the mark */
    size_t row;
    bool is_left;
};

struct pal_cost_figure {
    const struct pal_ways *ways;
    const struct pal_language *language;
    const char *title;
    const char *caption;
    double cost_max; /* minor units: what the longest bar or whisker stands for */
    double hours_max;
    struct pal_cost_level *levels; /* [level of the scheme], calmest first */
    size_t level_count;
    size_t steps_max;            /* active when all is switched on */
    bool has_timeline;           /* false: shares of the hours stand in its place */
    struct pal_cost_date *dates; /* of the time line: those that have room */
    size_t date_count;
    unsigned months; /* of the time line: between two marks of the calendar; 0: none has room */
};

/* Lays the figure out. All is borrowed from the ways and the arena. Fails only for want of memory.
 */
enum pal_rc pal_cost_figure_layout(const struct pal_ways *ways, const struct pal_language *language,
                                   struct pal_arena *arena,
                                   struct pal_cost_figure *out) PAL_WARN_UNUSED;

/* The pixels of a bar: at least one where there is anything, at most `pixels`. */
size_t pal_cost_figure_length(double value, double max, size_t pixels);

/* What lies between two marks of an axis over 0 … max: `unit` times 1, 2 or 5 and a power of ten,
 * so great that each mark has room for `label` pixels. 0: there is nothing to mark. */
double pal_cost_figure_step(double max, size_t pixels, size_t label, double unit);

/* Where a minute of the history stands, from the left of the plot. */
size_t pal_cost_figure_x(const struct pal_history *history, uint64_t minutes);

/* Writes the figure as SVG, with title, description and a text for each row. `id_prefix` makes the
 * ids unique in a page. */
enum pal_rc pal_cost_figure_svg(const struct pal_cost_figure *figure, const char *id_prefix,
                                struct pal_buf *out) PAL_WARN_UNUSED;

#endif
