#include "render/report/report_posture.h"

#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/words.h"

enum { STEPS_MAX = 1 << 16 };

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

/* "1.1–2.4"; null: none. */
static json_t *steps(const struct pal_ladder *ladder, pal_mask mask)
{
    struct pal_buf out;
    if (mask == 0) {
        return json_null();
    }
    pal_buf_init(&out, STEPS_MAX, NULL);
    pal_steps(&out, ladder, mask);
    return pal_report_written(&out);
}

/* One of the three results in points: all, then the part of each actor. */
static json_t *sum(struct pal_report *report, const char *title, uint64_t all,
                   const uint64_t by_actor[PAL_ACTOR_COUNT])
{
    json_t *row = json_object();
    json_t *actors = json_array();
    pal_report_put(report, row, "title", json_string(title));
    pal_report_put(report, row, "all", number(all));
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_report_append(report, actors, number(by_actor[i]));
    }
    pal_report_put(report, row, "actors", actors);
    return row;
}

/* What is urgent stands first. */
static json_t *sums(struct pal_report *report, const struct pal_posture *posture)
{
    const struct pal_language *language = report->language;
    json_t *list = json_array();
    uint64_t activate[PAL_ACTOR_COUNT];
    uint64_t prepare[PAL_ACTOR_COUNT];
    uint64_t surplus[PAL_ACTOR_COUNT];
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        activate[i] = posture->by_actor[i].gap_activation;
        prepare[i] = posture->by_actor[i].gap_preparation;
        surplus[i] = posture->by_actor[i].active_surplus;
    }
    pal_report_append(report, list,
                      sum(report, pal_tr(language, "to activate: do at once"),
                          posture->points.gap_activation, activate));
    pal_report_append(report, list,
                      sum(report, pal_tr(language, "to prepare: do now"),
                          posture->points.gap_preparation, prepare));
    pal_report_append(report, list,
                      sum(report, pal_tr(language, "active beyond the target: may be stood down"),
                          posture->points.active_surplus, surplus));
    return list;
}

/* The areas that ask for something; `quiet` counts the others. */
static json_t *areas(struct pal_report *report, const struct pal_posture *posture, uint64_t *quiet)
{
    const struct pal_model *model = posture->assessment->model;
    json_t *list = json_array();
    *quiet = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_posture_area *area = &posture->areas[i];
        const struct pal_ladder *ladder = model->areas[i].ladder;
        if ((area->gap_activation | area->gap_preparation | area->active_surplus) == 0) {
            ++*quiet;
            continue;
        }
        json_t *row = json_object();
        pal_report_put(report, row, "id", json_string(model->areas[i].id));
        pal_report_put(report, row, "title",
                       json_string(pal_text_in(&model->areas[i].title, report->language->lang)));
        pal_report_put(report, row, "actor",
                       json_string(pal_actor_ids[posture->assessment->area_actors[i]]));
        pal_report_put(report, row, "activate", steps(ladder, area->gap_activation));
        pal_report_put(report, row, "prepare", steps(ladder, area->gap_preparation));
        pal_report_put(report, row, "surplus", steps(ladder, area->active_surplus));
        pal_report_append(report, list, row);
    }
    return list;
}

/* The cell of one change; `change` NULL: from a level to itself. */
static json_t *readiness_cell(struct pal_report *report, const struct pal_posture *posture,
                              const struct pal_level_change *change, size_t to)
{
    const struct pal_language *language = report->language;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    json_t *cell = json_object();
    pal_report_put(report, cell, "to", pal_report_level(report, &scheme->levels[to]));
    if (change == NULL) {
        pal_report_put(report, cell, "same", json_true());
        return cell;
    }
    bool asks = change->activate_count + change->missing_count > 0;
    pal_report_put(report, cell, "asks", json_boolean(asks));
    pal_report_put(report, cell, "is_ready", json_boolean(change->verdict == PAL_READY));
    pal_report_put(report, cell, "verdict",
                   json_string(pal_word_readiness(language, change->verdict)));
    pal_report_put(report, cell, "missing",
                   change->missing_count > 0 ? number(change->missing_count) : json_null());
    bool takes_time = change->activate_count > 0;
    pal_report_put(report, cell, "takes",
                   takes_time ? pal_report_span(report, change->minutes) : json_null());
    pal_report_put(report, cell, "longest",
                   takes_time
                       ? json_string(posture->assessment->model->areas[change->longest_area].id)
                       : json_null());
    pal_report_put(report, cell, "delay", pal_report_span(report, change->delay_minutes));
    return cell;
}

/* A row per level that a change starts from, a cell per level that it leads to. */
static json_t *readiness(struct pal_report *report, const struct pal_posture_page *shown)
{
    const struct pal_posture *posture = shown->posture;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    json_t *list = json_array();
    size_t next = 0; /* the changes stand in this order */
    for (size_t from = 0; from < scheme->level_count; from++) {
        json_t *row = json_object();
        json_t *cells = json_array();
        for (size_t to = 0; to < scheme->level_count; to++) {
            const struct pal_level_change *change = NULL;
            if (next < shown->change_count && shown->changes[next].from == from &&
                shown->changes[next].to == to) {
                change = &shown->changes[next++];
            }
            pal_report_append(report, cells, readiness_cell(report, posture, change, to));
        }
        pal_report_put(report, row, "from", pal_report_level(report, &scheme->levels[from]));
        pal_report_put(report, row, "in_force",
                       json_boolean(shown->alert != NULL && from == posture->level));
        pal_report_put(report, row, "cells", cells);
        pal_report_append(report, list, row);
    }
    return list;
}

/* The level in force: its label where the scheme is at hand, else as it was written. */
static json_t *level_in_force(struct pal_report *report, const struct pal_posture_page *shown)
{
    const struct pal_alert_scheme *scheme = shown->posture->profile->scheme;
    if (shown->alert == NULL) {
        return json_null();
    }
    return scheme != NULL ? pal_report_level(report, &scheme->levels[shown->posture->level])
                          : json_string(shown->alert);
}

enum pal_rc pal_report_posture(const struct pal_posture_page *shown,
                               const struct pal_templates *templates,
                               const struct pal_language *language, struct pal_arena *arena,
                               struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    const struct pal_posture *posture = shown->posture;
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    json_t *page = pal_report_page(&report, assessment->model);
    pal_report_put(&report, page, "title",
                   json_string(pal_text_in(&assessment->title, language->lang)));
    pal_report_put(&report, page, "provider", json_string(assessment->provider));
    pal_report_put(&report, page, "project", json_string(assessment->project));
    pal_report_put(&report, page, "date", json_string(assessment->date));
    pal_report_put(&report, page, "model",
                   json_string(pal_text_in(&assessment->model->title, language->lang)));
    pal_report_put(&report, page, "rule",
                   json_string(pal_word_rule(language, assessment->model->rule)));
    pal_report_put(&report, page, "basis", json_string(pal_word_basis(language, posture->basis)));
    pal_report_put(&report, page, "profile",
                   json_string(pal_text_in(&posture->profile->title, language->lang)));
    pal_report_put(&report, page, "scheme",
                   scheme != NULL ? json_string(pal_text_in(&scheme->title, language->lang))
                                  : json_null());
    pal_report_put(&report, page, "level", level_in_force(&report, shown));
    json_t *actors = json_array();
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_report_append(&report, actors,
                          json_string(pal_word_actor(language, (enum pal_actor)i)));
    }
    pal_report_put(&report, page, "actors", actors);
    pal_report_put(&report, page, "sums", sums(&report, posture));
    const char *unknown = pal_word_unknown_asked(language, posture, arena);
    pal_report_put(&report, page, "unknown", unknown != NULL ? json_string(unknown) : json_null());
    uint64_t quiet;
    json_t *rows = areas(&report, posture, &quiet);
    pal_report_put(&report, page, "has_areas", json_boolean(json_array_size(rows) > 0));
    pal_report_put(&report, page, "areas", rows);
    pal_report_put(&report, page, "quiet", quiet > 0 ? number(quiet) : json_null());
    pal_report_put(&report, page, "has_weights", json_boolean(assessment->has_weights));
    if (shown->changes != NULL) {
        pal_report_put(&report, page, "readiness", readiness(&report, shown));
        pal_report_put(&report, page, "efforts",
                       json_string(pal_text_in(&shown->efforts->title, language->lang)));
        pal_report_put(&report, page, "proposed", json_boolean(shown->efforts->is_proposed));
    }
    pal_report_put(&report, page, "has_readiness", json_boolean(shown->changes != NULL));
    return pal_report_render(&report, "posture", pal_view_posture(posture, shown->alert, language),
                             page, out);
}
