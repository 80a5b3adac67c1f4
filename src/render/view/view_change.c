/* view_change - changes of the alert level and readiness as JSON. */
#include "render/view/view.h"
#include "render/view/view_parts.h"

static struct pal_value *view_steps(struct pal_values *in, const struct pal_posture *posture,
                                    const struct pal_level_step *steps, size_t count,
                                    const char *number, bool is_saving,
                                    const struct pal_language *language)
{
    const struct pal_model *model = posture->assessment->model;
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < count; i++) {
        const struct pal_area *area = &model->areas[steps[i].area];
        const struct pal_step *step = &area->ladder->steps[steps[i].step];
        struct pal_value *row = pal_value_object(in);
        pal_put_borrowed(row, "area", area->id);
        pal_put(row, "area_title", pal_view_in_language(in, &area->title, language));
        pal_put_borrowed(row, "step", step->id);
        pal_put(row, "step_title", pal_view_in_language(in, &step->title, language));
        pal_put_borrowed(row, "actor", pal_actor_ids[steps[i].actor]);
        if (number != NULL) {
            pal_put(row, number,
                    is_saving ? pal_value_integer(in, (int64_t)steps[i].saving)
                              : pal_value_integer(in, (int64_t)steps[i].minutes));
        }
        pal_add(list, row);
    }
    return list;
}

static struct pal_value *view_summary(struct pal_values *in, const struct pal_posture *posture,
                                      const struct pal_level_change *change)
{
    const struct pal_alert_scheme *scheme = posture->profile->scheme;
    const struct pal_model *model = posture->assessment->model;
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "from", scheme->levels[change->from].id);
    pal_put_borrowed(row, "to", scheme->levels[change->to].id);
    pal_put_borrowed(row, "readiness", pal_readiness_ids[change->verdict]);
    pal_put_integer(row, "minutes", (int64_t)(change->minutes));
    pal_put(row, "longest_area",
            change->activate_count > 0
                ? pal_value_borrowed(in, model->areas[change->longest_area].id)
                : pal_value_null(in));
    pal_put(row, "delay", pal_view_duration(in, change->delay_minutes));
    pal_put_integer(row, "steps_to_activate", (int64_t)(change->activate_count));
    pal_put_integer(row, "steps_missing", (int64_t)(change->missing_count));
    pal_put_integer(row, "steps_to_stand_down", (int64_t)(change->stand_down_count));
    pal_put_integer(row, "saving_per_month", (int64_t)change->saving);
    return row;
}

struct pal_value *pal_view_readiness_of(struct pal_values *in, const struct pal_posture *posture,
                                        const struct pal_level_change *change)
{
    return view_summary(in, posture, change);
}

struct pal_value *pal_view_readiness(struct pal_values *in, const struct pal_posture *posture,
                                     const struct pal_level_change *changes, size_t count)
{
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < count; i++) {
        pal_add(list, view_summary(in, posture, &changes[i]));
    }
    return list;
}

struct pal_value *pal_view_change(struct pal_values *in, const struct pal_posture *posture,
                                  const struct pal_efforts *efforts,
                                  const struct pal_level_change *change,
                                  const struct pal_language *language)
{
    const struct pal_assessment *assessment = posture->assessment;
    struct pal_value *object = view_summary(in, posture, change);
    pal_put_borrowed(object, "assessment", assessment->id);
    pal_put_borrowed(object, "provider", assessment->provider);
    pal_put_borrowed(object, "project", assessment->project);
    pal_put_borrowed(object, "model", assessment->model->id);
    pal_put_borrowed(object, "profile", posture->profile->id);
    pal_put_borrowed(object, "alert_scheme", posture->profile->scheme->id);
    pal_put_borrowed(object, "basis", pal_basis_ids[posture->basis]);
    pal_put(object, "effort", pal_view_efforts(in, efforts, language));
    pal_put(object, "missing",
            view_steps(in, posture, change->missing, change->missing_count, NULL, false, language));
    pal_put(object, "activate",
            view_steps(in, posture, change->activate, change->activate_count,
                       "active_after_minutes", false, language));
    pal_put(object, "stand_down",
            view_steps(in, posture, change->stand_down, change->stand_down_count,
                       "saving_per_month", true, language));
    pal_put_borrowed(object, "notice", assessment->model->notice);
    return object;
}
