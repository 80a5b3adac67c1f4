/* cost_figure - what stands where; drawn in cost_figure_svg.c. */
#include "render/figure/cost_figure.h"

#include "render/cost_words.h"

size_t pal_cost_figure_length(double value, double max, size_t pixels)
{
    if (!(value > 0) || !(max > 0)) {
        return 0;
    }
    double length = value / max * (double)pixels + 0.5;
    return length >= (double)pixels ? pixels : length < 1 ? 1 : (size_t)length;
}

double pal_cost_figure_step(double max, size_t pixels, size_t label, double unit)
{
    static const double parts[] = {1, 2, 5};
    enum { PARTS = sizeof parts / sizeof *parts };
    if (!(max > 0)) {
        return 0;
    }
    for (double decade = unit;; decade *= 10) {
        for (size_t i = 0; i < PARTS; i++) {
            if (decade * parts[i] * (double)pixels >= max * (double)label) {
                return decade * parts[i];
            }
        }
    }
}

size_t pal_cost_figure_x(const struct pal_history *history, uint64_t minutes)
{
    return (size_t)(minutes * PAL_COST_PLOT / history->end_minutes);
}

/* Marks at whole months, as close to each other as their labels allow. */
static unsigned months_between(const struct pal_history *history)
{
    static const unsigned steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
    enum { STEPS = sizeof steps / sizeof *steps, LABEL = 58, MINUTES_PER_MONTH = 43830 };
    for (size_t i = 0; i < STEPS; i++) {
        if (pal_cost_figure_x(history, (uint64_t)steps[i] * MINUTES_PER_MONTH) >= LABEL) {
            return steps[i];
        }
    }
    return 0;
}

/* From the left, each date in the uppermost row that has room for it; where none has, it is left
 * out. A date hangs on a line down to the level, which must not cross the dates of lower rows. */
static void place_dates(const struct pal_history *history, struct pal_cost_figure *figure)
{
    size_t ends[PAL_COST_DATE_ROWS] = {0};
    for (size_t i = 0; i < history->count; i++) {
        size_t x = pal_cost_figure_x(history, history->changes[i].at_minutes);
        bool is_left = x + PAL_COST_DATE > PAL_COST_PLOT;
        size_t from = is_left ? x - PAL_COST_DATE : x;
        size_t row = PAL_COST_DATE_ROWS;
        while (row > 0 && from >= ends[row - 1]) {
            row--;
        }
        if (row < PAL_COST_DATE_ROWS) {
            figure->dates[figure->date_count++] = (struct pal_cost_date){i, x, row, is_left};
            ends[row] = from + PAL_COST_DATE;
        }
    }
}

static void fill_levels(const struct pal_ways *ways, struct pal_cost_figure *figure)
{
    for (size_t i = 0; i < figure->level_count; i++) {
        figure->levels[i] = (struct pal_cost_level){
            .label = pal_cost_level_label(ways, i, figure->language),
            .hours = ways->level_hours[i],
            .share = ways->level_hours[i] / ways->horizon_hours,
            .switched_on = pal_cost_switched_on(ways, i),
        };
    }
}

enum pal_rc pal_cost_figure_layout(const struct pal_ways *ways, const struct pal_language *language,
                                   struct pal_arena *arena, struct pal_cost_figure *out)
{
    const struct pal_ways_request *request = &ways->request;
    const struct pal_outlook *outlook = request->outlook;
    const struct pal_way *adaptive = &ways->ways[PAL_WAY_ADAPTIVE];
    const enum pal_lang lang = language->lang;
    *out = (struct pal_cost_figure){
        .ways = ways,
        .language = language,
        .level_count = outlook->scheme->level_count,
        .has_timeline = outlook->is_replay && outlook->history.count <= PAL_COST_CHANGES,
        .steps_max = adaptive->permanent_count + adaptive->prepared_count,
    };
    out->title = pal_arena_printf(arena, pal_tr(language, "Cost and exposure of four ways: %s"),
                                  pal_text_in(&request->assessment->title, lang));
    out->caption = pal_arena_printf(
        arena, "%s · %s · %s", pal_text_in(&request->profile->title, lang),
        pal_text_in(&outlook->title, lang), pal_text_in(&request->efforts->title, lang));
    out->levels = PAL_NEW(arena, struct pal_cost_level, out->level_count);
    out->dates =
        PAL_NEW(arena, struct pal_cost_date, out->has_timeline ? outlook->history.count : 0);
    if (out->title == NULL || out->caption == NULL || out->levels == NULL || out->dates == NULL) {
        return PAL_E_MEMORY;
    }
    for (int i = 0; i < PAL_WAY_COUNT; i++) {
        const struct pal_way *way = &ways->ways[i];
        double cost = (double)way->total;
        double hours = way->exposed_hours;
        if (!outlook->is_replay) {
            cost = way->cost.rows[PAL_SPREAD_HIGH].value > cost
                       ? way->cost.rows[PAL_SPREAD_HIGH].value
                       : cost;
            hours = way->exposed.rows[PAL_SPREAD_HIGH].value > hours
                        ? way->exposed.rows[PAL_SPREAD_HIGH].value
                        : hours;
        }
        out->cost_max = cost > out->cost_max ? cost : out->cost_max;
        out->hours_max = hours > out->hours_max ? hours : out->hours_max;
    }
    fill_levels(ways, out);
    if (out->has_timeline) {
        place_dates(&outlook->history, out);
        out->months = months_between(&outlook->history);
    }
    return PAL_OK;
}
