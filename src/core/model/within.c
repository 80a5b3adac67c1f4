#include "core/model/within.h"

#include <string.h>

static bool has_practice(const struct pal_practice *list, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_practices(const struct pal_practice *before, size_t before_count,
                          const struct pal_practice *now, size_t now_count)
{
    for (size_t i = 0; i < before_count; i++) {
        if (!has_practice(now, now_count, before[i].id)) {
            return false;
        }
    }
    return true;
}

/* A step that was rated as a whole still is; one that was rated by practices still has them. */
static bool has_step(const struct pal_area *before, size_t step, const struct pal_area *now)
{
    const struct pal_step *was = &before->ladder->steps[step];
    int at = pal_ladder_find(now->ladder, was->id);
    size_t was_count;
    size_t is_count;
    if (at < 0 || now->ladder->steps[at].is_rated_by_area != was->is_rated_by_area) {
        return false;
    }
    const struct pal_practice *were = pal_area_rated_practices(before, step, &was_count);
    const struct pal_practice *are = pal_area_rated_practices(now, (size_t)at, &is_count);
    return has_practices(were, was_count, are, is_count);
}

static bool has_area(const struct pal_model *before, const struct pal_area *area,
                     const struct pal_model *now)
{
    const struct pal_area *same = pal_model_area(now, area->id);
    if (same == NULL ||
        strcmp(before->categories[area->category].id, now->categories[same->category].id) != 0) {
        return false;
    }
    for (size_t i = 0; i < area->ladder->count; i++) {
        if (!has_step(area, i, same)) {
            return false;
        }
    }
    return has_practices(area->practices, area->practice_count, same->practices,
                         same->practice_count);
}

bool pal_model_is_within(const struct pal_model *before, const struct pal_model *now)
{
    for (size_t i = 0; i < before->level_count; i++) {
        if (pal_model_level(now, before->levels[i].rank) == NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < before->area_count; i++) {
        if (!has_area(before, &before->areas[i], now)) {
            return false;
        }
    }
    return true;
}
