/* report_alert - the page of an alert scheme. */
#include <string.h>

#include "render/report/report_parts.h"
#include "render/report/report_profile.h"

enum { SPAN_MAX = 256 };

static void add_unit(struct pal_buf *out, const char *form, uint64_t count)
{
    if (count > 0) {
        pal_buf_add(out, out->len > 0 ? " " : "");
        pal_buf_printf(out, "%llu ", (unsigned long long)count);
        pal_buf_add(out, form);
    }
}

struct pal_value *pal_report_span(const struct pal_report *report, uint64_t minutes)
{
    const struct pal_language *language = report->language;
    enum { HOUR = 60, DAY = 24 * HOUR };
    uint64_t days = minutes / DAY;
    uint64_t hours = minutes % DAY / HOUR;
    uint64_t rest = minutes % HOUR;
    struct pal_buf out;
    if (minutes == PAL_ALERT_NOT_STATED) {
        return pal_value_null(report->in);
    }
    if (minutes == 0) {
        return pal_value_text(report->in, pal_tr(language, "at once"));
    }
    pal_buf_init(&out, SPAN_MAX, NULL);
    add_unit(&out, pal_tr_n(language, "day", "days", days), days);
    add_unit(&out, pal_tr_n(language, "hour", "hours", hours), hours);
    add_unit(&out, pal_tr_n(language, "minute", "minutes", rest), rest);
    const char *text = pal_buf_text(&out);
    struct pal_value *shown = text != NULL ? pal_value_text(report->in, text) : NULL;
    pal_buf_done(&out);
    return shown;
}

struct pal_value *pal_report_level(const struct pal_report *report,
                                   const struct pal_alert_level *level)
{
    const char *text = pal_text_in(&level->label, report->language->lang);
    return pal_value_text(report->in, text[0] != '\0' ? text : level->id);
}

static struct pal_value *prepare(struct pal_report *report, const struct pal_alert_scheme *scheme,
                                 const struct pal_alert_level *level)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < level->prepare_count; i++) {
        struct pal_value *row = pal_value_object(report->in);
        pal_put(row, "label", pal_report_level(report, &scheme->levels[level->prepare[i].level]));
        pal_put(row, "within", pal_report_span(report, level->prepare[i].within_minutes));
        pal_add(list, row);
    }
    return list;
}

/* The level as in the JSON (`level`), its spans in words, its place among the others. */
static struct pal_value *level_row(struct pal_report *report, const struct pal_alert_scheme *scheme,
                                   size_t index, struct pal_value *view)
{
    const struct pal_alert_level *level = &scheme->levels[index];
    const char *text = pal_text_in(&level->label, report->language->lang);
    struct pal_value *row = pal_value_object(report->in);
    pal_put(row, "level", view);
    pal_put(row, "name", pal_report_level(report, level));
    pal_put_boolean(row, "has_other_label", text[0] != '\0' && strcmp(text, level->id) != 0);
    pal_put_boolean(row, "is_default", index == scheme->default_level);
    pal_put_boolean(row, "is_gravest", index + 1 == scheme->level_count);
    pal_put(row, "acknowledge", pal_report_span(report, level->acknowledge_minutes));
    pal_put(row, "apply", pal_report_span(report, level->apply_minutes));
    pal_put(row, "report", pal_report_span(report, level->report_minutes));
    pal_put(row, "sustain", pal_report_span(report, level->sustain_minutes));
    pal_put_boolean(row, "has_prepare", level->prepare_count > 0);
    pal_put(row, "prepare", prepare(report, scheme, level));
    pal_put_boolean(row, "has_measures", level->measure_count > 0);
    return row;
}

/* A row per level of this scheme, a cell per other scheme. */
static struct pal_value *equivalences(struct pal_report *report,
                                      const struct pal_alert_scheme *scheme)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < scheme->level_count; i++) {
        struct pal_value *row = pal_value_object(report->in);
        struct pal_value *cells = pal_value_list(report->in);
        for (size_t j = 0; j < scheme->equivalence_count; j++) {
            const char *other = scheme->equivalences[j].levels[i];
            struct pal_value *cell = pal_value_object(report->in);
            pal_put(cell, "id",
                    other != NULL ? pal_value_text(report->in, other) : pal_value_null(report->in));
            pal_add(cells, cell);
        }
        pal_put(row, "name", pal_report_level(report, &scheme->levels[i]));
        pal_put(row, "cells", cells);
        pal_add(list, row);
    }
    return list;
}

struct pal_view pal_report_alert(const struct pal_alert_scheme *scheme,
                                 const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_value *page = pal_report_page(&report, NULL);
    struct pal_value *data = pal_view_alert(report.in, scheme, language);
    struct pal_value *levels = pal_value_list(report.in);
    for (size_t i = 0; i < scheme->level_count; i++) {
        pal_add(levels,
                level_row(&report, scheme, i, pal_value_at(pal_value_get(data, "levels"), i)));
    }
    pal_put(page, "levels", levels);
    pal_put(page, "default_name",
            pal_report_level(&report, &scheme->levels[scheme->default_level]));
    pal_put_boolean(page, "is_cumulative", scheme->has_cumulative && scheme->is_cumulative);
    pal_put_boolean(page, "is_not_cumulative", scheme->has_cumulative && !scheme->is_cumulative);
    pal_put_boolean(page, "has_doubts", scheme->doubt_count > 0);
    pal_put_boolean(page, "has_equivalences", scheme->equivalence_count > 0);
    pal_put(page, "equivalences", equivalences(&report, scheme));
    return (struct pal_view){"alert", data, page};
}
