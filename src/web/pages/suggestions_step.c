/* suggestions_step - what answers suggest for one step; see suggestions.h. */
#include <string.h>

#include "core/question/suggest.h"
#include "web/look.h"
#include "web/pages/answers_page.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/suggestions.h"

const char *pal_suggestions_share(struct pal_call *call, const struct pal_step_suggestion *step)
{
    if (step->applicable == 0) {
        return pal_call_tr(call, "none of its practices applies");
    }
    return step->passed == step->answered
               ? pal_call_printf(call, pal_call_tr(call, "practices answered: %u of %u, all pass"),
                                 (unsigned)step->answered, (unsigned)step->applicable)
               : pal_call_printf(
                     call,
                     pal_call_tr(call,
                                 "practices answered: %u of %u, with an answer that fails: %u"),
                     (unsigned)step->answered, (unsigned)step->applicable,
                     (unsigned)(step->answered - step->passed));
}

const char *pal_suggestions_url(struct pal_call *call, const char *assessment, const char *area,
                                enum pal_basis basis)
{
    return pal_look_kept(call, pal_call_printf(call, "/assessments/%s/suggestions?area=%s&basis=%s",
                                               assessment, pal_call_escaped(call, area),
                                               pal_basis_ids[basis]));
}

/* ------------------------------------------------------------------------ the answers */

/* The sending that an answer came with: the one whose judged answer this is. */
static const struct pal_looking *looking_of(const struct pal_heard *heard,
                                            const struct pal_judged *judged)
{
    for (size_t i = 0; i < heard->looking_count; i++) {
        const struct pal_looking *looking = &heard->lookings[i];
        for (size_t k = 0; k < looking->judged_count; k++) {
            if (looking->judged[k].answer == judged->answer) {
                return looking;
            }
        }
    }
    return NULL;
}

static const char *part_of(struct pal_call *call, const struct pal_model *model,
                           const struct pal_judged *judged)
{
    return judged->question->is_of_guide
               ? pal_answer_guide_part(call->request->arena, model->areas[judged->answer->area].id,
                                       judged->question->id)
               : judged->question->id;
}

static void put_answer(struct pal_call *call, const struct pal_heard *heard,
                       const struct pal_judged *judged, struct pal_value *data,
                       struct pal_value *page)
{
    const struct pal_model *model = heard->suggested.questionnaire->model;
    const struct pal_looking *looking = looking_of(heard, judged);
    const char *part = part_of(call, model, judged);
    const struct pal_looked_answer as = {
        .question = judged->question,
        .area = judged->question->is_of_guide ? &model->areas[judged->answer->area] : NULL};
    if (looking == NULL || part == NULL) {
        return;
    }
    static const char *const states[PAL_BASIS_COUNT] = {PAL_N_("checked"), PAL_N_("seen"),
                                                        PAL_N_("claimed")};
    const enum pal_verdict verdict = judged->verdict.verdict;
    struct pal_value *row = pal_add_object(data);
    pal_put_borrowed(row, "sending", looking->sending.id);
    pal_put_borrowed(row, "question", part);
    pal_put_borrowed(row, "state", pal_basis_ids[judged->answer->state]);
    pal_put_borrowed(row, "verdict", pal_verdict_ids[verdict]);
    pal_put_borrowed(row, "weight", pal_weight_ids[judged->question->weight]);
    struct pal_value *shown = pal_add_object(page);
    pal_put_borrowed(shown, "id", judged->question->id);
    pal_put_borrowed(shown, "question", pal_read_question(call, &as));
    pal_put_borrowed(shown, "url", pal_read_url(call, looking->sending.id, part));
    pal_put_borrowed(shown, "verdict", pal_call_tr(call, pal_verdict_titles[verdict]));
    pal_put_boolean(shown, "is_failed", verdict == PAL_VERDICT_FAIL);
    pal_put_boolean(shown, "is_passed", verdict == PAL_VERDICT_PASS);
    pal_put_boolean(shown, "is_decisive", judged->question->weight == PAL_WEIGHT_DECISIVE);
    pal_put_borrowed(shown, "state", pal_call_tr(call, states[judged->answer->state]));
}

/* The answers that stand so to a step, of one practice of it (-1: whichever). */
static void put_answers(struct pal_call *call, const struct pal_heard *heard,
                        const struct pal_step_ref *cell, enum pal_judged_to to, int practice,
                        struct pal_value *data, struct pal_value *page)
{
    const struct pal_suggested *of = &heard->suggested;
    const struct pal_model *model = of->questionnaire->model;
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_judged *judged = &of->judged[i];
        bool is_of = pal_judged_to(judged, model, of->actors, cell) == to;
        if (is_of &&
            (practice < 0 || pal_judged_is_of_practice(judged, model, cell, (size_t)practice))) {
            put_answer(call, heard, judged, data, page);
        }
    }
}

/* -------------------------------------------------------------------------- practices */

static const char *rating_or_null(uint8_t rating)
{
    return rating != PAL_RATING_NOT_RATED ? pal_rating_ids[rating] : NULL;
}

static void put_practice(struct pal_call *call, const struct pal_heard *heard,
                         struct pal_suggestions *const by[PAL_BASIS_COUNT],
                         const struct pal_step_ref *cell, size_t at, struct pal_value *data,
                         struct pal_value *page)
{
    size_t count = 0;
    const struct pal_area *area = &heard->suggested.questionnaire->model->areas[cell->area];
    const struct pal_practice *practices = pal_area_rated_practices(area, cell->step, &count);
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    struct pal_value *ratings = pal_put_list(shown, "ratings");
    pal_put_borrowed(row, "practice", practices[at].id);
    pal_put_borrowed(shown, "id", practices[at].id);
    pal_put_borrowed(shown, "title", pal_text_in(&practices[at].title, call->language.lang));
    for (int basis = PAL_BASIS_COUNT; basis-- > 0;) {
        const struct pal_step_suggestion *step = &by[basis]->steps[area->first_step + cell->step];
        const char *rating = rating_or_null(by[basis]->practices[step->first + at]);
        pal_put_borrowed(row, pal_basis_ids[basis], rating);
        pal_put_borrowed(pal_add_object(ratings), "rating", rating);
    }
    put_answers(call, heard, cell, PAL_JUDGED_SPEAKS, (int)at, pal_put_list(row, "answers"),
                pal_put_list(shown, "answers"));
}

/* ------------------------------------------------------------------------------ bases */

static void put_basis(struct pal_call *call, const struct pal_assessment *assessment,
                      const struct pal_suggestions *suggestions, const struct pal_step_ref *cell,
                      struct pal_value *data, struct pal_value *page)
{
    const struct pal_area *area = &suggestions->model->areas[cell->area];
    const struct pal_step_suggestion *step = &suggestions->steps[area->first_step + cell->step];
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_borrowed(row, "basis", pal_basis_ids[suggestions->basis]);
    pal_put_borrowed(row, "suggested", rating_or_null((uint8_t)step->rating));
    pal_put_integer(row, "practices", step->applicable);
    pal_put_integer(row, "answered", step->answered);
    pal_put_integer(row, "passed", step->passed);
    pal_put_borrowed(shown, "title",
                     pal_mark_lane_title(call, (enum pal_mark_lane)suggestions->basis));
    pal_put_borrowed(shown, "rating",
                     step->rating != PAL_RATING_NOT_RATED ? pal_mark_title(call, step->rating)
                                                          : NULL);
    pal_put_borrowed(shown, "share",
                     pal_step_is_answered(step) ? pal_suggestions_share(call, step) : NULL);
    pal_put_borrowed(shown, "url",
                     step->rating != PAL_RATING_NOT_RATED
                         ? pal_suggestions_url(call, assessment->id, area->id, suggestions->basis)
                         : NULL);
}

enum pal_rc pal_suggestions_put_step(struct pal_call *call, const struct pal_assessment *assessment,
                                     const char *project, size_t area, size_t step)
{
    struct pal_heard heard;
    struct pal_suggestions *by[PAL_BASIS_COUNT] = {NULL};
    const struct pal_step_ref cell = {area, step};
    size_t count = 0;
    enum pal_rc rc = pal_suggested_for(&call->errand, pal_call_app(call), assessment, project,
                                       PAL_BASIS_CLAIMED, &heard);
    if (rc != PAL_OK || heard.suggested.suggestions == NULL) {
        return rc;
    }
    struct pal_value *data = pal_value_object(&call->values);
    struct pal_value *page = pal_value_object(&call->values);
    struct pal_value *bases = pal_put_list(data, "bases");
    struct pal_value *shown = pal_put_list(page, "bases");
    for (int basis = PAL_BASIS_COUNT; basis-- > 0;) {
        by[basis] = pal_suggest(heard.suggested.questionnaire, heard.suggested.judged,
                                heard.suggested.count, heard.suggested.actors,
                                (enum pal_basis)basis, call->request->arena);
        if (by[basis] == NULL) {
            return pal_errand_explain(&call->errand, PAL_E_MEMORY);
        }
        put_basis(call, assessment, by[basis], &cell, bases, shown);
    }
    struct pal_value *practices = pal_put_list(data, "by_practice");
    struct pal_value *lines = pal_put_list(page, "practices");
    (void)pal_area_rated_practices(&assessment->model->areas[area], step, &count);
    for (size_t i = 0; i < count; i++) {
        put_practice(call, &heard, by, &cell, i, practices, lines);
    }
    put_answers(call, &heard, &cell, PAL_JUDGED_CONTEXT, -1, pal_put_list(data, "context"),
                pal_put_list(page, "context"));
    pal_put_boolean(page, "has_context", pal_value_count(pal_value_get(page, "context")) > 0);
    pal_set(call->data, "suggested", data);
    pal_set(call->page, "suggested", page);
    return PAL_OK;
}
