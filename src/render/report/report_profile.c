#include "render/report/report_profile.h"

#include <string.h>

#include "render/figure/profile_figure.h"
#include "render/part.h"
#include "render/report/report_parts.h"
#include "render/steps.h"
#include "render/words.h"

enum { FIGURE_MAX = 256 << 20, TARGET_MAX = 1 << 16 };

static struct pal_value *number(struct pal_values *in, uint64_t value)
{
    return pal_value_integer(in, (int64_t)value);
}

static struct pal_value *text_or_null(struct pal_values *in, const char *text)
{
    return text != NULL && text[0] != '\0' ? pal_value_text(in, text) : pal_value_null(in);
}

static struct pal_value *make_figure(struct pal_values *in, const void *ctx, size_t index)
{
    const struct pal_profile_figure *figure = ctx;
    struct pal_profile_figure part;
    char prefix[PAL_REPORT_PREFIX];
    struct pal_buf out;
    pal_buf_init(&out, FIGURE_MAX, in->arena->alloc);
    pal_report_prefix(prefix, "f-", index, pal_part_count(figure->model));
    if (pal_profile_figure_part(figure, pal_part_span(figure->model, index),
                                pal_profile_figure_columns, in->arena, &part) != PAL_OK ||
        pal_profile_figure_svg(&part, prefix, &out) != PAL_OK) {
        pal_buf_fail(&out);
    }
    return pal_report_written(in, &out);
}

/* "1.1–2.4"; null: nothing is demanded. */
static struct pal_value *steps(struct pal_values *in, const struct pal_ladder *ladder,
                               pal_mask mask)
{
    struct pal_buf out;
    pal_buf_init(&out, TARGET_MAX, in->arena->alloc);
    pal_steps(&out, ladder, mask);
    const char *shown = pal_buf_text(&out);
    struct pal_value *text = shown != NULL ? text_or_null(in, shown) : NULL;
    pal_buf_done(&out);
    return text;
}

/* The alert levels with what they demand, and how that differs from the next calmer one. */
static struct pal_value *levels(struct pal_report *report, const struct pal_profile_figure *figure)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < figure->level_count; i++) {
        const struct pal_profile_level *level = &figure->levels[i];
        struct pal_value *row = pal_value_object(report->in);
        uint64_t more = 0;
        uint64_t fewer = 0;
        for (size_t area = 0; i > 0 && area < figure->model->area_count; area++) {
            pal_mask calmer = figure->levels[i - 1].target[area];
            more += pal_mask_count(level->target[area] & ~calmer);
            fewer += pal_mask_count(calmer & ~level->target[area]);
        }
        pal_put_text(row, "mark", level->mark);
        pal_put_text(row, "id", level->id);
        pal_put_text(row, "label", level->label);
        pal_put_boolean(row, "has_other_label", strcmp(level->label, level->id) != 0);
        pal_put(row, "meaning", text_or_null(report->in, level->meaning));
        pal_put(row, "steps", number(report->in, level->steps));
        pal_put(row, "more", i > 0 ? number(report->in, more) : pal_value_null(report->in));
        pal_put(row, "fewer", i > 0 ? number(report->in, fewer) : pal_value_null(report->in));
        pal_add(list, row);
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
static struct pal_value *targets(struct pal_values *in, const struct pal_profile_figure *figure,
                                 size_t area)
{
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < figure->level_count; i++) {
        const struct pal_profile_level *level = &figure->levels[i];
        struct pal_value *cell = pal_add_object(list);
        bool is_same = i > 0 && level->target[area] == figure->levels[i - 1].target[area];
        pal_put_borrowed(cell, "level", level->label);
        pal_put_boolean(cell, "same", is_same);
        pal_put(cell, "target", steps(in, figure->model->areas[area].ladder, level->target[area]));
    }
    return list;
}

static struct pal_value *make_area(struct pal_values *in, const void *ctx, size_t index)
{
    const struct pal_profile_figure *figure = ctx;
    const struct pal_area *area = &figure->model->areas[index];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", area->id);
    pal_put_borrowed(row, "title", pal_text_in(&area->title, figure->language->lang));
    pal_put_borrowed(row, "actor", pal_actor_ids[area->actor]);
    pal_put(row, "targets", targets(in, figure, index));
    return row;
}

/* What both pages of a profile show; `figure` is what the areas and levels are taken from. */
static struct pal_value *profile_page(struct pal_report *report,
                                      const struct pal_profile_figure *figure)
{
    const struct pal_model *model = figure->model;
    struct pal_value *page = pal_report_page(report, model);
    pal_put_text(page, "model", pal_text_in(&model->title, report->language->lang));
    pal_put(page, "scheme", text_or_null(report->in, figure->scheme));
    pal_put(
        page, "figures",
        pal_value_rows(report->in, pal_part_count(model), 1, make_figure, figure, sizeof *figure));
    pal_put_boolean(page, "has_levels", figure->has_levels);
    pal_put_boolean(page, "shrinks", !figure->is_growing);
    pal_put(page, "steps", number(report->in, figure->levels[0].steps));
    pal_put_boolean(page, "has_meanings", has_meanings(figure));
    pal_put(page, "levels", levels(report, figure));
    return page;
}

/* Where a level demands no longer what the next calmer one does. */
struct loss {
    uint32_t level;
    uint32_t area;
};

struct loss_rows {
    struct pal_profile_figure figure;
    const struct loss *list;
};

static pal_mask lost_at(const struct pal_profile_figure *figure, size_t level, size_t area)
{
    return figure->levels[level - 1].target[area] & ~figure->levels[level].target[area];
}

static struct pal_value *make_loss(struct pal_values *in, const void *ctx, size_t index)
{
    const struct loss_rows *rows = ctx;
    const struct pal_profile_figure *figure = &rows->figure;
    const struct loss *loss = &rows->list[index];
    const struct pal_area *area = &figure->model->areas[loss->area];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "area", area->id);
    pal_put(row, "steps", steps(in, area->ladder, lost_at(figure, loss->level, loss->area)));
    pal_put_borrowed(row, "before", figure->levels[loss->level - 1].label);
    pal_put_borrowed(row, "now", figure->levels[loss->level].label);
    return row;
}

/* Writes the losses into `list` unless it is NULL; gives how many there are. */
static size_t find_losses(const struct pal_profile_figure *figure, struct loss *list)
{
    size_t count = 0;
    for (size_t level = 1; level < figure->level_count; level++) {
        for (size_t area = 0; area < figure->model->area_count; area++) {
            if (lost_at(figure, level, area) == 0) {
                continue;
            }
            if (list != NULL) {
                list[count] = (struct loss){(uint32_t)level, (uint32_t)area};
            }
            count++;
        }
    }
    return count;
}

static struct pal_value *losses(struct pal_report *report, const struct pal_profile_figure *figure)
{
    size_t count = find_losses(figure, NULL);
    struct loss *list = PAL_NEW(report->arena, struct loss, count);
    if (list == NULL) {
        report->in->failed = true;
        return pal_value_list(report->in);
    }
    (void)find_losses(figure, list);
    const struct loss_rows rows = {*figure, list};
    size_t parts = pal_part_count(figure->model); /* as many as of the areas */
    size_t per_part = (count + parts - 1) / parts;
    return pal_value_rows(report->in, count, per_part > 0 ? per_part : 1, make_loss, &rows,
                          sizeof rows);
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

static struct pal_value *parameters(struct pal_report *report, const struct pal_profile *profile)
{
    struct pal_value *list = pal_value_list(report->in);
    for (size_t i = 0; i < profile->parameter_count; i++) {
        const struct pal_parameter *parameter = &profile->parameters[i];
        struct pal_value *row = pal_value_object(report->in);
        struct pal_value *values = pal_value_list(report->in);
        for (size_t j = 0; j < parameter->value_count; j++) {
            struct pal_value *value = pal_value_object(report->in);
            pal_put(value, "level",
                    parameter->value_count > 1
                        ? pal_value_text(report->in, value_level(profile, j, report->language))
                        : pal_value_null(report->in));
            pal_put_text(value, "value", parameter->values[j]);
            pal_add(values, value);
        }
        pal_put_text(row, "name", parameter->name);
        pal_put(row, "values", values);
        pal_add(list, row);
    }
    return list;
}

struct pal_view pal_report_profile(const struct pal_profile *profile,
                                   const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    struct pal_profile_figure figure;
    if (pal_profile_figure_layout(profile, pal_profile_figure_columns, language, in->arena,
                                  &figure) != PAL_OK) {
        in->failed = true;
        return (struct pal_view){NULL, NULL, NULL};
    }
    struct pal_value *page = profile_page(&report, &figure);
    pal_put(page, "areas",
            pal_value_rows(in, profile->model->area_count, PAL_PART_AREAS, make_area, &figure,
                           sizeof figure));
    pal_put(page, "losses", losses(&report, &figure));
    pal_put_boolean(page, "has_parameters", profile->parameter_count > 0);
    pal_put(page, "parameters", parameters(&report, profile));
    return (struct pal_view){"profile", pal_view_profile(report.in, profile, language), page};
}

static struct pal_value *degree_or_null(struct pal_values *in, uint32_t degree)
{
    return degree > 0 ? number(in, degree) : pal_value_null(in);
}

/* Every need and the exposure, with the degree stated and what it means. */
static struct pal_value *stated(struct pal_report *report, const struct pal_need *need,
                                uint32_t degree)
{
    const enum pal_lang lang = report->language->lang;
    struct pal_value *row = pal_value_object(report->in);
    pal_put_text(row, "title", pal_text_in(&need->title, lang));
    pal_put(row, "degree", degree_or_null(report->in, degree));
    const struct pal_degree *meaning = degree > 0 ? &need->degrees[degree - 1] : NULL;
    pal_put(
        row, "definition",
        text_or_null(report->in, meaning != NULL ? pal_text_in(&meaning->definition, lang) : ""));
    pal_put(row, "example",
            text_or_null(report->in, meaning != NULL ? pal_text_in(&meaning->example, lang) : ""));
    return row;
}

/* What the target of an area is reckoned from, the same at all levels. */
static void add_rule(struct pal_values *in, const struct pal_needs_rule *rule, size_t area,
                     const struct pal_language *language, struct pal_value *row)
{
    const struct pal_area_rule *area_rule = &rule->areas[area];
    struct pal_value *needs = pal_value_list(in);
    for (size_t i = 0; i < rule->need_count; i++) {
        if ((area_rule->needs >> i & 1) != 0) {
            pal_add_text(needs, pal_text_in(&rule->needs[i].title, language->lang));
        }
    }
    bool is_by_needs = area_rule->is_stated && area_rule->rule == PAL_NEED_RULE_NEEDS;
    pal_put_text(row, "rule",
                 area_rule->is_stated ? pal_need_rule_ids[area_rule->rule] : "not_stated");
    pal_put_boolean(row, "is_by_needs", is_by_needs);
    pal_put_boolean(row, "has_needs", pal_value_count(needs) > 0);
    pal_put(row, "needs", needs);
    pal_put_text(row, "exposure", pal_exposure_ids[area_rule->exposure]);
    pal_put(row, "lead", degree_or_null(in, area_rule->lead));
    pal_put(row, "reason", text_or_null(in, pal_text_in(&area_rule->reason, language->lang)));
}

struct proposal_rows {
    struct pal_proposal proposal;
    struct pal_profile_figure figure;
};

/* An area with the degrees behind each of its targets. */
static struct pal_value *make_proposed(struct pal_values *in, const void *ctx, size_t area)
{
    const struct proposal_rows *rows = ctx;
    struct pal_value *row = make_area(in, &rows->figure, area);
    size_t index = 0;
    PAL_EACH(cell, pal_value_get(row, "targets"))
    {
        const struct pal_proposed_target *target =
            pal_proposal_target(&rows->proposal, ++index, area);
        pal_put(cell, "degree", degree_or_null(in, target->degree));
        pal_put(cell, "need_degree", degree_or_null(in, target->need_degree));
        pal_put(cell, "exposure_degree", degree_or_null(in, target->exposure_degree));
    }
    add_rule(in, rows->proposal.rule, area, rows->figure.language, row);
    return row;
}

struct pal_view pal_report_proposal(const struct pal_proposal *proposal,
                                    const struct pal_language *language, struct pal_values *in)
{
    struct pal_report report = {in, language, in->arena};
    const struct pal_needs_rule *rule = proposal->rule;
    struct pal_profile_figure figure;
    if (pal_profile_figure_layout_proposal(proposal, pal_profile_figure_columns, language,
                                           in->arena, &figure) != PAL_OK) {
        in->failed = true;
        return (struct pal_view){NULL, NULL, NULL};
    }
    struct pal_value *page = profile_page(&report, &figure);
    struct pal_value *needs = pal_value_list(report.in);
    for (size_t i = 0; i < rule->need_count; i++) {
        pal_add(needs, stated(&report, &rule->needs[i], proposal->needs->degrees[i]));
    }
    pal_add(needs, stated(&report, &rule->exposure, proposal->needs->exposure));
    pal_put(page, "stated", needs);
    const struct proposal_rows rows = {*proposal, figure};
    pal_put(page, "areas",
            pal_value_rows(in, rule->model->area_count, PAL_PART_AREAS, make_proposed, &rows,
                           sizeof rows));
    pal_put_text(page, "rule", pal_text_in(&rule->title, language->lang));
    return (struct pal_view){"proposal", pal_view_proposal(report.in, proposal, language), page};
}
