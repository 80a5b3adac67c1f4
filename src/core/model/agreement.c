#include "core/model/agreement.h"

static bool is_on_scale(enum pal_rating rating)
{
    return rating >= PAL_RATING_N && rating <= PAL_RATING_F;
}

void pal_agreement_add(struct pal_agreement *agreement, enum pal_rating first,
                       enum pal_rating second)
{
    bool has_first = first != PAL_RATING_NOT_RATED;
    bool has_second = second != PAL_RATING_NOT_RATED;
    agreement->both += has_first && has_second;
    agreement->equal += has_first && has_second && first == second;
    agreement->first += has_first && !has_second;
    agreement->second += has_second && !has_first;
}

int pal_agreement_percent(const struct pal_agreement *agreement)
{
    return agreement->both > 0 ? (int)(agreement->equal * 100 / agreement->both) : -1;
}

int pal_agreement_distance(enum pal_rating first, enum pal_rating second)
{
    if (!is_on_scale(first) || !is_on_scale(second)) {
        return -1;
    }
    return first > second ? (int)first - (int)second : (int)second - (int)first;
}
