/* view_posture - alert schemes, proposed profiles and postures as JSON. */
#include <stddef.h>
#include <string.h>

#include "render/part.h"
#include "render/view/view.h"
#include "render/view/view_parts.h"

static struct pal_value *view_alert_level(struct pal_values *in,
                                          const struct pal_alert_scheme *scheme, size_t index,
                                          const struct pal_language *language)
{
    const struct pal_alert_level *level = &scheme->levels[index];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", level->id);
    pal_put_integer(row, "rank", (int64_t)(level->rank));
    pal_put(row, "label", pal_view_in_language(in, &level->label, language));
    pal_put_borrowed(row, "alias", level->alias);
    pal_put(row, "colour", pal_view_language_or_null(in, &level->colour, language));
    pal_put(row, "meaning", pal_view_language_or_null(in, &level->meaning, language));
    pal_put(row, "trigger", pal_view_language_or_null(in, &level->trigger, language));
    pal_put_borrowed(row, "declared_by", level->declared_by);
    pal_put(row, "local_override",
            level->local_override != PAL_OVERRIDE_NOT_STATED
                ? pal_value_borrowed(in, pal_override_ids[level->local_override])
                : pal_value_null(in));
    pal_put(row, "sustain", pal_view_duration(in, level->sustain_minutes));
    pal_put(row, "acknowledge_within", pal_view_duration(in, level->acknowledge_minutes));
    pal_put(row, "apply_within", pal_view_duration(in, level->apply_minutes));
    pal_put(row, "report_every", pal_view_duration(in, level->report_minutes));
    struct pal_value *prepare = pal_value_list(in);
    for (size_t i = 0; i < level->prepare_count; i++) {
        struct pal_value *reach = pal_value_object(in);
        pal_put_borrowed(reach, "level", scheme->levels[level->prepare[i].level].id);
        pal_put(reach, "within", pal_view_duration(in, level->prepare[i].within_minutes));
        pal_add(prepare, reach);
    }
    pal_put(row, "prepare", prepare);
    pal_put(row, "measures", pal_view_texts(in, level->measures, level->measure_count, language));
    pal_put(row, "source", pal_view_language_or_null(in, &level->source, language));
    pal_put_boolean(row, "verified", !level->is_doubtful);
    return row;
}

struct pal_value *pal_view_alert(struct pal_values *in, const struct pal_alert_scheme *scheme,
                                 const struct pal_language *language)
{
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "id", scheme->id);
    pal_put(object, "title", pal_view_in_language(in, &scheme->title, language));
    pal_put_borrowed(object, "authority", scheme->authority);
    pal_put_borrowed(object, "version", scheme->version);
    pal_put_borrowed(object, "valid_from", scheme->valid_from);
    pal_put_borrowed(object, "valid_to", scheme->valid_to);
    pal_put(object, "source", pal_view_language_or_null(in, &scheme->source, language));
    pal_put_borrowed(object, "licence", scheme->licence);
    pal_put(object, "cumulative",
            scheme->has_cumulative ? pal_value_boolean(in, scheme->is_cumulative)
                                   : pal_value_null(in));
    pal_put_borrowed(object, "default_level", scheme->levels[scheme->default_level].id);
    pal_put(object, "doubts", pal_view_texts(in, scheme->doubts, scheme->doubt_count, language));
    struct pal_value *levels = pal_value_list(in);
    for (size_t i = 0; i < scheme->level_count; i++) {
        pal_add(levels, view_alert_level(in, scheme, i, language));
    }
    pal_put(object, "levels", levels);
    struct pal_value *equivalences = pal_value_list(in);
    for (size_t i = 0; i < scheme->equivalence_count; i++) {
        const struct pal_alert_equivalence *equivalence = &scheme->equivalences[i];
        struct pal_value *row = pal_value_object(in);
        struct pal_value *map = pal_value_object(in);
        for (size_t j = 0; j < scheme->level_count; j++) {
            if (equivalence->levels[j] != NULL) {
                pal_put_borrowed(map, scheme->levels[j].id, equivalence->levels[j]);
            }
        }
        pal_put_borrowed(row, "scheme", equivalence->scheme);
        pal_put(row, "levels", map);
        pal_put(row, "source", pal_view_language_or_null(in, &equivalence->source, language));
        pal_add(equivalences, row);
    }
    pal_put(object, "equivalences", equivalences);
    return object;
}

static struct pal_value *view_proposed(struct pal_values *in, const struct pal_proposal *proposal,
                                       size_t rank, size_t area)
{
    const struct pal_proposed_target *target = pal_proposal_target(proposal, rank, area);
    const struct pal_model *model = proposal->rule->model;
    struct pal_value *row = pal_value_object(in);
    pal_put(row, "degree",
            target->degree > 0 ? pal_value_integer(in, (int64_t)(target->degree))
                               : pal_value_null(in));
    pal_put(row, "need_degree",
            target->need_degree > 0 ? pal_value_integer(in, (int64_t)(target->need_degree))
                                    : pal_value_null(in));
    pal_put(row, "exposure_degree",
            target->exposure_degree > 0 ? pal_value_integer(in, (int64_t)(target->exposure_degree))
                                        : pal_value_null(in));
    pal_put(row, "target", pal_view_steps(in, model->areas[area].ladder, target->target));
    return row;
}

static struct pal_value *view_proposed_area(struct pal_values *in,
                                            const struct pal_proposal *proposal, size_t area,
                                            const struct pal_language *language)
{
    const struct pal_needs_rule *rule = proposal->rule;
    const struct pal_area_rule *row_rule = &rule->areas[area];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", rule->model->areas[area].id);
    pal_put(row, "title", pal_view_in_language(in, &rule->model->areas[area].title, language));
    pal_put(row, "rule",
            row_rule->is_stated ? pal_value_borrowed(in, pal_need_rule_ids[row_rule->rule])
                                : pal_value_null(in));
    struct pal_value *needs = pal_value_list(in);
    for (size_t i = 0; i < rule->need_count; i++) {
        if ((row_rule->needs >> i & 1) != 0) {
            pal_add_borrowed(needs, rule->needs[i].id);
        }
    }
    pal_put(row, "needs", needs);
    pal_put_borrowed(row, "exposure", pal_exposure_ids[row_rule->exposure]);
    pal_put_integer(row, "lead", (int64_t)(row_rule->lead));
    pal_put(row, "reason", pal_view_language_or_null(in, &row_rule->reason, language));
    struct pal_value *ranks = pal_value_list(in);
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        pal_add(ranks, view_proposed(in, proposal, rank, area));
    }
    pal_put(row, "ranks", ranks);
    return row;
}

struct proposal_rows {
    struct pal_proposal proposal;
    const struct pal_language *language;
};

static struct pal_value *make_proposed_area(struct pal_values *in, const void *ctx, size_t index)
{
    const struct proposal_rows *rows = ctx;
    return view_proposed_area(in, &rows->proposal, index, rows->language);
}

struct pal_value *pal_view_proposal(struct pal_values *in, const struct pal_proposal *proposal,
                                    const struct pal_language *language)
{
    const struct pal_needs *needs = proposal->needs;
    const struct pal_needs_rule *rule = proposal->rule;
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "needs_id", needs->id);
    pal_put(object, "title", pal_view_in_language(in, &needs->title, language));
    pal_put_borrowed(object, "project", needs->project);
    pal_put_borrowed(object, "model", rule->model->id);
    pal_put_borrowed(object, "rule", rule->id);
    pal_put_boolean(object, "proposed", rule->is_proposed);
    pal_put_borrowed(object, "alert_scheme", needs->scheme != NULL ? needs->scheme->id : NULL);
    struct pal_value *degrees = pal_value_object(in);
    for (size_t i = 0; i < rule->need_count; i++) {
        pal_put_integer(degrees, rule->needs[i].id, (int64_t)(needs->degrees[i]));
    }
    pal_put(object, "needs", degrees);
    pal_put_integer(object, "exposure", (int64_t)(needs->exposure));
    struct pal_value *ranks = pal_value_list(in);
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        struct pal_value *row = pal_value_object(in);
        pal_put_integer(row, "rank", (int64_t)rank);
        pal_put_borrowed(row, "level",
                         needs->scheme != NULL ? needs->scheme->levels[rank - 1].id : NULL);
        pal_put_integer(row, "steps", (int64_t)(pal_proposal_size(proposal, rank)));
        pal_add(ranks, row);
    }
    pal_put(object, "ranks", ranks);
    const struct proposal_rows rows = {*proposal, language};
    pal_put(object, "areas",
            pal_value_rows(in, rule->model->area_count, PAL_PART_AREAS, make_proposed_area, &rows,
                           sizeof rows));
    pal_put_borrowed(object, "notice", rule->model->notice);
    return object;
}

/* One of the three sums: all, and the part of each actor. */
static struct pal_value *view_posture_sum(struct pal_values *in, const struct pal_posture *posture,
                                          size_t offset)
{
    struct pal_value *row = pal_value_object(in);
    struct pal_value *actors = pal_value_object(in);
    uint64_t value;
    memcpy(&value, (const char *)&posture->points + offset, sizeof value);
    pal_put_integer(row, "all", (int64_t)value);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        memcpy(&value, (const char *)&posture->by_actor[i] + offset, sizeof value);
        pal_put_integer(actors, pal_actor_ids[i], (int64_t)value);
    }
    pal_put(row, "by_actor", actors);
    return row;
}

struct posture_rows {
    struct pal_posture posture;
    const struct pal_language *language;
};

static struct pal_value *make_posture_area(struct pal_values *in, const void *ctx, size_t index)
{
    const struct posture_rows *rows = ctx;
    const struct pal_assessment *assessment = rows->posture.assessment;
    const struct pal_area *of = &assessment->model->areas[index];
    const struct pal_posture_area *area = &rows->posture.areas[index];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", of->id);
    pal_put(row, "title", pal_view_in_language(in, &of->title, rows->language));
    pal_put_boolean(row, "applicable", area->is_applicable);
    pal_put_borrowed(row, "actor", pal_actor_ids[assessment->area_actors[index]]);
    pal_put(row, "achieved", pal_view_steps(in, of->ladder, area->achieved));
    pal_put(row, "prepared", pal_view_steps(in, of->ladder, area->prepared));
    pal_put(row, "active", pal_view_steps(in, of->ladder, area->active));
    pal_put(row, "target", pal_view_steps(in, of->ladder, area->target));
    pal_put(row, "prepare_set", pal_view_steps(in, of->ladder, area->prepare_set));
    pal_put(row, "gap_preparation", pal_view_steps(in, of->ladder, area->gap_preparation));
    pal_put(row, "gap_activation", pal_view_steps(in, of->ladder, area->gap_activation));
    pal_put(row, "active_surplus", pal_view_steps(in, of->ladder, area->active_surplus));
    return row;
}

struct pal_value *pal_view_posture(struct pal_values *in, const struct pal_posture *posture,
                                   const char *alert, const struct pal_language *language)
{
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_model *model = assessment->model;
    const struct pal_profile *profile = posture->profile;
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "assessment", assessment->id);
    pal_put_borrowed(object, "model", model->id);
    pal_put_borrowed(object, "rule", pal_rule_ids[model->rule]);
    pal_put_borrowed(object, "basis", pal_basis_ids[posture->basis]);
    pal_put_borrowed(object, "profile", profile->id);
    pal_put_borrowed(object, "alert_scheme", profile->alert_scheme);
    pal_put_borrowed(object, "alert", alert);
    pal_put(object, "gap_preparation",
            view_posture_sum(in, posture, offsetof(struct pal_posture_points, gap_preparation)));
    pal_put(object, "gap_activation",
            view_posture_sum(in, posture, offsetof(struct pal_posture_points, gap_activation)));
    pal_put(object, "active_surplus",
            view_posture_sum(in, posture, offsetof(struct pal_posture_points, active_surplus)));
    pal_put_integer(object, "asked_not_rated", (int64_t)posture->asked_not_rated);
    pal_put_integer(object, "asked_not_applicable", (int64_t)posture->asked_not_applicable);
    const struct posture_rows rows = {*posture, language};
    pal_put(object, "areas",
            pal_value_rows(in, model->area_count, PAL_PART_AREAS, make_posture_area, &rows,
                           sizeof rows));
    pal_put_borrowed(object, "notice", model->notice);
    return object;
}
