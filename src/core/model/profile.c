#include "core/model/profile.h"

#include <string.h>

const pal_mask *pal_profile_target(const struct pal_profile *profile, const char *alert)
{
    if (profile->alert_level_count == 0) {
        bool is_of_scheme =
            alert != NULL && profile->scheme != NULL && pal_alert_find(profile->scheme, alert) >= 0;
        return alert == NULL || is_of_scheme ? profile->targets[0] : NULL;
    }
    for (size_t i = 0; alert != NULL && i < profile->alert_level_count; i++) {
        if (strcmp(alert, profile->alert_levels[i]) == 0) {
            return profile->targets[i];
        }
    }
    return NULL;
}

pal_mask pal_profile_shrinks(const struct pal_profile *profile, size_t level, size_t area)
{
    return profile->targets[level - 1][area] & ~profile->targets[level][area];
}

pal_mask pal_target_unsupported(pal_mask target)
{
    pal_mask first_hole = ~target & (target + 1); /* the lowest step that is not demanded */
    return first_hole == 0 ? 0 : target & ~(first_hole - 1);
}

bool pal_profile_leaves_people_low(const struct pal_profile *profile, size_t level, size_t area)
{
    const struct pal_model *model = profile->model;
    unsigned greatest = 0;
    if (!model->areas[area].is_on_people) {
        return false;
    }
    for (size_t i = 0; i < model->area_count; i++) {
        unsigned count = pal_mask_count(profile->targets[level][i]);
        greatest = count > greatest ? count : greatest;
    }
    return 2 * pal_mask_count(profile->targets[level][area]) < greatest;
}
