#include "app/house/visit.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/answers_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/visit_parts.h"
#include "base/order.h"
#include "base/text.h"

enum { FACTS_MOST = 20000, CHOICES_MOST = 500 };

/* ----------------------------------------------------------------------- reading */

/* The last of each value of a kind, of a sending whose answers may be looked at. */
static enum pal_rc read_kind(struct pal_errand *errand, const struct pal_sending *sending,
                             const char *kind, struct pal_fact **out, size_t *count)
{
    const struct pal_fact_search search = {
        .subject_kind = PAL_SENDING_KIND, .subject = sending->id, .kind = kind, .max = FACTS_MOST};
    *count = 0;
    enum pal_rc rc = pal_answers_may_read(errand, sending, PAL_ANSWERS_CLAIMED);
    return rc == PAL_OK ? pal_facts_heads(errand, &search, out, count) : rc;
}

/* A word of a body, in the arena; NULL where it says none. */
static const char *word_of(struct pal_errand *errand, const json_t *body, const char *key)
{
    const char *word = json_string_value(json_object_get(body, key));
    return word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
}

static bool is_over(const struct pal_fact *fact)
{
    return fact->body[0] == '\0' || strcmp(fact->state, pal_fact_none) == 0;
}

static const char *name_of_visit(const void *visits, size_t at)
{
    return ((const struct pal_visit *)visits)[at].from;
}

static enum pal_rc sort_visits(struct pal_errand *errand, struct pal_visit **visits, size_t count)
{
    size_t *order = PAL_NEW(errand->arena, size_t, count + 1);
    struct pal_visit *sorted = PAL_NEW(errand->arena, struct pal_visit, count + 1);
    if (order == NULL || sorted == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_order_make(order, count, name_of_visit, *visits);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (*visits)[order[i]];
    }
    *visits = sorted;
    return PAL_OK;
}

static struct pal_visit visit_of(struct pal_errand *errand, const struct pal_fact *fact)
{
    json_t *body = json_loads(fact->body, 0, NULL);
    struct pal_visit out = {.part = fact->part,
                            .state = fact->state,
                            .from = word_of(errand, body, "from"),
                            .to = word_of(errand, body, "to"),
                            .places = word_of(errand, body, "places"),
                            .with = word_of(errand, body, "with"),
                            .note = word_of(errand, body, "note"),
                            .turn = fact->turn,
                            .act = fact->act,
                            .at = fact->at,
                            .by = fact->principal,
                            .claim = fact->claim};
    json_decref(body);
    return out;
}

enum pal_rc pal_visits_list(struct pal_errand *errand, const struct pal_sending *sending,
                            struct pal_visit **out, size_t *count)
{
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = read_kind(errand, sending, PAL_VISIT_FACT, &facts, &found);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_visit, found + 1) : NULL;
    if (rc != PAL_OK || *out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found; i++) {
        if (is_over(&facts[i])) {
            continue;
        }
        struct pal_visit *visit = &(*out)[*count];
        *visit = visit_of(errand, &facts[i]);
        if (visit->from == NULL || visit->places == NULL) {
            return pal_errand_explain(errand, PAL_E_MEMORY);
        }
        (*count)++;
    }
    return sort_visits(errand, out, *count);
}

static enum pal_rc say_one(struct pal_errand *errand, const char *act,
                           const struct pal_fact_wish *fact, struct pal_act_done *out)
{
    const struct pal_act_wish wish = {.id = act, .facts = fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

enum pal_rc pal_visit_say(struct pal_errand *errand, const char *sending, const char *act,
                          const struct pal_visit *wish, struct pal_act_done *out)
{
    const struct pal_fact_field all[] = {{"from", wish->from},
                                         {"to", wish->to},
                                         {"places", wish->places},
                                         {"with", wish->with},
                                         {"note", wish->note}};
    struct pal_fact_field fields[sizeof all / sizeof *all];
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!pal_is_blank(all[i].value)) {
            fields[count++] = all[i];
        }
    }
    const struct pal_fact_wish fact = {.kind = PAL_VISIT_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = wish->part != NULL ? wish->part : "",
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = wish->state,
                                       .fields = fields,
                                       .field_count = count};
    return say_one(errand, act, &fact, out);
}

/* ------------------------------------------------------------------------ agenda */

/* Looked answers by their parts. */
struct index {
    struct pal_errand *errand;
    const struct pal_looking *looking;
    size_t *order;
};

static const char *name_of_answer(const void *answers, size_t at)
{
    return ((const struct pal_looked_answer *)answers)[at].part;
}

static const struct pal_looked_answer *find_answer(const struct index *index, const char *part)
{
    int at = pal_order_find(index->order, index->looking->count, name_of_answer,
                            index->looking->answers, part);
    return at >= 0 ? &index->looking->answers[at] : NULL;
}

static const bool *asked_of(struct pal_errand *errand, const struct pal_looking *looking)
{
    bool *asked = PAL_NEW(errand->arena, bool, looking->questionnaire->question_count + 1);
    for (size_t i = 0; asked != NULL && i < looking->count; i++) {
        const struct pal_question *question = looking->answers[i].question;
        if (!question->is_of_guide && question != &pal_question_above) {
            asked[question - looking->questionnaire->questions] = looking->answers[i].is_asked;
        }
    }
    return asked;
}

/* Who answers for each step, as the assessment says that the questionnaire was sent for; NULL: as
 * the model does. */
static const uint8_t *actors_of(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_looking *looking)
{
    const struct pal_assessment *assessment = NULL;
    const char *id = looking->sending.assessment;
    const char *path = id != NULL ? pal_arena_printf(errand->arena, "assessment/%s", id) : NULL;
    return path != NULL && pal_document_assessment(app, path, looking->questionnaire->model,
                                                   &assessment) == PAL_OK
               ? assessment->actors
               : NULL;
}

static enum pal_rc make_agenda(struct pal_errand *errand, struct pal_app *app,
                               struct pal_visit_agenda *out)
{
    const struct pal_looking *looking = &out->looking;
    const struct pal_agenda_asking asking = {.questionnaire = looking->questionnaire,
                                             .judged = looking->judged,
                                             .judged_count = looking->judged_count,
                                             .asked = asked_of(errand, looking),
                                             .actor = looking->sending.to,
                                             .actors = actors_of(errand, app, looking),
                                             .profile = looking->profile,
                                             .alert = looking->alert};
    return asking.asked != NULL ? pal_agenda_make(&asking, errand->arena, &out->agenda)
                                : PAL_E_MEMORY;
}

/* The id of an item: a question, one of the guide in an area, or in several. */
static const char *id_of(struct pal_errand *errand, const struct pal_model *model,
                         const struct pal_agenda_item *item)
{
    if (!item->question->is_of_guide) {
        return item->question->id;
    }
    if (item->question->same_answer == PAL_SAME_AREA) {
        return pal_answer_guide_part(errand->arena, model->areas[item->areas[0].area].id,
                                     item->question->id);
    }
    char *id = pal_arena_printf(errand->arena, PAL_ANSWER_GUIDE "%s", item->question->id);
    for (char *at = id; at != NULL && *at != '\0'; at++) {
        *at = *at == ' ' ? '_' : *at;
    }
    return id;
}

static enum pal_rc lay_out_item(const struct index *index, struct pal_agenda_item *item,
                                struct pal_visit_item *out)
{
    struct pal_errand *errand = index->errand;
    const struct pal_model *model = index->looking->questionnaire->model;
    size_t count = item->question->is_of_guide ? item->area_count : 1;
    *out = (struct pal_visit_item){
        .of = item,
        .id = id_of(errand, model, item),
        .answers = PAL_NEW(errand->arena, const struct pal_looked_answer *, count),
        .is_chosen = !item->is_elsewhere};
    for (size_t i = 0; i < count && out->id != NULL && out->answers != NULL; i++) {
        const char *part =
            item->question->is_of_guide
                ? pal_answer_guide_part(errand->arena, model->areas[item->areas[i].area].id,
                                        item->question->id)
                : item->question->id;
        if (part == NULL) {
            return PAL_E_MEMORY;
        }
        out->answers[i] = find_answer(index, part);
    }
    return out->id != NULL && out->answers != NULL ? PAL_OK : PAL_E_MEMORY;
}

static const char *name_of_item(const void *items, size_t at)
{
    return ((const struct pal_visit_item *)items)[at].id;
}

/* What was said of items that are there. */
static enum pal_rc put_said(struct pal_errand *errand, struct pal_visit_agenda *out)
{
    struct pal_fact *facts = NULL;
    size_t count = 0;
    size_t *order = PAL_NEW(errand->arena, size_t, out->agenda.count + 1);
    enum pal_rc rc = order != NULL ? read_kind(errand, &out->looking.sending, PAL_VISIT_ITEM_FACT,
                                               &facts, &count)
                                   : PAL_E_MEMORY;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_order_make(order, out->agenda.count, name_of_item, out->items);
    for (size_t i = 0; i < count; i++) {
        int at = pal_order_find(order, out->agenda.count, name_of_item, out->items, facts[i].part);
        if (at < 0) {
            continue;
        }
        struct pal_visit_item *item = &out->items[at];
        item->turn = facts[i].turn;
        if (is_over(&facts[i])) {
            continue;
        }
        json_t *body = json_loads(facts[i].body, 0, NULL);
        const char *who = word_of(errand, body, "who");
        json_decref(body);
        item->is_said = true;
        item->is_chosen = strcmp(facts[i].state, "chosen") == 0;
        if (who != NULL) {
            item->of->who = (struct pal_text){.in = {who}};
        }
    }
    return PAL_OK;
}

static void add_up(struct pal_visit_agenda *out)
{
    for (size_t i = 0; i < out->agenda.count; i++) {
        const struct pal_visit_item *item = &out->items[i];
        out->chosen += item->is_chosen;
        out->done += item->is_chosen && item->of->is_done;
        out->minutes += item->is_chosen && !item->of->is_done ? item->of->minutes : 0;
    }
}

enum pal_rc pal_visit_agenda(struct pal_errand *errand, struct pal_app *app, const char *sending,
                             struct pal_visit_agenda *out)
{
    *out = (struct pal_visit_agenda){0};
    enum pal_rc rc =
        pal_looking_at(errand, app, sending, &(struct pal_looking_at){0}, &out->looking);
    if (rc == PAL_OK && out->looking.sending.to != PAL_ACTOR_PROVIDER) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND,
                               "a provider is visited: this questionnaire was sent to somebody "
                               "else");
    }
    rc = rc == PAL_OK ? make_agenda(errand, app, out) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    const struct index index = {errand, &out->looking,
                                PAL_NEW(errand->arena, size_t, out->looking.count + 1)};
    out->items = PAL_NEW(errand->arena, struct pal_visit_item, out->agenda.count + 1);
    if (out->items == NULL || index.order == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_order_make(index.order, out->looking.count, name_of_answer, out->looking.answers);
    for (size_t i = 0; i < out->agenda.count && rc == PAL_OK; i++) {
        rc = lay_out_item(&index, &out->agenda.items[i], &out->items[i]);
    }
    rc = rc == PAL_OK ? put_said(errand, out) : rc;
    add_up(out);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_visit_choose(struct pal_errand *errand, const char *sending, const char *act,
                             const struct pal_visit_choice *choices, size_t count,
                             struct pal_act_done *out)
{
    if (count == 0 || count > CHOICES_MOST) {
        return pal_errand_fail(errand, count == 0 ? PAL_E_INVALID : PAL_E_LIMIT,
                               "change 1 to %d items of the agenda at a time", CHOICES_MOST);
    }
    struct pal_fact_wish *facts = PAL_NEW(errand->arena, struct pal_fact_wish, count);
    struct pal_fact_field *fields = PAL_NEW(errand->arena, struct pal_fact_field, count);
    if (facts == NULL || fields == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        const struct pal_visit_choice *choice = &choices[i];
        fields[i] = (struct pal_fact_field){"who", choice->who};
        facts[i] = (struct pal_fact_wish){.kind = PAL_VISIT_ITEM_FACT,
                                          .subject_kind = PAL_SENDING_KIND,
                                          .subject = sending,
                                          .part = choice->item,
                                          .lane = "",
                                          .seen_turn = choice->turn,
                                          .state = choice->is_chosen ? "chosen" : "left_out",
                                          .fields = &fields[i],
                                          .field_count = pal_is_blank(choice->who) ? 0 : 1};
    }
    const struct pal_act_wish wish = {.id = act, .facts = facts, .count = count};
    return pal_facts_act(errand, &wish, out);
}

/* ------------------------------------------------------------------------- notes */

static int by_day(const void *one, const void *other)
{
    return strcmp(((const struct pal_visit_note *)one)->day,
                  ((const struct pal_visit_note *)other)->day);
}

enum pal_rc pal_visit_notes(struct pal_errand *errand, const struct pal_sending *sending,
                            struct pal_visit_note **out, size_t *count)
{
    struct pal_fact *facts = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = read_kind(errand, sending, PAL_VISIT_NOTE_FACT, &facts, &found);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_visit_note, found + 1) : NULL;
    if (rc != PAL_OK || *out == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < found; i++) {
        json_t *body = !is_over(&facts[i]) ? json_loads(facts[i].body, 0, NULL) : NULL;
        const char *text = word_of(errand, body, "text");
        json_decref(body);
        (*out)[(*count)++] =
            (struct pal_visit_note){.day = facts[i].part,
                                    .text = strcmp(facts[i].state, "said") == 0 ? text : NULL,
                                    .turn = facts[i].turn,
                                    .at = facts[i].at,
                                    .by = facts[i].principal,
                                    .claim = facts[i].claim};
    }
    qsort(*out, *count, sizeof **out, by_day);
    return PAL_OK;
}

enum pal_rc pal_visit_note_say(struct pal_errand *errand, const char *sending, const char *act,
                               const struct pal_visit_note *wish, struct pal_act_done *out)
{
    const bool is_back = pal_is_blank(wish->text);
    const struct pal_fact_field field = {"text", wish->text};
    const struct pal_fact_wish fact = {.kind = PAL_VISIT_NOTE_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = wish->day,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = is_back ? "withdrawn" : "said",
                                       .fields = &field,
                                       .field_count = is_back ? 0 : 1};
    return say_one(errand, act, &fact, out);
}
