/* place_topic - one topic of what is asked: each question with the form of its answer, or what was
 * answered; see place.h. */
#include <string.h>

#include "app/house/facts.h"
#include "app/house/passes.h"
#include "base/text.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

enum {
    UNITS_MOST = PAL_ANSWER_FIELDS_MOST + 8,
    PER_PART = 6,   /* questions of a part of a topic */
    ALONE_MOST = 7, /* of a topic that is shown whole */
    PARTS_MOST = 10000,
};

/* ------------------------------------------------------------------- where one is */

enum pal_rc pal_place_topic_here(struct pal_call *call, const struct pal_place_view *view,
                                 const struct pal_answering_topic **out)
{
    *out = pal_answering_topic(&view->answering, call->params[1]);
    return *out != NULL ? PAL_OK
                        : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND,
                                          "nothing is asked here on the topic %s",
                                          pal_quote(call->params[1]).text);
}

/* The part of a question as its address has it: "above/topics/…/PA05" means "above/PA05". */
const char *pal_place_part(struct pal_call *call)
{
    bool is_above = strcmp(call->params[1], PAL_ANSWERING_ABOVE) == 0;
    return is_above ? pal_call_printf(call, PAL_ANSWER_ABOVE "%s", call->params[2])
                    : call->params[2];
}

const struct pal_answering_item *pal_place_item(const struct pal_place_view *view, const char *part)
{
    for (size_t i = 0; i < view->answering.count; i++) {
        if (strcmp(view->answering.items[i].now.question, part) == 0) {
            return &view->answering.items[i];
        }
    }
    return NULL;
}

void pal_place_form(struct pal_call *call, const struct pal_place_view *view,
                    const struct pal_answering_item *item, struct pal_question_form *out)
{
    pal_question_form_init(out, call->request->arena, call->errand.voice,
                           view->answering.questionnaire, item->question);
    out->part = item->now.question;
    out->area = item->area != NULL ? pal_text_in(&item->area->title, call->language.lang) : NULL;
    out->files = view->files;
    out->file_count = view->file_count;
}

/* ------------------------------------------------------------------------ conflict */

/* What somebody else has saved meanwhile, beside what was typed, part by part. */
static void put_conflict(struct pal_call *call, const struct pal_place_view *view,
                         const struct pal_answering_item *item, const char *mine,
                         struct pal_value *row)
{
    struct pal_answer_unit units[UNITS_MOST];
    struct pal_question_form theirs;
    size_t count =
        pal_answers_differ(call, item->question, mine, item->now.body, units, UNITS_MOST);
    struct pal_value *conflict = pal_value_object(&call->values);
    pal_put_text(conflict, "by", pal_place_who(call, view, &item->now));
    pal_put_text(conflict, "at", pal_call_time(call, item->now.at));
    pal_place_form(call, view, item, &theirs);
    pal_question_form_fill(&theirs, item->now.body);
    pal_put(conflict, "theirs", pal_question_form_shown(&theirs, &call->values));
    struct pal_value *list = pal_put_list(conflict, "units");
    for (size_t i = 0; i < count; i++) {
        struct pal_value *unit = pal_add_object(list);
        pal_put_text(unit, "path", units[i].path);
        pal_put_text(unit, "title", units[i].title);
    }
    pal_put(row, "conflict", conflict);
}

/* ---------------------------------------------------------------------- one question */

/* With what was typed and sent, where it is the one. */
static bool fill_typed(struct pal_call *call, const struct pal_answering_item *item,
                       struct pal_question_form *form)
{
    const char *take = pal_place_word(call, "take");
    if (take[0] != '\0') {
        const struct pal_fields rest = pal_fields_without(call, &call->form, take);
        pal_question_form_fill(form, pal_answer_unit(call, item->now.body, take));
        pal_question_form_read(form, &rest, PAL_PLACE_OTHERS);
        return true;
    }
    pal_question_form_read(form, &call->form, PAL_PLACE_OTHERS);
    return !pal_question_form_asks_rows(&call->form);
}

static bool is_sent(struct pal_call *call, const struct pal_answering_item *item)
{
    bool is_answer = pal_route_reads_field(call->route, "was"); /* and no reply */
    return call->is_form_again && call->params[2] != NULL && is_answer &&
           strcmp(pal_place_part(call), item->now.question) == 0;
}

static void put_form(struct pal_call *call, const struct pal_place_view *view,
                     const struct pal_answering_item *item, struct pal_value *row)
{
    struct pal_question_form form;
    const char *json = NULL;
    const char *url =
        pal_call_printf(call, "%s/topics/%s/%s", view->base, view->answering.topics[item->topic].id,
                        item->area != NULL ? item->area->id : item->question->id);
    bool is_again = is_sent(call, item);
    struct pal_value *errors = is_again ? pal_value_list(&call->values) : NULL;
    int64_t seen = is_again ? pal_whole_number(pal_place_word(call, "turn")) : item->now.turn;
    pal_place_form(call, view, item, &form);
    form.rows_url = pal_call_printf(call, "%s/rows", url);
    if (!is_again) {
        pal_question_form_fill(&form, item->now.body);
    } else if (fill_typed(call, item, &form) && pal_question_form_answer(&form, &json) == PAL_OK &&
               seen != item->now.turn) {
        put_conflict(call, view, item, json != NULL ? json : "{}", row);
    }
    pal_put_borrowed(row, "save_url", url);
    pal_put_borrowed(row, "rows_url", form.rows_url);
    pal_put_borrowed(row, "act", pal_facts_new_id(&call->errand));
    bool is_met = pal_value_get(row, "conflict") != NULL; /* what follows theirs has seen it */
    pal_put_integer(row, "turn", is_met ? item->now.turn : seen);
    pal_put_boolean(row, "is_typed", is_again);
    pal_put(row, "show", pal_question_form_show(&form, &call->values, errors));
    if (is_again && pal_value_count(errors) > 0) {
        pal_set(call->page, "errors", errors);
    }
}

static void put_shown(struct pal_call *call, const struct pal_place_view *view,
                      const struct pal_answering_item *item, struct pal_value *row)
{
    struct pal_question_form form;
    pal_place_form(call, view, item, &form);
    pal_question_form_fill(&form, item->now.body);
    pal_put(row, "shown", pal_question_form_shown(&form, &call->values));
    pal_put_text(row, "code", item->now.question);
    pal_put_text(row, "question",
                 item->area != NULL
                     ? pal_call_printf(call, pal_call_tr(call, "What goes beyond it: %s"),
                                       pal_place_question(call, item))
                     : pal_place_question(call, item));
    pal_put_text(row, "help",
                 item->area == NULL && item->question->help.in[PAL_LANG_EN] != NULL
                     ? pal_text_in(&item->question->help, call->language.lang)
                     : NULL);
    pal_put_text(row, "evidence",
                 pal_question_wants_proof(item->question)
                     ? pal_text_in(&item->question->evidence, call->language.lang)
                     : NULL);
}

void pal_place_put_item(struct pal_call *call, const struct pal_place_view *view,
                        const struct pal_answering_item *item, bool as_form, struct pal_value *row)
{
    const char *saved = pal_place_query(call, "at");
    bool is_saved = saved != NULL && strcmp(saved, item->now.question) == 0 &&
                    pal_fields_get(&call->request->query, "saved") != NULL;
    pal_put_text(row, "anchor", pal_place_anchor(call, item->now.question));
    pal_put_borrowed(row, "part", item->now.question);
    pal_put_borrowed(row, "state", item->now.state);
    pal_put_text(row, "state_title", pal_answer_state_title(call, &item->now));
    pal_put_boolean(row, "is_put", item->is_put);
    pal_put_boolean(row, "is_answered", item->now.is_answered);
    pal_put_boolean(row, "is_open", strcmp(item->now.state, "open") == 0);
    pal_put_boolean(row, "is_approved", strcmp(item->now.state, "approved") == 0);
    pal_put_text(row, "by", item->now.turn > 0 ? pal_place_who(call, view, &item->now) : NULL);
    pal_put_text(row, "at", item->now.turn > 0 ? pal_call_time(call, item->now.at) : NULL);
    pal_put_boolean(row, "is_saved", is_saved);
    if (as_form) {
        put_form(call, view, item, row);
    } else {
        put_shown(call, view, item, row);
    }
}

/* What programs read of it. */
void pal_place_data_item(struct pal_call *call, const struct pal_answering_item *item,
                         struct pal_value *row)
{
    const struct pal_fact fact = {.body = item->now.body};
    pal_put_borrowed(row, "question", item->now.question);
    if (item->area == NULL) {
        pal_put_said(row, "text", &item->question->question);
        pal_put_said(row, "help", &item->question->help);
        pal_put_said(row, "proof", &item->question->evidence);
    } else {
        pal_put_said(row, "area", &item->area->title);
    }
    pal_put_boolean(row, "is_put", item->is_put);
    pal_put_boolean(row, "is_answered", item->now.is_answered);
    pal_put_text(row, "state", item->now.state);
    pal_put_integer(row, "turn", item->now.turn);
    pal_put_text(row, "at", item->now.turn > 0 ? pal_call_time(call, item->now.at) : NULL);
    pal_put(row, "answer", pal_fact_body_value(call, &fact));
}

/* ---------------------------------------------------------------------------- page */

/* The topics, each with how far it is, and which one this is. */
static void put_topics(struct pal_call *call, const struct pal_place_view *view,
                       const struct pal_answering_topic *here)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < view->answering.topic_count; i++) {
        const struct pal_answering_topic *topic = &view->answering.topics[i];
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_place_topic_title(call, topic));
        pal_put_text(row, "url",
                     pal_place_url(call, view, pal_call_printf(call, "/topics/%s", topic->id)));
        pal_put_integer(row, "answered", (int64_t)topic->progress.answered);
        pal_put_integer(row, "asked", (int64_t)topic->progress.asked);
        pal_put_boolean(row, "is_current", topic == here);
        pal_place_put_count(row, pal_place_awaited(call, view, i));
    }
    pal_set(call->page, "topics", list);
}

static void put_way_on(struct pal_call *call, const struct pal_place_view *view, size_t here)
{
    const struct pal_answering_topic *topics = view->answering.topics;
    const struct pal_answering_item *next = pal_answering_next(&view->answering, here);
    bool is_last = here + 1 >= view->answering.topic_count;
    if (!is_last) {
        pal_set_text(
            call->page, "next_topic",
            pal_place_url(call, view, pal_call_printf(call, "/topics/%s", topics[here + 1].id)));
        pal_set_text(call->page, "next_title", pal_place_topic_title(call, &topics[here + 1]));
    }
    pal_set_text(call->page, "next_open",
                 next != NULL && next->topic != here ? pal_place_item_url(call, view, next) : NULL);
    pal_set_boolean(call->page, "is_all_answered", next == NULL);
}

/* What the script of the page is told; where nothing is written any more it tells what is kept in
 * the browser and was not saved. */
static void put_script(struct pal_call *call, const struct pal_place_view *view)
{
    const struct pal_pass *held = call->errand.principal.pass;
    bool is_respondent = held != NULL ? held->role != NULL && (held->rights & PAL_PASS_ANSWER) != 0
                                      : view->sending.is_respondent;
    const char *self = call->pass != NULL ? call->pass : call->errand.principal.id;
    pal_set_text(call->page, "place_script", call->web->place_script);
    pal_set_text(call->page, "self", self);
    pal_set_text(call->page, "program",
                 call->pass != NULL
                     ? pal_call_printf(call, "%s/api/v1/sendings/%s/answer",
                                       pal_call_under(call, call->pass, ""), view->sending.id)
                     : pal_call_printf(call, "/api/v1/sendings/%s/answer", view->sending.id));
    pal_set_integer(call->page, "offset", pal_zone_offset(call->zone, call->errand.now));
    pal_set_boolean(call->page, "has_script", is_respondent && !call->errand.is_read_only);
    pal_set_integer(call->page, "file_most", PAL_PROOF_FILE_MOST);
}

/* One question alone, for the script that puts it in the place of what it shows. */
static bool is_wanted(struct pal_call *call, const struct pal_answering_item *item)
{
    const char *only = pal_place_query(call, "only");
    return only == NULL || strcmp(only, item->now.question) == 0;
}

/* A topic of many questions is shown in parts: a page is short enough to be there at once. */
struct part_shown {
    size_t first; /* among the items of the topic */
    size_t count;
    size_t part; /* from 1 */
    size_t parts;
};

/* Where the question stands that was asked for, saved or sent; else the part that was. */
static size_t part_wanted(struct pal_call *call, const struct pal_place_view *view, size_t here)
{
    const char *only = pal_place_query(call, "only");
    const char *at = call->params[2] != NULL ? pal_place_part(call)
                     : only != NULL          ? only
                                             : pal_place_query(call, "at");
    const char *part = pal_place_query(call, "part");
    size_t index = 0;
    for (size_t i = 0; i < view->answering.count && at != NULL; i++) {
        const struct pal_answering_item *item = &view->answering.items[i];
        if (item->topic == here && strcmp(item->now.question, at) == 0) {
            return index / PER_PART + 1;
        }
        index += item->topic == here;
    }
    int64_t number = part != NULL ? pal_whole_number(part) : 1;
    return number > 0 && number < PARTS_MOST ? (size_t)number : 1;
}

static struct part_shown choose_part(struct pal_call *call, const struct pal_place_view *view,
                                     size_t here)
{
    size_t count = 0;
    for (size_t i = 0; i < view->answering.count; i++) {
        count += view->answering.items[i].topic == here;
    }
    struct part_shown out = {.count = count, .part = 1, .parts = 1};
    if (count > ALONE_MOST) {
        out.parts = (count + PER_PART - 1) / PER_PART;
        out.part = part_wanted(call, view, here);
        out.part = out.part <= out.parts ? out.part : 1;
        out.first = (out.part - 1) * PER_PART;
        out.count = PER_PART;
    }
    return out;
}

static void put_parts(struct pal_call *call, const struct pal_place_view *view,
                      const struct pal_answering_topic *topic, const struct part_shown *shown)
{
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 1; i <= shown->parts && shown->parts > 1; i++) {
        struct pal_value *row = pal_add_object(list);
        pal_put_integer(row, "number", (int64_t)i);
        pal_put_text(row, "url",
                     pal_call_printf(call, "%s/topics/%s?part=%zu", view->base, topic->id, i));
        pal_put_boolean(row, "is_current", i == shown->part);
    }
    pal_set(call->page, "parts_of", list);
    pal_set_boolean(call->page, "has_parts", shown->parts > 1);
    if (shown->part < shown->parts) {
        pal_set_text(
            call->page, "next_part",
            pal_call_printf(call, "%s/topics/%s?part=%zu", view->base, topic->id, shown->part + 1));
    }
}

static enum pal_rc put_questions(struct pal_call *call, const struct pal_place_view *view,
                                 const struct pal_answering_topic *topic, bool may_write)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    struct pal_value *backs = pal_value_list(&call->values);
    enum pal_rc rc = PAL_OK;
    size_t here = (size_t)(topic - view->answering.topics);
    bool has_proposed = false;
    bool has_open = false;
    size_t index = 0;
    size_t forms = 0;
    const struct part_shown part = choose_part(call, view, here);
    for (size_t i = 0; i < view->answering.count; i++) {
        const struct pal_answering_item *item = &view->answering.items[i];
        bool is_told = item->is_put || item->now.is_answered;
        bool is_here = item->topic == here;
        bool is_in_part = call->is_api || (index >= part.first && index < part.first + part.count);
        index += is_here;
        if (!is_here || !is_in_part || !is_told || !is_wanted(call, item)) {
            continue;
        }
        pal_place_data_item(call, item, pal_add_object(list));
        struct pal_value *row = pal_add_object(shown);
        pal_place_put_item(call, view, item, may_write && item->is_put, row);
        forms += item->is_put;
        rc = rc == PAL_OK ? pal_place_put_back(call, view, item, row, backs) : rc;
        has_open = has_open || (item->now.is_answered && strcmp(item->now.state, "open") == 0);
        has_proposed =
            has_proposed || (item->now.is_answered && strcmp(item->now.state, "approved") != 0);
    }
    pal_set(call->data, "questions", list);
    pal_set(call->data, "asked_back", backs);
    pal_set(call->page, "questions", shown);
    put_parts(call, view, topic, &part);
    pal_set_boolean(call->page, "has_many", may_write && forms > 1);
    pal_set_boolean(call->page, "can_propose", may_write && has_open);
    pal_set_boolean(call->page, "can_approve", may_write && has_proposed);
    return rc;
}

/* Whoever has not said in which role they answer says that first. */
static bool must_say_who(const struct pal_call *call, const struct pal_place_view *view)
{
    return view->sending.may_answer && pal_place_role(call) == NULL && !call->is_api;
}

enum pal_rc pal_page_place_topic(struct pal_call *call)
{
    struct pal_place_view view;
    const struct pal_answering_topic *topic = NULL;
    enum pal_rc rc = pal_place_open(call, &view);
    rc = rc == PAL_OK ? pal_place_topic_here(call, &view, &topic) : rc;
    if (rc == PAL_OK && must_say_who(call, &view)) {
        return pal_call_go(call, false, "%s/who?to=%s", view.base, topic->id);
    }
    rc = rc == PAL_OK ? pal_place_files(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_backs(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    bool may_write = pal_place_may_write(call, &view);
    pal_place_data(call, &view);
    pal_set_text(call->data, "topic", topic->id);
    pal_set_text(call->page, "topic_title", pal_place_topic_title(call, topic));
    pal_set_text(call->page, "note",
                 topic->note != NULL && topic->note->in[PAL_LANG_EN] != NULL
                     ? pal_text_in(topic->note, call->language.lang)
                     : NULL);
    pal_set_boolean(call->page, "is_above", strcmp(topic->id, PAL_ANSWERING_ABOVE) == 0);
    pal_set_text(call->page, "topic_url",
                 pal_place_url(call, &view, pal_call_printf(call, "/topics/%s", topic->id)));
    put_topics(call, &view, topic);
    rc = put_questions(call, &view, topic, may_write);
    pal_set_text(call->page, "topic_act", pal_facts_new_id(&call->errand));
    put_way_on(call, &view, (size_t)(topic - view.answering.topics));
    put_script(call, &view);
    return rc != PAL_OK ? rc : pal_call_show(call, "web_place_topic", view.sending.title);
}
