#include "app/house/tender_request.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/asked_back_parts.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/passes.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "app/house/tender_request_parts.h"
#include "base/text.h"
#include "core/case/deadlines.h"
#include "store/passes.h"

/* ------------------------------------------------------------------------- the rules */

/* Everybody has just so many days from the next minute on. */
static enum pal_rc find_until(struct pal_errand *errand, const char *project, uint32_t *days,
                              int64_t *until)
{
    enum { MINUTE = 60 };
    int64_t from = (errand->now + MINUTE - 1) / MINUTE * MINUTE;
    enum pal_rc rc = pal_procedure_number(errand, project, "SAME-DELAY", PAL_ASKED_BACK_DAYS, days);
    *until = pal_deadline_days_after(pal_house_zone(errand->house, NULL), from, *days);
    return rc;
}

/* Until an opening nothing is private, in each round. */
static enum pal_rc check_opened(struct pal_errand *errand, const struct pal_tender *tender)
{
    bool was_opened = false;
    if (tender->state == PAL_TENDER_CANCELLED) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the consultation was cancelled: nothing more is asked in it");
    }
    enum pal_rc rc = pal_tender_was_opened(errand, tender->project, &was_opened);
    if (rc != PAL_OK || (was_opened && tender->state == PAL_TENDER_OPENED)) {
        return rc;
    }
    rc = pal_procedure_require(errand, tender->project, PAL_TENDER_PRIVATE_QUESTION);
    return rc == PAL_OK ? pal_errand_fail(errand, PAL_E_INVALID,
                                          "what an answer means is asked once the answers are "
                                          "opened, and while no further round runs")
                        : rc;
}

/* A project that is closed goes no further: nobody could reply. */
static enum pal_rc check_open_project(struct pal_errand *errand, const char *project)
{
    bool is_closed = false;
    enum pal_rc rc = pal_sending_find_closed(errand, project, &is_closed);
    return rc == PAL_OK && is_closed
               ? pal_errand_fail(
                     errand, PAL_E_INVALID, "%s",
                     pal_voice_say(errand->voice, pal_case_fact_words[PAL_FACT_CLOSED].bars))
               : rc;
}

static enum pal_rc check_procedure(struct pal_errand *errand, const struct pal_tender *tender,
                                   enum pal_request_sort sort)
{
    enum pal_rc rc = check_open_project(errand, tender->project);
    rc = rc == PAL_OK ? check_opened(errand, tender) : rc;
    rc = rc == PAL_OK ? pal_tender_check_interest(errand, tender->project, tender->id) : rc;
    return rc == PAL_OK ? pal_procedure_require(errand, tender->project, pal_request_acts[sort])
                        : rc;
}

enum pal_rc pal_tender_request_may(struct pal_errand *errand, const struct pal_tender *tender,
                                   enum pal_request_sort sort, struct pal_request_may *out)
{
    const struct pal_err kept = errand->err;
    *out = (struct pal_request_may){.why_not = NULL};
    enum pal_rc rc = check_procedure(errand, tender, sort);
    if (rc == PAL_E_INVALID || rc == PAL_E_DENIED) {
        const char *said = errand->err.message;
        out->why_not = pal_arena_copy(errand->arena, said, strlen(said));
        errand->err = kept;
        return out->why_not != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = rc == PAL_OK ? find_until(errand, tender->project, &out->days, &out->until) : rc;
    return rc == PAL_OK ? pal_tender_confirms_add(errand, tender->project, pal_request_acts[sort],
                                                  "", &out->asked)
                        : rc;
}

static const char nobody[] = PAL_N_("say of whom something is asked");
static const char no_candidate[] =
    PAL_N_("choose a candidate who handed in answers in this consultation");
static const char no_question[] =
    PAL_N_("write the id of a question that was asked, as \"POL-01\"");
static const char no_text[] = PAL_N_("write what is asked");

static enum pal_rc refuse_item(struct pal_errand *errand, size_t at, const char *key,
                               const char *sentence)
{
    const char *field = pal_arena_printf(errand->arena, "items[%zu].%s", at, key);
    return pal_errand_fail_at(errand, PAL_E_INVALID, field, "%s",
                              pal_voice_say(errand->voice, sentence));
}

static bool is_twice(const struct pal_tender_request *request, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(request->items[i].sending, request->items[at].sending) == 0 &&
            strcmp(request->items[i].question, request->items[at].question) == 0) {
            return true;
        }
    }
    return false;
}

static enum pal_rc check_words(struct pal_errand *errand, const struct pal_request_item *item,
                               size_t at)
{
    struct pal_fact_row words;
    if (pal_is_blank(item->text)) {
        return refuse_item(errand, at, "text", no_text);
    }
    enum pal_rc rc = pal_request_words(errand, item, &words);
    if (rc != PAL_OK || words.turn == 0) {
        return rc;
    }
    if (words.turn >= PAL_ASKED_BACK_MOST) {
        return refuse_item(errand, at, "question",
                           PAL_N_("as much was said about this answer as there is room for"));
    }
    return pal_asked_back_is_awaited(errand, &words)
               ? refuse_item(errand, at, "question",
                             PAL_N_("a reply to what was asked before is awaited there still"))
               : PAL_OK;
}

/* Who is still in, and has a link by which to reply. */
static enum pal_rc check_candidate(struct pal_errand *errand, const struct pal_sending *sending,
                                   const struct pal_candidates *candidates, size_t at)
{
    bool has_link = false;
    if (sending->provider != NULL && pal_tender_has_left(candidates, sending->provider)) {
        return refuse_item(errand, at, "sending",
                           PAL_N_("this candidate has withdrawn, or was refused"));
    }
    enum pal_rc rc =
        pal_errand_explain(errand, pal_pass_is_any_open(errand->db, PAL_SENDING_KIND, sending->id,
                                                        errand->now, &has_link));
    return rc == PAL_OK && !has_link
               ? refuse_item(errand, at, "sending",
                             PAL_N_("no link of this candidate opens any more: make a new one "
                                    "first, on the page of their links"))
               : rc;
}

static enum pal_rc check_item(struct pal_errand *errand, const struct pal_tender *tender,
                              const struct pal_candidates *candidates,
                              const struct pal_tender_request *request, size_t at)
{
    const struct pal_request_item *item = &request->items[at];
    struct pal_sending sending = {.id = NULL};
    struct pal_err kept = errand->err;
    enum pal_rc rc = pal_sending_find(errand, item->sending, &sending);
    if (rc == PAL_E_NOT_FOUND || rc == PAL_E_INVALID) {
        errand->err = kept;
        rc = PAL_OK;
        sending.id = NULL;
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    bool is_its = sending.id != NULL && sending.tender != NULL && sending.was_submitted &&
                  strcmp(sending.project, tender->project) == 0 &&
                  strcmp(sending.tender, tender->id) == 0;
    if (!is_its) {
        return refuse_item(errand, at, "sending", no_candidate);
    }
    rc = check_candidate(errand, &sending, candidates, at);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!pal_answers_is_asked(&sending, item->question)) {
        return refuse_item(errand, at, "question", no_question);
    }
    return is_twice(request, at)
               ? refuse_item(errand, at, "question",
                             PAL_N_("this answer stands here twice: ask about it once"))
               : check_words(errand, item, at);
}

static enum pal_rc check_items(struct pal_errand *errand, const struct pal_tender *tender,
                               const struct pal_tender_request *request)
{
    if (request->count == 0) {
        return refuse_item(errand, 0, "sending", nobody);
    }
    struct pal_candidates candidates;
    enum pal_rc rc = pal_request_candidates(errand, tender->project, &candidates);
    for (size_t i = 0; i < request->count && rc == PAL_OK; i++) {
        rc = check_item(errand, tender, &candidates, request, i);
    }
    return rc;
}

static enum pal_rc check_room(struct pal_errand *errand, const char *project)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_request_rows(errand, project, &rows, &count);
    return rc == PAL_OK && count >= PAL_REQUESTS
               ? pal_errand_fail(errand, PAL_E_LIMIT,
                                 "%d requests were made in this project, which is the most",
                                 PAL_REQUESTS)
               : rc;
}

static enum pal_rc check_request(struct pal_errand *errand, const struct pal_tender *tender,
                                 const struct pal_tender_request *request)
{
    struct pal_tender_confirms asked = {.count = 0};
    uint32_t days = 0;
    int64_t until = 0;
    enum pal_rc rc = check_procedure(errand, tender, request->sort);
    rc = rc == PAL_OK ? check_room(errand, tender->project) : rc;
    rc = rc == PAL_OK ? check_items(errand, tender, request) : rc;
    rc = rc == PAL_OK ? find_until(errand, tender->project, &days, &until) : rc;
    if (rc == PAL_OK && until != request->until) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "each candidate concerned has %u days, until %s", days,
                                  pal_sending_time(errand, until));
    }
    rc = rc == PAL_OK ? pal_tender_confirms_add(errand, tender->project,
                                                pal_request_acts[request->sort], "", &asked)
                      : rc;
    return rc == PAL_OK ? pal_tender_confirms_check(errand, &asked, request->confirmed) : rc;
}

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    struct pal_tender tender;
    struct pal_tender_request request;
    const char *id = pal_fact_word(errand, row, "tender");
    (void)head;
    enum pal_rc rc =
        id != NULL ? pal_tender_find(errand, row->subject, id, &tender) : PAL_E_NOT_FOUND;
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "tender",
                                  "say of which consultation it is");
    }
    rc = pal_errand_explain(errand, rc);
    rc = rc == PAL_OK ? pal_request_read(errand, row, &request) : rc;
    if (rc == PAL_OK && request.sort == PAL_REQUEST_SORTS) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "sort", "choose one of: %s",
                                  "clarify complete");
    }
    return rc == PAL_OK ? check_request(errand, &tender, &request) : rc;
}

static const char not_taken_back[] =
    PAL_N_("what was asked of candidates is not taken back: it stands beside their answers");

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    return head->turn > 0 && row->claim == NULL
               ? pal_errand_fail(errand, PAL_E_INVALID, "%s",
                                 pal_voice_say(errand->voice, not_taken_back))
               : pal_case_check_apart(errand, row, head, check_within);
}

/* ---------------------------------------------------------------------- what follows */

/* Beside the answer stands what is asked, until when, and by which request; once. */
static enum pal_rc say_beside(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_request_item *item)
{
    struct pal_fact_row words;
    enum pal_rc rc = pal_request_words(errand, item, &words);
    const char *of =
        rc == PAL_OK && words.turn > 0 ? pal_fact_word(errand, &words, "request") : NULL;
    if (rc != PAL_OK || (of != NULL && strcmp(of, row->part) == 0)) {
        return rc;
    }
    const struct pal_fact_field fields[] = {{"request", row->part},
                                            {"text", item->text},
                                            {"until", pal_fact_word(errand, row, "until")}};
    const struct pal_fact_wish wish = {.kind = PAL_ASKED_BACK_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = item->sending,
                                       .part = item->question,
                                       .lane = "",
                                       .state = pal_asked_back_ids[PAL_BACK_ASKED],
                                       .fields = fields,
                                       .field_count = sizeof fields / sizeof *fields};
    return pal_errand_explain(errand, pal_facts_say_within(errand, &wish));
}

static bool is_first_of(const struct pal_tender_request *request, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(request->items[i].sending, request->items[at].sending) == 0) {
            return false;
        }
    }
    return true;
}

/* The links of a candidate concerned last until then, and they are told. */
static enum pal_rc tell(struct pal_errand *errand, const struct pal_tender_request *request,
                        const char *id)
{
    struct pal_sending sending;
    enum pal_rc rc = pal_sending_find(errand, id, &sending);
    rc =
        rc == PAL_OK ? pal_passes_prolong_within(errand, PAL_SENDING_KIND, id, request->until) : rc;
    rc = pal_errand_explain(errand, rc);
    return rc == PAL_OK ? pal_tender_mail_request(errand, sending.project, request, &sending) : rc;
}

static enum pal_rc follow(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_scores *ahead)
{
    struct pal_tender_request request;
    (void)ahead;
    if (!pal_tender_fact_is_new(errand, row)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_request_read(errand, row, &request);
    for (size_t i = 0; i < request.count && rc == PAL_OK; i++) {
        rc = say_beside(errand, row, &request.items[i]);
        if (rc == PAL_OK && is_first_of(&request, i)) {
            rc = tell(errand, &request, request.items[i].sending);
        }
    }
    return rc;
}

/* ------------------------------------------------------------------------------ kind */

static const struct pal_type type_word = {.kind = PAL_TYPE_TEXT, .name = "a word", .max = 400};
static const struct pal_type type_asked = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = PAL_REQUEST_TEXT};
struct item_doc {
    struct pal_node *sending, *question, *text;
};
static const struct pal_field item_fields[] = {
    PAL_FIELD(item_doc, sending, true, &type_word, PAL_N_("Which questionnaire that was sent")),
    PAL_FIELD(item_doc, question, true, &type_word, PAL_N_("Which question")),
    PAL_FIELD(item_doc, text, true, &type_asked, PAL_N_("What is asked")),
};
static const struct pal_type type_item =
    PAL_OBJECT("what is asked about an answer", item_fields, item_doc);
static const struct pal_type type_items = {.kind = PAL_TYPE_LIST,
                                           .name = "a list of what is asked",
                                           .max = PAL_REQUEST_ITEMS,
                                           .item = &type_item,
                                           .is_ordered = true};
struct request_doc {
    struct pal_node *tender, *sort, *until, *items, *confirmed;
};
static const struct pal_field request_fields[] = {
    PAL_FIELD(request_doc, tender, true, &type_word, PAL_N_("Of which consultation")),
    PAL_FIELD(request_doc, sort, true, &type_word,
              PAL_N_("Whether it asks what answers mean (clarify), or to put them right "
                     "(complete)")),
    PAL_FIELD(request_doc, until, true, &pal_type_instant, PAL_N_("Until when it is answered")),
    PAL_FIELD(request_doc, items, true, &type_items, PAL_N_("What is asked, of whom")),
    PAL_FIELD(request_doc, confirmed, false, &type_word,
              PAL_N_("Rules that whoever acts has confirmed, by id")),
};
static const struct pal_type type_request = {.kind = PAL_TYPE_OBJECT,
                                             .name = "a request",
                                             .fields = request_fields,
                                             .field_count = 5,
                                             .slots_size = sizeof(struct request_doc)};
static const enum pal_kind_id subjects[] = {PAL_KIND_PROJECT, PAL_KIND_COUNT};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("All who read the answers"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state states[] = {
    {"asked", PAL_N_("asked of candidates"), PAL_ROW_AS_SAID}};

/* "3 answers to be explained or put right, asked by Eva Expert" */
static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    json_t *body = json_loads(row->body, 0, NULL);
    size_t count = json_array_size(json_object_get(body, "items"));
    json_decref(body);
    return pal_arena_printf(
        errand->arena,
        pal_voice_say(errand->voice, PAL_N_("asked of candidates, answers concerned: %zu, by %s")),
        count, pal_case_who(errand, row));
}

const struct pal_fact_kind pal_fact_request = {.id = PAL_REQUEST_FACT,
                                               .title = PAL_N_("Requests after the opening"),
                                               .verb = "request",
                                               .subjects = subjects,
                                               .has_own_parts = true,
                                               .has_own_page = true,
                                               .fields = &type_request,
                                               .lanes = lanes,
                                               .lane_count = 1,
                                               .states = states,
                                               .state_count = 1,
                                               .check = check,
                                               .follow = follow,
                                               .say = say,
                                               .no_undo = not_taken_back,
                                               .is_of_consultation = true};

/* ---------------------------------------------------------------------------- saying */

static json_t *items_json(const struct pal_request_wish *wish)
{
    json_t *items = json_array();
    for (size_t i = 0; i < wish->count; i++) {
        const struct pal_request_item *item = &wish->items[i];
        (void)json_array_append_new(items,
                                    json_pack("{s:s, s:s, s:s}", "sending", item->sending,
                                              "question", item->question, "text", item->text));
    }
    return items;
}

static const char *body_of(struct pal_errand *errand, const struct pal_request_wish *wish,
                           int64_t until, const char *confirmed)
{
    json_t *body =
        json_pack("{s:s, s:s, s:s, s:o, s:s*}", "tender", wish->tender, "sort",
                  pal_request_sort_ids[wish->sort], "until", pal_sending_time(errand, until),
                  "items", items_json(wish), "confirmed", confirmed);
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    free(text);
    json_decref(body);
    return own;
}

/* A line end that a browser sends is one. */
static size_t characters(const char *text)
{
    size_t count = 0;
    for (const char *at = text; *at != '\0'; at++) {
        count += (*at & 0xC0) != 0x80 && *at != '\r';
    }
    return count;
}

/* What the form lacks is said at its place, before anything is looked at. */
static enum pal_rc check_written(struct pal_errand *errand, const struct pal_request_wish *wish)
{
    if (wish->count > PAL_REQUEST_ITEMS) {
        return pal_errand_fail(errand, PAL_E_INVALID, "one request is about %d answers at most",
                               PAL_REQUEST_ITEMS);
    }
    size_t bytes = 0;
    for (size_t i = 0; i < wish->count; i++) {
        const struct pal_request_item *item = &wish->items[i];
        if (pal_is_blank(item->sending)) {
            return refuse_item(errand, i, "sending", no_candidate);
        }
        if (pal_is_blank(item->question)) {
            return refuse_item(errand, i, "question", no_question);
        }
        if (pal_is_blank(item->text)) {
            return refuse_item(errand, i, "text", no_text);
        }
        if (characters(item->text) > PAL_REQUEST_TEXT) {
            return refuse_item(errand, i, "text",
                               PAL_N_("at most 1000 characters are asked at once"));
        }
        bytes += strlen(item->text);
        if (bytes > PAL_REQUEST_BYTES) {
            return refuse_item(
                errand, i, "text",
                PAL_N_("one request is too long with this: ask in fewer words, or in "
                       "a further request"));
        }
    }
    return wish->count > 0 ? PAL_OK : refuse_item(errand, 0, "sending", nobody);
}

/* Until when follows from when it is asked: the same request sent again is the same act. */
static const char *asked_of(struct pal_errand *errand, const struct pal_request_wish *wish)
{
    const char *words[] = {wish->project, wish->tender, pal_request_sort_ids[wish->sort],
                           wish->confirmed};
    json_t *items = items_json(wish);
    char *text = items != NULL ? json_dumps(items, JSON_COMPACT) : NULL;
    const char *const list[] = {text != NULL ? text : ""};
    const char *asked = text != NULL ? pal_act_asked(errand, PAL_REQUEST_FACT, words,
                                                     sizeof words / sizeof *words, list, 1)
                                     : NULL;
    free(text);
    json_decref(items);
    return asked;
}

enum pal_rc pal_tender_request(struct pal_errand *errand, const struct pal_request_wish *wish,
                               struct pal_act_done *out)
{
    struct pal_tender tender;
    struct pal_request_may may;
    const char *asked = asked_of(errand, wish);
    *out = (struct pal_act_done){0};
    enum pal_rc rc = pal_tender_get(errand, wish->project, wish->tender, &tender);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_facts_sent_before(errand, wish->act, asked, out);
    if (rc != PAL_E_NOT_FOUND) { /* it was done, or cannot be known */
        return rc;
    }
    rc = pal_tender_request_may(errand, &tender, wish->sort, &may);
    if (rc != PAL_OK || may.why_not != NULL) {
        return rc == PAL_OK ? pal_errand_fail(errand, PAL_E_DENIED, "%s", may.why_not) : rc;
    }
    rc = check_written(errand, wish);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *body = body_of(errand, wish, may.until,
                               pal_tender_confirms_among(errand, &may.asked, wish->confirmed));
    if (body == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    const struct pal_fact_wish fact = {.kind = PAL_REQUEST_FACT,
                                       .subject_kind = "project",
                                       .subject = wish->project,
                                       .part = "",
                                       .lane = "",
                                       .state = "asked",
                                       .json = body};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1, .asked = asked};
    return pal_facts_act(errand, &act, out);
}
