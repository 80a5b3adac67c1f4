#include "core/model/compare.h"

#include <string.h>

bool pal_compare_is_unproven(const struct pal_score *score)
{
    const struct pal_step_counts *own = &score->steps_by_actor[PAL_ACTOR_PROVIDER];
    return (own->target == 0 && own->target_not_applicable > 0) ||
           (score->steps.target == 0 && score->steps.target_not_applicable > 0);
}

/* True when `a` stands strictly before `b` in the ranking. */
static bool is_nearer(const struct pal_score *a, const struct pal_score *b)
{
    const struct pal_points *own_a = &a->by_actor[PAL_ACTOR_PROVIDER];
    const struct pal_points *own_b = &b->by_actor[PAL_ACTOR_PROVIDER];
    if (pal_compare_is_unproven(a) != pal_compare_is_unproven(b)) {
        return pal_compare_is_unproven(b);
    }
    if (own_a->gap != own_b->gap) {
        return own_a->gap < own_b->gap;
    }
    if (own_a->achieved != own_b->achieved) {
        return own_a->achieved > own_b->achieved;
    }
    return a->points.gap < b->points.gap;
}

/* Of equals that with the lesser id: what is shown does not depend on the order that was asked. */
static bool is_before(const struct pal_score *a, const struct pal_score *b)
{
    return is_nearer(a, b) ||
           (!is_nearer(b, a) && strcmp(a->assessment->id, b->assessment->id) < 0);
}

static void rank(const struct pal_score *scores, size_t count, size_t *ranking)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (at > 0 && is_before(&scores[i], &scores[ranking[at - 1]])) {
            ranking[at] = ranking[at - 1];
            at--;
        }
        ranking[at] = i;
    }
}

size_t pal_compare_place(const struct pal_comparison *comparison, size_t at)
{
    const struct pal_score *scores = comparison->scores;
    const size_t *ranking = comparison->ranking;
    while (at > 0 && !is_nearer(&scores[ranking[at - 1]], &scores[ranking[at]])) {
        at--;
    }
    return at + 1;
}

bool pal_compare_is_one_provider(const struct pal_compared *known, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strcmp(known[i].provider, known[0].provider) != 0) {
            return false;
        }
    }
    return true;
}

static bool is_earlier(const struct pal_score *scores, const struct pal_compared *known, size_t a,
                       size_t b)
{
    int days = strcmp(scores[a].assessment->date, scores[b].assessment->date);
    if (days != 0) {
        return days < 0;
    }
    return known[a].written != known[b].written
               ? known[a].written < known[b].written
               : strcmp(scores[a].assessment->id, scores[b].assessment->id) < 0;
}

void pal_compare_order(const struct pal_score *scores, const struct pal_compared *known,
                       size_t count, size_t *order)
{
    bool is_by_date = pal_compare_is_one_provider(known, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (is_by_date && at > 0 && is_earlier(scores, known, i, order[at - 1])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

/* What nobody looked at, or what does not apply, is neither won nor lost. */
static struct pal_change change_of(const struct pal_area_score *before,
                                   const struct pal_area_score *now)
{
    pal_mask unknown_before = before->not_applicable | before->not_rated;
    pal_mask unknown_now = now->not_applicable | now->not_rated;
    pal_mask in_both = ~(unknown_before | unknown_now);
    return (struct pal_change){
        .won = now->achieved & ~before->achieved & in_both,
        .lost = before->achieved & ~now->achieved & in_both,
        .not_compared = (before->not_applicable ^ now->not_applicable) |
                        ((unknown_before ^ unknown_now) & (before->achieved | now->achieved)),
    };
}

enum pal_rc pal_compare(const struct pal_score *scores, size_t count, bool is_one_provider,
                        struct pal_arena *arena, struct pal_comparison *out)
{
    size_t areas = scores[0].assessment->model->area_count;
    struct pal_comparison comparison = {
        .scores = scores, .count = count, .is_one_provider = is_one_provider};
    comparison.ranking = PAL_NEW(arena, size_t, count);
    comparison.changes = PAL_NEW(arena, struct pal_change, (count - 1) * areas);
    if (comparison.ranking == NULL || comparison.changes == NULL) {
        return PAL_E_MEMORY;
    }
    rank(scores, count, comparison.ranking);
    for (size_t i = 1; i < count; i++) {
        for (size_t area = 0; area < areas; area++) {
            comparison.changes[(i - 1) * areas + area] =
                comparison.is_one_provider
                    ? change_of(&scores[i - 1].areas[area], &scores[i].areas[area])
                    : (struct pal_change){0};
        }
    }
    *out = comparison;
    return PAL_OK;
}

struct pal_change pal_compare_change(const struct pal_comparison *comparison, size_t index,
                                     size_t area)
{
    size_t areas = comparison->scores[0].assessment->model->area_count;
    return comparison->changes[(index - 1) * areas + area];
}
