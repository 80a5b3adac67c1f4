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

pal_mask pal_profile_target_anywhere(const struct pal_profile *profile, size_t area)
{
    size_t levels = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    pal_mask all = 0;
    for (size_t i = 0; i < levels; i++) {
        all |= profile->targets[i][area];
    }
    return all;
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

/* Of the areas of a level the one with the greatest target, in steps. */
static unsigned greatest_target(const struct pal_profile *profile, size_t level)
{
    unsigned greatest = 0;
    for (size_t i = 0; i < profile->model->area_count; i++) {
        unsigned count = pal_mask_count(profile->targets[level][i]);
        greatest = count > greatest ? count : greatest;
    }
    return greatest;
}

static bool is_low(const struct pal_profile *profile, size_t level, size_t area, unsigned greatest)
{
    return profile->model->areas[area].is_on_people &&
           2 * pal_mask_count(profile->targets[level][area]) < greatest;
}

bool pal_profile_leaves_people_low(const struct pal_profile *profile, size_t level, size_t area)
{
    return profile->model->areas[area].is_on_people &&
           is_low(profile, level, area, greatest_target(profile, level));
}

const char *const pal_profile_warning_ids[PAL_PROFILE_WARNING_COUNT] = {"shrinks", "unsupported",
                                                                        "people-low"};

/* Where warnings go to; what does not fit is counted. */
struct warned {
    struct pal_profile_warning *out;
    size_t max;
    size_t count;
};

static void add(struct warned *warned, struct pal_profile_warning warning)
{
    if (warned->count < warned->max) {
        warned->out[warned->count] = warning;
    }
    warned->count++;
}

static void warn_of(struct warned *warned, const struct pal_profile *profile, size_t level,
                    size_t area, unsigned greatest)
{
    pal_mask lost = level > 0 ? pal_profile_shrinks(profile, level, area) : 0;
    pal_mask unsupported = pal_target_unsupported(profile->targets[level][area]);
    if (lost != 0) {
        add(warned, (struct pal_profile_warning){PAL_PROFILE_SHRINKS, level, area, lost});
    }
    if (unsupported != 0) {
        add(warned,
            (struct pal_profile_warning){PAL_PROFILE_UNSUPPORTED, level, area, unsupported});
    }
    if (is_low(profile, level, area, greatest)) {
        add(warned, (struct pal_profile_warning){PAL_PROFILE_PEOPLE_LOW, level, area, 0});
    }
}

size_t pal_profile_warnings(const struct pal_profile *profile, struct pal_profile_warning *out,
                            size_t max)
{
    struct warned warned = {out, max, 0};
    size_t sets = profile->alert_level_count > 0 ? profile->alert_level_count : 1;
    for (size_t level = 0; level < sets; level++) {
        unsigned greatest = greatest_target(profile, level);
        for (size_t area = 0; area < profile->model->area_count; area++) {
            warn_of(&warned, profile, level, area, greatest);
        }
    }
    return warned.count;
}
