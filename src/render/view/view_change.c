/* view_change - changes of the alert level and readiness as JSON. */
#include "render/view/view.h"
#include "render/view/view_parts.h"

static json_t *view_steps(const struct pal_posture *posture, const struct pal_level_step *steps,
                          size_t count, const char *number, bool is_saving,
                          const struct pal_language *language, bool *failed)
{
    const struct pal_model *model = posture->assessment->model;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct pal_area *area = &model->areas[steps[i].area];
        const struct pal_step *step = &area->ladder->steps[steps[i].step];
        json_t *row = json_object();
        pal_view_put(row, "area", json_string(area->id), failed);
        pal_view_put(row, "area_title", pal_json_in_language(&area->title, language), failed);
        pal_view_put(row, "step", json_string(step->id), failed);
        pal_view_put(row, "step_title", pal_json_in_language(&step->title, language), failed);
        pal_view_put(row, "actor", json_string(pal_actor_ids[steps[i].actor]), failed);
        if (number != NULL) {
            pal_view_put(row, number,
                         is_saving ? json_integer((json_int_t)steps[i].saving)
                                   : pal_json_number(steps[i].minutes),
                         failed);
        }
        pal_json_append(list, row, failed);
    }
    return list;
}

static json_t *view_summary(const struct pal_posture *posture,
                            const struct pal_level_change *change, bool *failed)
{
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    const struct pal_model *model = posture->assessment->model;
    json_t *row = json_object();
    pal_view_put(row, "from", json_string(scheme->levels[change->from].id), failed);
    pal_view_put(row, "to", json_string(scheme->levels[change->to].id), failed);
    pal_view_put(row, "readiness", json_string(pal_readiness_ids[change->verdict]), failed);
    pal_view_put(row, "minutes", pal_json_number(change->minutes), failed);
    pal_view_put(row, "longest_area",
                 change->activate_count > 0 ? json_string(model->areas[change->longest_area].id)
                                            : json_null(),
                 failed);
    pal_view_put(row, "delay", pal_json_duration(change->delay_minutes), failed);
    pal_view_put(row, "steps_to_activate", pal_json_number(change->activate_count), failed);
    pal_view_put(row, "steps_missing", pal_json_number(change->missing_count), failed);
    pal_view_put(row, "steps_to_stand_down", pal_json_number(change->stand_down_count), failed);
    pal_view_put(row, "saving_per_month", json_integer((json_int_t)change->saving), failed);
    return row;
}

json_t *pal_view_readiness(const struct pal_posture *posture,
                           const struct pal_level_change *changes, size_t count)
{
    bool failed = false;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        pal_json_append(list, view_summary(posture, &changes[i], &failed), &failed);
    }
    return pal_json_finish(list, failed);
}

json_t *pal_view_change(const struct pal_posture *posture, const struct pal_efforts *efforts,
                        const struct pal_level_change *change, const struct pal_language *language)
{
    bool failed = false;
    const struct pal_assessment *assessment = posture->assessment;
    json_t *object = view_summary(posture, change, &failed);
    pal_view_put(object, "assessment", json_string(assessment->id), &failed);
    pal_view_put(object, "provider", json_string(assessment->provider), &failed);
    pal_view_put(object, "project", json_string(assessment->project), &failed);
    pal_view_put(object, "model", json_string(assessment->model->id), &failed);
    pal_view_put(object, "profile", json_string(posture->profile->id), &failed);
    pal_view_put(object, "alert_scheme", json_string(posture->profile->scheme->id), &failed);
    pal_view_put(object, "basis", json_string(pal_basis_ids[posture->basis]), &failed);
    pal_view_put(object, "effort", pal_view_efforts(efforts, language), &failed);
    pal_view_put(
        object, "missing",
        view_steps(posture, change->missing, change->missing_count, NULL, false, language, &failed),
        &failed);
    pal_view_put(object, "activate",
                 view_steps(posture, change->activate, change->activate_count,
                            "active_after_minutes", false, language, &failed),
                 &failed);
    pal_view_put(object, "stand_down",
                 view_steps(posture, change->stand_down, change->stand_down_count,
                            "saving_per_month", true, language, &failed),
                 &failed);
    pal_view_put(object, "notice", pal_json_text(assessment->model->notice), &failed);
    return pal_json_finish(object, failed);
}
