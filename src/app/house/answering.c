#include "app/house/answering.h"

#include <string.h>

#include "app/desk/questions.h"
#include "app/house/sending_parts.h"

/* ----------------------------------------------------------------------- topics */

static size_t topic_of(const struct pal_questionnaire *of, const struct pal_question *question)
{
    return of->topic_count > 0 ? question->topic : 0;
}

const char *pal_answering_topic_id(const struct pal_questionnaire *of,
                                   const struct pal_question *question)
{
    return of->topic_count > 0 ? of->topics[question->topic].id : PAL_ANSWERING_ALL;
}

/* The topics that ask anything; `at` says where one of the questionnaire stands among them. */
static bool list_topics(struct pal_errand *errand, const struct pal_sending *sending,
                        struct pal_answering *out, size_t *at)
{
    static const struct pal_answering_topic whole = {.id = PAL_ANSWERING_ALL};
    static const struct pal_answering_topic above = {.id = PAL_ANSWERING_ABOVE};
    const struct pal_questionnaire *of = out->questionnaire;
    size_t count = of->topic_count > 0 ? of->topic_count : 1;
    bool *is_asked = PAL_NEW(errand->arena, bool, count);
    out->topics = PAL_NEW(errand->arena, struct pal_answering_topic, count + 1);
    if (is_asked == NULL || out->topics == NULL) {
        return false;
    }
    for (size_t i = 0; i < sending->question_count; i++) {
        int found = pal_questionnaire_find(of, sending->questions[i]);
        if (found >= 0) {
            is_asked[topic_of(of, &of->questions[found])] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        at[i] = out->topic_count;
        if (is_asked[i]) {
            out->topics[out->topic_count++] =
                of->topic_count == 0 ? whole
                                     : (struct pal_answering_topic){.id = of->topics[i].id,
                                                                    .title = &of->topics[i].title,
                                                                    .note = &of->topic_notes[i]};
        }
    }
    if (sending->above_count > 0) {
        out->topics[out->topic_count++] = above;
    }
    return true;
}

/* ------------------------------------------------------------------------- put */

/* What questions hang on: the thresholds without a level, and today. */
struct hanging {
    struct pal_errand *errand;
    struct pal_app *app;
    const struct pal_questionnaire *of;
    const int64_t *thresholds;
    const char *day;
};

static enum pal_rc begin_hanging(struct pal_errand *errand, struct pal_app *app,
                                 const struct pal_questionnaire *of, struct hanging *out)
{
    const char *now = pal_sending_time(errand, errand->now);
    *out = (struct hanging){.errand = errand, .app = app, .of = of};
    out->day = now != NULL ? pal_arena_copy(errand->arena, now, strlen("YYYY-MM-DD")) : NULL;
    return out->day != NULL ? pal_app_thresholds(app, of, NULL, NULL, &out->thresholds)
                            : PAL_E_MEMORY;
}

/* An answer as rules read it; NULL: none that can be read. */
static enum pal_rc read_answer(const struct hanging *in, const char *question, const char *body,
                               const struct pal_answer **out)
{
    const struct pal_answer_body one = {question, body, PAL_BASIS_CLAIMED};
    const struct pal_answers *answers = NULL;
    *out = NULL;
    if (strcmp(body, "{}") == 0) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_app_answers_of(in->app, in->of, &one, 1, in->day, &answers);
    if (rc == PAL_OK && answers->count > 0) {
        *out = &answers->answers[0];
    }
    return rc;
}

static bool is_put(const struct hanging *in, const struct pal_question *question,
                   const struct pal_answer *other)
{
    return pal_question_is_put(in->of, question, other, in->thresholds, in->day);
}

/* Whoever has one topic may be asked what hangs on another one. */
static enum pal_rc body_of(struct pal_errand *errand, const struct pal_sending *sending,
                           const struct pal_answering *place, const char *question,
                           const char **out)
{
    struct pal_answer_now now;
    for (size_t i = 0; i < place->count; i++) {
        if (strcmp(place->items[i].now.question, question) == 0) {
            *out = place->items[i].now.body;
            return PAL_OK;
        }
    }
    enum pal_rc rc = sending->is_part ? pal_answer_get(errand, sending, question, &now) : PAL_OK;
    *out = rc == PAL_OK && sending->is_part ? now.body : "{}";
    return rc;
}

static enum pal_rc decide_put(struct pal_errand *errand, struct pal_app *app,
                              const struct pal_sending *sending, struct pal_answering *out)
{
    struct hanging hanging = {0};
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < out->count && rc == PAL_OK; i++) {
        struct pal_answering_item *item = &out->items[i];
        const struct pal_answer *answer = NULL;
        const char *body = "{}";
        if (item->question->ask_if < 0) {
            item->is_put = true;
            continue;
        }
        const char *other = out->questionnaire->questions[item->question->ask_if].id;
        rc = hanging.of == NULL ? begin_hanging(errand, app, out->questionnaire, &hanging) : PAL_OK;
        rc = rc == PAL_OK ? body_of(errand, sending, out, other, &body) : rc;
        rc = rc == PAL_OK ? read_answer(&hanging, other, body, &answer) : rc;
        item->is_put = rc == PAL_OK && is_put(&hanging, item->question, answer);
    }
    return rc;
}

enum pal_rc pal_answering_hung(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_questionnaire *questionnaire, const char *question,
                               const char *body, struct pal_answering_hung **out, size_t *count)
{
    int at = pal_questionnaire_find(questionnaire, question);
    struct hanging hanging = {0};
    const struct pal_answer *answer = NULL;
    enum pal_rc rc = PAL_OK;
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_answering_hung, questionnaire->question_count + 1);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < questionnaire->question_count && at >= 0 && rc == PAL_OK; i++) {
        const struct pal_question *one = &questionnaire->questions[i];
        if (one->ask_if != at) {
            continue;
        }
        if (hanging.of == NULL) {
            rc = begin_hanging(errand, app, questionnaire, &hanging);
            rc = rc == PAL_OK ? read_answer(&hanging, question, body, &answer) : rc;
        }
        if (rc == PAL_OK) {
            (*out)[(*count)++] =
                (struct pal_answering_hung){one->id, is_put(&hanging, one, answer)};
        }
    }
    return pal_errand_explain(errand, rc);
}

/* ------------------------------------------------------------------------ items */

static void add_item(struct pal_answering *out, const struct pal_answering_item *item)
{
    out->items[out->count++] = *item;
}

static const struct pal_area *area_of(const struct pal_questionnaire *of, const char *id)
{
    for (size_t i = 0; i < of->model->area_count; i++) {
        if (strcmp(of->model->areas[i].id, id) == 0) {
            return &of->model->areas[i];
        }
    }
    return NULL;
}

static void list_items(const struct pal_sending *sending, const struct pal_answer_now *answers,
                       const size_t *at, struct pal_answering *out)
{
    const struct pal_questionnaire *of = out->questionnaire;
    for (size_t i = 0; i < sending->question_count; i++) {
        int found = pal_questionnaire_find(of, sending->questions[i]);
        if (found >= 0) {
            const struct pal_question *question = &of->questions[found];
            add_item(out, &(struct pal_answering_item){.question = question,
                                                       .topic = at[topic_of(of, question)],
                                                       .now = answers[i]});
        }
    }
    for (size_t i = 0; i < sending->above_count; i++) {
        const struct pal_area *area = area_of(of, sending->above[i]);
        if (area != NULL) {
            add_item(out,
                     &(struct pal_answering_item){.question = &pal_question_above,
                                                  .area = area,
                                                  .topic = out->topic_count - 1,
                                                  .now = answers[sending->question_count + i]});
        }
    }
}

static void add_progress(struct pal_answering_progress *sum, const struct pal_answer_now *now)
{
    bool is_approved = strcmp(now->state, "approved") == 0;
    bool is_proposed = strcmp(now->state, "proposed") == 0;
    sum->asked++;
    sum->answered += now->is_answered;
    sum->saved += now->is_answered && !is_approved && !is_proposed;
    sum->proposed += now->is_answered && is_proposed;
    sum->approved += now->is_answered && is_approved;
}

static void count_progress(struct pal_answering *out)
{
    for (size_t i = 0; i < out->count; i++) {
        if (out->items[i].is_put) {
            add_progress(&out->topics[out->items[i].topic].progress, &out->items[i].now);
            add_progress(&out->progress, &out->items[i].now);
        }
    }
}

static enum pal_rc measure(struct pal_errand *errand, const struct pal_sending *sending,
                           struct pal_answering *out)
{
    const struct pal_asking asking = {.actor = sending->to, .tier = sending->tier};
    struct pal_asked asked = {.questions = PAL_NEW(errand->arena, size_t, out->count + 1),
                              .area_above_count = sending->above_count};
    if (asked.questions == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < out->count; i++) {
        if (out->items[i].area == NULL) {
            asked.questions[asked.count++] =
                (size_t)(out->items[i].question - out->questionnaire->questions);
        }
    }
    pal_asked_measure(out->questionnaire, &asking, &asked, &out->work);
    return PAL_OK;
}

enum pal_rc pal_answering_read(struct pal_errand *errand, struct pal_app *app,
                               const struct pal_sending *sending, enum pal_answers_lane lane,
                               struct pal_answering *out)
{
    struct pal_answer_now *answers = NULL;
    size_t count = 0;
    *out = (struct pal_answering){0};
    enum pal_rc rc = pal_sending_questionnaire(errand, app, sending, &out->questionnaire);
    rc = rc == PAL_OK ? pal_answers_now(errand, sending, lane, &answers, &count) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    size_t *at = PAL_NEW(errand->arena, size_t, out->questionnaire->topic_count + 1);
    out->items = PAL_NEW(errand->arena, struct pal_answering_item, count + 1);
    if (at == NULL || out->items == NULL || !list_topics(errand, sending, out, at)) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    list_items(sending, answers, at, out);
    rc = decide_put(errand, app, sending, out);
    rc = rc == PAL_OK ? measure(errand, sending, out) : rc;
    count_progress(out);
    return pal_errand_explain(errand, rc);
}

/* ---------------------------------------------------------------------- finding */

const struct pal_answering_topic *pal_answering_topic(const struct pal_answering *place,
                                                      const char *id)
{
    for (size_t i = 0; i < place->topic_count; i++) {
        if (strcmp(place->topics[i].id, id) == 0) {
            return &place->topics[i];
        }
    }
    return NULL;
}

const struct pal_answering_item *pal_answering_next(const struct pal_answering *place, size_t topic)
{
    const struct pal_answering_item *first = NULL;
    for (size_t i = 0; i < place->count; i++) {
        const struct pal_answering_item *item = &place->items[i];
        if (!item->is_put || item->now.is_answered) {
            continue;
        }
        if (item->topic >= topic) {
            return item;
        }
        first = first == NULL ? item : first;
    }
    return first;
}
