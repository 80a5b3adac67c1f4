#include "core/model/rating.h"

#include <string.h>

const char *const pal_rating_ids[PAL_RATING_COUNT] = {"", "N", "P", "L", "F", "not applicable"};

bool pal_rating_find(const char *id, enum pal_rating *out)
{
    for (int i = PAL_RATING_N; i < PAL_RATING_COUNT; i++) {
        if (strcmp(id, pal_rating_ids[i]) == 0) {
            *out = (enum pal_rating)i;
            return true;
        }
    }
    return false;
}

enum pal_rating pal_rating_of_practices(const enum pal_rating *practices, size_t count)
{
    enum pal_rating lowest = PAL_RATING_NOT_RATED;
    bool some_not_rated = count == 0;
    size_t not_applicable = 0;
    for (size_t i = 0; i < count; i++) {
        if (practices[i] == PAL_RATING_NOT_RATED) {
            some_not_rated = true;
        } else if (practices[i] == PAL_RATING_NOT_APPLICABLE) {
            not_applicable++;
        } else if (lowest == PAL_RATING_NOT_RATED || practices[i] < lowest) {
            lowest = practices[i];
        }
    }
    if (count > 0 && not_applicable == count) {
        return PAL_RATING_NOT_APPLICABLE;
    }
    return some_not_rated && lowest > PAL_RATING_P ? PAL_RATING_NOT_RATED : lowest;
}

bool pal_rating_is_achieved(enum pal_rating rating, enum pal_rule rule)
{
    return rating == PAL_RATING_F || (rule == PAL_RULE_ISO_33020 && rating == PAL_RATING_L);
}

/* The level with every step not rated taken as `unrated`. One pass: the steps of a level stand
 * together, and the levels grow along the ladder. */
static uint32_t level_with(const struct pal_ladder *ladder, const uint8_t *ratings,
                           enum pal_rule rule, enum pal_rating unrated)
{
    uint32_t reached = 0;
    size_t i = 0;
    while (i < ladder->count) {
        uint32_t level = ladder->steps[i].level;
        bool holds = true;
        bool all_full = true;
        bool is_tried = false;
        for (; i < ladder->count && ladder->steps[i].level == level; i++) {
            enum pal_rating rating = (enum pal_rating)ratings[i];
            if (rating == PAL_RATING_NOT_APPLICABLE) {
                continue;
            }
            if (rating == PAL_RATING_NOT_RATED) {
                rating = unrated;
            }
            is_tried = true;
            holds = holds && pal_rating_is_achieved(rating, rule);
            all_full = all_full && rating == PAL_RATING_F;
        }
        if (!holds) {
            break;
        }
        reached = is_tried ? level : reached;
        if (!all_full) {
            break; /* a higher level needs every step of this one at F */
        }
    }
    return reached;
}

uint32_t pal_rating_level(const struct pal_ladder *ladder, const uint8_t *ratings,
                          enum pal_rule rule, bool *is_minimum)
{
    uint32_t level = level_with(ladder, ratings, rule, PAL_RATING_N);
    *is_minimum = level_with(ladder, ratings, rule, PAL_RATING_F) > level;
    return level;
}
