#include "core/alert/alert.h"

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

const char *pal_alert_label(const struct pal_alert_scheme *scheme, const char *id,
                            enum pal_lang lang)
{
    int at = scheme != NULL && id != NULL ? pal_alert_find(scheme, id) : -1;
    const char *label = at >= 0 ? pal_text_in(&scheme->levels[at].label, lang) : "";
    return label[0] != '\0' ? label : id;
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

/* Dates as text of a year, a month or a day: is `a` before `b`, as far as both say? */
static bool is_before(const char *a, const char *b)
{
    size_t shorter = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    return strncmp(a, b, shorter) < 0;
}

bool pal_alert_overlap(const struct pal_alert_scheme *one, const struct pal_alert_scheme *other)
{
    if (one->authority == NULL || other->authority == NULL ||
        strcmp(one->authority, other->authority) != 0 || strcmp(one->id, other->id) == 0) {
        return false;
    }
    if (one->valid_from == NULL || other->valid_from == NULL) {
        return false;
    }
    return (one->valid_to == NULL || is_before(other->valid_from, one->valid_to)) &&
           (other->valid_to == NULL || is_before(one->valid_from, other->valid_to));
}
