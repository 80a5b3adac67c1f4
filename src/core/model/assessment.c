#include "core/model/assessment.h"

#include <string.h>

const char *const pal_basis_ids[PAL_BASIS_COUNT] = {"checked", "seen", "claimed"};

bool pal_basis_find(const char *id, enum pal_basis *out)
{
    for (int i = 0; i < PAL_BASIS_COUNT; i++) {
        if (strcmp(id, pal_basis_ids[i]) == 0) {
            *out = (enum pal_basis)i;
            return true;
        }
    }
    return false;
}

const struct pal_ratings *pal_assessment_ratings(const struct pal_assessment *assessment,
                                                 enum pal_basis basis, size_t area)
{
    for (int i = (int)basis; i > PAL_BASIS_CHECKED; i--) {
        if (assessment->ratings[i].areas[area] != PAL_AREA_ABSENT) {
            return &assessment->ratings[i];
        }
    }
    return &assessment->ratings[PAL_BASIS_CHECKED];
}

enum pal_rating pal_ratings_practice(const struct pal_ratings *ratings, size_t step,
                                     size_t practice)
{
    size_t low = 0;
    size_t high = ratings->practice_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pal_practice_rating *at = &ratings->practices[middle];
        if (at->step == step && at->practice == practice) {
            return at->rating;
        }
        if (at->step < step || (at->step == step && at->practice < practice)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return PAL_RATING_NOT_RATED;
}
