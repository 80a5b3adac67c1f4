/* terminal_change - what a change of the alert level asks for, and readiness, as text. */
#include <stdio.h>

#include "base/duration.h"
#include "base/text.h"
#include "base/utf8.h"
#include "render/amount.h"
#include "render/terminal/terminal_parts.h"
#include "render/words.h"

static const char *level_label(const struct pal_terminal *terminal,
                               const struct pal_posture *posture, size_t level)
{
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    return pal_alert_label(scheme, scheme->levels[level].id, terminal->language->lang);
}

void pal_terminal_time(const struct pal_terminal *terminal, struct pal_buf *out, uint64_t minutes)
{
    const struct pal_language *language = terminal->language;
    unsigned long long days = minutes / 1440;
    unsigned hours = (unsigned)(minutes % 1440 / 60);
    unsigned left = (unsigned)(minutes % 60);
    if (days > 0) {
        pal_buf_printf(out, pal_tr(language, "%llu d"), days);
    }
    if (hours > 0) {
        pal_buf_printf(out, "%s%u h", days > 0 ? " " : "", hours);
    }
    if (left > 0 || minutes == 0) {
        pal_buf_printf(out, "%s%u min", days > 0 || hours > 0 ? " " : "", left);
    }
}

static void add_delay(const struct pal_terminal *terminal, struct pal_buf *out, uint32_t minutes)
{
    if (minutes == PAL_ALERT_NOT_STATED) {
        pal_buf_add(out, pal_tr(terminal->language, "no delay stated"));
    } else {
        pal_terminal_time(terminal, out, minutes);
    }
}

static enum pal_ink ink_of(enum pal_readiness verdict)
{
    return verdict == PAL_READY            ? PAL_INK_GOOD
           : verdict == PAL_READY_NO_DELAY ? PAL_INK_EXTRA
                                           : PAL_INK_BAD;
}

/* "2 missing; 8 h (PA21) / no delay stated" */
static void add_readiness(const struct pal_terminal *terminal, struct pal_buf *out,
                          const struct pal_posture *posture, const struct pal_level_change *change)
{
    const struct pal_language *language = terminal->language;
    if (change->missing_count > 0 && change->activate_count == 0) {
        pal_buf_printf(
            out, pal_tr_n(language, "%zu step missing", "%zu steps missing", change->missing_count),
            change->missing_count);
        return;
    }
    if (change->missing_count > 0) {
        pal_buf_printf(out,
                       pal_tr_n(language, "%zu missing; ", "%zu missing; ", change->missing_count),
                       change->missing_count);
    } else {
        pal_buf_add(out, pal_word_readiness(language, change->verdict));
        pal_buf_add(out, pal_tr(language, ": "));
    }
    pal_terminal_time(terminal, out, change->minutes);
    pal_buf_printf(out, " (%s) / ", posture->assessment->model->areas[change->longest_area].id);
    add_delay(terminal, out, change->delay_minutes);
}

void pal_terminal_readiness(const struct pal_terminal *terminal, const struct pal_posture *posture,
                            const struct pal_level_change *changes, size_t count,
                            struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    enum { LEVEL_COLUMNS = 11, ROW_COLUMNS = 2 + LEVEL_COLUMNS + 3 + LEVEL_COLUMNS + 1 };
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_buf_printf(
        out, "%s\n",
        pal_tr(language,
               "readiness: each change of the alert level, longest activation / allowed"));
    pal_ink_end(terminal, out);
    bool is_empty = true;
    for (size_t i = 0; i < count; i++) {
        const struct pal_level_change *change = &changes[i];
        if (change->activate_count + change->missing_count == 0) {
            continue;
        }
        is_empty = false;
        pal_buf_add(out, "  ");
        pal_pad(out, level_label(terminal, posture, change->from), LEVEL_COLUMNS);
        pal_buf_add(out, " > ");
        pal_pad(out, level_label(terminal, posture, change->to), LEVEL_COLUMNS);
        pal_buf_add_char(out, ' ');
        pal_ink(terminal, out, ink_of(change->verdict));
        struct pal_buf line;
        pal_buf_init(&line, 4096, out->alloc);
        add_readiness(terminal, &line, posture, change);
        pal_terminal_wrap_line(out, &line, ROW_COLUMNS, ROW_COLUMNS, terminal->columns);
        pal_ink_end(terminal, out);
    }
    if (is_empty) {
        pal_buf_printf(out, "  %s\n", pal_tr(language, "nothing to activate for any of them"));
    }
    pal_buf_add_char(out, '\n');
}

/* What one list of a change says of each step. */
enum part { PART_ACTIVATE, PART_MISSING, PART_STAND_DOWN };

static void add_step(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_posture *posture, const struct pal_efforts *efforts,
                     const struct pal_level_step *step, enum part part)
{
    const struct pal_area *area = &posture->assessment->model->areas[step->area];
    pal_buf_printf(out, "    %s ", area->id);
    pal_pad(out, area->ladder->steps[step->step].id, 5);
    pal_pad(out, pal_text_in(&area->title, terminal->language->lang), 32);
    pal_buf_add_char(out, ' ');
    if (part == PART_ACTIVATE) {
        pal_buf_add(out, pal_tr(terminal->language, "active after "));
        pal_terminal_time(terminal, out, step->minutes);
    } else if (part == PART_STAND_DOWN) {
        char amount[PAL_AMOUNT_TEXT];
        pal_amount_write_signed(step->saving, terminal->language, amount);
        pal_buf_printf(out, pal_tr(terminal->language, "%s %.24s a month"), amount,
                       efforts->currency);
    }
    pal_buf_add_char(out, '\n');
}

static void add_list(const struct pal_terminal *terminal, struct pal_buf *out,
                     const struct pal_posture *posture, const struct pal_efforts *efforts,
                     const char *title, const struct pal_level_step *steps, size_t count,
                     enum part part)
{
    const struct pal_language *language = terminal->language;
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, title, 0, 0, terminal->columns);
    pal_ink_end(terminal, out);
    for (int actor = 0; actor < PAL_ACTOR_COUNT; actor++) {
        bool is_first = true;
        for (size_t i = 0; i < count; i++) {
            if ((int)steps[i].actor != actor) {
                continue;
            }
            if (is_first) {
                pal_buf_printf(out, "  %s\n", pal_word_actor(language, (enum pal_actor)actor));
                is_first = false;
            }
            add_step(terminal, out, posture, efforts, &steps[i], part);
        }
    }
    if (count == 0) {
        pal_buf_printf(out, "  %s\n", pal_tr(language, "none"));
    }
    pal_buf_add_char(out, '\n');
}

enum pal_rc pal_terminal_change(const struct pal_terminal *terminal,
                                const struct pal_posture *posture,
                                const struct pal_efforts *efforts,
                                const struct pal_level_change *change, struct pal_buf *out)
{
    const struct pal_language *language = terminal->language;
    const struct pal_assessment *assessment = posture->assessment;
    char amount[PAL_AMOUNT_TEXT];
    pal_ink(terminal, out, PAL_INK_BOLD);
    pal_terminal_wrap(out, pal_text_in(&assessment->title, language->lang), 0, 0,
                      terminal->columns);
    pal_ink_end(terminal, out);
    pal_heading(terminal, out, pal_tr(language, "provider"), assessment->provider);
    pal_heading(terminal, out, pal_tr(language, "profile"),
                pal_text_in(&posture->profile->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "efforts"),
                pal_text_in(&efforts->title, language->lang));
    pal_heading(terminal, out, pal_tr(language, "from"),
                level_label(terminal, posture, change->from));
    pal_heading(terminal, out, pal_tr(language, "to"), level_label(terminal, posture, change->to));
    pal_buf_add_char(out, '\n');
    pal_notice(terminal, out, assessment->model);
    pal_buf_add_char(out, '\n');
    add_list(terminal, out, posture, efforts,
             pal_tr(language, "demanded, neither achieved nor prepared: cannot be switched on"),
             change->missing, change->missing_count, PART_MISSING);
    add_list(terminal, out, posture, efforts, pal_tr(language, "to activate, in this order"),
             change->activate, change->activate_count, PART_ACTIVATE);
    add_list(terminal, out, posture, efforts,
             pal_tr(language, "active beyond the target: may be stood down"), change->stand_down,
             change->stand_down_count, PART_STAND_DOWN);
    pal_amount_write_signed(change->saving < 0 ? -change->saving : change->saving, language,
                            amount);
    pal_buf_printf(out,
                   change->saving < 0
                       ? pal_tr(language,
                                "what may be stood down costs %s %.24s a month more asleep "
                                "than active")
                       : pal_tr(language, "what may be stood down saves %s %.24s a month"),
                   amount, efforts->currency);
    pal_buf_add_char(out, '\n');
    pal_ink(terminal, out, ink_of(change->verdict));
    pal_buf_add(out, pal_word_readiness(language, change->verdict));
    pal_ink_end(terminal, out);
    pal_buf_add(out, pal_tr(language, ": "));
    pal_terminal_time(terminal, out, change->minutes);
    pal_buf_add(out, pal_tr(language, " to activate, allowed: "));
    add_delay(terminal, out, change->delay_minutes);
    pal_buf_add_char(out, '\n');
    return pal_finish(out);
}
