#include "app/house/suggested.h"

#include <string.h>

#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "base/buf.h"
#include "base/text.h"

enum { TOLD_MOST = 1 << 20 };

/* ------------------------------------------------------------------------ hearing */

enum pal_rc pal_suggested_for(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_assessment *assessment, const char *project,
                              enum pal_basis basis, struct pal_heard *out)
{
    const struct pal_looking_at at = {0};
    const enum pal_rc before = errand->err.rc; /* of the act whose form is shown again */
    enum pal_rc rc = pal_hear(errand, app, project, assessment->provider, &at, assessment->model,
                              assessment->actors, basis, out);
    return rc == PAL_E_NOT_FOUND && errand->err.rc == before ? PAL_OK : rc;
}

/* ------------------------------------------------------------------------- an area */

static bool speaks(const struct pal_heard *heard, const struct pal_judged *judged,
                   const struct pal_step_ref *cell)
{
    const struct pal_suggested *of = &heard->suggested;
    return judged->answer->state <= of->suggestions->basis && pal_judged_is_rated(judged) &&
           pal_judged_to(judged, of->questionnaire->model, of->actors, cell) == PAL_JUDGED_SPEAKS;
}

/* "POL-01, POL-03": the answers that speak for a step on the basis of the suggestions. */
static const char *answers_of(struct pal_errand *errand, const struct pal_heard *heard,
                              const struct pal_step_ref *cell)
{
    const char *out = "";
    for (size_t i = 0; i < heard->suggested.count && out != NULL; i++) {
        const struct pal_judged *judged = &heard->suggested.judged[i];
        if (speaks(heard, judged, cell)) {
            out = pal_arena_printf(errand->arena, "%s%s%s", out, out[0] != '\0' ? ", " : "",
                                   judged->question->id);
        }
    }
    return out;
}

static void tell(struct pal_buf *told, const struct pal_suggestions *suggestions,
                 const struct pal_suggested_step *step)
{
    pal_buf_printf(told, "%s %d %s\n", step->part, (int)step->of->rating, step->answers);
    for (size_t i = 0; i < step->of->practices; i++) {
        pal_buf_printf(told, "%d ", (int)suggestions->practices[step->of->first + i]);
    }
}

static enum pal_rc digest(struct pal_errand *errand, const struct pal_heard *heard,
                          struct pal_suggested_area *out)
{
    struct pal_buf told;
    char hash[PAL_HASH_TEXT];
    pal_buf_init(&told, TOLD_MOST, errand->arena->alloc);
    pal_buf_printf(&told, "%d\n", (int)heard->suggested.suggestions->basis);
    for (size_t i = 0; i < out->count; i++) {
        tell(&told, heard->suggested.suggestions, &out->steps[i]);
    }
    const char *text = pal_buf_text(&told);
    if (text != NULL) {
        pal_secret_hash(text, told.len, hash);
        out->digest = pal_arena_copy(errand->arena, hash, strlen(hash));
    }
    pal_buf_done(&told);
    return out->digest != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_suggested_area(struct pal_errand *errand, const struct pal_heard *heard,
                               const struct pal_marked_grid *marked, size_t area,
                               struct pal_suggested_area *out)
{
    const struct pal_suggestions *suggestions = heard->suggested.suggestions;
    const struct pal_area *of = &marked->assessment->model->areas[area];
    *out = (struct pal_suggested_area){
        .area = of, .steps = PAL_NEW(errand->arena, struct pal_suggested_step, of->ladder->count)};
    if (out->steps == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < of->ladder->count && suggestions != NULL; i++) {
        const struct pal_step_suggestion *step = &suggestions->steps[of->first_step + i];
        const struct pal_grid_mark *now = &marked->cells[of->first_step + i];
        const struct pal_step_ref cell = {area, i};
        if (step->rating == PAL_RATING_NOT_RATED) {
            continue;
        }
        bool is_own = now->marked.own != NULL && !now->is_again;
        struct pal_suggested_step *row = &out->steps[out->count++];
        *row = (struct pal_suggested_step){
            .step = i,
            .part = pal_arena_printf(errand->arena, "%s/%s", of->id, of->ladder->steps[i].id),
            .of = step,
            .now = now,
            .answers = answers_of(errand, heard, &cell),
            .is_same = is_own && now->rating == step->rating,
            .is_other = is_own && now->rating != step->rating};
        if (row->part == NULL || row->answers == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
    }
    return suggestions != NULL ? pal_errand_explain(errand, digest(errand, heard, out)) : PAL_OK;
}

/* -------------------------------------------------------------------------- taking */

/* Practice by practice; of a step that is rated as a whole its rating. */
static enum pal_rc fields_of(struct pal_errand *errand, const struct pal_suggestions *suggestions,
                             const struct pal_area *area, const struct pal_suggested_step *step,
                             struct pal_mark_wish *wish)
{
    size_t count = 0;
    const struct pal_practice *practices = pal_area_rated_practices(area, step->step, &count);
    struct pal_fact_field *fields = PAL_NEW(errand->arena, struct pal_fact_field, count + 1);
    if (fields == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        const char *key = pal_arena_printf(errand->arena, "practices.%s", practices[i].id);
        if (key == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
        fields[wish->field_count++] = (struct pal_fact_field){
            key, pal_rating_ids[suggestions->practices[step->of->first + i]]};
    }
    if (count == 0) {
        fields[wish->field_count++] =
            (struct pal_fact_field){"mark", pal_rating_ids[step->of->rating]};
    }
    wish->fields = fields;
    return PAL_OK;
}

static bool is_wanted(const struct pal_suggested_taking *taking, const struct pal_area *area,
                      const struct pal_suggested_step *step)
{
    if (taking->steps == NULL) {
        return !step->is_same && !step->is_other;
    }
    for (size_t i = 0; i < taking->count; i++) {
        if (strcmp(taking->steps[i], area->ladder->steps[step->step].id) == 0) {
            return !step->is_same;
        }
    }
    return false;
}

/* Each that is named is one for which something is suggested. */
static enum pal_rc check_named(struct pal_errand *errand, const struct pal_suggested_taking *taking,
                               const struct pal_suggested_area *of)
{
    for (size_t i = 0; taking->steps != NULL && i < taking->count; i++) {
        bool is_there = false;
        for (size_t k = 0; k < of->count && !is_there; k++) {
            is_there = strcmp(taking->steps[i], of->area->ladder->steps[of->steps[k].step].id) == 0;
        }
        if (!is_there) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "the answers suggest nothing for the step %s of %s",
                                   pal_quote(taking->steps[i]).text, of->area->id);
        }
    }
    return PAL_OK;
}

static const char *reason_of(struct pal_errand *errand, enum pal_basis basis,
                             const struct pal_suggested_step *step)
{
    switch (basis) {
    case PAL_BASIS_CHECKED:
        return pal_arena_printf(
            errand->arena,
            pal_voice_say(errand->voice, PAL_N_("suggested by answers %s (checked)")),
            step->answers);
    case PAL_BASIS_SEEN:
        return pal_arena_printf(
            errand->arena, pal_voice_say(errand->voice, PAL_N_("suggested by answers %s (seen)")),
            step->answers);
    case PAL_BASIS_CLAIMED:
    case PAL_BASIS_COUNT:
        break;
    }
    return pal_arena_printf(
        errand->arena, pal_voice_say(errand->voice, PAL_N_("suggested by answers %s (claimed)")),
        step->answers);
}

/* The marks to be said. */
static enum pal_rc make_wishes(struct pal_errand *errand, const struct pal_suggested_taking *taking,
                               const struct pal_heard *heard, const struct pal_suggested_area *of,
                               struct pal_marking *out)
{
    struct pal_mark_wish *wishes = PAL_NEW(errand->arena, struct pal_mark_wish, of->count + 1);
    if (wishes == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_suggested_step *step = &of->steps[i];
        if (!is_wanted(taking, of->area, step)) {
            continue;
        }
        struct pal_mark_wish *wish = &wishes[out->count];
        *wish = (struct pal_mark_wish){.part = step->part,
                                       .reason = reason_of(errand, taking->basis, step)};
        enum pal_rc rc = wish->reason != NULL
                             ? fields_of(errand, heard->suggested.suggestions, of->area, step, wish)
                             : pal_errand_explain(errand, PAL_E_MEMORY);
        if (rc != PAL_OK) {
            return rc;
        }
        out->count++;
    }
    out->marks = wishes;
    return PAL_OK;
}

static enum pal_rc find_area(struct pal_errand *errand, const struct pal_model *model,
                             const char *id, size_t *out)
{
    const struct pal_area *area = pal_model_area(model, id);
    *out = area != NULL ? (size_t)(area - model->areas) : 0;
    return area != NULL ? PAL_OK
                        : pal_errand_fail_at(errand, PAL_E_NOT_FOUND, "area",
                                             "there is no area %s in the model %s",
                                             pal_quote(id).text, model->id);
}

static enum pal_rc look(struct pal_errand *errand, struct pal_app *app,
                        const struct pal_suggested_taking *taking, struct pal_heard *heard,
                        struct pal_suggested_area *out)
{
    struct pal_document record;
    struct pal_marked_grid marked;
    size_t area = 0;
    enum pal_rc rc = pal_house_get(errand, "assessment", taking->assessment, &record);
    rc = rc == PAL_OK ? pal_marks_grid(errand, app, taking->assessment,
                                       (enum pal_mark_lane)taking->basis, &marked)
                      : rc;
    rc = rc == PAL_OK ? find_area(errand, marked.assessment->model, taking->area, &area) : rc;
    rc = rc == PAL_OK ? pal_suggested_for(errand, app, marked.assessment, record.project,
                                          taking->basis, heard)
                      : rc;
    return rc == PAL_OK ? pal_suggested_area(errand, heard, &marked, area, out) : rc;
}

enum pal_rc pal_suggested_take(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_suggested_taking *taking, struct pal_act_done *out)
{
    struct pal_heard heard;
    struct pal_suggested_area of;
    struct pal_marking marking = {.assessment = taking->assessment,
                                  .lane = (enum pal_mark_lane)taking->basis,
                                  .seen = taking->seen,
                                  .act = taking->act};
    const char *words[] = {taking->assessment, taking->area, pal_basis_ids[taking->basis],
                           taking->digest, taking->steps != NULL ? "these" : NULL};
    marking.asked = pal_act_asked(errand, "take", words, sizeof words / sizeof *words,
                                  taking->steps, taking->count);
    enum pal_rc rc = pal_facts_sent_before(errand, taking->act, marking.asked, out);
    if (rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    rc = look(errand, app, taking, &heard, &of);
    if (rc == PAL_OK && taking->digest != NULL &&
        (of.digest == NULL || strcmp(taking->digest, of.digest) != 0)) {
        rc = pal_errand_fail(errand, PAL_E_CONFLICT,
                             "the answers suggest something else by now: look at it once more");
    }
    rc = rc == PAL_OK ? check_named(errand, taking, &of) : rc;
    rc = rc == PAL_OK ? make_wishes(errand, taking, &heard, &of, &marking) : rc;
    if (rc == PAL_OK && marking.count == 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "there is nothing to take: the answers suggest nothing for %s that is "
                             "not marked there",
                             of.area->id);
    }
    return rc == PAL_OK ? pal_marks_put(errand, &marking, out) : rc;
}
