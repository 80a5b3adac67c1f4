#include "render/report/report_profile.h"

#include <string.h>

#include "render/figure/profile_figure.h"
#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20, TARGET_MAX = 1 << 16 };

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *text_or_null(const char *text)
{
    return text != NULL && text[0] != '\0' ? json_string(text) : json_null();
}

static json_t *svg(const struct pal_profile_figure *figure)
{
    struct pal_buf out;
    json_t *text = NULL;
    pal_buf_init(&out, FIGURE_MAX, NULL);
    if (pal_profile_figure_svg(figure, "f-", &out) == PAL_OK) {
        text = json_stringn(pal_buf_text(&out), out.len);
    }
    pal_buf_done(&out);
    return text;
}

/* "1.1–2.4"; null: nothing is demanded. */
static json_t *steps(const struct pal_ladder *ladder, pal_mask mask)
{
    struct pal_buf out;
    pal_buf_init(&out, TARGET_MAX, NULL);
    pal_steps(&out, ladder, mask);
    const char *shown = pal_buf_text(&out);
    json_t *text = shown != NULL ? text_or_null(shown) : NULL;
    pal_buf_done(&out);
    return text;
}

/* The alert levels with what they demand, and how that differs from the next calmer one. */
static json_t *levels(struct pal_report *report, const struct pal_profile_figure *figure)
{
    json_t *list = json_array();
    for (size_t i = 0; i < figure->level_count; i++) {
        const struct pal_profile_level *level = &figure->levels[i];
        json_t *row = json_object();
        uint64_t more = 0;
        uint64_t fewer = 0;
        for (size_t area = 0; i > 0 && area < figure->model->area_count; area++) {
            pal_mask calmer = figure->levels[i - 1].target[area];
            more += pal_mask_count(level->target[area] & ~calmer);
            fewer += pal_mask_count(calmer & ~level->target[area]);
        }
        pal_report_put(report, row, "mark", json_string(level->mark));
        pal_report_put(report, row, "id", json_string(level->id));
        pal_report_put(report, row, "label", json_string(level->label));
        pal_report_put(report, row, "has_other_label",
                       json_boolean(strcmp(level->label, level->id) != 0));
        pal_report_put(report, row, "meaning", text_or_null(level->meaning));
        pal_report_put(report, row, "steps", number(level->steps));
        pal_report_put(report, row, "more", i > 0 ? number(more) : json_null());
        pal_report_put(report, row, "fewer", i > 0 ? number(fewer) : json_null());
        pal_report_append(report, list, row);
    }
    return list;
}

static bool has_meanings(const struct pal_profile_figure *figure)
{
    bool has_any = false;
    for (size_t i = 0; i < figure->level_count; i++) {
        has_any = has_any || figure->levels[i].meaning[0] != '\0';
    }
    return has_any;
}

/* One cell per alert level; `same` where it demands what the next calmer one does. */
static json_t *targets(struct pal_report *report, const struct pal_profile_figure *figure,
                       size_t area)
{
    json_t *list = json_array();
    for (size_t i = 0; i < figure->level_count; i++) {
        const struct pal_profile_level *level = &figure->levels[i];
        json_t *cell = json_object();
        bool is_same = i > 0 && level->target[area] == figure->levels[i - 1].target[area];
        pal_report_put(report, cell, "level", json_string(level->label));
        pal_report_put(report, cell, "same", json_boolean(is_same));
        pal_report_put(report, cell, "target",
                       steps(figure->model->areas[area].ladder, level->target[area]));
        pal_report_append(report, list, cell);
    }
    return list;
}

static json_t *area_row(struct pal_report *report, const struct pal_profile_figure *figure,
                        size_t index)
{
    const struct pal_area *area = &figure->model->areas[index];
    json_t *row = json_object();
    pal_report_put(report, row, "id", json_string(area->id));
    pal_report_put(report, row, "title",
                   json_string(pal_text_in(&area->title, report->language->lang)));
    pal_report_put(report, row, "actor", json_string(pal_actor_ids[area->actor]));
    pal_report_put(report, row, "targets", targets(report, figure, index));
    return row;
}

/* What both pages of a profile show; `figure` is what the areas and levels are taken from. */
static json_t *profile_page(struct pal_report *report, const struct pal_profile_figure *figure)
{
    const struct pal_model *model = figure->model;
    json_t *page = pal_report_page(report, model);
    pal_report_put(report, page, "model",
                   json_string(pal_text_in(&model->title, report->language->lang)));
    pal_report_put(report, page, "scheme", text_or_null(figure->scheme));
    pal_report_put(report, page, "figure", svg(figure));
    pal_report_put(report, page, "has_levels", json_boolean(figure->has_levels));
    pal_report_put(report, page, "shrinks", json_boolean(!figure->is_growing));
    pal_report_put(report, page, "steps", number(figure->levels[0].steps));
    pal_report_put(report, page, "has_meanings", json_boolean(has_meanings(figure)));
    pal_report_put(report, page, "levels", levels(report, figure));
    return page;
}

/* Where the profile demands no longer what a calmer level does. */
static json_t *losses(struct pal_report *report, const struct pal_profile_figure *figure)
{
    json_t *list = json_array();
    for (size_t i = 1; i < figure->level_count; i++) {
        for (size_t area = 0; area < figure->model->area_count; area++) {
            const struct pal_area *row = &figure->model->areas[area];
            pal_mask lost = figure->levels[i - 1].target[area] & ~figure->levels[i].target[area];
            if (lost != 0) {
                json_t *loss = json_object();
                pal_report_put(report, loss, "area", json_string(row->id));
                pal_report_put(report, loss, "steps", steps(row->ladder, lost));
                pal_report_put(report, loss, "before", json_string(figure->levels[i - 1].label));
                pal_report_put(report, loss, "now", json_string(figure->levels[i].label));
                pal_report_append(report, list, loss);
            }
        }
    }
    return list;
}

/* A parameter may have a value per level of the scheme also where the target has one for all. */
static const char *value_level(const struct pal_profile *profile, size_t at,
                               const struct pal_language *language)
{
    const struct pal_alert_scheme *scheme = profile->scheme;
    const char *label =
        scheme != NULL ? pal_text_in(&scheme->levels[at].label, language->lang) : "";
    if (label[0] != '\0') {
        return label;
    }
    return scheme != NULL ? scheme->levels[at].id : profile->alert_levels[at];
}

static json_t *parameters(struct pal_report *report, const struct pal_profile *profile)
{
    json_t *list = json_array();
    for (size_t i = 0; i < profile->parameter_count; i++) {
        const struct pal_parameter *parameter = &profile->parameters[i];
        json_t *row = json_object();
        json_t *values = json_array();
        for (size_t j = 0; j < parameter->value_count; j++) {
            json_t *value = json_object();
            pal_report_put(report, value, "level",
                           parameter->value_count > 1
                               ? json_string(value_level(profile, j, report->language))
                               : json_null());
            pal_report_put(report, value, "value", json_string(parameter->values[j]));
            pal_report_append(report, values, value);
        }
        pal_report_put(report, row, "name", json_string(parameter->name));
        pal_report_put(report, row, "values", values);
        pal_report_append(report, list, row);
    }
    return list;
}

enum pal_rc pal_report_profile(const struct pal_profile *profile,
                               const struct pal_templates *templates,
                               const struct pal_language *language, struct pal_arena *arena,
                               struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    struct pal_profile_figure figure;
    if (pal_profile_figure_layout(profile, pal_profile_figure_columns, language, arena, &figure) !=
        PAL_OK) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory for the report");
    }
    json_t *page = profile_page(&report, &figure);
    json_t *areas = json_array();
    for (size_t i = 0; i < profile->model->area_count; i++) {
        pal_report_append(&report, areas, area_row(&report, &figure, i));
    }
    pal_report_put(&report, page, "areas", areas);
    pal_report_put(&report, page, "losses", losses(&report, &figure));
    pal_report_put(&report, page, "has_parameters", json_boolean(profile->parameter_count > 0));
    pal_report_put(&report, page, "parameters", parameters(&report, profile));
    return pal_report_render(&report, "profile", pal_view_profile(profile, language), page, out);
}

static json_t *degree_or_null(uint32_t degree)
{
    return degree > 0 ? number(degree) : json_null();
}

/* Every need and the exposure, with the degree stated and what it means. */
static json_t *stated(struct pal_report *report, const struct pal_need *need, uint32_t degree)
{
    const enum pal_lang lang = report->language->lang;
    json_t *row = json_object();
    pal_report_put(report, row, "title", json_string(pal_text_in(&need->title, lang)));
    pal_report_put(report, row, "degree", degree_or_null(degree));
    const struct pal_degree *meaning = degree > 0 ? &need->degrees[degree - 1] : NULL;
    pal_report_put(report, row, "definition",
                   text_or_null(meaning != NULL ? pal_text_in(&meaning->definition, lang) : ""));
    pal_report_put(report, row, "example",
                   text_or_null(meaning != NULL ? pal_text_in(&meaning->example, lang) : ""));
    return row;
}

/* What the target of an area is reckoned from, the same at all levels. */
static void add_rule(struct pal_report *report, const struct pal_needs_rule *rule, size_t area,
                     json_t *row)
{
    const struct pal_area_rule *area_rule = &rule->areas[area];
    json_t *needs = json_array();
    for (size_t i = 0; i < rule->need_count; i++) {
        if ((area_rule->needs >> i & 1) != 0) {
            pal_report_append(
                report, needs,
                json_string(pal_text_in(&rule->needs[i].title, report->language->lang)));
        }
    }
    bool is_by_needs = area_rule->is_stated && area_rule->rule == PAL_NEED_RULE_NEEDS;
    pal_report_put(
        report, row, "rule",
        json_string(area_rule->is_stated ? pal_need_rule_ids[area_rule->rule] : "not_stated"));
    pal_report_put(report, row, "is_by_needs", json_boolean(is_by_needs));
    pal_report_put(report, row, "has_needs", json_boolean(json_array_size(needs) > 0));
    pal_report_put(report, row, "needs", needs);
    pal_report_put(report, row, "exposure", json_string(pal_exposure_ids[area_rule->exposure]));
    pal_report_put(report, row, "lead", degree_or_null(area_rule->lead));
    pal_report_put(report, row, "reason",
                   text_or_null(pal_text_in(&area_rule->reason, report->language->lang)));
}

/* An area with the degrees behind each of its targets. */
static json_t *proposed_row(struct pal_report *report, const struct pal_proposal *proposal,
                            const struct pal_profile_figure *figure, size_t area)
{
    json_t *row = area_row(report, figure, area);
    size_t index;
    json_t *cell;
    json_array_foreach(json_object_get(row, "targets"), index, cell)
    {
        const struct pal_proposed_target *target = pal_proposal_target(proposal, index + 1, area);
        pal_report_put(report, cell, "degree", degree_or_null(target->degree));
        pal_report_put(report, cell, "need_degree", degree_or_null(target->need_degree));
        pal_report_put(report, cell, "exposure_degree", degree_or_null(target->exposure_degree));
    }
    add_rule(report, proposal->rule, area, row);
    return row;
}

enum pal_rc pal_report_proposal(const struct pal_proposal *proposal,
                                const struct pal_templates *templates,
                                const struct pal_language *language, struct pal_arena *arena,
                                struct pal_buf *out, struct pal_err *err)
{
    struct pal_report report = {templates, language, arena, err, false};
    const struct pal_needs_rule *rule = proposal->rule;
    struct pal_profile_figure figure;
    if (pal_profile_figure_layout_proposal(proposal, pal_profile_figure_columns, language, arena,
                                           &figure) != PAL_OK) {
        return pal_err_set(err, PAL_E_MEMORY, "there is not enough memory for the report");
    }
    json_t *page = profile_page(&report, &figure);
    json_t *needs = json_array();
    for (size_t i = 0; i < rule->need_count; i++) {
        pal_report_append(&report, needs,
                          stated(&report, &rule->needs[i], proposal->needs->degrees[i]));
    }
    pal_report_append(&report, needs, stated(&report, &rule->exposure, proposal->needs->exposure));
    pal_report_put(&report, page, "stated", needs);
    json_t *areas = json_array();
    for (size_t i = 0; i < rule->model->area_count; i++) {
        pal_report_append(&report, areas, proposed_row(&report, proposal, &figure, i));
    }
    pal_report_put(&report, page, "areas", areas);
    pal_report_put(&report, page, "rule", json_string(pal_text_in(&rule->title, language->lang)));
    return pal_report_render(&report, "proposal", pal_view_proposal(proposal, language), page, out);
}
