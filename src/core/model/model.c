#include "core/model/model.h"

#include <string.h>

#include "base/order.h"

const char *const pal_actor_ids[PAL_ACTOR_COUNT] = {"provider", "project_manager", "expert"};
const char *const pal_actor_titles[PAL_ACTOR_COUNT] = {
    PAL_N_("the provider"), PAL_N_("the project manager"), PAL_N_("the expert")};
const char *const pal_rule_ids[PAL_RULE_COUNT] = {"staged", "iso-33020"};

static bool find_id(const char *id, const char *const *ids, int count, int *out)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(id, ids[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool pal_actor_find(const char *id, enum pal_actor *out)
{
    int at;
    if (!find_id(id, pal_actor_ids, PAL_ACTOR_COUNT, &at)) {
        return false;
    }
    *out = (enum pal_actor)at;
    return true;
}

bool pal_rule_find(const char *id, enum pal_rule *out)
{
    int at;
    if (!find_id(id, pal_rule_ids, PAL_RULE_COUNT, &at)) {
        return false;
    }
    *out = (enum pal_rule)at;
    return true;
}

static const char *id_of_area(const void *areas, size_t at)
{
    return ((const struct pal_area *)areas)[at].id;
}

void pal_model_index(struct pal_model *model)
{
    model->step_count = 0;
    for (size_t i = 0; i < model->area_count; i++) {
        model->areas[i].first_step = model->step_count;
        model->step_count += model->areas[i].ladder->count;
    }
    pal_order_make(model->areas_by_id, model->area_count, id_of_area, model->areas);
}

const struct pal_area *pal_model_area(const struct pal_model *model, const char *id)
{
    int at = pal_order_find(model->areas_by_id, model->area_count, id_of_area, model->areas, id);
    return at >= 0 ? &model->areas[at] : NULL;
}

const struct pal_level *pal_model_level(const struct pal_model *model, uint32_t rank)
{
    for (size_t i = 0; i < model->level_count; i++) {
        if (model->levels[i].rank == rank) {
            return &model->levels[i];
        }
    }
    return NULL;
}

int pal_ladder_find(const struct pal_ladder *ladder, const char *id)
{
    for (size_t i = 0; i < ladder->count; i++) {
        if (strcmp(ladder->steps[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

pal_mask pal_ladder_to_step(size_t at)
{
    return at >= PAL_LIMIT_STEPS - 1 ? ~(pal_mask)0 : ((pal_mask)1 << (at + 1)) - 1;
}

pal_mask pal_ladder_all(const struct pal_ladder *ladder)
{
    return ladder->count == 0 ? 0 : pal_ladder_to_step(ladder->count - 1);
}

pal_mask pal_ladder_to_level(const struct pal_ladder *ladder, uint32_t rank)
{
    pal_mask mask = 0;
    for (size_t i = 0; i < ladder->count && ladder->steps[i].level <= rank; i++) {
        mask |= (pal_mask)1 << i;
    }
    return mask;
}

const struct pal_practice *pal_area_rated_practices(const struct pal_area *area, size_t step,
                                                    size_t *count)
{
    const struct pal_step *rung = &area->ladder->steps[step];
    if (rung->is_rated_by_area) {
        *count = area->practice_count;
        return area->practices;
    }
    *count = rung->practice_count;
    return rung->practices;
}

unsigned pal_mask_count(pal_mask mask)
{
    return (unsigned)__builtin_popcountll(mask);
}
