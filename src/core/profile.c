#include "core/profile.h"

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
