#include "render/figure/calendar_svg.h"

#include <stdio.h>

#include "base/text.h"
#include "render/amount.h"
#include "render/figure/calendar_parts.h"
#include "render/figure/figure_parts.h"
#include "render/steps.h"
#include "render/words.h"

/* In pixels. */
enum {
    MARGIN = PAL_FIGURE_MARGIN,
    LABEL_W = 270,
    PERIOD_W = 108,
    ROW_H = 22,
    HEAD_H = 92,
    BAND_H = 26,
    BAR_H = 30,
    FOOT_H = 44,
    LABEL_COLUMNS = 31,
};

struct drawing {
    const struct pal_calendar *calendar;
    const struct pal_model *model;
    const struct pal_language *language;
    struct pal_buf *out;
    pal_mask *cells; /* [area * columns + period] of the actor at hand; the last: not planned */
    size_t columns;  /* periods, and one more where steps are left undone */
    size_t y;
};

static size_t column_x(size_t column)
{
    return MARGIN + LABEL_W + column * PERIOD_W;
}

static void text_at(struct drawing *drawing, size_t x, size_t y, const char *attributes,
                    const char *text)
{
    pal_buf_printf(drawing->out, "<text x=\"%zu\" y=\"%zu\"%s>", x, y, attributes);
    pal_text_xml(drawing->out, text);
    pal_buf_add(drawing->out, "</text>\n");
}

/* The steps of an actor, per area and column; how many areas have any. */
static size_t fill_cells(struct drawing *drawing, int actor)
{
    const struct pal_calendar *calendar = drawing->calendar;
    size_t areas = 0;
    for (size_t i = 0; i < drawing->model->area_count * drawing->columns; i++) {
        drawing->cells[i] = 0;
    }
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < calendar->count; i++) {
        const struct pal_calendar_step *step = &calendar->steps[i];
        if ((int)step->actor != actor) {
            continue;
        }
        size_t column = step->period < calendar->period_count ? step->period : drawing->columns - 1;
        drawing->cells[step->area * drawing->columns + column] |= (pal_mask)1 << step->step;
        areas += step->area != last; /* the steps stand in the model's order */
        last = step->area;
    }
    return areas;
}

static void add_cell(struct drawing *drawing, size_t area, size_t column, pal_mask mask)
{
    struct pal_buf *out = drawing->out;
    struct pal_buf steps;
    bool is_planned = column < drawing->calendar->period_count;
    size_t x = column_x(column) + 3;
    pal_buf_init(&steps, 1 << 16, out->alloc);
    pal_steps(&steps, drawing->model->areas[area].ladder, mask);
    const char *text = pal_buf_text(&steps);
    pal_buf_printf(out, "<g><title>%s ", drawing->model->areas[area].id);
    pal_text_xml(out, text != NULL ? text : "");
    pal_buf_printf(out,
                   "</title><rect class=\"%s\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" "
                   "rx=\"3\" fill=\"%s\" stroke=\"#111111\"%s/>",
                   is_planned ? "pal-planned" : "pal-unplanned", x, drawing->y + 2, PERIOD_W - 6,
                   ROW_H - 4, is_planned ? "#d5dbe3" : "#ffffff",
                   is_planned ? "" : " stroke-dasharray=\"3 2\"");
    pal_buf_printf(out, "<text x=\"%zu\" y=\"%zu\" font-size=\"11\" text-anchor=\"middle\">",
                   x + PERIOD_W / 2 - 3, drawing->y + 15);
    pal_figure_short(out, text != NULL ? text : "", 16);
    pal_buf_add(out, "</text></g>\n");
    pal_buf_done(&steps);
}

/* How much of what has come in by the end of each period is used by then. */
static void add_bar(struct drawing *drawing, size_t resource)
{
    const struct pal_calendar *calendar = drawing->calendar;
    struct pal_buf *out = drawing->out;
    uint64_t used = 0;
    text_at(drawing, MARGIN + 14, drawing->y + 17,
            " class=\"pal-soft\" font-size=\"11\" fill=\"#555555\"",
            pal_tr(drawing->language, "used of what has come in"));
    for (size_t t = 0; t < calendar->period_count; t++) {
        char one[PAL_AMOUNT_TEXT];
        char all[PAL_AMOUNT_TEXT];
        used += calendar->used[resource][t];
        uint64_t capacity =
            calendar->capacity[resource] != NULL ? calendar->capacity[resource][t] : 0;
        size_t x = column_x(t) + 3;
        size_t full = PERIOD_W - 6;
        pal_hours_write((double)used / 60, drawing->language, one);
        pal_hours_write((double)capacity / 60, drawing->language, all);
        if (capacity > 0) {
            pal_buf_printf(out,
                           "<rect class=\"pal-line\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
                           "height=\"6\" fill=\"none\" stroke=\"#111111\"/><rect "
                           "class=\"pal-achieved\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
                           "height=\"6\" fill=\"#35506f\"/>\n",
                           x, drawing->y + 3, full, x, drawing->y + 3,
                           (size_t)((double)used / (double)capacity * (double)full));
        }
        pal_buf_printf(out,
                       "<text x=\"%zu\" y=\"%zu\" font-size=\"10\" text-anchor=\"middle\">%s%s%s "
                       "h</text>\n",
                       x + full / 2, drawing->y + 21, one, capacity > 0 ? " / " : "",
                       capacity > 0 ? all : "");
    }
    drawing->y += BAR_H;
}

static void add_actor(struct drawing *drawing, int actor)
{
    struct pal_buf *out = drawing->out;
    size_t right = column_x(drawing->columns);
    if (fill_cells(drawing, actor) == 0) {
        return;
    }
    pal_buf_printf(out,
                   "<line class=\"pal-line\" x1=\"%d\" y1=\"%zu\" x2=\"%zu\" y2=\"%zu\" "
                   "stroke=\"#111111\"/>\n",
                   MARGIN, drawing->y + 4, right, drawing->y + 4);
    text_at(drawing, MARGIN, drawing->y + 20, " font-size=\"13\" font-weight=\"bold\"",
            pal_word_actor(drawing->language, (enum pal_actor)actor));
    drawing->y += BAND_H;
    for (size_t area = 0; area < drawing->model->area_count; area++) {
        const pal_mask *row = drawing->cells + area * drawing->columns;
        bool has_any = false;
        for (size_t t = 0; t < drawing->columns; t++) {
            has_any = has_any || row[t] != 0;
        }
        if (!has_any) {
            continue;
        }
        pal_buf_printf(out, "<text x=\"%d\" y=\"%zu\" font-size=\"12\">", MARGIN + 14,
                       drawing->y + 15);
        pal_text_xml(out, drawing->model->areas[area].id);
        pal_buf_add_char(out, ' ');
        pal_figure_short(out,
                         pal_text_in(&drawing->model->areas[area].title, drawing->language->lang),
                         LABEL_COLUMNS);
        pal_buf_add(out, "</text>\n");
        for (size_t t = 0; t < drawing->columns; t++) {
            if (row[t] != 0) {
                add_cell(drawing, area, t, row[t]);
            }
        }
        drawing->y += ROW_H;
    }
    add_bar(drawing, (size_t)actor);
}

static void add_head(struct drawing *drawing, const char *title, size_t bottom)
{
    const struct pal_calendar *calendar = drawing->calendar;
    struct pal_buf *out = drawing->out;
    pal_buf_add(out, "<title id=\"c-title\">");
    pal_text_xml(out, title);
    pal_buf_add(out, "</title>\n<desc id=\"c-desc\">");
    pal_text_xml(out, pal_tr(drawing->language,
                             "Periods in columns, the areas of each actor in rows; in a cell the "
                             "steps of the area that are finished in the period."));
    pal_buf_add(out, "</desc>\n");
    text_at(drawing, MARGIN, 28, " font-size=\"16\" font-weight=\"bold\"", title);
    for (size_t t = 0; t < drawing->columns; t++) {
        size_t x = column_x(t);
        if (t < calendar->period_count) {
            char first[PAL_INSTANT_TEXT];
            char last[PAL_INSTANT_TEXT];
            pal_calendar_dates(calendar->budget, t, first, last);
            pal_buf_printf(out,
                           "<text x=\"%zu\" y=\"56\" font-size=\"12\" font-weight=\"bold\" "
                           "text-anchor=\"middle\">%zu</text>\n",
                           x + PERIOD_W / 2, t + 1);
            pal_buf_printf(
                out,
                "<text x=\"%zu\" y=\"70\" font-size=\"10\" text-anchor=\"middle\">%s</text>"
                "<text x=\"%zu\" y=\"83\" font-size=\"10\" text-anchor=\"middle\">– "
                "%s</text>\n",
                x + PERIOD_W / 2, first, x + PERIOD_W / 2, last);
        } else {
            pal_buf_printf(out, "<text x=\"%zu\" y=\"70\" font-size=\"10\" text-anchor=\"middle\">",
                           x + PERIOD_W / 2);
            pal_text_xml(out, pal_tr(drawing->language, "not planned"));
            pal_buf_add(out, "</text>\n");
        }
        pal_buf_printf(out,
                       "<line class=\"pal-grid\" x1=\"%zu\" y1=\"%d\" x2=\"%zu\" y2=\"%zu\" "
                       "stroke=\"#cccccc\"/>\n",
                       x, HEAD_H, x, bottom);
    }
}

enum pal_rc pal_calendar_svg(const struct pal_scored *scored, const struct pal_calendar *calendar,
                             const struct pal_language *language, struct pal_arena *arena,
                             struct pal_buf *out)
{
    const struct pal_model *model = calendar->score->assessment->model;
    bool has_undone = calendar->undone_count > 0;
    struct drawing drawing = {.calendar = calendar,
                              .model = model,
                              .language = language,
                              .out = out,
                              .columns = calendar->period_count + (has_undone ? 1 : 0),
                              .y = HEAD_H};
    const char *target = pal_view_target_title(scored, language, arena);
    const char *title =
        target != NULL ? pal_arena_printf(arena, pal_tr(language, "Plan to %s"), target) : NULL;
    drawing.cells = PAL_NEW(arena, pal_mask, model->area_count * drawing.columns);
    if (title == NULL || drawing.cells == NULL) {
        return PAL_E_MEMORY;
    }
    size_t bottom = HEAD_H;
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        size_t areas = fill_cells(&drawing, actor);
        bottom += areas > 0 ? areas * ROW_H + BAND_H + BAR_H : 0;
    }
    size_t width = column_x(drawing.columns) + MARGIN;
    pal_figure_open(out, "c-", width, bottom + FOOT_H);
    pal_figure_paper(out, width, bottom + FOOT_H);
    add_head(&drawing, title, bottom);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        add_actor(&drawing, actor);
    }
    char text[320];
    pal_calendar_closed(calendar, language, text, sizeof text);
    text_at(&drawing, MARGIN, bottom + 24, " font-size=\"12\"", text);
    pal_figure_close(out, model);
    return out->failed ? PAL_E_MEMORY : PAL_OK;
}
