#include "core/model/compare.h"

#include <string.h>

#include "base/fold.h"

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

/* By title: an order that says nothing of who is nearer. */
static enum pal_rc order_by_title(const struct pal_score *scores, size_t count,
                                  struct pal_arena *arena, size_t *ranking)
{
    const char **titles = PAL_NEW(arena, const char *, count);
    for (size_t i = 0; i < count && titles != NULL; i++) {
        const struct pal_assessment *own = scores[i].assessment;
        size_t at = i;
        titles[i] = pal_fold(arena, pal_text_in(&own->title, PAL_LANG_EN));
        if (titles[i] == NULL) {
            return PAL_E_MEMORY;
        }
        for (; at > 0; at--) {
            size_t other = ranking[at - 1];
            int order = strcmp(titles[i], titles[other]);
            if (order > 0 || (order == 0 && strcmp(own->id, scores[other].assessment->id) >= 0)) {
                break;
            }
            ranking[at] = other;
        }
        ranking[at] = i;
    }
    return titles != NULL ? PAL_OK : PAL_E_MEMORY;
}

size_t pal_compare_place(const struct pal_comparison *comparison, size_t at)
{
    const struct pal_score *scores = comparison->scores;
    const size_t *ranking = comparison->ranking;
    if (!comparison->has_places) {
        return 0;
    }
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
        .asked = now->target & ~before->target,
        .not_asked = before->target & ~now->target,
    };
}

/* ------------------------------------------------------------------- what separates */

/* Of an area: the demanded steps that apply to some, those missing in some, in all. */
struct area_field {
    pal_mask applies;
    pal_mask in_some;
    pal_mask in_all;
};

static struct area_field field_of(const struct pal_score *scores, size_t count, size_t area)
{
    struct area_field field = {.in_all = ~(pal_mask)0};
    for (size_t i = 0; i < count; i++) {
        const struct pal_area_score *own = &scores[i].areas[area];
        field.applies |= own->target;
        field.in_some |= own->missing;
        field.in_all &= own->missing;
    }
    return field;
}

/* The most that each of the steps weighs. */
static uint64_t most_points(const struct pal_score *scores, size_t count, size_t first_step,
                            pal_mask steps)
{
    uint64_t points = 0;
    for (; steps != 0; steps &= steps - 1) {
        const size_t step = first_step + (size_t)__builtin_ctzll(steps);
        uint32_t most = 0;
        for (size_t i = 0; i < count; i++) {
            const uint32_t weight = scores[i].assessment->weights[step];
            most = weight > most ? weight : most;
        }
        points += most;
    }
    return points;
}

static void add_steps(struct pal_comparison *comparison, size_t area, pal_mask steps,
                      struct pal_area_steps_list *list)
{
    const struct pal_area *of = &comparison->scores[0].assessment->model->areas[area];
    if (steps != 0) {
        list->rows[list->count++] = (struct pal_area_steps){
            area, steps, most_points(comparison->scores, comparison->count, of->first_step, steps)};
    }
}

/* Merges two runs that follow each other, of which the first is `half` long, into `out`. */
static void merge(const struct pal_area_steps *rows, size_t half, size_t count,
                  struct pal_area_steps *out)
{
    size_t one = 0;
    size_t other = half;
    for (size_t i = 0; i < count; i++) {
        const bool takes_one =
            other == count || (one < half && rows[one].points >= rows[other].points);
        out[i] = takes_one ? rows[one++] : rows[other++];
    }
}

/* Most points first; of as many the order there is. */
static enum pal_rc sort(struct pal_area_steps_list *list, struct pal_arena *arena)
{
    struct pal_area_steps *rows = list->rows;
    struct pal_area_steps *room = PAL_NEW(arena, struct pal_area_steps, list->count + 1);
    if (room == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t run = 1; run < list->count; run *= 2) {
        struct pal_area_steps *from = rows;
        for (size_t at = 0; at < list->count; at += 2 * run) {
            const size_t left = list->count - at;
            merge(from + at, run < left ? run : left, 2 * run < left ? 2 * run : left, room + at);
        }
        rows = room;
        room = from;
    }
    list->rows = rows;
    return PAL_OK;
}

static enum pal_rc separate(struct pal_comparison *comparison, struct pal_arena *arena)
{
    const struct pal_score *scores = comparison->scores;
    const size_t areas = scores[0].assessment->model->area_count;
    comparison->differ.rows = PAL_NEW(arena, struct pal_area_steps, areas);
    comparison->lacked.rows = PAL_NEW(arena, struct pal_area_steps, areas);
    comparison->met.rows = PAL_NEW(arena, struct pal_area_steps, areas);
    if (comparison->differ.rows == NULL || comparison->lacked.rows == NULL ||
        comparison->met.rows == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < areas && scores[0].has_target; i++) {
        const struct area_field field = field_of(scores, comparison->count, i);
        add_steps(comparison, i, field.in_some & ~field.in_all, &comparison->differ);
        add_steps(comparison, i, field.in_all, &comparison->lacked);
        add_steps(comparison, i, field.applies & ~field.in_some, &comparison->met);
    }
    enum pal_rc rc = sort(&comparison->differ, arena);
    return rc == PAL_OK ? sort(&comparison->lacked, arena) : rc;
}

/* ------------------------------------------------------------------------ the bases */

/* Whether the assessment says anything of its own on a basis. */
static bool is_said(const struct pal_assessment *assessment, enum pal_basis basis)
{
    for (size_t i = 0; i < assessment->model->area_count; i++) {
        if (assessment->ratings[basis].areas[i] != PAL_AREA_ABSENT) {
            return true;
        }
    }
    return false;
}

static struct pal_basis_points points_on(const struct pal_score *score)
{
    struct pal_basis_points points = {.is_said = is_said(score->assessment, score->basis),
                                      .state = pal_score_target_state(score),
                                      .points = score->points};
    memcpy(points.by_actor, score->by_actor, sizeof points.by_actor);
    return points;
}

/* The sums of a score on a basis; `stronger` are those on the next stronger one. */
static enum pal_rc score_basis(const struct pal_score *own, enum pal_basis basis,
                               const pal_mask *target, const struct pal_basis_points *stronger,
                               struct pal_arena *arena, struct pal_basis_points *out)
{
    struct pal_score score;
    struct pal_arena scratch;
    if (basis == own->basis) {
        *out = points_on(own);
        return PAL_OK;
    }
    if (stronger != NULL && !is_said(own->assessment, basis)) {
        *out = *stronger; /* that speaks for every area */
        out->is_said = false;
        return PAL_OK;
    }
    pal_arena_init(&scratch, arena->alloc);
    enum pal_rc rc = pal_score_compute(own->assessment, basis, target, &scratch, &score);
    if (rc == PAL_OK) {
        *out = points_on(&score);
    }
    pal_arena_done(&scratch);
    return rc;
}

static enum pal_rc score_bases(struct pal_comparison *comparison, struct pal_arena *arena)
{
    const struct pal_score *scores = comparison->scores;
    const size_t areas = scores[0].assessment->model->area_count;
    const size_t count = comparison->count * PAL_BASIS_COUNT;
    pal_mask *target = scores[0].has_target ? PAL_NEW(arena, pal_mask, areas) : NULL;
    struct pal_basis_points *bases = PAL_NEW(arena, struct pal_basis_points, count);
    if (bases == NULL || (scores[0].has_target && target == NULL)) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < areas && target != NULL; i++) {
        target[i] = scores[0].areas[i].demanded;
    }
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const enum pal_basis basis = (enum pal_basis)(i % PAL_BASIS_COUNT);
        rc = score_basis(&scores[i / PAL_BASIS_COUNT], basis, target,
                         basis != PAL_BASIS_CHECKED ? &bases[i - 1] : NULL, arena, &bases[i]);
    }
    comparison->bases = bases;
    return rc;
}

const struct pal_basis_points *pal_compare_basis(const struct pal_comparison *comparison,
                                                 size_t score, enum pal_basis basis)
{
    return &comparison->bases[score * PAL_BASIS_COUNT + (size_t)basis];
}

/* --------------------------------------------------------------------- all together */

size_t pal_compare_shown(const struct pal_comparison *comparison, size_t at)
{
    return comparison->is_one_provider ? at : comparison->ranking[at];
}

enum pal_rc pal_compare(const struct pal_score *scores, size_t count, bool is_one_provider,
                        struct pal_arena *arena, struct pal_comparison *out)
{
    size_t areas = scores[0].assessment->model->area_count;
    struct pal_comparison comparison = {.scores = scores,
                                        .count = count,
                                        .is_one_provider = is_one_provider,
                                        .has_places = !is_one_provider &&
                                                      scores[0].basis != PAL_BASIS_CLAIMED};
    comparison.ranking = PAL_NEW(arena, size_t, count);
    comparison.changes = PAL_NEW(arena, struct pal_change, (count - 1) * areas);
    if (comparison.ranking == NULL || comparison.changes == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = separate(&comparison, arena);
    rc = rc == PAL_OK ? score_bases(&comparison, arena) : rc;
    if (rc == PAL_OK && scores[0].basis == PAL_BASIS_CLAIMED) {
        rc = order_by_title(scores, count, arena, comparison.ranking);
    } else {
        rank(scores, count, comparison.ranking);
    }
    if (rc != PAL_OK) {
        return rc;
    }
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
