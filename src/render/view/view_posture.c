/* view_posture - alert schemes, proposed profiles and postures as JSON. */
#include <stddef.h>
#include <string.h>

#include "render/view/view.h"
#include "render/view/view_parts.h"

static json_t *view_alert_level(const struct pal_alert_scheme *scheme, size_t index,
                                const struct pal_language *language, bool *failed)
{
    const struct pal_alert_level *level = &scheme->levels[index];
    json_t *row = json_object();
    pal_view_put(row, "id", json_string(level->id), failed);
    pal_view_put(row, "rank", pal_json_number(level->rank), failed);
    pal_view_put(row, "label", pal_json_in_language(&level->label, language), failed);
    pal_view_put(row, "alias", pal_json_text(level->alias), failed);
    pal_view_put(row, "colour", pal_json_text(level->colour), failed);
    pal_view_put(row, "meaning", pal_json_language_or_null(&level->meaning, language), failed);
    pal_view_put(row, "trigger", pal_json_language_or_null(&level->trigger, language), failed);
    pal_view_put(row, "declared_by", pal_json_text(level->declared_by), failed);
    pal_view_put(row, "local_override",
                 level->local_override != PAL_OVERRIDE_NOT_STATED
                     ? json_string(pal_override_ids[level->local_override])
                     : json_null(),
                 failed);
    pal_view_put(row, "sustain", pal_json_duration(level->sustain_minutes), failed);
    pal_view_put(row, "acknowledge_within", pal_json_duration(level->acknowledge_minutes), failed);
    pal_view_put(row, "apply_within", pal_json_duration(level->apply_minutes), failed);
    pal_view_put(row, "report_every", pal_json_duration(level->report_minutes), failed);
    json_t *prepare = json_array();
    for (size_t i = 0; i < level->prepare_count; i++) {
        json_t *reach = json_object();
        pal_view_put(reach, "level", json_string(scheme->levels[level->prepare[i].level].id),
                     failed);
        pal_view_put(reach, "within", pal_json_duration(level->prepare[i].within_minutes), failed);
        pal_json_append(prepare, reach, failed);
    }
    pal_view_put(row, "prepare", prepare, failed);
    pal_view_put(row, "measures",
                 pal_json_texts(level->measures, level->measure_count, language, failed), failed);
    pal_view_put(row, "source", pal_json_text(level->source), failed);
    pal_view_put(row, "verified", json_boolean(!level->is_doubtful), failed);
    return row;
}

json_t *pal_view_alert(const struct pal_alert_scheme *scheme, const struct pal_language *language)
{
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "id", json_string(scheme->id), &failed);
    pal_view_put(object, "title", pal_json_in_language(&scheme->title, language), &failed);
    pal_view_put(object, "authority", pal_json_text(scheme->authority), &failed);
    pal_view_put(object, "version", pal_json_text(scheme->version), &failed);
    pal_view_put(object, "valid_from", pal_json_text(scheme->valid_from), &failed);
    pal_view_put(object, "valid_to", pal_json_text(scheme->valid_to), &failed);
    pal_view_put(object, "source", pal_json_text(scheme->source), &failed);
    pal_view_put(object, "licence", pal_json_text(scheme->licence), &failed);
    pal_view_put(object, "cumulative",
                 scheme->has_cumulative ? json_boolean(scheme->is_cumulative) : json_null(),
                 &failed);
    pal_view_put(object, "default_level", json_string(scheme->levels[scheme->default_level].id),
                 &failed);
    pal_view_put(object, "doubts",
                 pal_json_texts(scheme->doubts, scheme->doubt_count, language, &failed), &failed);
    json_t *levels = json_array();
    for (size_t i = 0; i < scheme->level_count; i++) {
        pal_json_append(levels, view_alert_level(scheme, i, language, &failed), &failed);
    }
    pal_view_put(object, "levels", levels, &failed);
    json_t *equivalences = json_array();
    for (size_t i = 0; i < scheme->equivalence_count; i++) {
        const struct pal_alert_equivalence *equivalence = &scheme->equivalences[i];
        json_t *row = json_object();
        json_t *map = json_object();
        for (size_t j = 0; j < scheme->level_count; j++) {
            if (equivalence->levels[j] != NULL) {
                pal_view_put(map, scheme->levels[j].id, json_string(equivalence->levels[j]),
                             &failed);
            }
        }
        pal_view_put(row, "scheme", json_string(equivalence->scheme), &failed);
        pal_view_put(row, "levels", map, &failed);
        pal_view_put(row, "source", pal_json_text(equivalence->source), &failed);
        pal_json_append(equivalences, row, &failed);
    }
    pal_view_put(object, "equivalences", equivalences, &failed);
    return pal_json_finish(object, failed);
}

static json_t *view_proposed(const struct pal_proposal *proposal, size_t rank, size_t area,
                             bool *failed)
{
    const struct pal_proposed_target *target = pal_proposal_target(proposal, rank, area);
    const struct pal_model *model = proposal->rule->model;
    json_t *row = json_object();
    pal_view_put(row, "degree", target->degree > 0 ? pal_json_number(target->degree) : json_null(),
                 failed);
    pal_view_put(row, "need_degree",
                 target->need_degree > 0 ? pal_json_number(target->need_degree) : json_null(),
                 failed);
    pal_view_put(row, "exposure_degree",
                 target->exposure_degree > 0 ? pal_json_number(target->exposure_degree)
                                             : json_null(),
                 failed);
    pal_view_put(row, "target", pal_json_steps(model->areas[area].ladder, target->target, failed),
                 failed);
    return row;
}

static json_t *view_proposed_area(const struct pal_proposal *proposal, size_t area,
                                  const struct pal_language *language, bool *failed)
{
    const struct pal_needs_rule *rule = proposal->rule;
    const struct pal_area_rule *row_rule = &rule->areas[area];
    json_t *row = json_object();
    pal_view_put(row, "id", json_string(rule->model->areas[area].id), failed);
    pal_view_put(row, "title", pal_json_in_language(&rule->model->areas[area].title, language),
                 failed);
    pal_view_put(row, "rule",
                 row_rule->is_stated ? json_string(pal_need_rule_ids[row_rule->rule]) : json_null(),
                 failed);
    json_t *needs = json_array();
    for (size_t i = 0; i < rule->need_count; i++) {
        if ((row_rule->needs >> i & 1) != 0) {
            pal_json_append(needs, json_string(rule->needs[i].id), failed);
        }
    }
    pal_view_put(row, "needs", needs, failed);
    pal_view_put(row, "exposure", json_string(pal_exposure_ids[row_rule->exposure]), failed);
    pal_view_put(row, "lead", pal_json_number(row_rule->lead), failed);
    pal_view_put(row, "reason", pal_json_language_or_null(&row_rule->reason, language), failed);
    json_t *ranks = json_array();
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        pal_json_append(ranks, view_proposed(proposal, rank, area, failed), failed);
    }
    pal_view_put(row, "ranks", ranks, failed);
    return row;
}

json_t *pal_view_proposal(const struct pal_proposal *proposal, const struct pal_language *language)
{
    const struct pal_needs *needs = proposal->needs;
    const struct pal_needs_rule *rule = proposal->rule;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "needs_id", json_string(needs->id), &failed);
    pal_view_put(object, "title", pal_json_in_language(&needs->title, language), &failed);
    pal_view_put(object, "project", pal_json_text(needs->project), &failed);
    pal_view_put(object, "model", json_string(rule->model->id), &failed);
    pal_view_put(object, "rule", json_string(rule->id), &failed);
    pal_view_put(object, "proposed", json_boolean(rule->is_proposed), &failed);
    pal_view_put(object, "alert_scheme",
                 pal_json_text(needs->scheme != NULL ? needs->scheme->id : NULL), &failed);
    json_t *degrees = json_object();
    for (size_t i = 0; i < rule->need_count; i++) {
        pal_view_put(degrees, rule->needs[i].id, pal_json_number(needs->degrees[i]), &failed);
    }
    pal_view_put(object, "needs", degrees, &failed);
    pal_view_put(object, "exposure", pal_json_number(needs->exposure), &failed);
    json_t *ranks = json_array();
    for (size_t rank = 1; rank <= proposal->rank_count; rank++) {
        json_t *row = json_object();
        pal_view_put(row, "rank", pal_json_number(rank), &failed);
        pal_view_put(
            row, "level",
            pal_json_text(needs->scheme != NULL ? needs->scheme->levels[rank - 1].id : NULL),
            &failed);
        pal_view_put(row, "steps", pal_json_number(pal_proposal_size(proposal, rank)), &failed);
        pal_json_append(ranks, row, &failed);
    }
    pal_view_put(object, "ranks", ranks, &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < rule->model->area_count; i++) {
        pal_json_append(areas, view_proposed_area(proposal, i, language, &failed), &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    pal_view_put(object, "notice", pal_json_text(rule->model->notice), &failed);
    return pal_json_finish(object, failed);
}

/* One of the three sums: all, and the part of each actor. */
static json_t *view_posture_sum(const struct pal_posture *posture, size_t offset, bool *failed)
{
    json_t *row = json_object();
    json_t *actors = json_object();
    uint64_t value;
    memcpy(&value, (const char *)&posture->points + offset, sizeof value);
    pal_view_put(row, "all", pal_json_number(value), failed);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        memcpy(&value, (const char *)&posture->by_actor[i] + offset, sizeof value);
        pal_view_put(actors, pal_actor_ids[i], pal_json_number(value), failed);
    }
    pal_view_put(row, "by_actor", actors, failed);
    return row;
}

json_t *pal_view_posture(const struct pal_posture *posture, const char *alert,
                         const struct pal_language *language)
{
    const struct pal_assessment *assessment = posture->assessment;
    const struct pal_model *model = assessment->model;
    const struct pal_profile *profile = posture->profile;
    bool failed = false;
    json_t *object = json_object();
    pal_view_put(object, "assessment", json_string(assessment->id), &failed);
    pal_view_put(object, "model", json_string(model->id), &failed);
    pal_view_put(object, "rule", json_string(pal_rule_ids[model->rule]), &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[posture->basis]), &failed);
    pal_view_put(object, "profile", json_string(profile->id), &failed);
    pal_view_put(object, "alert_scheme", pal_json_text(profile->alert_scheme), &failed);
    pal_view_put(object, "alert", pal_json_text(alert), &failed);
    pal_view_put(
        object, "gap_preparation",
        view_posture_sum(posture, offsetof(struct pal_posture_points, gap_preparation), &failed),
        &failed);
    pal_view_put(
        object, "gap_activation",
        view_posture_sum(posture, offsetof(struct pal_posture_points, gap_activation), &failed),
        &failed);
    pal_view_put(
        object, "active_surplus",
        view_posture_sum(posture, offsetof(struct pal_posture_points, active_surplus), &failed),
        &failed);
    pal_view_put(object, "asked_not_rated", pal_json_number(posture->asked_not_rated), &failed);
    pal_view_put(object, "asked_not_applicable", pal_json_number(posture->asked_not_applicable),
                 &failed);
    json_t *areas = json_array();
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_posture_area *area = &posture->areas[i];
        const struct pal_ladder *ladder = model->areas[i].ladder;
        json_t *row = json_object();
        pal_view_put(row, "id", json_string(model->areas[i].id), &failed);
        pal_view_put(row, "title", pal_json_in_language(&model->areas[i].title, language), &failed);
        pal_view_put(row, "applicable", json_boolean(area->is_applicable), &failed);
        pal_view_put(row, "actor", json_string(pal_actor_ids[assessment->area_actors[i]]), &failed);
        pal_view_put(row, "achieved", pal_json_steps(ladder, area->achieved, &failed), &failed);
        pal_view_put(row, "prepared", pal_json_steps(ladder, area->prepared, &failed), &failed);
        pal_view_put(row, "active", pal_json_steps(ladder, area->active, &failed), &failed);
        pal_view_put(row, "target", pal_json_steps(ladder, area->target, &failed), &failed);
        pal_view_put(row, "prepare_set", pal_json_steps(ladder, area->prepare_set, &failed),
                     &failed);
        pal_view_put(row, "gap_preparation", pal_json_steps(ladder, area->gap_preparation, &failed),
                     &failed);
        pal_view_put(row, "gap_activation", pal_json_steps(ladder, area->gap_activation, &failed),
                     &failed);
        pal_view_put(row, "active_surplus", pal_json_steps(ladder, area->active_surplus, &failed),
                     &failed);
        pal_json_append(areas, row, &failed);
    }
    pal_view_put(object, "areas", areas, &failed);
    pal_view_put(object, "notice", pal_json_text(model->notice), &failed);
    return pal_json_finish(object, failed);
}
