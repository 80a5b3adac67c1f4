#include "render/part.h"
#include "render/view/view.h"
#include "render/view/view_parts.h"

/* -------------------------------------------------------------- from date to date */

enum change { WON, LOST, NOT_COMPARED, ASKED, NOT_ASKED };

static pal_mask mask_of(struct pal_change change, enum change which)
{
    switch (which) {
    case WON:
        return change.won;
    case LOST:
        return change.lost;
    case NOT_COMPARED:
        return change.not_compared;
    case ASKED:
        return change.asked;
    case NOT_ASKED:
        return change.not_asked;
    }
    return 0;
}

/* One list of steps per score after the first. */
static struct pal_value *view_changes(struct pal_values *in,
                                      const struct pal_comparison *comparison, size_t area,
                                      enum change which)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 1; i < comparison->count; i++) {
        pal_add(list, pal_view_steps(in, model->areas[area].ladder,
                                     mask_of(pal_compare_change(comparison, i, area), which)));
    }
    return list;
}

static struct pal_value *make_compared(struct pal_values *in, const void *ctx, size_t index)
{
    const struct pal_comparison *comparison = ctx;
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", comparison->scores[0].assessment->model->areas[index].id);
    pal_put(row, "won", view_changes(in, comparison, index, WON));
    pal_put(row, "lost", view_changes(in, comparison, index, LOST));
    pal_put(row, "not_compared", view_changes(in, comparison, index, NOT_COMPARED));
    pal_put(row, "asked", view_changes(in, comparison, index, ASKED));
    pal_put(row, "not_asked", view_changes(in, comparison, index, NOT_ASKED));
    return row;
}

/* ------------------------------------------------------------- what separates them */

/* Steps of areas, as rows. */
struct steps_rows {
    struct pal_comparison comparison;
    struct pal_area_steps_list list;
};

static struct pal_value *make_steps(struct pal_values *in, const void *ctx, size_t index)
{
    const struct steps_rows *rows = ctx;
    const struct pal_area_steps *at = &rows->list.rows[index];
    const struct pal_area *area = &rows->comparison.scores[0].assessment->model->areas[at->area];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "id", area->id);
    pal_put_integer(row, "points", (int64_t)at->points);
    pal_put(row, "steps", pal_view_steps(in, area->ladder, at->steps));
    return row;
}

/* How one of them stands in the steps that separate them. */
static struct pal_value *view_stand(struct pal_values *in, const struct pal_score *score,
                                    const struct pal_area_steps *at)
{
    const struct pal_area *area = &score->assessment->model->areas[at->area];
    const struct pal_area_score *own = &score->areas[at->area];
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "assessment", score->assessment->id);
    pal_put(row, "missing", pal_view_steps(in, area->ladder, at->steps & own->missing));
    pal_put(row, "not_rated",
            pal_view_steps(in, area->ladder, at->steps & own->missing & own->not_rated));
    pal_put(row, "not_applicable",
            pal_view_steps(in, area->ladder, at->steps & own->not_applicable));
    return row;
}

static struct pal_value *make_separating(struct pal_values *in, const void *ctx, size_t index)
{
    const struct steps_rows *rows = ctx;
    const struct pal_comparison *comparison = &rows->comparison;
    struct pal_value *row = make_steps(in, ctx, index);
    struct pal_value *of = pal_put_list(row, "of");
    for (size_t i = 0; i < comparison->count; i++) {
        pal_add(of, view_stand(in, &comparison->scores[pal_compare_shown(comparison, i)],
                               &rows->list.rows[index]));
    }
    return row;
}

static void put_steps(struct pal_value *object, const char *key, struct pal_values *in,
                      const struct pal_comparison *comparison, struct pal_area_steps_list list,
                      pal_row_maker make)
{
    const struct steps_rows rows = {*comparison, list};
    pal_put(object, key, pal_value_rows(in, list.count, PAL_PART_AREAS, make, &rows, sizeof rows));
}

/* ----------------------------------------------------------------------- the bases */

static struct pal_value *view_basis(struct pal_values *in, const struct pal_comparison *comparison,
                                    size_t score, enum pal_basis basis)
{
    const struct pal_basis_points *points = pal_compare_basis(comparison, score, basis);
    struct pal_value *row = pal_value_object(in);
    pal_put_borrowed(row, "assessment", comparison->scores[score].assessment->id);
    pal_put_borrowed(row, "basis", pal_basis_ids[basis]);
    pal_put_boolean(row, "said", points->is_said);
    pal_put_integer(row, "achieved", (int64_t)points->points.achieved);
    if (points->state == PAL_TARGET_ABSENT) {
        return row;
    }
    pal_put_integer(row, "target", (int64_t)points->points.target);
    pal_put_integer(row, "gap", (int64_t)points->points.gap);
    pal_put_integer(row, "gap_not_rated", (int64_t)points->points.gap_not_rated);
    pal_put_integer(row, "surplus", (int64_t)points->points.surplus);
    struct pal_value *by_actor = pal_put_object(row, "gap_by_actor");
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_put_integer(by_actor, pal_actor_ids[i], (int64_t)points->by_actor[i].gap);
    }
    return row;
}

/* Of each in the order in which they are shown, weakest basis first: as an assessment grows. */
static struct pal_value *view_bases(struct pal_values *in, const struct pal_comparison *comparison)
{
    struct pal_value *list = pal_value_list(in);
    for (size_t i = 0; i < comparison->count; i++) {
        for (int basis = PAL_BASIS_COUNT - 1; basis >= 0; basis--) {
            pal_add(list, view_basis(in, comparison, pal_compare_shown(comparison, i),
                                     (enum pal_basis)basis));
        }
    }
    return list;
}

/* -------------------------------------------------------------------- all together */

struct pal_value *pal_view_compare(struct pal_values *in, const struct pal_scored *scored,
                                   const struct pal_comparison *comparison,
                                   const struct pal_language *language)
{
    const struct pal_model *model = comparison->scores[0].assessment->model;
    const bool is_claimed = comparison->scores[0].basis == PAL_BASIS_CLAIMED;
    struct pal_value *object = pal_value_object(in);
    struct pal_value *assessments = pal_put_list(object, "assessments");
    struct pal_value *ranking = pal_put_list(object, "ranking");
    struct pal_value *order = pal_put_list(object, "order");
    struct pal_value *unproven = pal_put_list(object, "unproven");
    for (size_t i = 0; i < comparison->count; i++) {
        pal_add(assessments, pal_view_score(in, &scored[i], language));
        pal_add_borrowed(order,
                         comparison->scores[pal_compare_shown(comparison, i)].assessment->id);
        if (!is_claimed) {
            pal_add_borrowed(ranking, comparison->scores[comparison->ranking[i]].assessment->id);
        }
        if (pal_compare_is_unproven(&comparison->scores[i])) {
            pal_add_borrowed(unproven, comparison->scores[i].assessment->id);
        }
    }
    pal_put(object, "areas",
            pal_value_rows(in, model->area_count, PAL_PART_AREAS, make_compared, comparison,
                           sizeof *comparison));
    put_steps(object, "separates", in, comparison, comparison->differ, make_separating);
    put_steps(object, "lacked", in, comparison, comparison->lacked, make_steps);
    put_steps(object, "met", in, comparison, comparison->met, make_steps);
    pal_put(object, "bases", view_bases(in, comparison));
    pal_put_boolean(object, "one_provider", comparison->is_one_provider);
    pal_put_boolean(object, "has_places", comparison->has_places);
    pal_put_borrowed(object, "notice", model->notice);
    return object;
}
