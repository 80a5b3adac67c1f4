#include "core/question/asked.h"

static bool is_any_in_target(const struct pal_profile *profile, const struct pal_step_ref *cells,
                             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((pal_profile_target_anywhere(profile, cells[i].area) >> cells[i].step & 1) != 0) {
            return true;
        }
    }
    return false;
}

/* By the cells that it speaks for; what speaks for none, by those beside which it is shown; what
 * has neither is asked of everybody. */
static bool is_in_target(const struct pal_question *question, const struct pal_profile *profile)
{
    if (profile == NULL || question->cell_count + question->context_count == 0) {
        return true;
    }
    return question->cell_count > 0
               ? is_any_in_target(profile, question->cells, question->cell_count)
               : is_any_in_target(profile, question->context, question->context_count);
}

static bool is_for(const struct pal_question *question, const struct pal_asking *asking)
{
    return question->answered_by == asking->actor &&
           (asking->tier == PAL_TIER_FULL || question->tier == PAL_TIER_CORE) &&
           !(asking->is_written && question->put == PAL_PUT_VISIT);
}

static void note_above(const struct pal_question *question, bool *above)
{
    for (size_t i = 0; i < question->cell_count; i++) {
        above[question->cells[i].area] = true;
    }
}

enum pal_rc pal_asked_choose(const struct pal_questionnaire *questionnaire,
                             const struct pal_asking *asking, struct pal_arena *arena,
                             struct pal_asked *out)
{
    size_t area_count = questionnaire->model->area_count;
    bool *above = PAL_NEW(arena, bool, area_count + 1);
    *out = (struct pal_asked){
        .questions = PAL_NEW(arena, size_t, questionnaire->question_count + 1),
        .areas_above = PAL_NEW(arena, size_t, area_count + 1),
    };
    if (above == NULL || out->questions == NULL || out->areas_above == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        const struct pal_question *question = &questionnaire->questions[i];
        if (!is_for(question, asking)) {
            continue;
        }
        if (is_in_target(question, asking->profile)) {
            out->questions[out->count++] = i;
        } else {
            note_above(question, above);
        }
    }
    for (size_t i = 0; i < area_count; i++) {
        if (above[i]) {
            out->areas_above[out->area_above_count++] = i;
        }
    }
    return PAL_OK;
}

static void add_range(struct pal_range *sum, const struct pal_range *each, size_t times)
{
    sum->low += each->low * (uint32_t)times;
    sum->high += each->high * (uint32_t)times;
}

static struct pal_range work_of(const struct pal_work *work, const struct pal_asked_work *of)
{
    struct pal_range sum = {0, 0};
    add_range(&sum, &work->question, of->questions);
    add_range(&sum, &work->figure, of->figures);
    add_range(&sum, &work->proof, of->proofs);
    return sum;
}

/* Whether a question that is asked speaks for a practice. */
static bool is_spoken_for(const struct pal_questionnaire *questionnaire,
                          const struct pal_asked *asked, const struct pal_practice_ref *of)
{
    for (size_t i = 0; i < asked->count; i++) {
        const struct pal_question *question = &questionnaire->questions[asked->questions[i]];
        for (size_t k = 0; k < question->practice_count; k++) {
            const struct pal_practice_ref *ref = &question->practices[k];
            if (ref->area == of->area && ref->step == of->step && ref->practice == of->practice) {
                return true;
            }
        }
    }
    return false;
}

static bool is_decidable(const struct pal_questionnaire *questionnaire,
                         const struct pal_asked *asked, size_t area, size_t step)
{
    size_t count = 0;
    (void)pal_area_rated_practices(&questionnaire->model->areas[area], step, &count);
    for (size_t i = 0; i < (count > 0 ? count : 1); i++) {
        if (!is_spoken_for(questionnaire, asked, &(struct pal_practice_ref){area, step, i})) {
            return false;
        }
    }
    return true;
}

static void count_steps(const struct pal_questionnaire *questionnaire,
                        const struct pal_asking *asking, const struct pal_asked *asked,
                        struct pal_asked_work *out)
{
    const struct pal_model *model = questionnaire->model;
    for (size_t a = 0; asking->profile != NULL && a < model->area_count; a++) {
        const struct pal_area *area = &model->areas[a];
        pal_mask target = pal_profile_target_anywhere(asking->profile, a);
        for (size_t s = 0; s < area->ladder->count; s++) {
            enum pal_actor actor = asking->actors != NULL
                                       ? (enum pal_actor)asking->actors[area->first_step + s]
                                       : area->actor;
            if ((target >> s & 1) != 0 && actor == asking->actor) {
                out->target_steps++;
                out->decidable_steps += is_decidable(questionnaire, asked, a, s);
            }
        }
    }
}

void pal_asked_measure(const struct pal_questionnaire *questionnaire,
                       const struct pal_asking *asking, const struct pal_asked *asked,
                       struct pal_asked_work *out)
{
    *out = (struct pal_asked_work){.questions = asked->count + asked->area_above_count};
    for (size_t i = 0; i < asked->count; i++) {
        const struct pal_question *question = &questionnaire->questions[asked->questions[i]];
        out->figures += pal_question_figures(question);
        out->proofs += pal_question_wants_proof(question);
    }
    if (questionnaire->has_work) {
        out->first_minutes = work_of(&questionnaire->first, out);
        out->again_minutes = work_of(&questionnaire->again, out);
    }
    count_steps(questionnaire, asking, asked, out);
}
