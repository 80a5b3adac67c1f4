#include "core/alert.h"

#include <string.h>

const char *const pal_override_ids[PAL_OVERRIDE_COUNT] = {"", "none", "upward", "free"};

int pal_alert_find(const struct pal_alert_scheme *scheme, const char *id)
{
    for (size_t i = 0; i < scheme->level_count; i++) {
        if (strcmp(scheme->levels[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

uint32_t pal_alert_delay(const struct pal_alert_scheme *scheme, size_t from, size_t to)
{
    const struct pal_alert_level *level = &scheme->levels[from];
    for (size_t i = 0; i < level->prepare_count; i++) {
        if (level->prepare[i].level == to &&
            level->prepare[i].within_minutes != PAL_ALERT_NOT_STATED) {
            return level->prepare[i].within_minutes;
        }
    }
    return scheme->levels[to].apply_minutes;
}

bool pal_alert_equivalence_keeps_order(const struct pal_alert_scheme *scheme,
                                       const struct pal_alert_equivalence *equivalence,
                                       const struct pal_alert_scheme *other, size_t *bad)
{
    uint32_t highest = 0;
    for (size_t i = 0; i < scheme->level_count; i++) {
        int there =
            equivalence->levels[i] != NULL ? pal_alert_find(other, equivalence->levels[i]) : -1;
        if (there < 0) {
            continue;
        }
        if (other->levels[there].rank < highest) {
            *bad = i;
            return false;
        }
        highest = other->levels[there].rank;
    }
    return true;
}
