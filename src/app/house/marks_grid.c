/* marks_grid - what is marked of a whole assessment, or of one of its areas; see marks_grid.h and
 * marks.h. */
#include "app/house/marks_grid.h"

#include <jansson.h>
#include <string.h>

#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "base/text.h"

static enum pal_rating rating_of(const json_t *mark)
{
    const char *id = json_string_value(mark);
    enum pal_rating rating = PAL_RATING_NOT_RATED;
    return id != NULL && pal_rating_find(id, &rating) ? rating : PAL_RATING_NOT_RATED;
}

/* What follows from marks of practices; those that are not named are not rated. */
static enum pal_rating of_practices(const json_t *marks, const struct pal_area *area, size_t step)
{
    enum pal_rating ratings[PAL_LIMIT_PRACTICES];
    size_t count = 0;
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &count);
    for (size_t i = 0; i < count; i++) {
        ratings[i] = rating_of(json_object_get(marks, practices[i].id));
    }
    return pal_rating_of_practices(ratings, count);
}

/* What a body says. All but marks of practices are told by their bytes: facts write them in one
 * way, and there may be thousands. */
enum pal_rating pal_mark_rating(const char *body, const struct pal_area *area, size_t step,
                                bool *is_by_practices)
{
    static const char begins[] = "{\"mark\":\"";
    const size_t len = sizeof begins - 1;
    if (strncmp(body, begins, len) == 0) {
        for (int i = PAL_RATING_N; i < PAL_RATING_COUNT; i++) {
            const size_t id = strlen(pal_rating_ids[i]);
            if (strncmp(body + len, pal_rating_ids[i], id) == 0 &&
                strcmp(body + len + id, "\"}") == 0) {
                return (enum pal_rating)i;
            }
        }
    }
    if (strcmp(body, "{}") == 0) {
        return PAL_RATING_NOT_RATED;
    }
    json_t *json = json_loads(body, 0, NULL);
    const json_t *practices = json_object_get(json, "practices");
    *is_by_practices = practices != NULL;
    const enum pal_rating rating = practices != NULL ? of_practices(practices, area, step)
                                                     : rating_of(json_object_get(json, "mark"));
    json_decref(json);
    return rating;
}

static void fill_area(const struct pal_area *area, const struct pal_mark_cells *cells,
                      enum pal_mark_lane lane, struct pal_grid_mark *out, size_t *rated)
{
    struct pal_mark_cells whole = *cells; /* a stronger lane has inherited, too */
    const size_t count = area->ladder->count;
    pal_mark_inherit(&whole, count);
    const enum pal_mark_lane from = pal_mark_stronger(&whole, lane, count);
    *rated = 0;
    for (size_t i = 0; i < count; i++) {
        struct pal_marked *marked = &out[i].marked;
        marked->own = cells->at[lane][i];
        marked->inherited = from != PAL_MARK_LANES ? whole.at[from][i] : NULL;
        *rated += marked->own != NULL;
        if (marked->inherited != NULL) {
            out[i].below = pal_mark_rating(marked->inherited, area, i, &out[i].is_by_practices);
        }
        out[i].rating = out[i].below;
        if (marked->own != NULL) {
            out[i].is_by_practices = false;
            out[i].rating = pal_mark_rating(marked->own, area, i, &out[i].is_by_practices);
        }
    }
}

static void fill_heads(const struct pal_model *model, const struct pal_fact_row *heads,
                       size_t count, enum pal_mark_lane lane, struct pal_marked_grid *out)
{
    for (size_t i = 0; i < count; i++) {
        size_t area;
        size_t step;
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
        if (strcmp(heads[i].lane, pal_mark_lane_ids[lane]) == 0 &&
            pal_marks_place(model, heads[i].part, &area, &step)) {
            struct pal_grid_mark *cell = &out->cells[model->areas[area].first_step + step];
            cell->marked.turn = heads[i].turn;
            cell->is_again = strcmp(heads[i].state, PAL_MARK_AGAIN) == 0;
            cell->marked.again = cell->is_again ? heads[i].body : NULL;
        }
    }
}

static enum pal_rc fill_reasons(struct pal_errand *errand, enum pal_mark_lane lane,
                                struct pal_marked_grid *out)
{
    const struct pal_model *model = out->assessment->model;
    struct pal_fact_row *heads = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_reasons_heads(errand, out->assessment->id, &heads, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        size_t area;
        size_t step;
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
        if (strcmp(heads[i].lane, pal_mark_lane_ids[lane]) == 0 &&
            pal_marks_place(model, heads[i].part, &area, &step)) {
            struct pal_marked *marked = &out->cells[model->areas[area].first_step + step].marked;
            marked->reason = pal_reason_said(errand, heads[i].body);
            marked->reason_turn = heads[i].turn;
        }
    }
    return rc;
}

enum pal_rc pal_marks_grid(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           enum pal_mark_lane lane, struct pal_marked_grid *out)
{
    struct pal_fact_row *heads = NULL;
    struct pal_marks marks;
    size_t count = 0;
    *out = (struct pal_marked_grid){.fact = 0};
    enum pal_rc rc = pal_marks_assessment(errand, app, assessment, &out->assessment);
    rc = rc == PAL_OK ? pal_marks_read(errand, out->assessment, &heads, &count, &marks) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_model *model = out->assessment->model;
    out->cells = PAL_NEW(errand->arena, struct pal_grid_mark, model->step_count);
    out->rated = PAL_NEW(errand->arena, size_t, model->area_count);
    if (out->cells == NULL || out->rated == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < model->area_count; i++) {
        const struct pal_area *area = &model->areas[i];
        fill_area(area, &marks.areas[i], lane, &out->cells[area->first_step], &out->rated[i]);
    }
    fill_heads(model, heads, count, lane, out);
    return fill_reasons(errand, lane, out);
}

enum pal_rc pal_marks_area(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           enum pal_mark_lane lane, const char *area, struct pal_marked_area *out)
{
    struct pal_marked_grid grid;
    *out = (struct pal_marked_area){.fact = 0};
    enum pal_rc rc = pal_marks_grid(errand, app, assessment, lane, &grid);
    if (rc != PAL_OK) {
        return rc;
    }
    out->model = grid.assessment->model;
    out->area = area[0] != '\0' ? pal_model_area(out->model, area) : out->model->areas;
    out->fact = grid.fact;
    out->rated = grid.rated;
    if (out->area == NULL) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no area %s in the model %s",
                               pal_quote(area).text, out->model->id);
    }
    for (size_t i = 0; i < out->area->ladder->count; i++) {
        out->steps[i] = grid.cells[out->area->first_step + i].marked;
        if (out->steps[i].own != NULL) {
            out->steps[i].inherited = NULL; /* its own stands in its place */
        }
    }
    return PAL_OK;
}
