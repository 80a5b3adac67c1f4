/* marks_rate - what marks would change, and a file's text with them; see marks_rate.h. */
#include "app/house/marks_rate.h"

#include <string.h>

#include "app/desk/documents.h"
#include "app/house/course_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/shelf.h"
#include "base/text.h"

/* ------------------------------------------------------------------------- lines */

static bool is_between(char c)
{
    return c != '\0' && strchr(" \t\r,;", c) != NULL;
}

bool pal_mark_line_read(struct pal_errand *errand, const char *line, size_t len,
                        struct pal_mark_wish *out)
{
    size_t part = 0;
    while (len > 0 && is_between(line[len - 1])) {
        len--;
    }
    while (part < len && !is_between(line[part])) {
        part++;
    }
    size_t at = part;
    while (at < len && is_between(line[at])) {
        at++;
    }
    enum pal_rating rating;
    struct pal_fact_field *field = PAL_NEW(errand->arena, struct pal_fact_field, 1);
    const char *own = pal_arena_copy(errand->arena, line, part);
    const char *word = pal_arena_copy(errand->arena, line + at, len - at);
    if (field == NULL || own == NULL || word == NULL) {
        return false;
    }
    const bool is_back = strcmp(word, "-") == 0;
    const bool is_kept = strcmp(word, "=") == 0;
    *field = (struct pal_fact_field){"mark", word};
    *out = (struct pal_mark_wish){
        .part = own, .fields = field, .field_count = !is_back && !is_kept, .is_kept = is_kept};
    return strchr(own, '/') != NULL && (is_back || is_kept || pal_rating_find(word, &rating));
}

/* --------------------------------------------------------------------- what stands */

/* An assessment on its way to other marks. */
struct rating {
    struct pal_errand *errand;
    const struct pal_marking *marking;
    const struct pal_model *model;
    struct pal_marks marks;   /* what stands; what is said takes its place */
    bool *is_again;           /* of each step of the model: it is to be seen again in this lane */
    bool *is_named;           /* by one of the marks that are said */
    struct pal_text *reasons; /* that stand */
    struct pal_reasons said;  /* that are said now */
    struct pal_marks_would *out;
};

static enum pal_rc begin(struct rating *rating, const struct pal_model *model)
{
    struct pal_arena *arena = rating->errand->arena;
    const size_t steps = model->step_count;
    const size_t count = rating->marking->count + 1;
    struct pal_marks_would *out = rating->out;
    rating->model = model;
    rating->is_again = PAL_NEW(arena, bool, steps);
    rating->is_named = PAL_NEW(arena, bool, steps);
    rating->reasons = PAL_NEW(arena, struct pal_text, steps);
    rating->said = (struct pal_reasons){model, PAL_NEW(arena, struct pal_reason, steps)};
    *out = (struct pal_marks_would){.changes = PAL_NEW(arena, struct pal_step_change, count),
                                    .wishes = PAL_NEW(arena, struct pal_mark_wish, count)};
    return rating->is_again != NULL && rating->is_named != NULL && rating->reasons != NULL &&
                   rating->said.steps != NULL && out->changes != NULL && out->wishes != NULL
               ? PAL_OK
               : pal_errand_explain(rating->errand, PAL_E_MEMORY);
}

static enum pal_rc stand_in_house(struct rating *rating, const struct pal_assessment *assessment)
{
    struct pal_errand *errand = rating->errand;
    const char *lane = pal_mark_lane_ids[rating->marking->lane];
    struct pal_fact_row *heads = NULL;
    size_t count = 0;
    size_t area;
    size_t step;
    enum pal_rc rc = pal_marks_read(errand, assessment, &heads, &count, &rating->marks);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(heads[i].state, PAL_MARK_AGAIN) == 0 && strcmp(heads[i].lane, lane) == 0 &&
            pal_marks_place(rating->model, heads[i].part, &area, &step)) {
            rating->is_again[rating->model->areas[area].first_step + step] = true;
        }
    }
    rc = rc == PAL_OK ? pal_reasons_heads(errand, assessment->id, &heads, &count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(heads[i].lane, lane) == 0 &&
            pal_marks_place(rating->model, heads[i].part, &area, &step)) {
            rating->reasons[rating->model->areas[area].first_step + step] =
                pal_reason_text(errand, heads[i].body);
        }
    }
    return rc;
}

static enum pal_rc stand_in_text(struct rating *rating, const struct pal_assessment *assessment)
{
    const struct pal_model *model = rating->model;
    for (size_t i = 0; i < model->area_count; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count; j++) {
            rating->reasons[model->areas[i].first_step + j] = pal_reason_of_text(assessment, i, j);
        }
    }
    return pal_errand_explain(rating->errand,
                              pal_marks_of_file(rating->errand->arena, assessment, &rating->marks));
}

/* ------------------------------------------------------------------- what is said */

/* A step, and what is wished of it. */
struct place {
    const struct pal_mark_wish *wish;
    const struct pal_area *area;
    size_t step;
    size_t of_model; /* the step among all of the model */
};

static enum pal_rc find_place(struct rating *rating, const struct pal_mark_wish *wish,
                              struct place *out)
{
    size_t area;
    if (!pal_marks_place(rating->model, wish->part, &area, &out->step)) {
        return pal_errand_fail(rating->errand, PAL_E_INVALID, "there is no step %s in the model %s",
                               pal_quote(wish->part).text, rating->model->id);
    }
    out->wish = wish;
    out->area = &rating->model->areas[area];
    out->of_model = out->area->first_step + out->step;
    if (rating->is_named[out->of_model]) {
        return pal_errand_fail(rating->errand, PAL_E_INVALID,
                               "%s is named twice; name each step once",
                               pal_quote(wish->part).text);
    }
    rating->is_named[out->of_model] = true;
    return PAL_OK;
}

static enum pal_rc check_practices(struct pal_errand *errand, const struct place *place)
{
    static const char before[] = "practices.";
    size_t count;
    const struct pal_practice *practices =
        pal_area_rated_practices(place->area, place->step, &count);
    for (size_t i = 0; i < place->wish->field_count; i++) {
        const char *key = place->wish->fields[i].key;
        const char *id = key + sizeof before - 1;
        bool is_there = strncmp(key, before, sizeof before - 1) != 0;
        for (size_t j = 0; j < count && !is_there; j++) {
            is_there = strcmp(practices[j].id, id) == 0;
        }
        if (!is_there) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "the step %s has no practice %s that is rated; the first is %s",
                                   place->wish->part, pal_quote(id).text,
                                   count > 0 ? practices[0].id : "–");
        }
    }
    return PAL_OK;
}

/* The body that a fact of the wish would have. */
static enum pal_rc body_of(struct rating *rating, const struct pal_fact_kind *kind,
                           const struct pal_fact_wish *fact, const char **out)
{
    const struct pal_fact_row value = {.kind = fact->kind,
                                       .part = fact->part,
                                       .lane = fact->lane,
                                       .state = fact->state,
                                       .project = ""};
    enum pal_rc rc = pal_fact_body(rating->errand, kind, fact, out);
    struct pal_fact_row row = value;
    row.body = rc == PAL_OK ? *out : "";
    return rc == PAL_OK ? kind->check(rating->errand, &row, NULL) : rc;
}

static enum pal_rc say_mark(struct rating *rating, const struct place *place,
                            struct pal_step_change *change)
{
    const struct pal_mark_wish *wish = place->wish;
    const enum pal_mark_lane lane = rating->marking->lane;
    const bool is_said = wish->field_count > 0;
    const struct pal_fact_wish fact = {.kind = PAL_MARK_FACT,
                                       .part = wish->part,
                                       .lane = pal_mark_lane_ids[lane],
                                       .state = is_said ? "rated" : "open",
                                       .fields = wish->fields,
                                       .field_count = wish->field_count};
    const char **cell =
        &rating->marks.areas[place->area - rating->model->areas].at[lane][place->step];
    const char *body = NULL;
    if (wish->is_kept) {
        return PAL_OK;
    }
    enum pal_rc rc = check_practices(rating->errand, place);
    rc = rc == PAL_OK ? body_of(rating, &pal_fact_mark, &fact, &body) : rc;
    change->before = *cell;
    change->after = is_said ? body : NULL;
    const char *const was = change->before != NULL ? change->before : "";
    const char *const is = change->after != NULL ? change->after : "";
    change->is_marked = rating->is_again[place->of_model] || strcmp(was, is) != 0;
    *cell = rc == PAL_OK ? change->after : *cell;
    return rc;
}

static enum pal_rc say_reason(struct rating *rating, const struct place *place,
                              struct pal_step_change *change)
{
    const struct pal_mark_wish *wish = place->wish;
    const bool is_said = wish->reason != NULL && !pal_is_blank(wish->reason);
    const struct pal_fact_field field = {"text", wish->reason};
    const struct pal_fact_wish fact = {.kind = PAL_REASON_FACT,
                                       .part = wish->part,
                                       .lane = pal_mark_lane_ids[rating->marking->lane],
                                       .state = is_said ? "said" : "open",
                                       .fields = &field,
                                       .field_count = is_said};
    const char *body = NULL;
    if (wish->reason == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = body_of(rating, &pal_fact_reason, &fact, &body);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_text text = pal_reason_text(rating->errand, body);
    if (!pal_reason_is_same(&text, &rating->reasons[place->of_model])) {
        change->reason = is_said ? wish->reason : "";
        rating->said.steps[place->of_model] =
            (struct pal_reason){.is_known = true, .text = text, .in = rating->marking->lane};
    }
    return PAL_OK;
}

static enum pal_rc say_one(struct rating *rating, const struct pal_mark_wish *wish)
{
    struct pal_marks_would *out = rating->out;
    struct pal_step_change *change = &out->changes[out->count];
    struct place place;
    *change = (struct pal_step_change){.part = wish->part};
    enum pal_rc rc = find_place(rating, wish, &place);
    rc = rc == PAL_OK ? say_mark(rating, &place, change) : rc;
    rc = rc == PAL_OK ? say_reason(rating, &place, change) : rc;
    const bool says_anything = change->is_marked || change->reason != NULL;
    if (rc == PAL_OK && (says_anything || rating->marking->evidence_count > 0)) {
        struct pal_mark_wish *sent = &out->wishes[out->wish_count++];
        *sent = *wish;
        sent->is_kept = !change->is_marked;
        sent->reason = change->reason;
    }
    if (rc == PAL_OK && says_anything) {
        out->marked += change->is_marked;
        out->reasoned += change->reason != NULL;
        out->count++;
    }
    return rc;
}

static enum pal_rc say_all(struct rating *rating)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < rating->marking->count && rc == PAL_OK; i++) {
        rc = say_one(rating, &rating->marking->marks[i]);
    }
    return rc;
}

enum pal_rc pal_marks_would(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_marking *marking, struct pal_marks_would *out)
{
    struct rating rating = {.errand = errand, .marking = marking, .out = out};
    const struct pal_assessment *assessment = NULL;
    struct pal_document record;
    const char *path = pal_arena_printf(errand->arena, "assessment/%s", marking->assessment);
    enum pal_rc rc = pal_house_get(errand, "assessment", marking->assessment, &record);
    *out = (struct pal_marks_would){.count = 0};
    rc = rc == PAL_OK ? pal_course_require_draft(errand, marking->assessment) : rc;
    if (rc == PAL_OK) {
        rc = path != NULL ? pal_document_assessment(app, path, NULL, &assessment)
                          : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = rc == PAL_OK ? begin(&rating, assessment->model) : rc;
    rc = rc == PAL_OK ? stand_in_house(&rating, assessment) : rc;
    return rc == PAL_OK ? say_all(&rating) : rc;
}

/* ------------------------------------------------------------------------- a text */

enum pal_rc pal_marks_open_text(struct pal_app *app, const struct pal_marks_text_of *of,
                                const struct pal_assessment **out)
{
    struct pal_opened document;
    const struct pal_model *model = NULL;
    *out = NULL;
    enum pal_rc rc = pal_document_open_text(app, of->name, of->text, of->len, &document);
    rc = rc == PAL_OK ? pal_document_expect(&document, PAL_KIND_ASSESSMENT) : rc;
    rc = rc == PAL_OK ? pal_document_model_of(app, &document, &model) : rc;
    if (rc == PAL_OK) {
        *out = pal_assessment_read(&document.reader, document.root, model);
        rc = *out != NULL ? PAL_OK : pal_diag_rc(document.reader.diag);
    }
    return rc;
}

static enum pal_rc write_text(struct rating *rating, struct pal_app *app,
                              const struct pal_marks_text_of *of,
                              const struct pal_assessment *assessment, const char **text)
{
    static const struct pal_reasons none = {NULL, NULL};
    const struct pal_reasons *reasons = rating->out->reasoned > 0 ? &rating->said : &none;
    const char *own = pal_arena_copy(rating->errand->arena, of->text, of->len);
    const struct pal_marks_source source = {own, assessment, &rating->marks, reasons};
    const struct pal_assessment *again;
    enum pal_rc rc = own != NULL ? pal_marks_text(rating->errand, app, &source, text)
                                 : pal_errand_explain(rating->errand, PAL_E_MEMORY);
    const struct pal_marks_text_of written = {of->name, *text, rc == PAL_OK ? strlen(*text) : 0};
    return rc == PAL_OK ? pal_marks_open_text(app, &written, &again) : rc;
}

enum pal_rc pal_marks_rate_text(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_marks_text_of *of,
                                const struct pal_marking *marking, struct pal_marks_would *out,
                                const char **text)
{
    struct rating rating = {.errand = errand, .marking = marking, .out = out};
    const struct pal_assessment *assessment = NULL;
    *out = (struct pal_marks_would){.count = 0};
    *text = NULL;
    if (marking->evidence_count > 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "a file has no place for evidence: say it in the reason, or mark "
                               "the assessment in a database");
    }
    enum pal_rc rc = pal_marks_open_text(app, of, &assessment);
    rc = rc == PAL_OK ? begin(&rating, assessment->model) : rc;
    rc = rc == PAL_OK ? stand_in_text(&rating, assessment) : rc;
    rc = rc == PAL_OK ? say_all(&rating) : rc;
    return rc == PAL_OK && out->count > 0 ? write_text(&rating, app, of, assessment, text) : rc;
}
