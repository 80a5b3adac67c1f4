/* view_suggest - answers to a questionnaire, what each gives, and what they suggest, as JSON. */
#include <string.h>

#include "render/view/view.h"
#include "render/view/view_parts.h"

/* A step as documents write it: "PA03/2.1". */
static void add_place(struct pal_value *list, const struct pal_model *model,
                      const struct pal_step_ref *cell, struct pal_arena *arena)
{
    const struct pal_area *area = &model->areas[cell->area];
    pal_add_borrowed(
        list, pal_arena_printf(arena, "%s/%s", area->id, area->ladder->steps[cell->step].id));
}

/* The cells for which an answer speaks, or (false) beside which it is shown. */
static void put_places(struct pal_value *row, const struct pal_suggested *suggested,
                       const struct pal_judged *judged, struct pal_arena *arena)
{
    const struct pal_model *model = suggested->questionnaire->model;
    const struct pal_question *question = judged->question;
    struct pal_value *speaks = pal_put_list(row, "speaks_for");
    struct pal_value *context = pal_put_list(row, "context");
    for (size_t i = 0; i < question->cell_count; i++) {
        bool is_for = pal_judged_speaks(judged, model, suggested->actors, &question->cells[i]);
        add_place(is_for ? speaks : context, model, &question->cells[i], arena);
    }
    for (size_t i = 0; i < question->context_count; i++) {
        add_place(context, model, &question->context[i], arena);
    }
    if (question->is_of_guide && judged->answer != NULL) {
        const struct pal_area *area = &model->areas[judged->answer->area];
        int step = pal_ladder_find(area->ladder, question->step);
        if (step >= 0) {
            struct pal_step_ref cell = {judged->answer->area, (size_t)step};
            add_place(speaks, model, &cell, arena);
        }
    }
}

static void put_answer(struct pal_value *list, const struct pal_suggested *suggested,
                       const struct pal_judged *judged, struct pal_arena *arena)
{
    const struct pal_question *question = judged->question;
    const struct pal_model *model = suggested->questionnaire->model;
    struct pal_value *row = pal_add_object(list);
    pal_put_borrowed(row, "question", question->id);
    pal_put_borrowed(row, "area",
                     question->is_of_guide ? model->areas[judged->answer->area].id : NULL);
    pal_put_borrowed(row, "state", pal_basis_ids[judged->answer->state]);
    pal_put_borrowed(row, "date", judged->day);
    pal_put_borrowed(row, "answered_by", pal_actor_ids[question->answered_by]);
    pal_put_borrowed(row, "weight", pal_weight_ids[question->weight]);
    pal_put_borrowed(row, "verdict", pal_verdict_ids[judged->verdict.verdict]);
    pal_put_borrowed(row, "why", pal_answer_why_ids[judged->verdict.why]);
    pal_put_borrowed(row, "by_rule", pal_verdict_ids[judged->verdict.by_rule]);
    pal_put_boolean(row, "finding", pal_judged_is_finding(judged));
    put_places(row, suggested, judged, arena);
}

static void put_counts(struct pal_value *object, const struct pal_suggested *suggested)
{
    int64_t counts[PAL_VERDICT_COUNT] = {0};
    int64_t findings = 0;
    int64_t unanswered = 0;
    for (size_t i = 0; i < suggested->count; i++) {
        const struct pal_judged *judged = &suggested->judged[i];
        if (judged->answer == NULL) {
            unanswered += judged->verdict.why != PAL_WHY_NOT_PUT;
        } else {
            counts[judged->verdict.verdict]++;
            findings += pal_judged_is_finding(judged);
        }
    }
    struct pal_value *out = pal_put_object(object, "counts");
    pal_put_integer(out, "pass", counts[PAL_VERDICT_PASS]);
    pal_put_integer(out, "fail", counts[PAL_VERDICT_FAIL]);
    pal_put_integer(out, "open", counts[PAL_VERDICT_OPEN]);
    pal_put_integer(out, "unanswered", unanswered);
    pal_put_integer(out, "findings", findings);
}

static const char *rating_or_null(uint8_t rating)
{
    return rating != PAL_RATING_NOT_RATED ? pal_rating_ids[rating] : NULL;
}

static void put_step(struct pal_value *list, const struct pal_suggestions *suggestions,
                     const struct pal_area *area, size_t at)
{
    const struct pal_step_suggestion *step = &suggestions->steps[area->first_step + at];
    if (!pal_step_is_answered(step)) {
        return;
    }
    size_t count = 0;
    const struct pal_practice *practices = pal_area_rated_practices(area, at, &count);
    struct pal_value *row = pal_add_object(list);
    pal_put_borrowed(row, "area", area->id);
    pal_put_borrowed(row, "step", area->ladder->steps[at].id);
    pal_put_borrowed(row, "suggested", rating_or_null((uint8_t)step->rating));
    pal_put_integer(row, "practices", step->applicable);
    pal_put_integer(row, "answered", step->answered);
    pal_put_integer(row, "passed", step->passed);
    struct pal_value *of = pal_put_list(row, "by_practice");
    for (size_t i = 0; i < count; i++) {
        uint8_t rating = suggestions->practices[step->first + i];
        if (rating != PAL_RATING_NOT_RATED) {
            struct pal_value *one = pal_add_object(of);
            pal_put_borrowed(one, "practice", practices[i].id);
            pal_put_borrowed(one, "suggested", pal_rating_ids[rating]);
        }
    }
}

struct pal_value *pal_view_suggested(struct pal_values *in, const struct pal_suggested *suggested,
                                     const struct pal_language *language)
{
    const struct pal_questionnaire *questionnaire = suggested->questionnaire;
    const struct pal_model *model = questionnaire->model;
    struct pal_value *object = pal_value_object(in);
    pal_put_borrowed(object, "questionnaire", questionnaire->id);
    pal_put(object, "title", pal_view_in_language(in, &questionnaire->title, language));
    pal_put_borrowed(object, "model", model->id);
    pal_put_borrowed(object, "profile", suggested->profile != NULL ? suggested->profile->id : NULL);
    pal_put_borrowed(object, "alert", suggested->alert);
    pal_put_borrowed(object, "basis", pal_basis_ids[suggested->suggestions->basis]);
    pal_put_borrowed(object, "date", suggested->date);
    put_counts(object, suggested);
    struct pal_value *answers = pal_put_list(object, "answers");
    for (size_t i = 0; i < suggested->count; i++) {
        if (suggested->judged[i].answer != NULL) {
            put_answer(answers, suggested, &suggested->judged[i], in->arena);
        }
    }
    struct pal_value *steps = pal_put_list(object, "steps");
    for (size_t a = 0; a < model->area_count; a++) {
        for (size_t s = 0; s < model->areas[a].ladder->count; s++) {
            put_step(steps, suggested->suggestions, &model->areas[a], s);
        }
    }
    pal_put_borrowed(object, "notice", model->notice);
    return object;
}
