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

pal_mask pal_ratings_not_applicable(const struct pal_ratings *ratings,
                                    const struct pal_model *model, size_t area)
{
    const struct pal_area *place = &model->areas[area];
    if (ratings->areas[area] == PAL_AREA_NOT_APPLICABLE) {
        return pal_ladder_all(place->ladder);
    }
    pal_mask mask = 0;
    for (size_t i = 0; i < place->ladder->count; i++) {
        bool is_out = ratings->steps[place->first_step + i] == PAL_RATING_NOT_APPLICABLE;
        mask |= (pal_mask)is_out << i;
    }
    return mask;
}

pal_mask pal_assessment_applicable(const struct pal_assessment *assessment, enum pal_basis basis,
                                   size_t area)
{
    const struct pal_ratings *ratings = pal_assessment_ratings(assessment, basis, area);
    return pal_ladder_all(assessment->model->areas[area].ladder) &
           ~pal_ratings_not_applicable(ratings, assessment->model, area);
}

const struct pal_note *pal_assessment_notes(const struct pal_assessment *assessment, size_t area,
                                            size_t *count)
{
    size_t low = 0;
    size_t high = assessment->note_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (assessment->notes[middle].area < area) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *count = 0;
    while (low + *count < assessment->note_count && assessment->notes[low + *count].area == area) {
        ++*count;
    }
    return assessment->notes + low;
}

bool pal_assessment_has_note(const struct pal_assessment *assessment, size_t area, int step)
{
    size_t count;
    const struct pal_note *notes = pal_assessment_notes(assessment, area, &count);
    for (size_t i = 0; i < count; i++) {
        if (notes[i].step == -1 || notes[i].step == step) {
            return true;
        }
    }
    return false;
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
