/* answers_compare - the answers of candidates beside each other before the visit, by topic and by
 * need. Nothing of it is summed over all: what is only claimed ranks nobody. */
#include <string.h>

#include "core/question/suggest.h"
#include "render/words.h"
#include "web/frames.h"
#include "web/pages/answers_field.h"
#include "web/pages/answers_needs.h"
#include "web/pages/pages.h"
#include "web/pages/suggestions.h"

enum { COMPARED_MOST = 24, GROUPS_MOST = 16 };

/* What a candidate says to a question that they were asked; sending NULL: they were not. */
struct cell {
    const char *sending;
    const struct pal_judged *judged; /* NULL: nothing was answered */
};
struct compared {
    const struct pal_read_candidate *of;
    struct pal_heard heard;
    struct cell *cells; /* one of each question */
};
/* The questions of a questionnaire, in whatever version or copy. */
struct group {
    const struct pal_questionnaire *of;
    size_t first;
};
struct comparing {
    struct pal_read_field field;
    const struct pal_model *model; /* NULL: nothing is there */
    struct compared items[COMPARED_MOST];
    size_t count;
    struct group groups[GROUPS_MOST];
    size_t group_count;
    const struct pal_question **questions;
    size_t question_count;
    bool *is_left_out; /* of each question: not all were asked it, and all is not asked for */
    size_t common;     /* questions that all were asked */
    size_t asked;      /* that anybody was */
    struct pal_read_needs needs;
    struct pal_value *rows; /* of the data */
};

/* ------------------------------------------------------------------------ hearing */

static const struct pal_sending *first_there(const struct pal_read_candidate *item)
{
    for (size_t i = 0; i < item->count; i++) {
        if (!item->sendings[i].is_sealed && item->sendings[i].was_submitted) {
            return &item->sendings[i];
        }
    }
    return NULL;
}

/* The model of the first questionnaire that was answered: what is of another one is not compared.
 */
static enum pal_rc find_model(struct pal_call *call, struct comparing *of)
{
    const struct pal_questionnaire *questionnaire = NULL;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < of->field.count && of->model == NULL && rc == PAL_OK; i++) {
        const struct pal_read_candidate *item = &of->field.items[i];
        const struct pal_sending *sending =
            item->actor == PAL_ACTOR_PROVIDER && item->is_there ? first_there(item) : NULL;
        if (sending != NULL) {
            rc = pal_sending_questionnaire(&call->errand, pal_call_app(call), sending,
                                           &questionnaire);
            of->model = rc == PAL_OK ? questionnaire->model : NULL;
        }
    }
    return rc;
}

static enum pal_rc hear(struct pal_call *call, struct comparing *of)
{
    const struct pal_looking_at at = {0};
    const enum pal_rc before = call->errand.err.rc;
    enum pal_rc rc = find_model(call, of);
    for (size_t i = 0; of->model != NULL && i < of->field.count && rc == PAL_OK; i++) {
        const struct pal_read_candidate *item = &of->field.items[i];
        if (item->actor != PAL_ACTOR_PROVIDER || !item->is_there || of->count == COMPARED_MOST) {
            continue;
        }
        struct compared *compared = &of->items[of->count];
        compared->of = item;
        rc = pal_hear(&call->errand, pal_call_app(call), call->params[0], item->provider, &at,
                      of->model, NULL, PAL_BASIS_CLAIMED, &compared->heard);
        of->count += rc == PAL_OK;
        rc = rc == PAL_E_NOT_FOUND && call->errand.err.rc == before ? PAL_OK : rc;
    }
    return rc;
}

/* ---------------------------------------------------------------------- the questions */

static struct group *group_of(struct comparing *of, const struct pal_questionnaire *questionnaire)
{
    for (size_t i = 0; i < of->group_count; i++) {
        if (pal_questionnaire_is_same(of->groups[i].of, questionnaire)) {
            return &of->groups[i];
        }
    }
    if (of->group_count == GROUPS_MOST) {
        return NULL;
    }
    struct group *group = &of->groups[of->group_count++];
    *group = (struct group){questionnaire, of->question_count};
    of->question_count += questionnaire->question_count;
    return group;
}

static bool is_candidates(const struct pal_question *question)
{
    return question->answered_by == PAL_ACTOR_PROVIDER ||
           (question->is_observed && question->observed_at == PAL_ACTOR_PROVIDER);
}

/* Where a question stands among all; SIZE_MAX: it is not compared. */
static size_t place_of(struct comparing *of, const struct pal_questionnaire *questionnaire,
                       const struct pal_question *question)
{
    const struct group *group = group_of(of, questionnaire);
    int at = group != NULL && !question->is_of_guide && question != &pal_question_above &&
                     is_candidates(question)
                 ? pal_questionnaire_find(group->of, question->id)
                 : -1;
    return at >= 0 ? group->first + (size_t)at : SIZE_MAX;
}

/* What each was asked, and then what counts of what they answered. */
static void fill(struct comparing *of, struct compared *compared)
{
    for (size_t i = 0; i < compared->heard.looking_count; i++) {
        const struct pal_looking *looking = &compared->heard.lookings[i];
        for (size_t k = 0; k < looking->count; k++) {
            const struct pal_looked_answer *answer = &looking->answers[k];
            size_t at = place_of(of, looking->questionnaire, answer->question);
            bool is_meant = answer->is_asked || pal_looked_counts(&answer->seen) ||
                            pal_looked_counts(&answer->checked);
            if (at == SIZE_MAX || !is_meant) {
                continue;
            }
            struct cell *cell = &compared->cells[at];
            const struct pal_judged *judged = answer->answer != NULL ? answer->judged : NULL;
            bool is_better =
                cell->judged == NULL ||
                (judged != NULL && judged->answer->state <= cell->judged->answer->state);
            if (is_better) {
                *cell = (struct cell){looking->sending.id, judged != NULL ? judged : cell->judged};
            }
        }
    }
}

static enum pal_rc lay_out(struct pal_call *call, struct comparing *of)
{
    for (size_t i = 0; i < of->count; i++) {
        for (size_t k = 0; k < of->items[i].heard.looking_count; k++) {
            (void)group_of(of, of->items[i].heard.lookings[k].questionnaire);
        }
    }
    of->questions =
        PAL_NEW(call->request->arena, const struct pal_question *, of->question_count + 1);
    for (size_t i = 0; of->questions != NULL && i < of->group_count; i++) {
        for (size_t k = 0; k < of->groups[i].of->question_count; k++) {
            of->questions[of->groups[i].first + k] = &of->groups[i].of->questions[k];
        }
    }
    for (size_t i = 0; of->questions != NULL && i < of->count; i++) {
        of->items[i].cells = PAL_NEW(call->request->arena, struct cell, of->question_count + 1);
        if (of->items[i].cells == NULL) {
            return pal_errand_explain(&call->errand, PAL_E_MEMORY);
        }
        fill(of, &of->items[i]);
    }
    return of->questions != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* Where candidates were asked different questions, those that all were asked are compared, unless
 * the address asks for all. */
static enum pal_rc leave_out(struct pal_call *call, struct comparing *of)
{
    const char *wanted = pal_call_query(call, "asked");
    const bool is_all = wanted != NULL && strcmp(wanted, "all") == 0;
    of->is_left_out = PAL_NEW(call->request->arena, bool, of->question_count + 1);
    for (size_t i = 0; of->is_left_out != NULL && i < of->question_count; i++) {
        size_t asked = 0;
        for (size_t k = 0; k < of->count; k++) {
            asked += of->items[k].cells[i].sending != NULL;
        }
        of->common += asked == of->count;
        of->asked += asked > 0;
        of->is_left_out[i] = asked < of->count && !is_all;
    }
    const char *place = call->place;
    pal_set_boolean(call->page, "differ", of->asked > of->common);
    pal_set_boolean(call->page, "shows_all", is_all);
    pal_set_integer(call->page, "common", (int64_t)of->common);
    pal_set_integer(call->page, "asked", (int64_t)of->asked);
    pal_set_text(call->page, "other_url",
                 is_all ? place : pal_call_printf(call, "%s?asked=all", place));
    return of->is_left_out != NULL ? PAL_OK : pal_errand_explain(&call->errand, PAL_E_MEMORY);
}

/* ------------------------------------------------------------------------ counting */

struct tally {
    int64_t asked;
    int64_t passed;
    int64_t failed;
    int64_t open;
    int64_t read; /* seen or checked */
    const struct cell *decisive[64];
    const struct pal_question *decisive_of[64];
    size_t decisive_count;
};

static void count_in(struct tally *tally, const struct pal_question *question,
                     const struct cell *cell)
{
    const struct pal_judged *judged = cell->judged;
    if (cell->sending == NULL || (judged != NULL && judged->verdict.why == PAL_WHY_NOT_PUT)) {
        return;
    }
    enum pal_verdict verdict = judged != NULL ? judged->verdict.verdict : PAL_VERDICT_OPEN;
    tally->asked++;
    tally->passed += verdict == PAL_VERDICT_PASS;
    tally->failed += verdict == PAL_VERDICT_FAIL;
    tally->open += verdict == PAL_VERDICT_OPEN;
    tally->read += judged != NULL && judged->answer->state != PAL_BASIS_CLAIMED;
    if (verdict == PAL_VERDICT_FAIL && question->weight == PAL_WEIGHT_DECISIVE &&
        tally->decisive_count < sizeof tally->decisive / sizeof *tally->decisive) {
        tally->decisive[tally->decisive_count] = cell;
        tally->decisive_of[tally->decisive_count++] = question;
    }
}

/* A row of a table: which questions are of it. */
struct line {
    const char *by;
    const char *id;
    const struct group *group; /* of a topic */
    size_t topic;
    size_t need; /* of a need */
};

static bool is_of(const struct comparing *of, const struct line *line, size_t at)
{
    const struct pal_question *question = of->questions[at];
    if (line->group != NULL) {
        return at >= line->group->first &&
               at < line->group->first + line->group->of->question_count &&
               question->topic == line->topic;
    }
    return (pal_read_needs_of(&of->needs, question) >> line->need & 1) != 0;
}

static struct tally count(const struct comparing *of, const struct line *line,
                          const struct compared *compared)
{
    struct tally tally = {0};
    for (size_t i = 0; i < of->question_count; i++) {
        if (!of->is_left_out[i] && is_of(of, line, i)) {
            count_in(&tally, of->questions[i], &compared->cells[i]);
        }
    }
    return tally;
}

/* ------------------------------------------------------------------------ showing */

static void put_decisive(struct pal_call *call, struct pal_value *data, struct pal_value *cell,
                         const struct tally *tally)
{
    struct pal_value *ids = pal_put_list(data, "decisive_failures");
    struct pal_value *links = pal_put_list(cell, "decisive");
    for (size_t i = 0; i < tally->decisive_count; i++) {
        const char *id = tally->decisive_of[i]->id;
        struct pal_value *link = pal_add_object(links);
        pal_add_borrowed(ids, id);
        pal_put_borrowed(link, "id", id);
        pal_put_borrowed(link, "url", pal_read_url(call, tally->decisive[i]->sending, id));
    }
}

static void put_cell(struct pal_call *call, struct comparing *of, const struct line *line,
                     const struct compared *compared, struct pal_value *cells, bool *is_any)
{
    const struct tally tally = count(of, line, compared);
    struct pal_value *cell = pal_add_object(cells);
    pal_put_borrowed(cell, "title", compared->of->title);
    pal_put_integer(cell, "passed", tally.passed);
    pal_put_integer(cell, "failed", tally.failed);
    pal_put_integer(cell, "open", tally.open);
    pal_put_integer(cell, "read", tally.read);
    pal_put_boolean(cell, "has_passed", tally.passed > 0);
    pal_put_boolean(cell, "has_failed", tally.failed > 0);
    pal_put_boolean(cell, "is_read", tally.read > 0);
    pal_put_boolean(cell, "is_asked", tally.asked > 0);
    struct pal_value *data = pal_value_object(&call->values);
    pal_put_borrowed(data, "by", line->by);
    pal_put_borrowed(data, "id", line->id);
    pal_put_borrowed(data, "provider", compared->of->provider);
    pal_put_integer(data, "asked", tally.asked);
    pal_put_integer(data, "passed", tally.passed);
    pal_put_integer(data, "failed", tally.failed);
    pal_put_integer(data, "open", tally.open);
    pal_put_integer(data, "read", tally.read);
    put_decisive(call, data, cell, &tally);
    if (tally.asked > 0) {
        pal_add(of->rows, data);
        *is_any = true;
    }
}

static void put_line(struct pal_call *call, struct comparing *of, const struct line *line,
                     const char *title, struct pal_value *list)
{
    bool is_any = false;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_borrowed(row, "id", line->id);
    pal_put_borrowed(row, "title", title);
    struct pal_value *cells = pal_put_list(row, "cells");
    for (size_t i = 0; i < of->count; i++) {
        put_cell(call, of, line, &of->items[i], cells, &is_any);
    }
    if (is_any) {
        pal_add(list, row);
    }
}

static void put_topics(struct pal_call *call, struct comparing *of)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < of->group_count; i++) {
        const struct pal_questionnaire *questionnaire = of->groups[i].of;
        for (size_t k = 0; k < questionnaire->topic_count; k++) {
            const struct line line = {.by = "topic",
                                      .id = questionnaire->topics[k].id,
                                      .group = &of->groups[i],
                                      .topic = k};
            put_line(call, of, &line,
                     pal_text_in(&questionnaire->topics[k].title, call->language.lang), list);
        }
    }
    pal_set(call->page, "topics", list);
}

static void put_needs(struct pal_call *call, struct comparing *of)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; of->needs.rule != NULL && i < of->needs.rule->need_count; i++) {
        const struct line line = {.by = "need", .id = of->needs.rule->needs[i].id, .need = i};
        put_line(call, of, &line, pal_read_need_title(call, &of->needs, i), list);
    }
    pal_set(call->page, "needs", list);
    pal_set_boolean(call->page, "has_needs", of->needs.rule != NULL);
}

/* --------------------------------------------------------------------------- steps */

static void put_step(struct pal_call *call, struct comparing *of, size_t area, size_t step,
                     struct pal_value *list)
{
    const struct pal_area *at = &of->model->areas[area];
    bool is_any = false;
    struct pal_value *row = pal_value_object(&call->values);
    const char *part = pal_call_printf(call, "%s/%s", at->id, at->ladder->steps[step].id);
    pal_put_borrowed(row, "id", part);
    pal_put_borrowed(row, "title",
                     pal_text_in(&at->ladder->steps[step].title, call->language.lang));
    pal_put_borrowed(row, "area", pal_text_in(&at->title, call->language.lang));
    struct pal_value *cells = pal_put_list(row, "cells");
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_step_suggestion *suggestion =
            &of->items[i].heard.suggested.suggestions->steps[at->first_step + step];
        const char *rating =
            suggestion->rating != PAL_RATING_NOT_RATED ? pal_rating_ids[suggestion->rating] : NULL;
        struct pal_value *cell = pal_add_object(cells);
        pal_put_borrowed(cell, "title", of->items[i].of->title);
        pal_put_borrowed(cell, "rating", rating);
        pal_put_borrowed(cell, "share",
                         pal_step_is_answered(suggestion) ? pal_suggestions_share(call, suggestion)
                                                          : NULL);
        if (pal_step_is_answered(suggestion)) {
            struct pal_value *data = pal_add_object(of->rows);
            pal_put_borrowed(data, "by", "step");
            pal_put_borrowed(data, "id", part);
            pal_put_borrowed(data, "provider", of->items[i].of->provider);
            pal_put_integer(data, "practices", suggestion->applicable);
            pal_put_integer(data, "practices_answered", suggestion->answered);
            pal_put_integer(data, "practices_passed", suggestion->passed);
            pal_put_borrowed(data, "suggested", rating);
            is_any = true;
        }
    }
    if (is_any) {
        pal_add(list, row);
    }
}

/* The provider's own: what the project manager answers is the same for all. */
static void put_steps(struct pal_call *call, struct comparing *of)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t a = 0; a < of->model->area_count; a++) {
        const struct pal_area *area = &of->model->areas[a];
        for (size_t s = 0; area->actor == PAL_ACTOR_PROVIDER && s < area->ladder->count; s++) {
            put_step(call, of, a, s, list);
        }
    }
    pal_set(call->page, "steps", list);
}

/* ------------------------------------------------------------------------ the page */

static void put_heads(struct pal_call *call, const struct comparing *of)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    for (size_t i = 0; i < of->count; i++) {
        const struct pal_read_candidate *item = of->items[i].of;
        struct pal_value *row = pal_add_object(page);
        pal_add_borrowed(data, item->provider);
        pal_put_borrowed(row, "title", item->title);
        pal_put_borrowed(row, "url",
                         pal_call_printf(call, "/sendings/%s/answers",
                                         first_there(item) != NULL ? first_there(item)->id
                                                                   : item->sendings[0].id));
    }
    pal_set(call->data, "candidates", data);
    pal_set(call->page, "candidates", page);
    pal_set_boolean(call->page, "is_any", of->count > 0);
    if (of->count > 0) {
        const struct pal_suggested *suggested = &of->items[0].heard.suggested;
        pal_set_text(call->data, "profile",
                     suggested->profile != NULL ? suggested->profile->id : NULL);
        pal_set_text(call->data, "alert", suggested->alert);
        pal_set_text(call->page, "profile",
                     suggested->profile != NULL
                         ? pal_text_in(&suggested->profile->title, call->language.lang)
                         : NULL);
        pal_set_text(call->page, "level",
                     suggested->alert != NULL
                         ? pal_word_level(&call->language, suggested->profile, suggested->alert)
                         : NULL);
    }
}

enum pal_rc pal_page_answers_compare(struct pal_call *call)
{
    struct comparing *of = PAL_NEW(call->request->arena, struct comparing, 1);
    enum pal_rc rc = of != NULL ? pal_read_field(call, call->params[0], &of->field)
                                : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    rc = rc == PAL_OK ? hear(call, of) : rc;
    rc = rc == PAL_OK && of->model != NULL
             ? pal_read_needs(call, call->params[0], of->model, &of->needs)
             : rc;
    rc = rc == PAL_OK ? lay_out(call, of) : rc;
    rc = rc == PAL_OK ? leave_out(call, of) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    of->rows = pal_value_list(&call->values);
    pal_set_text(call->data, "project", call->params[0]);
    put_heads(call, of);
    pal_read_put_absent(call, &of->field, PAL_ACTOR_PROVIDER);
    if (of->count > 0) {
        put_topics(call, of);
        put_needs(call, of);
        put_steps(call, of);
    }
    pal_set(call->data, "rows", of->rows);
    pal_project_tabs(call, call->params[0]);
    return pal_call_show(call, "web_answers_compare", pal_call_tr(call, "Answers compared"));
}
