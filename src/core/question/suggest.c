#include "core/question/suggest.h"

#include <string.h>

#include "base/order.h"

/* What the answers to one practice gave, at a state or better. */
struct tally {
    uint32_t pass;
    uint32_t fail;
    uint32_t decisive_fail; /* among `fail` */
    uint32_t not_applicable;
    uint32_t other; /* open: neither for nor against */
};

static void count_in(struct tally *tally, const struct pal_answer_evidence *one)
{
    if (one->is_not_applicable) {
        tally->not_applicable++;
        return;
    }
    switch (one->verdict) {
    case PAL_VERDICT_PASS:
        tally->pass++;
        return;
    case PAL_VERDICT_FAIL:
        tally->fail++;
        tally->decisive_fail += one->weight == PAL_WEIGHT_DECISIVE;
        return;
    case PAL_VERDICT_OPEN:
    case PAL_VERDICT_COUNT:
        tally->other++;
    }
}

static enum pal_rating rate_base(const struct tally *tally)
{
    return tally->pass > 0 && tally->decisive_fail == 0 ? PAL_RATING_F : PAL_RATING_N;
}

static enum pal_rating rate_generic(const struct tally *tally)
{
    if (tally->decisive_fail > 0 || tally->pass == 0) {
        return PAL_RATING_N;
    }
    if (tally->fail == 0) {
        return PAL_RATING_F;
    }
    return tally->pass > tally->fail ? PAL_RATING_L : PAL_RATING_P;
}

static enum pal_rating rate(const struct tally *tally, bool is_base)
{
    if (tally->pass + tally->fail == 0) {
        return tally->not_applicable > 0 && tally->other == 0 ? PAL_RATING_NOT_APPLICABLE
                                                              : PAL_RATING_NOT_RATED;
    }
    return is_base ? rate_base(tally) : rate_generic(tally);
}

/* The strongest state has the smallest number. */
static bool is_at(enum pal_basis state, enum pal_basis basis)
{
    return state <= basis;
}

enum pal_rating pal_suggest_practice(const struct pal_answer_evidence *evidence, size_t count,
                                     bool is_base, enum pal_basis basis)
{
    struct tally tally = {0};
    for (size_t i = 0; i < count; i++) {
        if (is_at(evidence[i].state, basis)) {
            count_in(&tally, &evidence[i]);
        }
    }
    return rate(&tally, is_base);
}

/* ------------------------------------------------------------------- judging */

static bool is_better(const struct pal_answer *one, const struct pal_answer *other)
{
    return other == NULL || one->state <= other->state;
}

static size_t count_guide(const struct pal_answers *const *lists, size_t list_count)
{
    size_t count = 0;
    for (size_t i = 0; i < list_count; i++) {
        for (size_t k = 0; k < lists[i]->count; k++) {
            count += lists[i]->answers[k].is_of_guide;
        }
    }
    return count;
}

static void place_questions(const struct pal_questionnaire *questionnaire,
                            const struct pal_answers *const *lists, size_t list_count,
                            struct pal_judged *out)
{
    for (size_t i = 0; i < list_count; i++) {
        for (size_t k = 0; k < lists[i]->count; k++) {
            const struct pal_answer *answer = &lists[i]->answers[k];
            bool is_asked = !answer->is_of_guide && !answer->is_above;
            if (is_asked && is_better(answer, out[answer->question].answer)) {
                out[answer->question].answer = answer;
                out[answer->question].day = lists[i]->date;
            }
        }
    }
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        out[i].question = &questionnaire->questions[i];
    }
}

/* The answers from the guide in their order: by question and area, of one place the best first. */
struct guided {
    const struct pal_answer **answers;
    const char **days;
    const char **keys;
    size_t *order;
    size_t count;
};

static bool make_guided(struct guided *out, size_t count, struct pal_arena *arena)
{
    *out = (struct guided){.answers = PAL_NEW(arena, const struct pal_answer *, count + 1),
                           .days = PAL_NEW(arena, const char *, count + 1),
                           .keys = PAL_NEW(arena, const char *, count + 1),
                           .order = PAL_NEW(arena, size_t, count + 1)};
    return out->answers != NULL && out->days != NULL && out->keys != NULL && out->order != NULL;
}

static const char *key_of_guided(const void *keys, size_t at)
{
    return ((const char *const *)keys)[at];
}

/* What comes later stands before what came earlier in the same state. */
static bool order_guided(struct guided *guided, const struct pal_answers *const *lists,
                         size_t list_count, struct pal_arena *arena)
{
    for (size_t i = list_count; i-- > 0;) {
        for (size_t k = lists[i]->count; k-- > 0;) {
            const struct pal_answer *one = &lists[i]->answers[k];
            if (!one->is_of_guide) {
                continue;
            }
            const char *key = pal_arena_printf(arena, "%08zx %08zx %d %08zx", one->question,
                                               one->area, (int)one->state, guided->count);
            if (key == NULL) {
                return false;
            }
            guided->keys[guided->count] = key;
            guided->days[guided->count] = lists[i]->date;
            guided->answers[guided->count++] = one;
        }
    }
    pal_order_make(guided->order, guided->count, key_of_guided, guided->keys);
    return true;
}

/* One of each question and area; gives how many. */
static size_t place_guide(const struct pal_questionnaire *questionnaire,
                          const struct guided *guided, struct pal_judged *out)
{
    size_t placed = 0;
    for (size_t i = 0; i < guided->count; i++) {
        const struct pal_answer *answer = guided->answers[guided->order[i]];
        const struct pal_answer *last = placed > 0 ? out[placed - 1].answer : NULL;
        if (last == NULL || last->question != answer->question || last->area != answer->area) {
            out[placed].question = &questionnaire->guide[answer->question];
            out[placed].day = guided->days[guided->order[i]];
            out[placed++].answer = answer;
        }
    }
    return placed;
}

static void judge_one(const struct pal_questionnaire *questionnaire, struct pal_judged *judged,
                      const struct pal_judged *all, const int64_t *thresholds)
{
    const struct pal_question *question = judged->question;
    const struct pal_judged *other = question->ask_if >= 0 ? &all[question->ask_if] : NULL;
    bool is_other_put = other != NULL && other->verdict.why != PAL_WHY_NOT_PUT;
    if (!pal_question_is_put(questionnaire, question, is_other_put ? other->answer : NULL,
                             thresholds, is_other_put ? other->day : NULL)) {
        judged->verdict =
            (struct pal_answer_verdict){PAL_VERDICT_OPEN, PAL_WHY_NOT_PUT, PAL_VERDICT_OPEN};
    } else {
        judged->verdict = pal_answer_judge(question, judged->answer, thresholds, judged->day);
    }
}

/* ------------------------------------------------------------------ row by row */

int pal_base_practice_find(const struct pal_area *area, const char *text)
{
    for (size_t i = 0; i < area->practice_count; i++) {
        size_t len = strlen(area->practices[i].id);
        if (strncmp(area->practices[i].id, text, len) == 0 &&
            (text[len] == '\0' || text[len] == ' ')) {
            return (int)i;
        }
    }
    return -1;
}

const struct pal_answer_field *pal_guide_table(const struct pal_question *question,
                                               const struct pal_area *area)
{
    int step = question->is_of_guide ? pal_ladder_find(area->ladder, question->step) : -1;
    if (step < 0 || !area->ladder->steps[step].is_rated_by_area ||
        !pal_rule_is_of_rows(question->rule)) {
        return NULL;
    }
    const struct pal_answer_field *table = &question->fields[question->rule->field];
    return table->columns[0].type == PAL_FIELD_TEXT ? table : NULL;
}

/* False: memory is short. */
static bool judge_rows(const struct pal_questionnaire *questionnaire, struct pal_judged *judged,
                       const int64_t *thresholds, struct pal_arena *arena)
{
    const struct pal_question *question = judged->question;
    const struct pal_answer_field *table =
        judged->answer->is_of_guide && judged->verdict.why == PAL_WHY_RULE
            ? pal_guide_table(question, &questionnaire->model->areas[judged->answer->area])
            : NULL;
    const struct pal_answer_value *value =
        table != NULL ? &judged->answer->values[table - question->fields] : NULL;
    if (value == NULL || value->state != PAL_BLANK_FILLED || value->row_count == 0) {
        return true;
    }
    struct pal_rule_facts facts = {judged->day, thresholds, judged->answer->decided};
    uint8_t *rows = PAL_NEW(arena, uint8_t, value->row_count);
    for (size_t i = 0; rows != NULL && i < value->row_count; i++) {
        rows[i] = (uint8_t)pal_rule_gives_in_row(question->rule, question->fields,
                                                 judged->answer->values, i, &facts);
    }
    judged->table = value;
    judged->rows = rows;
    return rows != NULL;
}

struct pal_judged *pal_answers_judge(const struct pal_questionnaire *questionnaire,
                                     const struct pal_answers *const *lists, size_t list_count,
                                     const int64_t *thresholds, struct pal_arena *arena,
                                     size_t *count)
{
    size_t from_guide = count_guide(lists, list_count);
    size_t asked = questionnaire->question_count;
    struct guided guided;
    struct pal_judged *out = PAL_NEW(arena, struct pal_judged, asked + from_guide + 1);
    *count = 0;
    if (out == NULL || !make_guided(&guided, from_guide, arena) ||
        !order_guided(&guided, lists, list_count, arena)) {
        return NULL;
    }
    place_questions(questionnaire, lists, list_count, out);
    *count = asked + place_guide(questionnaire, &guided, out + asked);
    for (size_t i = 0; i < *count; i++) {
        judge_one(questionnaire, &out[i], out, thresholds);
        if (out[i].answer != NULL && !judge_rows(questionnaire, &out[i], thresholds, arena)) {
            return NULL;
        }
    }
    return out;
}

/* ------------------------------------------------------------ of which provider */

const struct pal_text *pal_answers_provider(const struct pal_answers *answers)
{
    if (!pal_text_is_empty(&answers->candidate)) {
        return &answers->candidate;
    }
    for (size_t i = 0; i < answers->count; i++) {
        const struct pal_answer *one = &answers->answers[i];
        if (!one->is_of_guide && !one->is_above &&
            answers->questionnaire->questions[one->question].answered_by == PAL_ACTOR_PROVIDER) {
            return &answers->organization;
        }
    }
    return NULL;
}

/* A name in one language is that of whoever has it among theirs. */
static bool is_same_name(const struct pal_text *one, const struct pal_text *other)
{
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        const char *name = pal_text_in(one, (enum pal_lang)i);
        if (strcmp(name, pal_text_in(other, (enum pal_lang)i)) == 0) {
            return true;
        }
    }
    return false;
}

bool pal_answers_tell_of_two(const struct pal_answers *const *lists, size_t list_count, size_t *one,
                             size_t *other)
{
    const struct pal_text *first = NULL;
    for (size_t i = 0; i < list_count; i++) {
        const struct pal_text *provider = pal_answers_provider(lists[i]);
        if (provider != NULL && first == NULL) {
            first = provider;
            *one = i;
        } else if (provider != NULL && !is_same_name(first, provider)) {
            *other = i;
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- suggesting */

static enum pal_actor actor_of(const struct pal_model *model, const uint8_t *actors, size_t area,
                               size_t step)
{
    const struct pal_area *of = &model->areas[area];
    return actors != NULL ? (enum pal_actor)actors[of->first_step + step] : of->actor;
}

bool pal_judged_speaks(const struct pal_judged *judged, const struct pal_model *model,
                       const uint8_t *actors, const struct pal_step_ref *cell)
{
    const struct pal_question *question = judged->question;
    enum pal_actor actor = actor_of(model, actors, cell->area, cell->step);
    return question->is_of_guide || question->answered_by == actor ||
           (question->is_observed && question->observed_at == actor);
}

static bool is_among(const struct pal_step_ref *cells, size_t count,
                     const struct pal_step_ref *cell)
{
    for (size_t i = 0; i < count; i++) {
        if (cells[i].area == cell->area && cells[i].step == cell->step) {
            return true;
        }
    }
    return false;
}

/* Whether a question of the guide asks of a cell: that of its step, in the area that it was asked
 * of. */
static bool guide_asks(const struct pal_judged *judged, const struct pal_model *model,
                       const struct pal_step_ref *cell)
{
    return judged->answer != NULL && judged->answer->area == cell->area &&
           pal_ladder_find(model->areas[cell->area].ladder, judged->question->step) ==
               (int)cell->step;
}

enum pal_judged_to pal_judged_to(const struct pal_judged *judged, const struct pal_model *model,
                                 const uint8_t *actors, const struct pal_step_ref *cell)
{
    const struct pal_question *question = judged->question;
    if (question->is_of_guide) {
        return guide_asks(judged, model, cell) ? PAL_JUDGED_SPEAKS : PAL_JUDGED_ASIDE;
    }
    if (is_among(question->cells, question->cell_count, cell)) {
        return pal_judged_speaks(judged, model, actors, cell) ? PAL_JUDGED_SPEAKS
                                                              : PAL_JUDGED_CONTEXT;
    }
    return is_among(question->context, question->context_count, cell) ? PAL_JUDGED_CONTEXT
                                                                      : PAL_JUDGED_ASIDE;
}

bool pal_judged_is_of_practice(const struct pal_judged *judged, const struct pal_model *model,
                               const struct pal_step_ref *cell, size_t practice)
{
    const struct pal_question *question = judged->question;
    const struct pal_area *area = &model->areas[cell->area];
    size_t count = 0;
    const struct pal_practice *practices = pal_area_rated_practices(area, cell->step, &count);
    if (question->is_of_guide) {
        return guide_asks(judged, model, cell) && practice < count &&
               (practices == area->practices || strcmp(practices[practice].id, question->id) == 0);
    }
    for (size_t i = 0; i < question->practice_count; i++) {
        const struct pal_practice_ref *of = &question->practices[i];
        if (of->area == cell->area && of->step == cell->step && of->practice == practice) {
            return true;
        }
    }
    return false;
}

bool pal_judged_is_rated(const struct pal_judged *judged)
{
    return judged->answer != NULL && judged->verdict.verdict != PAL_VERDICT_OPEN;
}

bool pal_judged_is_finding(const struct pal_judged *judged)
{
    return judged->verdict.verdict == PAL_VERDICT_FAIL &&
           judged->question->weight == PAL_WEIGHT_SUPPORTING;
}

static bool lay_out(struct pal_suggestions *out, struct pal_arena *arena)
{
    const struct pal_model *model = out->model;
    out->steps = PAL_NEW(arena, struct pal_step_suggestion, model->step_count + 1);
    if (out->steps == NULL) {
        return false;
    }
    for (size_t a = 0; a < model->area_count; a++) {
        const struct pal_area *area = &model->areas[a];
        for (size_t s = 0; s < area->ladder->count; s++) {
            size_t count = 0;
            (void)pal_area_rated_practices(area, s, &count);
            struct pal_step_suggestion *step = &out->steps[area->first_step + s];
            step->practices = count > 0 ? (uint32_t)count : 1;
            step->first = (uint32_t)out->practice_count;
            out->practice_count += step->practices;
        }
    }
    out->practices = PAL_NEW(arena, uint8_t, out->practice_count + 1);
    return out->practices != NULL;
}

/* Each row for the base practice that it names. */
static void rows_speak(const struct pal_area *area, const struct pal_judged *judged,
                       struct tally *tallies, const struct pal_answer_evidence *one)
{
    size_t columns = pal_guide_table(judged->question, area)->column_count;
    for (size_t i = 0; i < judged->table->row_count; i++) {
        const struct pal_answer_value *name = &judged->table->cells[i * columns];
        int practice = pal_base_practice_find(area, pal_text_in(&name->text, PAL_LANG_EN));
        if (practice >= 0) {
            struct pal_answer_evidence of_row = *one;
            of_row.verdict = (enum pal_verdict)judged->rows[i];
            count_in(&tallies[practice], &of_row);
        }
    }
}

/* What a question of the guide asks of an area: the practice of its name in its step there, or
 * where that is rated by base practices each of them. */
static void guide_speaks(const struct pal_suggestions *suggestions, const struct pal_judged *judged,
                         struct tally *tallies, const struct pal_answer_evidence *one)
{
    const struct pal_area *area = &suggestions->model->areas[judged->answer->area];
    int step = pal_ladder_find(area->ladder, judged->question->step);
    size_t count = 0;
    if (step < 0) {
        return;
    }
    const struct pal_practice *practices = pal_area_rated_practices(area, (size_t)step, &count);
    const struct pal_step_suggestion *of = &suggestions->steps[area->first_step + (size_t)step];
    if (judged->rows != NULL) {
        rows_speak(area, judged, &tallies[of->first], one);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (practices == area->practices || strcmp(practices[i].id, judged->question->id) == 0) {
            count_in(&tallies[of->first + i], one);
        }
    }
}

static void speak(const struct pal_suggestions *suggestions, const struct pal_judged *judged,
                  const uint8_t *actors, struct tally *tallies)
{
    const struct pal_answer *answer = judged->answer;
    struct pal_answer_evidence one = {
        .weight = judged->question->weight,
        .verdict = judged->verdict.verdict,
        .state = answer->state,
        .is_not_applicable = judged->verdict.why == PAL_WHY_NOT_APPLICABLE && answer->is_accepted,
    };
    if (judged->question->is_of_guide) {
        guide_speaks(suggestions, judged, tallies, &one);
        return;
    }
    for (size_t i = 0; i < judged->question->practice_count; i++) {
        const struct pal_practice_ref *of = &judged->question->practices[i];
        struct pal_step_ref cell = {of->area, of->step};
        size_t step = suggestions->model->areas[of->area].first_step + of->step;
        if (pal_judged_speaks(judged, suggestions->model, actors, &cell)) {
            count_in(&tallies[suggestions->steps[step].first + of->practice], &one);
        }
    }
}

bool pal_step_is_partly_answered(const struct pal_step_suggestion *step)
{
    return step->answered > 0 && step->rating == PAL_RATING_NOT_RATED;
}

bool pal_step_is_answered(const struct pal_step_suggestion *step)
{
    return step->answered > 0 || step->rating != PAL_RATING_NOT_RATED;
}

/* A step is suggested once each of its practices has answers, or does not apply. */
static void conclude(struct pal_suggestions *out, struct pal_step_suggestion *step, bool is_base,
                     const struct tally *tallies, enum pal_rating *room)
{
    for (size_t i = 0; i < step->practices; i++) {
        const struct tally *tally = &tallies[step->first + i];
        room[i] = rate(tally, is_base);
        out->practices[step->first + i] = (uint8_t)room[i];
        step->applicable += room[i] != PAL_RATING_NOT_APPLICABLE;
        step->answered += room[i] != PAL_RATING_NOT_RATED && room[i] != PAL_RATING_NOT_APPLICABLE;
        step->passed += tally->pass > 0 && tally->fail == 0;
    }
    step->rating = step->answered == step->applicable
                       ? pal_rating_of_practices(room, step->practices)
                       : PAL_RATING_NOT_RATED;
}

struct pal_suggestions *pal_suggest(const struct pal_questionnaire *questionnaire,
                                    const struct pal_judged *judged, size_t count,
                                    const uint8_t *actors, enum pal_basis basis,
                                    struct pal_arena *arena)
{
    const struct pal_model *model = questionnaire->model;
    struct pal_suggestions *out = PAL_NEW(arena, struct pal_suggestions, 1);
    if (out == NULL) {
        return NULL;
    }
    *out = (struct pal_suggestions){.model = model, .basis = basis};
    if (!lay_out(out, arena)) {
        return NULL;
    }
    struct tally *tallies = PAL_NEW(arena, struct tally, out->practice_count + 1);
    enum pal_rating *room = PAL_NEW(arena, enum pal_rating, out->practice_count + 1);
    if (tallies == NULL || room == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (judged[i].answer != NULL && judged[i].verdict.why != PAL_WHY_NOT_PUT &&
            is_at(judged[i].answer->state, basis)) {
            speak(out, &judged[i], actors, tallies);
        }
    }
    for (size_t a = 0; a < model->area_count; a++) {
        const struct pal_area *area = &model->areas[a];
        for (size_t s = 0; s < area->ladder->count; s++) {
            conclude(out, &out->steps[area->first_step + s],
                     area->ladder->steps[s].is_rated_by_area, tallies, room);
        }
    }
    return out;
}
