/* tender - a consultation: how far it is, what may be done next, who takes part where that may be
 * known; see app/house/tenders.h. */
#include "web/pages/tender_page.h"

#include <string.h>

#include "app/house/facts.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/tender_record.h"
#include "app/house/tender_talk.h"
#include "base/text.h"
#include "base/zone.h"
#include "web/frames.h"
#include "web/pages/next.h"
#include "web/pages/pages.h"
#include "web/pages/sending_page.h"
#include "web/web_parts.h"

enum { NEXT_MOST = 8, HISTORY_MOST = 100, DAYS_MORE = 7 };

/* --------------------------------------------------------------------------- words */

void pal_tender_clocks(struct pal_call *call)
{
    const struct pal_zone *zone = pal_house_zone(call->errand.house, NULL);
    call->zone = zone != NULL ? zone : call->zone;
}

const char *pal_tender_time_said(struct pal_call *call, int64_t at)
{
    char text[PAL_ZONE_TEXT];
    pal_zone_write_time(call->zone, at, text);
    return call->zone->name[0] != '\0' && strcmp(call->zone->name, "UTC") != 0
               ? pal_call_printf(call, "%s (%s)", text, call->zone->name)
               : pal_call_printf(call, "%s", text);
}

const char *pal_tender_remains(struct pal_call *call, int64_t at)
{
    enum { MINUTE = 60, HOUR = 3600, DAY = 24 * 3600 };
    int64_t left = at - call->errand.now;
    if (left <= 0) {
        return NULL;
    }
    if (left >= DAY) {
        return pal_call_printf(call, pal_call_tr(call, "%lld d %lld h"), (long long)(left / DAY),
                               (long long)(left % DAY / HOUR));
    }
    return pal_call_printf(call, pal_call_tr(call, "%lld h %lld min"), (long long)(left / HOUR),
                           (long long)(left % HOUR / MINUTE));
}

const char *pal_tender_state_said(struct pal_call *call, const struct pal_tender *tender)
{
    switch (tender->state) {
    case PAL_TENDER_OPENED:
        return pal_call_tr(call, "opened: the answers are read");
    case PAL_TENDER_CANCELLED:
        return pal_call_tr(call, "cancelled");
    default:
        break;
    }
    return tender->is_over
               ? pal_call_tr(call, "closed, and not opened yet: nobody reads an answer")
               : pal_call_tr(call, "running: nobody reads an answer before the closing");
}

const char *pal_tender_url(struct pal_call *call, const struct pal_tender *tender,
                           const char *behind)
{
    return pal_call_printf(call, "/projects/%s/tender/%s%s", tender->project, tender->id, behind);
}

/* -------------------------------------------------------------------------- frames */

enum pal_rc pal_tender_project(struct pal_call *call)
{
    struct pal_document record;
    struct pal_value *document = NULL;
    enum pal_rc rc = pal_project_frame(call, call->params[0], &record, &document);
    if (rc == PAL_OK) {
        pal_tender_clocks(call);
        pal_project_tabs(call, call->params[0]);
        pal_set_text(call->page, "project_id", call->params[0]);
        pal_set_text(call->page, "tender_url",
                     pal_call_printf(call, "/projects/%s/tender", call->params[0]));
    }
    return rc;
}

static void put_views(struct pal_call *call, const struct pal_tender *tender)
{
    static const struct {
        const char *title;
        const char *behind;
        bool is_of_opened;
    } views[] = {{PAL_N_("Consultation"), "", false},
                 {PAL_N_("Annex"), "/annex", false},
                 {PAL_N_("Questions and answers to all"), "/questions", false},
                 {PAL_N_("Availability"), "/availability", false},
                 {PAL_N_("Requests after the opening"), "/requests", true},
                 {PAL_N_("Record of the opening"), "/record", true}};
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_route *page = pal_route_page(call->route);
    static const char of_one[] = "/projects/{project}/tender/{tender}";
    const char *here = page != NULL && strncmp(page->path, of_one, sizeof of_one - 1) == 0
                           ? page->path + sizeof of_one - 1
                           : "-";
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        bool is_there = strcmp(views[i].behind, "/annex") != 0 || tender->annex != NULL;
        if (!is_there || (views[i].is_of_opened && tender->state != PAL_TENDER_OPENED)) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", pal_call_tr(call, views[i].title));
        pal_put_text(row, "url", pal_tender_url(call, tender, views[i].behind));
        pal_put_boolean(row, "is_current", strcmp(here, views[i].behind) == 0);
    }
    pal_set(call->page, "tender_views", list);
}

enum pal_rc pal_tender_open(struct pal_call *call, struct pal_tender *out)
{
    enum pal_rc rc = pal_tender_get(&call->errand, call->params[0], call->params[1], out);
    rc = rc == PAL_OK ? pal_tender_project(call) : rc;
    if (rc == PAL_OK) {
        put_views(call, out);
        pal_set_text(call->page, "one_url", pal_tender_url(call, out, ""));
        pal_set_text(call->page, "closing", pal_tender_time_said(call, out->closing));
    }
    return rc;
}

/* ---------------------------------------------------------------------- what is next */

/* The acts of its page: the verb of the table, the last word of the address, its handler. */
static const struct {
    const char *verb;
    const char *word;
    pal_handler run;
    enum pal_tender_act act;
} acts[] = {{"move_closing", "move", pal_do_tender_move, PAL_TENDER_CHANGE_DATE},
            {"open", "open", pal_do_tender_begin, PAL_TENDER_ACTS},
            {"cancel", "cancel", pal_do_tender_cancel, PAL_TENDER_ACTS}};

static int find_act(const char *verb)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i].verb, verb) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* What a later closing asks to be confirmed beside what was for the launch. */
static enum pal_rc put_moving(struct pal_call *call, const struct pal_tender *tender,
                              struct pal_value *form)
{
    struct pal_tender_confirms asked = {.count = 0};
    struct pal_tender_confirms none = {.count = 0};
    enum pal_rc rc = pal_tender_confirms_move(&call->errand, tender, tender->closing, &asked);
    pal_confirms_put(call, tender->confirmed == NULL ? &asked : &none, form);
    return rc == PAL_OK
               ? pal_tender_put_rules(call, tender->project, PAL_TENDER_CHANGE_DATE, &asked, form)
               : rc;
}

static enum pal_rc put_act(struct pal_call *call, const struct pal_tender *tender, int act,
                           const struct pal_case_row *row)
{
    struct pal_value *form = pal_add_object(pal_value_get(call->page, "acts"));
    bool is_again = pal_call_is_again(call, acts[act].run);
    const char *reason = is_again ? pal_call_typed(call, "reason") : NULL;
    pal_put_text(form, "act", acts[act].word);
    pal_put_text(form, "title", pal_call_tr(call, row->title));
    pal_put_text(form, "act_id", pal_facts_new_id(&call->errand));
    pal_put_boolean(form, "asks_date", (row->asks & PAL_ASK_BIT(PAL_ASK_DATE)) != 0);
    pal_put_boolean(form, "asks_reason", (row->asks & PAL_ASK_BIT(PAL_ASK_REASON)) != 0);
    pal_put_boolean(form, "is_dangerous", strcmp(acts[act].word, "cancel") == 0);
    pal_put_text(form, "reason", reason != NULL ? reason : "");
    pal_put_boolean(form, "is_again", is_again);
    if (acts[act].act == PAL_TENDER_CHANGE_DATE) {
        return put_moving(call, tender, form);
    }
    return PAL_OK;
}

/* A form for each act that may happen; for programs every row, and why not. */
static enum pal_rc put_acts(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_case_answer answers[NEXT_MOST];
    size_t count = pal_tender_next(tender, answers, NEXT_MOST);
    struct pal_value *data = pal_value_list(&call->values);
    enum pal_rc rc = PAL_OK;
    pal_set(call->page, "acts", pal_value_list(&call->values));
    for (size_t i = 0; i < count && i < NEXT_MOST && rc == PAL_OK; i++) {
        int act = find_act(answers[i].row->verb);
        if (act < 0) {
            continue;
        }
        pal_next_put_act(call, data, acts[act].word, &answers[i]);
        if (answers[i].says == PAL_CASE_MAY) {
            rc = put_act(call, tender, act, answers[i].row);
        }
    }
    pal_set(call->data, "next", data);
    int64_t offered = tender->closing + (int64_t)DAYS_MORE * 24 * 3600;
    pal_until_put(call, offered);
    return rc;
}

/* ----------------------------------------------------------------- who opens, and when */

static void put_openers(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    bool has_declared = false;
    size_t free_of = 0;
    for (size_t i = 0; i < tender->opener_count; i++) {
        const struct pal_tender_opener *opener = &tender->openers[i];
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "person", opener->person);
        pal_put_text(row, "name", opener->name);
        pal_put_text(row, "at", pal_call_time(call, opener->at));
        pal_put_boolean(row, "has_conflict", opener->has_conflict);
        pal_put(pal_add_object(shown), "of", row);
        free_of += !opener->has_conflict;
        has_declared = has_declared || (call->errand.principal.id != NULL &&
                                        strcmp(call->errand.principal.id, opener->person) == 0);
    }
    pal_set(call->data, "openers", list);
    pal_set(call->page, "openers", shown);
    pal_set_integer(call->data, "openers_needed", tender->openers_needed);
    bool may = pal_call_may(call, PAL_MAY_EDIT_PROJECT) && tender->state == PAL_TENDER_RUNNING;
    pal_set_boolean(call->page, "may_declare", may && !has_declared);
    pal_set_boolean(call->page, "may_change_mind", may && has_declared);
    pal_set_text(call->page, "declare_id", pal_facts_new_id(&call->errand));
    pal_set_text(
        call->page, "openers_said",
        pal_call_printf(call,
                        pal_call_tr(call,
                                    "%zu of the %u persons who are needed have declared to have no "
                                    "conflict of interest"),
                        free_of, tender->openers_needed));
}

/* ------------------------------------------------------------------- who takes part */

static void put_taker(struct pal_call *call, const struct pal_tender_taker *taker,
                      struct pal_value *data, struct pal_value *page)
{
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    pal_put_text(row, "sending", taker->sending);
    pal_put_text(row, "provider", taker->provider_title);
    pal_put_integer(row, "links", taker->links);
    pal_put_integer(row, "opened", taker->opened);
    pal_put_text(row, "bounced", taker->bounced);
    pal_put_text(row, "trouble", taker->trouble);
    pal_put_text(row, "submitted_at",
                 taker->submitted_at != 0 ? pal_call_time(call, taker->submitted_at) : NULL);
    pal_put(shown, "of", row);
    /* Links that have ended long ago are gone: then nothing is said of them. */
    pal_put_boolean(shown, "has_links", taker->links > 0);
    pal_put_boolean(shown, "is_unopened", taker->opened == 0 && taker->submitted_at == 0);
}

static enum pal_rc put_takers(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_taker *takers = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    bool is_shown = !tender->is_sealed || tender->is_keeper;
    enum pal_rc rc = is_shown ? pal_tender_takers(&call->errand, tender, &takers, &count) : PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        put_taker(call, &takers[i], data, page);
    }
    pal_set(call->data, "takers", is_shown ? data : pal_value_null(&call->values));
    pal_set(call->page, "takers", page);
    pal_set_boolean(call->page, "has_takers", is_shown);
    pal_set_boolean(call->page, "may_link",
                    tender->is_keeper && tender->is_sealed && !tender->is_over);
    return rc;
}

/* --------------------------------------------------------------------- what was late */

enum pal_rc pal_tender_put_late(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_late *late = NULL;
    size_t count = 0;
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    enum pal_rc rc = pal_tender_list_late(&call->errand, tender, &late, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *row = pal_add_object(data);
        struct pal_value *shown = pal_add_object(page);
        pal_put_text(row, "sending", late[i].sending);
        pal_put_text(row, "provider", late[i].provider_title);
        pal_put_text(row, "reason", late[i].reason);
        pal_put_text(row, "since", late[i].since);
        pal_put_text(row, "receipt", late[i].receipt);
        pal_put_text(row, "at", pal_call_time(call, late[i].at));
        pal_put_boolean(row, "is_in_time", late[i].is_in_time);
        pal_put_text(row, "decision", late[i].decision);
        pal_put_text(row, "decided_why", late[i].decided_why);
        pal_put_integer(row, "turn", late[i].turn);
        pal_put(shown, "of", row);
        pal_put_text(shown, "act_id", pal_facts_new_id(&call->errand));
        pal_put_boolean(shown, "is_admitted",
                        late[i].decision != NULL && strcmp(late[i].decision, "admitted") == 0);
        pal_put_boolean(shown, "may_decide",
                        late[i].decision == NULL && tender->is_opener &&
                            pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    }
    pal_set(call->data, "late", data);
    pal_set(call->page, "late", page);
    pal_set_boolean(call->page, "has_late", count > 0);
    return rc;
}

/* ------------------------------------------------------------------------- history */

/* What was done of it, by the state that was said. */
static const char *done_words(struct pal_call *call, const struct pal_fact *fact)
{
    unsigned state = pal_case_find_state(PAL_CASE_TENDER, fact->state);
    return state == PAL_TENDER_OPENED      ? pal_call_tr(call, "the answers were opened")
           : state == PAL_TENDER_CANCELLED ? pal_call_tr(call, "it was cancelled")
           : fact->turn == 1               ? pal_call_tr(call, "it was launched")
                                           : pal_call_tr(call, "the closing was moved");
}

static enum pal_rc put_history(struct pal_call *call, const struct pal_tender *tender)
{
    const struct pal_fact_search search = {.subject_kind = "project",
                                           .subject = tender->project,
                                           .kind = PAL_TENDER_FACT,
                                           .part = tender->id,
                                           .max = HISTORY_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_facts_history(&call->errand, &search, &facts, &count);
    const struct pal_fact **all = PAL_NEW(call->request->arena, const struct pal_fact *, count + 1);
    for (size_t i = 0; i < count && all != NULL; i++) {
        all[i] = &facts[i];
    }
    if (rc != PAL_OK || all == NULL) {
        return rc != PAL_OK ? rc : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    rc = pal_facts_read(call, all, count);
    pal_set(call->data, "history", pal_value_list(&call->values));
    pal_set(call->page, "history", pal_value_list(&call->values));
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_value *body = pal_fact_body_value(call, &facts[i]);
        struct pal_value *row = pal_fact_value(call, &facts[i], body);
        struct pal_value *shown = pal_add_object(pal_value_get(call->page, "history"));
        const char *closing = pal_value_as_text(pal_value_get(body, "closing"));
        pal_add(pal_value_get(call->data, "history"), row);
        pal_put(shown, "of", row);
        pal_put_text(shown, "state", done_words(call, &facts[i]));
        pal_put_text(shown, "closing",
                     closing != NULL ? pal_call_printf(call, "%s:00Z", closing) : NULL);
        pal_put_text(shown, "by", pal_principal_said(call, facts[i].principal, facts[i].claim));
    }
    return rc;
}

/* ------------------------------------------------------------------------ the page */

static void put_state(struct pal_call *call, const struct pal_tender *tender)
{
    pal_set_text(call->data, "id", tender->id);
    pal_set_text(call->data, "state", tender->state_id);
    pal_set_text(call->data, "closing", pal_call_time(call, tender->closing));
    pal_set_text(call->data, "zone", call->zone->name);
    pal_set_boolean(call->data, "is_over", tender->is_over);
    pal_set_boolean(call->data, "is_sealed", tender->is_sealed);
    pal_set_boolean(call->data, "is_keeper", tender->is_keeper);
    pal_set_text(call->data, "keeper", tender->keeper);
    pal_set_text(call->data, "keeper_name", tender->keeper_name);
    pal_set_text(call->data, "annex", tender->annex);
    pal_set_text(call->data, "reason", tender->reason);
    pal_set_text(call->data, "launched_at", pal_call_time(call, tender->launched_at));
    pal_set_text(call->data, "opened_at",
                 tender->opened_at != 0 ? pal_call_time(call, tender->opened_at) : NULL);
    pal_set_integer(call->data, "turn", tender->turn);
    pal_set_text(call->page, "state", pal_tender_state_said(call, tender));
    pal_set_boolean(call->page, "is_running", tender->state == PAL_TENDER_RUNNING);
    pal_set_text(call->page, "remains",
                 tender->state == PAL_TENDER_RUNNING ? pal_tender_remains(call, tender->closing)
                                                     : NULL);
    pal_set_text(call->page, "annex_url",
                 tender->annex != NULL ? pal_tender_url(call, tender, "/annex") : NULL);
}

/* What waits for the visitor: the keeper passes questions on, others answer them. */
static enum pal_rc put_waiting(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_question *questions = NULL;
    struct pal_tender_told *told = NULL;
    size_t count = 0;
    size_t told_count = 0;
    size_t waiting = 0;
    if (tender->state != PAL_TENDER_RUNNING || tender->is_over) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_tender_questions(&call->errand, tender, &questions, &count);
    rc = rc == PAL_OK ? pal_tender_list_told(&call->errand, tender, &told, &told_count) : rc;
    for (size_t i = 0; i < count && rc == PAL_OK && tender->is_keeper; i++) {
        waiting += !questions[i].is_passed_on && !questions[i].is_withdrawn;
    }
    pal_set_integer(call->page, "to_pass_on", (int64_t)waiting);
    pal_set_boolean(call->page, "has_to_pass_on", waiting > 0);
    waiting = 0;
    for (size_t i = 0; i < told_count && rc == PAL_OK; i++) {
        waiting += told[i].answer == NULL;
    }
    bool answers = pal_call_may(call, PAL_MAY_EDIT_PROJECT);
    pal_set_integer(call->page, "to_answer", (int64_t)waiting);
    pal_set_boolean(call->page, "has_to_answer", waiting > 0 && answers);
    return rc;
}

/* When a question can still be answered in time. */
static enum pal_rc put_lead(struct pal_call *call, const struct pal_tender *tender)
{
    struct pal_tender_lead lead;
    enum pal_rc rc = pal_tender_lead(&call->errand, tender, &lead);
    if (rc == PAL_OK && tender->state == PAL_TENDER_RUNNING && !tender->is_over) {
        pal_set_text(call->page, "answer_by", pal_tender_time_said(call, lead.answer_by));
        pal_set_boolean(call->page, "is_answer_late", call->errand.now > lead.answer_by);
    }
    return rc;
}

enum pal_rc pal_page_tender(struct pal_call *call)
{
    struct pal_tender tender;
    enum pal_rc rc = pal_tender_open(call, &tender);
    if (rc != PAL_OK) {
        return rc;
    }
    put_state(call, &tender);
    put_openers(call, &tender);
    rc = put_acts(call, &tender);
    rc = rc == PAL_OK ? put_lead(call, &tender) : rc;
    rc = rc == PAL_OK ? put_waiting(call, &tender) : rc;
    rc = rc == PAL_OK ? put_takers(call, &tender) : rc;
    rc = rc == PAL_OK ? pal_tender_put_late(call, &tender) : rc;
    rc = rc == PAL_OK ? put_history(call, &tender) : rc;
    return rc == PAL_OK ? pal_call_show(call, "web_tender", pal_call_tr(call, "Consultation")) : rc;
}

/* --------------------------------------------------------------------- all of them */

enum pal_rc pal_page_tenders(struct pal_call *call)
{
    struct pal_tender *tenders = NULL;
    struct pal_annex annex;
    bool is_tender = false;
    size_t count = 0;
    enum pal_rc rc = pal_tender_project(call);
    rc = rc == PAL_OK ? pal_tenders_list(&call->errand, call->params[0], &tenders, &count) : rc;
    if (rc == PAL_OK && count == 1 && !call->is_api) {
        return pal_call_go(call, false, "/projects/%s/tender/%s", call->params[0], tenders[0].id);
    }
    rc = rc == PAL_OK ? pal_house_is_tender(&call->errand, call->params[0], &is_tender) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    for (size_t i = 0; i < count; i++) {
        struct pal_value *row = pal_add_object(data);
        struct pal_value *shown = pal_add_object(page);
        pal_put_text(row, "id", tenders[i].id);
        pal_put_text(row, "state", tenders[i].state_id);
        pal_put_text(row, "closing", pal_call_time(call, tenders[i].closing));
        pal_put_boolean(row, "is_over", tenders[i].is_over);
        pal_put_text(row, "keeper_name", tenders[i].keeper_name);
        pal_put(shown, "of", row);
        pal_put_text(shown, "state", pal_tender_state_said(call, &tenders[i]));
        pal_put_text(shown, "closing", pal_tender_time_said(call, tenders[i].closing));
        pal_put_text(shown, "url", pal_tender_url(call, &tenders[i], ""));
        pal_put_text(shown, "title",
                     pal_call_printf(call, pal_call_tr(call, "Round %s"), tenders[i].id + 1));
    }
    rc = pal_annex_find(&call->errand, call->params[0], NULL, &annex);
    pal_set(call->data, "tenders", data);
    pal_set(call->page, "tenders", page);
    pal_set_boolean(call->page, "has_tenders", count > 0);
    pal_set_boolean(call->page, "is_tender", is_tender);
    pal_set_boolean(call->page, "has_annex", rc == PAL_OK);
    pal_set_boolean(call->page, "may_edit", pal_call_may(call, PAL_MAY_EDIT_PROJECT));
    return pal_call_show(call, "web_tenders", pal_call_tr(call, "Consultation"));
}

/* --------------------------------------------------------------------------- acts */

static enum pal_rc say(struct pal_call *call, unsigned state)
{
    const char *turn = pal_call_word(call, "turn");
    const char *reason =
        pal_route_reads_field(call->route, "reason") ? pal_call_word(call, "reason") : "";
    struct pal_act_done done = {0};
    struct pal_tender_wish wish = {.project = call->params[0],
                                   .tender = call->params[1],
                                   .act = pal_act_id(call),
                                   .turn = turn[0] != '\0' ? pal_whole_number(turn) : 0,
                                   .state = pal_case_tables[PAL_CASE_TENDER].states[state].id,
                                   .reason = !pal_is_blank(reason) ? reason : NULL,
                                   .confirmed = pal_confirmed_read(call)};
    pal_tender_clocks(call);
    enum pal_rc rc =
        pal_route_reads_field(call->route, "until") ? pal_until_read(call, &wish.closing) : PAL_OK;
    rc = rc == PAL_OK ? pal_tender_say(&call->errand, &wish, &done) : rc;
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s/tender/%s",
                                      call->params[0], call->params[1])
                        : rc;
}

enum pal_rc pal_do_tender_move(struct pal_call *call)
{
    return say(call, PAL_TENDER_RUNNING);
}

enum pal_rc pal_do_tender_cancel(struct pal_call *call)
{
    return say(call, PAL_TENDER_CANCELLED);
}

enum pal_rc pal_do_tender_begin(struct pal_call *call)
{
    return say(call, PAL_TENDER_OPENED);
}

enum pal_rc pal_do_tender_declare(struct pal_call *call)
{
    struct pal_act_done done = {0};
    bool has_conflict = strcmp(pal_call_word(call, "interest"), "some") == 0;
    enum pal_rc rc = pal_tender_declare(&call->errand, call->params[0], call->params[1],
                                        has_conflict, pal_act_id(call), &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s/tender/%s",
                                      call->params[0], call->params[1])
                        : rc;
}

/* The link stands on the page that answers, and never again. */
enum pal_rc pal_do_tender_link(struct pal_call *call)
{
    const struct pal_tender_link_wish wish = {.project = call->params[0],
                                              .tender = call->params[1],
                                              .sending = pal_call_word(call, "sending"),
                                              .ends_others =
                                                  pal_call_word(call, "instead")[0] != '\0'};
    struct pal_tender_linked made;
    enum pal_rc rc = pal_tender_link(&call->errand, &wish, &made);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "sending", made.sending);
    pal_put_text(row, "provider", made.provider_title);
    pal_put_text(row, "url", pal_call_whole_url(call, "/pass/", made.link));
    pal_set(call->data, "link", row);
    return pal_page_tender(call);
}

enum pal_rc pal_do_tender_late(struct pal_call *call)
{
    struct pal_act_done done = {0};
    const char *turn = pal_call_word(call, "turn");
    enum pal_rc rc = pal_tender_decide_late(
        &call->errand, pal_call_word(call, "sending"),
        strcmp(pal_call_word(call, "decision"), "admitted") == 0, pal_call_word(call, "reason"),
        turn[0] != '\0' ? pal_whole_number(turn) : 0, pal_act_id(call), &done);
    rc = pal_act_answer(call, rc, &done);
    return rc == PAL_OK ? pal_call_go(call, !done.is_again, "/projects/%s/tender/%s",
                                      call->params[0], call->params[1])
                        : rc;
}
