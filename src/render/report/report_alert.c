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

json_t *pal_report_span(const struct pal_report *report, uint64_t minutes)
{
    const struct pal_language *language = report->language;
    enum { HOUR = 60, DAY = 24 * HOUR };
    uint64_t days = minutes / DAY;
    uint64_t hours = minutes % DAY / HOUR;
    uint64_t rest = minutes % HOUR;
    struct pal_buf out;
    if (minutes == PAL_ALERT_NOT_STATED) {
        return json_null();
    }
    if (minutes == 0) {
        return json_string(pal_tr(language, "at once"));
    }
    pal_buf_init(&out, SPAN_MAX, NULL);
    add_unit(&out, pal_tr_n(language, "day", "days", days), days);
    add_unit(&out, pal_tr_n(language, "hour", "hours", hours), hours);
    add_unit(&out, pal_tr_n(language, "minute", "minutes", rest), rest);
    const char *text = pal_buf_text(&out);
    json_t *shown = text != NULL ? json_string(text) : NULL;
    pal_buf_done(&out);
    return shown;
}

json_t *pal_report_level(const struct pal_report *report, const struct pal_alert_level *level)
{
    const char *text = pal_text_in(&level->label, report->language->lang);
    return json_string(text[0] != '\0' ? text : level->id);
}

static json_t *prepare(struct pal_report *report, const struct pal_alert_scheme *scheme,
                       const struct pal_alert_level *level)
{
    json_t *list = json_array();
    for (size_t i = 0; i < level->prepare_count; i++) {
        json_t *row = json_object();
        pal_report_put(report, row, "label",
                       pal_report_level(report, &scheme->levels[level->prepare[i].level]));
        pal_report_put(report, row, "within",
                       pal_report_span(report, level->prepare[i].within_minutes));
        pal_report_append(report, list, row);
    }
    return list;
}

/* The level as in the JSON (`level`), its spans in words, its place among the others. */
static json_t *level_row(struct pal_report *report, const struct pal_alert_scheme *scheme,
                         size_t index, json_t *view)
{
    const struct pal_alert_level *level = &scheme->levels[index];
    const char *text = pal_text_in(&level->label, report->language->lang);
    json_t *row = json_object();
    pal_report_put(report, row, "level", json_incref(view));
    pal_report_put(report, row, "name", pal_report_level(report, level));
    pal_report_put(report, row, "has_other_label",
                   json_boolean(text[0] != '\0' && strcmp(text, level->id) != 0));
    pal_report_put(report, row, "is_default", json_boolean(index == scheme->default_level));
    pal_report_put(report, row, "is_gravest", json_boolean(index + 1 == scheme->level_count));
    pal_report_put(report, row, "acknowledge", pal_report_span(report, level->acknowledge_minutes));
    pal_report_put(report, row, "apply", pal_report_span(report, level->apply_minutes));
    pal_report_put(report, row, "report", pal_report_span(report, level->report_minutes));
    pal_report_put(report, row, "sustain", pal_report_span(report, level->sustain_minutes));
    pal_report_put(report, row, "has_prepare", json_boolean(level->prepare_count > 0));
    pal_report_put(report, row, "prepare", prepare(report, scheme, level));
    pal_report_put(report, row, "has_measures", json_boolean(level->measure_count > 0));
    return row;
}

/* A row per level of this scheme, a cell per other scheme. */
static json_t *equivalences(struct pal_report *report, const struct pal_alert_scheme *scheme)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scheme->level_count; i++) {
        json_t *row = json_object();
        json_t *cells = json_array();
        for (size_t j = 0; j < scheme->equivalence_count; j++) {
            const char *other = scheme->equivalences[j].levels[i];
            json_t *cell = json_object();
            pal_report_put(report, cell, "id", other != NULL ? json_string(other) : json_null());
            pal_report_append(report, cells, cell);
        }
        pal_report_put(report, row, "name", pal_report_level(report, &scheme->levels[i]));
        pal_report_put(report, row, "cells", cells);
        pal_report_append(report, list, row);
    }
    return list;
}

enum pal_rc pal_report_alert(const struct pal_alert_scheme *scheme,
                             const struct pal_templates *templates,
                             const struct pal_language *language, struct pal_arena *arena,
                             struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    json_t *page = pal_report_page(&report, NULL);
    json_t *data = pal_view_alert(scheme, language);
    json_t *levels = json_array();
    for (size_t i = 0; i < scheme->level_count; i++) {
        pal_report_append(
            &report, levels,
            level_row(&report, scheme, i, json_array_get(json_object_get(data, "levels"), i)));
    }
    pal_report_put(&report, page, "levels", levels);
    pal_report_put(&report, page, "default_name",
                   pal_report_level(&report, &scheme->levels[scheme->default_level]));
    pal_report_put(&report, page, "is_cumulative",
                   json_boolean(scheme->has_cumulative && scheme->is_cumulative));
    pal_report_put(&report, page, "is_not_cumulative",
                   json_boolean(scheme->has_cumulative && !scheme->is_cumulative));
    pal_report_put(&report, page, "has_doubts", json_boolean(scheme->doubt_count > 0));
    pal_report_put(&report, page, "has_equivalences", json_boolean(scheme->equivalence_count > 0));
    pal_report_put(&report, page, "equivalences", equivalences(&report, scheme));
    return pal_report_render(&report, "alert", data, page, out);
}
