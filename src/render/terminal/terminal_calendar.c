/* terminal_calendar - the best plan within a budget as text: period by period, actor by actor. */
#include <stdio.h>

#include "base/utf8.h"
#include "render/amount.h"
#include "render/figure/calendar_parts.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

/* "12.5 h" */
static void add_hours(const struct pal_terminal *terminal, struct pal_buf *out, uint64_t minutes)
{
    char text[PAL_AMOUNT_TEXT];
    pal_hours_write((double)minutes / 60, terminal->language, text);
    pal_buf_printf(out, "%s h", text);
}

static void add_step(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_calendar *calendar, const struct pal_calendar_step *step)
{
    const struct pal_area *area = &calendar->score->assessment->model->areas[step->area];
    pal_buf_printf(out, "    %s ", area->id);
    pal_pad(out, area->ladder->steps[step->step].id, 5);
    pal_pad(out, pal_text_in(&area->title, terminal->language->lang), 32);
    pal_buf_add(out, "  ");
    add_hours(terminal, out, step->work);
    if (step->money > 0) {
        char text[PAL_AMOUNT_TEXT];
        pal_amount_write(step->money, terminal->language, text);
        pal_buf_printf(out, "  %s %.24s", text, calendar->efforts->currency);
    }
    pal_buf_add_char(out, '\n');
}

/* The steps of an actor in a period; nothing where there is none. `period` = the budget's number
 * of periods: those left undone. */
static void add_actor(const struct pal_terminal *terminal, struct pal_buf *out,
                      const struct pal_calendar *calendar, size_t period, int actor)
{
    bool is_first = true;
    uint64_t minutes = 0;
    for (size_t i = 0; i < calendar->count; i++) {
        const struct pal_calendar_step *step = &calendar->steps[i];
        minutes += step->period == period && (int)step->actor == actor ? step->work : 0;
    }
    for (size_t i = 0; i < calendar->count; i++) {
        const struct pal_calendar_step *step = &calendar->steps[i];
        if (step->period != period || (int)step->actor != actor) {
            continue;
        }
        if (is_first) {
            pal_buf_printf(out, "  %s%s", pal_word_actor(terminal->language, (enum pal_actor)actor),
                           pal_tr(terminal->language, ": "));
            add_hours(terminal, out, minutes);
            pal_buf_add_char(out, '\n');
            is_first = false;
        }
        add_step(terminal, out, calendar, step);
    }
}

static void add_periods(const struct pal_terminal *terminal, struct pal_buf *out,
                        const struct pal_calendar *calendar)
{
    for (size_t t = 0; t < calendar->period_count; t++) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        pal_calendar_dates(calendar->budget, t, first, last);
        pal_ink(terminal, out, PAL_INK_BOLD);
        pal_buf_printf(out, "%zu  %s – %s\n", t + 1, first, last);
        pal_ink_end(terminal, out);
        bool is_empty = true;
        for (size_t i = 0; i < calendar->count; i++) {
            is_empty = is_empty && calendar->steps[i].period != t;
        }
        if (is_empty) {
            pal_buf_printf(out, "  %s\n", pal_tr(terminal->language, "none"));
        }
        for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            add_actor(terminal, out, calendar, t, actor);
        }
        pal_buf_add_char(out, '\n');
    }
    if (calendar->undone_count > 0) {
        pal_ink(terminal, out, PAL_INK_BOLD);
        pal_buf_printf(out, "%s\n", pal_tr(terminal->language, "not within this budget"));
        pal_ink_end(terminal, out);
        for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
            add_actor(terminal, out, calendar, calendar->budget->period_count, actor);
        }
        pal_buf_add_char(out, '\n');
    }
}

/* The missing steps that are built: nothing of them is planned again. */
static void add_built(const struct pal_terminal *terminal, struct pal_buf *out,
                      const struct pal_calendar *calendar)
{
    const struct pal_language *language = terminal->language;
    if (calendar->built_count == 0) {
        return;
    }
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(out, "%s\n", pal_tr(language, "built already: to activate"));
    pal_ink_end(terminal, out);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        bool is_first = true;
        for (size_t i = 0; i < calendar->built_count; i++) {
            const struct pal_calendar_built *step = &calendar->built[i];
            const struct pal_area *area = &calendar->score->assessment->model->areas[step->area];
            if ((int)step->actor != actor) {
                continue;
            }
            if (is_first) {
                pal_buf_printf(out, "  %s\n", pal_word_actor(language, (enum pal_actor)actor));
                is_first = false;
            }
            pal_buf_printf(out, "    %s ", area->id);
            pal_pad(out, area->ladder->steps[step->step].id, 5);
            pal_pad(out, pal_text_in(&area->title, language->lang), 32);
            pal_buf_add(out, "  ");
            pal_terminal_time(terminal, out, step->minutes);
            pal_buf_add_char(out, '\n');
        }
    }
    pal_buf_add_char(out, '\n');
}

/* What a project manager negotiates with: a day more of somebody, in some period. */
static void add_marginal(const struct pal_terminal *terminal, struct pal_buf *out,
                         const struct pal_calendar *calendar)
{
    enum { MINUTES_PER_DAY = 7 * 60 };
    const struct pal_language *language = terminal->language;
    bool has_any = false;
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        double most = 0;
        size_t period = 0;
        for (size_t t = 0; t < calendar->period_count && calendar->capacity[r] != NULL; t++) {
            if (calendar->schedule.marginal[r][t] > most) {
                most = calendar->schedule.marginal[r][t];
                period = t;
            }
        }
        if (most <= 0) {
            continue;
        }
        if (!has_any) {
            pal_buf_printf(out, "%s\n",
                           pal_tr(language, "what more would be worth, at the margin"));
            has_any = true;
        }
        char text[PAL_AMOUNT_TEXT];
        if (r == PAL_RESOURCE_MONEY) {
            pal_hours_write(most * 100000, language, text);
            pal_buf_printf(out, pal_tr(language, "  1000 %.24s more in period %zu: %s"),
                           calendar->efforts->currency, period + 1, text);
        } else {
            pal_hours_write(most * MINUTES_PER_DAY, language, text);
            pal_buf_printf(out, pal_tr(language, "  a day (7 h) more of %s in period %zu: %s"),
                           pal_word_actor(language, (enum pal_actor)r), period + 1, text);
        }
        pal_buf_add_char(out, '\n');
    }
    if (has_any) {
        pal_buf_add_char(out, '\n');
    }
}

/* What the whole target takes, and when it could be met. */
static void add_whole(const struct pal_terminal *terminal, struct pal_buf *out,
                      const struct pal_calendar *calendar)
{
    const struct pal_language *language = terminal->language;
    char amount[PAL_AMOUNT_TEXT];
    pal_amount_write(calendar->whole_cost, language, amount);
    struct pal_buf line;
    pal_buf_init(&line, 4096, out->alloc);
    pal_buf_printf(&line, pal_tr(language, "the whole target takes %s %.24s:"), amount,
                   calendar->efforts->currency);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        pal_buf_printf(&line, "%s %s ", actor > 0 ? "," : "",
                       pal_word_actor(language, (enum pal_actor)actor));
        add_hours(terminal, &line, calendar->whole[actor]);
    }
    pal_terminal_wrap_line(out, &line, 0, 2, terminal->columns);
    if (calendar->met_in < calendar->budget->period_count) {
        char first[PAL_INSTANT_TEXT];
        char last[PAL_INSTANT_TEXT];
        pal_calendar_dates(calendar->budget, calendar->met_in, first, last);
        pal_buf_printf(out, pal_tr(language, "this budget can meet it by %s (period %zu)"), last,
                       calendar->met_in + 1);
        pal_buf_add_char(out, '\n');
    }
    for (size_t r = 0; r < PAL_RESOURCE_COUNT; r++) {
        if (calendar->lacking[r] == 0) {
            continue;
        }
        pal_ink(terminal, out, PAL_INK_BAD);
        if (r == PAL_RESOURCE_MONEY) {
            pal_amount_write(calendar->lacking[r], language, amount);
            pal_buf_printf(out, pal_tr(language, "lacking by the end of period %zu: %s %.24s"),
                           calendar->period_count, amount, calendar->efforts->currency);
        } else {
            pal_hours_write((double)calendar->lacking[r] / 60, language, amount);
            pal_buf_printf(out, pal_tr(language, "lacking by the end of period %zu: %s h of %s"),
                           calendar->period_count, amount,
                           pal_word_actor(language, (enum pal_actor)r));
        }
        pal_ink_end(terminal, out);
        pal_buf_add_char(out, '\n');
    }
}

enum pal_rc pal_terminal_calendar(const struct pal_terminal *terminal,
                                  const struct pal_scored *scored,
                                  const struct pal_calendar *calendar, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    pal_identity(terminal, out, scored);
    pal_heading(terminal, out, pal_tr(language, "efforts"),
                pal_text_in(&calendar->efforts->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "budget"),
                pal_text_in(&calendar->budget->title, language->lang));
    pal_buf_add_char(out, '\n');
    add_periods(terminal, out, calendar);
    add_built(terminal, out, calendar);
    add_marginal(terminal, out, calendar);
    add_whole(terminal, out, calendar);
    if (calendar->efforts->is_proposed) {
        pal_terminal_wrap(
            out, pal_tr(language, "The efforts are a proposal, to be confirmed by the expert."), 0,
            0, terminal->columns);
    }
    char closed[320];
    pal_calendar_closed(calendar, language, closed, sizeof closed);
    pal_terminal_wrap(out, closed, 0, 0, terminal->columns);
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(out,
                   calendar->budget->is_early
                       ? pal_tr(language, "the plan is worth %llu (points times periods): ")
                       : pal_tr(language, "the plan is worth %llu (points at the end): "),
                   (unsigned long long)calendar->schedule.value);
    if (calendar->schedule.is_optimal) {
        pal_buf_add(out, pal_tr(language, "optimal"));
    } else {
        pal_buf_printf(out, pal_tr(language, "no plan is worth more than %llu"),
                       (unsigned long long)calendar->schedule.bound);
    }
    pal_ink_end(terminal, out);
    pal_buf_add_char(out, '\n');
    return pal_finish(out);
}
