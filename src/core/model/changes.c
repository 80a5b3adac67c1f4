#include "core/model/changes.h"

#include <string.h>

bool pal_changes_are_of_one(const struct pal_model *before, const struct pal_model *after)
{
    if (before == after) {
        return true;
    }
    if (strcmp(before->id, after->id) != 0 || before->area_count != after->area_count) {
        return false;
    }
    for (size_t i = 0; i < before->area_count; i++) {
        if (strcmp(before->areas[i].id, after->areas[i].id) != 0 ||
            before->areas[i].ladder->count != after->areas[i].ladder->count) {
            return false;
        }
    }
    return true;
}

/* -------------------------------------------------------------- of an assessment */

/* Two assessments of a model, gone through twice: to count, then to fill. */
struct pair {
    const struct pal_assessment *before;
    const struct pal_assessment *after;
    const struct pal_model *model;
    struct pal_mark_change *marks; /* NULL: they are counted */
    struct pal_note_change *notes;
    size_t mark_count;
    size_t note_count;
};

static enum pal_rating rating_of(const struct pal_ratings *ratings, size_t area, size_t step)
{
    switch ((enum pal_area_state)ratings->areas[area]) {
    case PAL_AREA_ABSENT:
        return PAL_RATING_NOT_RATED;
    case PAL_AREA_NOT_APPLICABLE:
        return PAL_RATING_NOT_APPLICABLE;
    case PAL_AREA_RATED:
        break;
    }
    return (enum pal_rating)ratings->steps[step];
}

static void add_mark(struct pair *pair, const struct pal_mark_change *change)
{
    if (change->before == change->after) {
        return;
    }
    if (pair->marks != NULL) {
        pair->marks[pair->mark_count] = *change;
    }
    pair->mark_count++;
}

/* Whether an area as a whole became or ceased to be not applicable, nothing of it rated on the
 * other side: that is one change, not one of each step. */
static bool changes_as_whole(const struct pal_ratings *before, const struct pal_ratings *after,
                             const struct pal_area *area, size_t at)
{
    const struct pal_ratings *other = before->areas[at] == PAL_AREA_NOT_APPLICABLE ? after : before;
    if (before->areas[at] != PAL_AREA_NOT_APPLICABLE &&
        after->areas[at] != PAL_AREA_NOT_APPLICABLE) {
        return false;
    }
    for (size_t i = 0; i < area->ladder->count; i++) {
        if (rating_of(other, at, area->first_step + i) != PAL_RATING_NOT_RATED) {
            return false;
        }
    }
    return true;
}

static void compare_practices(struct pair *pair, struct pal_mark_change change,
                              const struct pal_ratings *before, const struct pal_ratings *after)
{
    const struct pal_area *area = &pair->model->areas[change.area];
    size_t step = area->first_step + (size_t)change.step;
    size_t count;
    (void)pal_area_rated_practices(area, (size_t)change.step, &count);
    for (size_t i = 0; i < count; i++) {
        change.practice = (int)i;
        change.before = pal_ratings_practice(before, step, i);
        change.after = pal_ratings_practice(after, step, i);
        add_mark(pair, &change);
    }
}

static void compare_area(struct pair *pair, enum pal_mark_lane lane, size_t at)
{
    const struct pal_ratings *before = pal_mark_ratings(pair->before, lane);
    const struct pal_ratings *after = pal_mark_ratings(pair->after, lane);
    const struct pal_area *area = &pair->model->areas[at];
    struct pal_mark_change change = {.lane = lane, .area = at, .step = -1, .practice = -1};
    if (changes_as_whole(before, after, area, at)) {
        bool was = before->areas[at] == PAL_AREA_NOT_APPLICABLE;
        bool is = after->areas[at] == PAL_AREA_NOT_APPLICABLE;
        change.before = was ? PAL_RATING_NOT_APPLICABLE : PAL_RATING_NOT_RATED;
        change.after = is ? PAL_RATING_NOT_APPLICABLE : PAL_RATING_NOT_RATED;
        add_mark(pair, &change);
        return;
    }
    bool has_practices = before->practice_count + after->practice_count > 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        change.step = (int)i;
        change.practice = -1;
        change.before = rating_of(before, at, area->first_step + i);
        change.after = rating_of(after, at, area->first_step + i);
        add_mark(pair, &change);
        if (has_practices) {
            compare_practices(pair, change, before, after);
        }
    }
}

static bool is_same_text(const struct pal_text *before, const struct pal_text *after)
{
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        const char *was = before->in[i] != NULL ? before->in[i] : "";
        const char *is = after->in[i] != NULL ? after->in[i] : "";
        if (strcmp(was, is) != 0) {
            return false;
        }
    }
    return true;
}

static void add_note(struct pair *pair, const struct pal_note *before, const struct pal_note *after)
{
    static const struct pal_text nothing = {{NULL}};
    const struct pal_note *at = after != NULL ? after : before;
    const struct pal_note_change change = {.area = at->area,
                                           .step = at->step,
                                           .before = before != NULL ? before->text : nothing,
                                           .after = after != NULL ? after->text : nothing};
    if (is_same_text(&change.before, &change.after)) {
        return;
    }
    if (pair->notes != NULL) {
        pair->notes[pair->note_count] = change;
    }
    pair->note_count++;
}

/* Below 0: `a` stands before `b`. */
static int order_of(const struct pal_note *a, const struct pal_note *b)
{
    if (a->area != b->area) {
        return a->area < b->area ? -1 : 1;
    }
    return a->step < b->step ? -1 : a->step > b->step;
}

static void compare_notes(struct pair *pair)
{
    const struct pal_note *before = pair->before->notes;
    const struct pal_note *after = pair->after->notes;
    size_t i = 0;
    size_t j = 0;
    while (i < pair->before->note_count || j < pair->after->note_count) {
        int order = i == pair->before->note_count  ? 1
                    : j == pair->after->note_count ? -1
                                                   : order_of(&before[i], &after[j]);
        add_note(pair, order <= 0 ? &before[i] : NULL, order >= 0 ? &after[j] : NULL);
        i += order <= 0;
        j += order >= 0;
    }
}

static void compare(struct pair *pair)
{
    pair->mark_count = 0;
    pair->note_count = 0;
    for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
        for (size_t area = 0; area < pair->model->area_count; area++) {
            compare_area(pair, (enum pal_mark_lane)lane, area);
        }
    }
    compare_notes(pair);
}

enum pal_rc pal_assessment_changes(const struct pal_assessment *before,
                                   const struct pal_assessment *after, struct pal_arena *arena,
                                   struct pal_assessment_changes *out)
{
    struct pair pair = {.before = before, .after = after, .model = after->model};
    *out = (struct pal_assessment_changes){NULL, 0, NULL, 0};
    compare(&pair);
    pair.marks = PAL_NEW(arena, struct pal_mark_change, pair.mark_count + 1);
    pair.notes = PAL_NEW(arena, struct pal_note_change, pair.note_count + 1);
    if (pair.marks == NULL || pair.notes == NULL) {
        return PAL_E_MEMORY;
    }
    compare(&pair);
    *out =
        (struct pal_assessment_changes){pair.marks, pair.mark_count, pair.notes, pair.note_count};
    return PAL_OK;
}

/* ------------------------------------------------------------------ of a profile */

static bool has_level(const char *const *levels, size_t count, const char *level)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(levels[i], level) == 0) {
            return true;
        }
    }
    return false;
}

/* The levels of both; as many as bits, which is more than both may have unless they share none. */
static void unite(const struct pal_profile *profile, const char **levels, size_t *count)
{
    for (size_t i = 0; i < profile->alert_level_count && *count < 64; i++) {
        if (!has_level(levels, *count, profile->alert_levels[i])) {
            levels[(*count)++] = profile->alert_levels[i];
        }
    }
}

/* What a profile demands of an area at a level; nothing where it does not know that. */
static pal_mask demanded(const struct pal_profile *profile, const char *level, size_t area)
{
    if (profile->alert_level_count == 0) {
        return profile->targets[0][area];
    }
    for (size_t i = 0; level != NULL && i < profile->alert_level_count; i++) {
        if (strcmp(profile->alert_levels[i], level) == 0) {
            return profile->targets[i][area];
        }
    }
    return 0;
}

/* What changed of a step, at all levels. */
static struct pal_demand_change change_of(const struct pal_profile *before,
                                          const struct pal_profile *after,
                                          const struct pal_profile_changes *changes, size_t area,
                                          size_t step)
{
    struct pal_demand_change out = {.area = area, .step = step};
    pal_mask bit = (pal_mask)1 << step;
    size_t count = changes->level_count > 0 ? changes->level_count : 1;
    for (size_t i = 0; i < count; i++) {
        const char *level = changes->level_count > 0 ? changes->levels[i] : NULL;
        bool was = (demanded(before, level, area) & bit) != 0;
        bool is = (demanded(after, level, area) & bit) != 0;
        out.added |= is && !was ? (uint64_t)1 << i : 0;
        out.removed |= was && !is ? (uint64_t)1 << i : 0;
    }
    return out;
}

enum pal_rc pal_profile_changes(const struct pal_profile *before, const struct pal_profile *after,
                                struct pal_arena *arena, struct pal_profile_changes *out)
{
    const struct pal_model *model = after->model;
    struct pal_demand_change *demands =
        PAL_NEW(arena, struct pal_demand_change, model->step_count + 1);
    *out = (struct pal_profile_changes){.levels = PAL_NEW(arena, const char *, 64)};
    if (demands == NULL || out->levels == NULL) {
        return PAL_E_MEMORY;
    }
    unite(after, out->levels, &out->level_count);
    unite(before, out->levels, &out->level_count);
    for (size_t area = 0; area < model->area_count; area++) {
        for (size_t step = 0; step < model->areas[area].ladder->count; step++) {
            struct pal_demand_change change = change_of(before, after, out, area, step);
            if ((change.added | change.removed) != 0) {
                demands[out->demand_count++] = change;
            }
        }
    }
    out->demands = demands;
    return PAL_OK;
}
