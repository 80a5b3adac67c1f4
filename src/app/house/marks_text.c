/* marks_text - an assessment's text as marks, and marks as its text; see marks_parts.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/document_json.h"
#include "app/house/errand.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/kinds.h"

static const char not_rated[] = "{}";

/* Bodies of steps that are rated as a whole, as facts have them; NULL: not rated. */
static const char *const whole_marks[PAL_RATING_COUNT] = {NULL,
                                                          "{\"mark\":\"N\"}",
                                                          "{\"mark\":\"P\"}",
                                                          "{\"mark\":\"L\"}",
                                                          "{\"mark\":\"F\"}",
                                                          "{\"mark\":\"not applicable\"}"};

/* ------------------------------------------------------------------ reading a text */

static const char *dump(struct pal_arena *arena, json_t *json)
{
    char *text = json != NULL ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_arena_copy(arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(json);
    return own;
}

static size_t first_practice(const struct pal_ratings *ratings, size_t step)
{
    size_t low = 0;
    size_t high = ratings->practice_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ratings->practices[middle].step < step) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The body of a step that is rated; NULL: it is not. `failed`: memory is short. */
static const char *body_of(struct pal_arena *arena, const struct pal_ratings *ratings,
                           const struct pal_area *area, size_t step, bool *failed)
{
    size_t known;
    const struct pal_practice *practices = pal_area_rated_practices(area, step, &known);
    size_t of = area->first_step + step;
    size_t at = first_practice(ratings, of);
    if (at == ratings->practice_count || ratings->practices[at].step != of) {
        return whole_marks[ratings->steps[of]];
    }
    json_t *marks = json_object();
    for (; at < ratings->practice_count && ratings->practices[at].step == of; at++) {
        const struct pal_practice_rating *one = &ratings->practices[at];
        *failed |= json_object_set_new(marks, practices[one->practice].id,
                                       json_string(pal_rating_ids[one->rating])) != 0;
    }
    const char *text = dump(arena, json_pack("{s:o}", "practices", marks));
    *failed |= text == NULL;
    return text;
}

static bool read_area(struct pal_arena *arena, const struct pal_assessment *assessment, size_t at,
                      enum pal_mark_lane lane, struct pal_mark_cells *cells)
{
    const struct pal_ratings *ratings = pal_mark_ratings(assessment, lane);
    const struct pal_area *area = &assessment->model->areas[at];
    enum pal_mark_lane from = pal_mark_stronger(cells, lane, area->ladder->count);
    bool failed = false;
    for (size_t i = 0; i < area->ladder->count; i++) {
        const char *body = ratings->areas[at] == PAL_AREA_NOT_APPLICABLE
                               ? whole_marks[PAL_RATING_NOT_APPLICABLE]
                               : body_of(arena, ratings, area, i, &failed);
        bool is_left_out = body == NULL && from != PAL_MARK_LANES && cells->at[from][i] != NULL;
        cells->at[lane][i] = is_left_out ? not_rated : body;
    }
    return !failed;
}

enum pal_rc pal_marks_of_text(struct pal_arena *arena, const struct pal_assessment *assessment,
                              struct pal_marks *out)
{
    const struct pal_model *model = assessment->model;
    bool is_fine = true;
    *out = (struct pal_marks){model, PAL_NEW(arena, struct pal_mark_cells, model->area_count)};
    for (size_t i = 0; i < model->area_count && out->areas != NULL; i++) {
        for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
            const struct pal_ratings *ratings =
                pal_mark_ratings(assessment, (enum pal_mark_lane)lane);
            is_fine = is_fine &&
                      (ratings->areas[i] == PAL_AREA_ABSENT ||
                       read_area(arena, assessment, i, (enum pal_mark_lane)lane, &out->areas[i]));
        }
    }
    return is_fine && out->areas != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_marks_of_file(struct pal_arena *arena, const struct pal_assessment *assessment,
                              struct pal_marks *out)
{
    enum pal_rc rc = pal_marks_of_text(arena, assessment, out);
    for (size_t i = 0; i < assessment->model->area_count && rc == PAL_OK; i++) {
        pal_mark_leave_inherited(&out->areas[i], assessment->model->areas[i].ladder->count);
    }
    return rc;
}

/* ------------------------------------------------------------------- reading heads */

bool pal_marks_place(const struct pal_model *model, const char *part, size_t *area, size_t *step)
{
    char id[PAL_LIMIT_ID_BYTES + 1];
    const char *slash = strchr(part, '/');
    size_t len = slash != NULL ? (size_t)(slash - part) : sizeof id;
    if (len >= sizeof id) {
        return false;
    }
    memcpy(id, part, len);
    id[len] = '\0';
    const struct pal_area *found = pal_model_area(model, id);
    int at = found != NULL ? pal_ladder_find(found->ladder, slash + 1) : -1;
    *area = found != NULL ? (size_t)(found - model->areas) : 0;
    *step = at >= 0 ? (size_t)at : 0;
    return at >= 0;
}

bool pal_mark_is_said(const struct pal_fact_row *head)
{
    return strcmp(head->state, "rated") == 0 || strcmp(head->state, "written") == 0;
}

enum pal_rc pal_marks_of_heads(struct pal_errand *errand, const struct pal_model *model,
                               const struct pal_fact_row *heads, size_t count,
                               struct pal_marks *out)
{
    *out =
        (struct pal_marks){model, PAL_NEW(errand->arena, struct pal_mark_cells, model->area_count)};
    if (out->areas == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        size_t area;
        size_t step;
        enum pal_mark_lane lane = pal_mark_lane_find(heads[i].lane);
        bool is_again = strcmp(heads[i].state, PAL_MARK_AGAIN) == 0;
        if (!pal_mark_is_said(&heads[i]) && !is_again) {
            continue;
        }
        bool is_there =
            lane < PAL_MARK_LANES && pal_marks_place(model, heads[i].part, &area, &step);
        if (is_again) { /* not rated, and nothing is inherited there */
            if (is_there && pal_mark_inherits(lane)) {
                out->areas[area].at[lane][step] = not_rated;
            }
            continue;
        }
        if (!is_there && strcmp(heads[i].body, not_rated) == 0) {
            continue; /* nothing is said of a step that is gone */
        }
        if (!is_there) {
            return pal_errand_fail(errand, PAL_E_INVALID, "there is no step %s in the model %s",
                                   pal_quote(heads[i].part).text, model->id);
        }
        out->areas[area].at[lane][step] = heads[i].body;
    }
    return PAL_OK;
}

/* -------------------------------------------------------------------- writing */

/* Steps that are all F or N, the F first, as the selection that says so; NULL: they are not. */
static const char *selection_of(const struct pal_area *area, const char *const *cells)
{
    size_t full = 0;
    for (size_t i = 0; i < area->ladder->count; i++) {
        bool is_full = cells[i] != NULL && strcmp(cells[i], whole_marks[PAL_RATING_F]) == 0;
        bool is_none = cells[i] != NULL && strcmp(cells[i], whole_marks[PAL_RATING_N]) == 0;
        if ((!is_full && !is_none) || (is_full && full < i)) {
            return NULL;
        }
        full += is_full;
    }
    return full == 0                     ? "none"
           : full == area->ladder->count ? "all"
                                         : area->ladder->steps[full - 1].id;
}

static bool is_not_applicable(const struct pal_area *area, const char *const *cells)
{
    bool is = true;
    for (size_t i = 0; i < area->ladder->count; i++) {
        is =
            is && cells[i] != NULL && strcmp(cells[i], whole_marks[PAL_RATING_NOT_APPLICABLE]) == 0;
    }
    return is;
}

static json_t *steps_of(const struct pal_area *area, const char *const *cells, bool *failed)
{
    json_t *steps = json_object();
    for (size_t i = 0; i < area->ladder->count; i++) {
        if (cells[i] == NULL || strcmp(cells[i], not_rated) == 0) {
            continue;
        }
        json_t *body = json_loads(cells[i], 0, NULL);
        json_t *mark = json_object_get(body, "mark");
        mark = mark != NULL ? mark : json_object_get(body, "practices");
        *failed |= mark == NULL || json_object_set(steps, area->ladder->steps[i].id, mark) != 0;
        json_decref(body);
    }
    *failed |= steps == NULL;
    return steps;
}

static json_t *area_json(const struct pal_area *area, const char *const *cells, bool *failed)
{
    const char *selection = selection_of(area, cells);
    return is_not_applicable(area, cells) ? json_string(pal_rating_ids[PAL_RATING_NOT_APPLICABLE])
           : selection != NULL            ? json_string(selection)
                                          : steps_of(area, cells, failed);
}

/* An area of which it is said that its steps are not rated is one that is: it inherits nothing. */
static bool is_any_said(const struct pal_area *area, const char *const *cells)
{
    bool is = false;
    for (size_t i = 0; i < area->ladder->count; i++) {
        is = is || cells[i] != NULL;
    }
    return is;
}

/* A lane as its key has it; areas of which nothing is said are not there. */
static json_t *lane_json(const struct pal_marks *marks, enum pal_mark_lane lane, bool *failed)
{
    json_t *map = json_object();
    for (size_t i = 0; i < marks->model->area_count; i++) {
        const struct pal_area *area = &marks->model->areas[i];
        json_t *json = area_json(area, marks->areas[i].at[lane], failed);
        bool is_empty = json_is_object(json) && json_object_size(json) == 0 &&
                        !is_any_said(area, marks->areas[i].at[lane]);
        if (is_empty) {
            json_decref(json);
        } else {
            *failed |= json_object_set_new(map, area->id, json) != 0;
        }
    }
    *failed |= map == NULL;
    return map;
}

static json_t *member(const json_t *document, const struct pal_marks_source *source,
                      const char *key, bool *failed)
{
    const struct pal_marks *marks = source->marks;
    if (strcmp(key, "notes") == 0 && source->reasons->steps != NULL) {
        json_t *notes = pal_reasons_notes(source->assessment, source->reasons);
        *failed |= notes == NULL;
        return notes;
    }
    for (int lane = 0; lane < PAL_MARK_LANES; lane++) {
        if (strcmp(pal_mark_lane_keys[lane], key) == 0) {
            return lane_json(marks, (enum pal_mark_lane)lane, failed);
        }
    }
    return json_incref(json_object_get(document, key));
}

/* The members in the order of the kind's table, so that the same marks give the same bytes. */
static json_t *document_of(const json_t *document, const struct pal_marks_source *source,
                           bool *failed)
{
    json_t *out = json_object();
    for (size_t i = 0; i < pal_type_assessment.field_count; i++) {
        const char *key = pal_type_assessment.fields[i].key;
        json_t *value = member(document, source, key, failed);
        if (value != NULL) {
            *failed |= json_object_set_new(out, key, value) != 0;
        }
    }
    *failed |= out == NULL;
    return out;
}

enum pal_rc pal_marks_text(struct pal_errand *errand, struct pal_app *app,
                           const struct pal_marks_source *source, const char **out)
{
    struct pal_buf buf;
    struct pal_marks *marks = source->marks;
    json_t *document = pal_house_json(app, source->text, strlen(source->text));
    bool failed = document == NULL;
    for (size_t i = 0; i < marks->model->area_count; i++) {
        pal_mark_inherit(&marks->areas[i], marks->model->areas[i].ladder->count);
    }
    json_t *written = !failed ? document_of(document, source, &failed) : NULL;
    pal_buf_init(&buf, PAL_LIMIT_FILE_BYTES, errand->arena->alloc);
    if (!failed) {
        pal_document_yaml(written, &buf);
        if (json_object_size(json_object_get(written, "ratings")) == 0) {
            pal_buf_add(&buf,
                        "ratings: {}\n"); /* required, and the writer leaves out what is empty */
        }
    }
    const char *done = !failed ? pal_buf_text(&buf) : NULL;
    *out = done != NULL ? pal_arena_copy(errand->arena, done, buf.len) : NULL;
    pal_buf_done(&buf);
    json_decref(written);
    json_decref(document);
    return *out != NULL ? PAL_OK
           : failed     ? pal_errand_explain(errand, PAL_E_MEMORY)
                        : pal_errand_fail(errand, PAL_E_LIMIT,
                                          "with these marks the text would be longer than %d MB",
                                          PAL_LIMIT_FILE_BYTES >> 20);
}
