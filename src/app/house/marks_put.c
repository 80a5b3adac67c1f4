/* marks_put - marking steps, and what stands in an area; see marks.h. */
#include <jansson.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/facts_parts.h"
#include "app/house/marks.h"
#include "app/house/marks_parts.h"
#include "app/house/shelf.h"
#include "base/text.h"

/* ---------------------------------------------------------------------- what stands */

enum pal_rc pal_marks_read(struct pal_errand *errand, const struct pal_assessment *assessment,
                           struct pal_fact_row **heads, size_t *count, struct pal_marks *out)
{
    enum pal_rc rc = pal_marks_heads(errand, assessment->id, heads, count);
    if (rc != PAL_OK) {
        return rc;
    }
    return *count > 0
               ? pal_marks_of_heads(errand, assessment->model, *heads, *count, out)
               : pal_errand_explain(errand, pal_marks_of_text(errand->arena, assessment, out));
}

static void count_rated(const struct pal_marks *marks, enum pal_mark_lane lane, size_t *out)
{
    for (size_t i = 0; i < marks->model->area_count; i++) {
        out[i] = 0;
        for (size_t j = 0; j < marks->model->areas[i].ladder->count; j++) {
            out[i] += marks->areas[i].at[lane][j] != NULL;
        }
    }
}

static void add_turns(const struct pal_fact_row *heads, size_t count, enum pal_mark_lane lane,
                      struct pal_marked_area *out)
{
    for (size_t i = 0; i < count; i++) {
        size_t area;
        size_t step;
        out->fact = heads[i].number > out->fact ? heads[i].number : out->fact;
        if (strcmp(heads[i].lane, pal_mark_lane_ids[lane]) == 0 &&
            pal_marks_place(out->model, heads[i].part, &area, &step) &&
            area == (size_t)(out->area - out->model->areas)) {
            out->steps[step].turn = heads[i].turn;
        }
    }
}

static void fill_steps(struct pal_marks *marks, enum pal_mark_lane lane,
                       struct pal_marked_area *out)
{
    const struct pal_mark_cells *cells = &marks->areas[out->area - out->model->areas];
    struct pal_mark_cells whole = *cells; /* a stronger lane has inherited, too */
    size_t count = out->area->ladder->count;
    pal_mark_inherit(&whole, count);
    enum pal_mark_lane from = pal_mark_stronger(&whole, lane, count);
    for (size_t i = 0; i < count; i++) {
        const char *own = cells->at[lane][i];
        out->steps[i].own = own;
        out->steps[i].inherited = own == NULL && from != PAL_MARK_LANES ? whole.at[from][i] : NULL;
    }
}

enum pal_rc pal_marks_area(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                           enum pal_mark_lane lane, const char *area, struct pal_marked_area *out)
{
    const struct pal_assessment *found = NULL;
    struct pal_fact_row *heads = NULL;
    struct pal_marks marks;
    size_t count = 0;
    *out = (struct pal_marked_area){.fact = 0};
    const char *path = pal_arena_printf(errand->arena, "assessment/%s", assessment);
    enum pal_rc rc = path != NULL ? pal_document_assessment(app, path, NULL, &found) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_marks_read(errand, found, &heads, &count, &marks);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    out->model = found->model;
    out->area = area[0] != '\0' ? pal_model_area(found->model, area) : found->model->areas;
    out->rated = PAL_NEW(errand->arena, size_t, found->model->area_count);
    if (out->area == NULL) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no area %s in the model %s",
                               pal_quote(area).text, found->model->id);
    }
    if (out->rated == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    count_rated(&marks, lane, out->rated);
    fill_steps(&marks, lane, out);
    add_turns(heads, count, lane, out);
    return PAL_OK;
}

const char *pal_mark_of_body(struct pal_errand *errand, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    const char *mark = json_string_value(json_object_get(json, "mark"));
    const char *own = mark != NULL ? pal_arena_copy(errand->arena, mark, strlen(mark)) : NULL;
    json_decref(json);
    return own;
}

/* -------------------------------------------------------------------------- marking */

/* The turn of a value that was the last when `fact` was. */
static enum pal_rc turn_at(struct pal_errand *errand, const struct pal_fact_row *value,
                           int64_t fact, int64_t *out)
{
    struct pal_fact_row head;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_fact_head(errand, value, &head);
    *out = head.turn;
    if (rc != PAL_OK || head.turn == 0 || head.number <= fact) {
        return rc;
    }
    const struct pal_fact_list list = {.subject_kind = value->subject_kind,
                                       .subject = value->subject,
                                       .kind = value->kind,
                                       .part = value->part,
                                       .lane = value->lane,
                                       .before = fact + 1,
                                       .max = 1};
    rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    *out = rc == PAL_OK && count > 0 ? rows[0].turn : 0;
    return rc;
}

enum pal_rc pal_marks_put(struct pal_errand *errand, const char *assessment,
                          enum pal_mark_lane lane, struct pal_seen seen, const char *act,
                          const struct pal_mark_wish *marks, size_t count, struct pal_act_done *out)
{
    *out = (struct pal_act_done){0};
    struct pal_fact_wish *facts = PAL_NEW(errand->arena, struct pal_fact_wish, count + 1);
    enum pal_rc rc = facts != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    if (rc == PAL_OK && (seen.fact < 0 || seen.version < 0)) {
        rc = pal_errand_fail(
            errand, PAL_E_INVALID,
            "version, fact: whole numbers are needed, of the text and of the last mark "
            "that you saw");
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_fact_row value = {.kind = PAL_MARK_FACT,
                                           .subject_kind = "assessment",
                                           .subject = assessment,
                                           .part = marks[i].part,
                                           .lane = pal_mark_lane_ids[lane]};
        facts[i] = (struct pal_fact_wish){.kind = value.kind,
                                          .subject_kind = value.subject_kind,
                                          .subject = value.subject,
                                          .part = value.part,
                                          .lane = value.lane,
                                          .state = marks[i].field_count > 0 ? "rated" : "open",
                                          .fields = marks[i].fields,
                                          .field_count = marks[i].field_count};
        rc = pal_errand_explain(errand, turn_at(errand, &value, seen.fact, &facts[i].seen_turn));
    }
    const struct pal_act_wish wish = {
        .id = act, .facts = facts, .count = count, .seen_version = seen.version};
    return rc == PAL_OK ? pal_facts_act(errand, &wish, out) : rc;
}
