/* asked_back_facts - the kind of facts that are words beside an answer, and who may say what next;
 * see asked_back.h. */
#include <string.h>

#include "app/house/answers_parts.h"
#include "app/house/asked_back_parts.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders_parts.h"
#include "base/text.h"
#include "core/case/procedure.h"
#include "format/answers_types.h"

enum { WORD_MOST = 64 };

const char *const pal_asked_back_ids[PAL_BACK_STATES] = {
    [PAL_BACK_ASKED] = "asked",
    [PAL_BACK_SAID] = "said",
    [PAL_BACK_REPLIED] = "replied",
    [PAL_BACK_SETTLED] = "settled",
};

/* ------------------------------------------------------------------------ rules */

/* In a tender nothing is said to one candidate alone; behind the opening what is unclear is asked
 * of all whom it concerns. `why`: NULL where nothing is against it. */
static enum pal_rc ask_procedure(struct pal_errand *errand, const struct pal_sending *sending,
                                 const char **why)
{
    struct pal_app app;
    const struct pal_procedure *procedure = NULL;
    *why = NULL;
    if (sending->to != PAL_ACTOR_PROVIDER) {
        return PAL_OK;
    }
    bool was_opened = sending->tender != NULL && !sending->is_sealed;
    pal_house_share(errand, &app);
    enum pal_rc rc = pal_house_procedure(errand, &app, sending->project, &procedure);
    if (rc == PAL_OK && sending->tender == NULL &&
        procedure->acts[PAL_TENDER_PRIVATE_QUESTION].says == PAL_TENDER_FORBIDDEN) {
        rc = pal_tender_was_opened(errand, sending->project, &was_opened); /* sent beside it */
    }
    if (rc == PAL_OK && was_opened) {
        *why = pal_voice_say(errand->voice,
                             PAL_N_("in a tender what is unclear is asked of all whom it concerns, "
                                    "with the same delay for each"));
    } else if (rc == PAL_OK) {
        const struct pal_tender_answer *says = &procedure->acts[PAL_TENDER_PRIVATE_QUESTION];
        bool is_forbidden = says->says == PAL_TENDER_FORBIDDEN && says->rule_count > 0;
        enum pal_lang lang = pal_errand_lang(errand);
        const char *note = is_forbidden ? pal_text_in(&says->rules[0]->note, lang) : NULL;
        *why = note != NULL ? pal_arena_copy(errand->arena, note, strlen(note)) : NULL;
        rc = note != NULL && *why == NULL ? pal_errand_explain(errand, PAL_E_MEMORY) : rc;
    }
    pal_app_done(&app);
    return rc;
}

/* What stands against it now, whoever speaks: a sentence; NULL: nothing. */
static enum pal_rc ask_now(struct pal_errand *errand, const struct pal_sending *sending,
                           const char **why)
{
    enum pal_rc rc = ask_procedure(errand, sending, why);
    if (rc != PAL_OK || *why != NULL) {
        return rc;
    }
    if (pal_case_holds(&sending->facts, PAL_FACT_CLOSED)) {
        *why = pal_voice_say(errand->voice, pal_case_fact_words[PAL_FACT_CLOSED].bars);
        return PAL_OK;
    }
    if (sending->state == PAL_SENDING_CLOSED) {
        *why = pal_voice_say(errand->voice, PAL_N_("this questionnaire is closed: nothing more is "
                                                   "asked back or replied"));
        return PAL_OK;
    }
    if (!sending->was_submitted) {
        *why = pal_voice_say(errand->voice, PAL_N_("the answers are not submitted yet: it can be "
                                                   "asked back once they are"));
    }
    return rc;
}

/* Whoever reads the answers; of what they gave themselves, nobody asks themselves. */
static bool may_ask(const struct pal_sending *sending)
{
    unsigned asks = PAL_RIGHT_BIT(PAL_MAY_ASSESS);
    if (sending->to != PAL_ACTOR_PROJECT_MANAGER) {
        asks |= PAL_RIGHT_BIT(PAL_MAY_EDIT_PROJECT);
    }
    return (sending->may & asks) != 0;
}

static bool may_reply(const struct pal_sending *sending)
{
    return (sending->may & PAL_CASE_BY_CANDIDATE) != 0;
}

/* What stands beside its answers follows from requests: it is replied to, and settled. */
static bool was_opened(const struct pal_sending *sending)
{
    return sending->tender != NULL && !sending->is_sealed && sending->was_submitted;
}

static bool has_no_interest(struct pal_errand *errand, const struct pal_sending *sending)
{
    const struct pal_err kept = errand->err;
    bool is_so = pal_tender_check_interest(errand, sending->project, sending->tender) == PAL_OK;
    errand->err = kept;
    return is_so;
}

enum pal_rc pal_asked_back_may(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_back_may *out)
{
    *out = (struct pal_back_may){.ask = may_ask(sending), .reply = may_reply(sending)};
    if (errand->is_read_only || (!out->ask && !out->reply)) {
        *out = (struct pal_back_may){.ask = false};
        return PAL_OK;
    }
    enum pal_rc rc = ask_now(errand, sending, &out->why_not);
    out->settle = out->ask;
    out->reply_asked = out->reply;
    if (rc != PAL_OK || out->why_not != NULL) {
        bool is_requested = rc == PAL_OK && was_opened(sending) &&
                            !pal_case_holds(&sending->facts, PAL_FACT_CLOSED);
        out->request = out->ask && is_requested && has_no_interest(errand, sending);
        out->settle = out->request;
        out->reply_asked = out->reply && is_requested;
        out->ask = false;
        out->reply = false;
    }
    return rc;
}

static enum pal_asked_back state_of(const struct pal_fact_row *row)
{
    return pal_asked_back_state(row->state);
}

static int64_t until_of(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const char *until = pal_fact_word(errand, row, "until");
    return until != NULL ? pal_sending_seconds(until) : 0;
}

bool pal_asked_back_is_awaited(struct pal_errand *errand, const struct pal_fact_row *head)
{
    return head->turn > 0 && pal_asked_back_waits(errand, state_of(head), until_of(errand, head));
}

static enum pal_rc check_who(struct pal_errand *errand, const struct pal_sending *sending,
                             enum pal_asked_back state)
{
    if (state == PAL_BACK_REPLIED) {
        return may_reply(sending) ? PAL_OK
                                  : pal_errand_fail(errand, PAL_E_DENIED,
                                                    "those reply who were asked, and nobody else");
    }
    return may_ask(sending) ? PAL_OK
                            : pal_errand_fail(errand, PAL_E_DENIED,
                                              "it is asked back by whoever reads the answers");
}

/* Nobody's time is cut, and no word is said to one alone. */
static enum pal_rc check_settled(struct pal_errand *errand, const struct pal_sending *sending,
                                 const struct pal_fact_row *row, const struct pal_fact_row *head)
{
    if (pal_fact_word(errand, row, "text") != NULL) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "text",
                                  "in a consultation it is settled without a word to one candidate "
                                  "alone");
    }
    return pal_asked_back_is_awaited(errand, head)
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "a reply is awaited until the time to reply has passed, of every "
                                 "candidate alike")
               : pal_tender_check_interest(errand, sending->project, sending->tender);
}

/* Behind an opening: what a request asked is replied to until it ends, and settled without a word
 * to one alone. Anything else is held by `why`. */
static enum pal_rc check_requested(struct pal_errand *errand, const struct pal_sending *sending,
                                   const struct pal_fact_row *row, const struct pal_fact_row *head,
                                   const char *why)
{
    enum pal_asked_back state = state_of(row);
    bool is_requested = was_opened(sending) && head->turn > 0;
    if (is_requested && pal_case_holds(&sending->facts, PAL_FACT_CLOSED)) {
        return pal_errand_fail(
            errand, PAL_E_INVALID, "%s",
            pal_voice_say(errand->voice, pal_case_fact_words[PAL_FACT_CLOSED].bars));
    }
    if (is_requested && state == PAL_BACK_SETTLED) {
        return check_settled(errand, sending, row, head);
    }
    if (!is_requested || state != PAL_BACK_REPLIED) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s", why);
    }
    if (state_of(head) != PAL_BACK_ASKED) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "nothing is asked about this answer now: in a consultation it is "
                               "replied to what was asked, once");
    }
    return pal_asked_back_is_awaited(errand, head)
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID, "the time to reply has passed");
}

/* What follows what. */
static enum pal_rc check_order(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    enum pal_asked_back state = state_of(row);
    bool is_awaited = head->turn > 0 && state_of(head) == PAL_BACK_ASKED;
    bool is_settled = head->turn == 0 || state_of(head) == PAL_BACK_SETTLED;
    if (state == PAL_BACK_SAID && is_awaited) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "a reply is awaited here: what is added asks for it, too");
    }
    if (state == PAL_BACK_SETTLED && is_settled) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is nothing to settle here");
    }
    if (state != PAL_BACK_SETTLED && pal_is_blank(pal_fact_word(errand, row, "text"))) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "text", "say what there is to say");
    }
    return head->turn < PAL_ASKED_BACK_MOST || state == PAL_BACK_SETTLED
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_LIMIT,
                                 "%d times something was said about this answer, which is the "
                                 "most: speak with each other, or reopen the answers",
                                 PAL_ASKED_BACK_MOST);
}

static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    struct pal_sending sending;
    const char *why = NULL;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    rc = rc == PAL_OK ? check_who(errand, &sending, state_of(row)) : rc;
    if (rc == PAL_OK && (pal_fact_word(errand, row, "until") != NULL ||
                         pal_fact_word(errand, row, "request") != NULL)) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "until when it is replied to follows from a request to all whom it "
                             "concerns");
    }
    if (rc == PAL_OK && !pal_answers_is_asked(&sending, row->part)) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "the question %s is not asked here",
                             pal_quote(row->part).text);
    }
    rc = rc == PAL_OK ? ask_now(errand, &sending, &why) : rc;
    if (rc == PAL_OK && why != NULL) {
        rc = check_requested(errand, &sending, row, head, why);
    }
    return rc == PAL_OK ? check_order(errand, row, head) : rc;
}

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

/* Why, while it is sealed: by the procedure, which is the same for each candidate. */
static enum pal_rc refuse_unseen(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_sending sending;
    const char *why = NULL;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    rc = rc == PAL_OK ? ask_procedure(errand, &sending, &why) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    return why != NULL ? pal_errand_fail(errand, PAL_E_INVALID, "%s", why)
                       : pal_errand_fail(errand, PAL_E_DENIED,
                                         "it is asked back by whoever reads the answers");
}

/* Whoever is asked has time to reply, by the link that they have; and is told by mail. */
static enum pal_rc follow(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_scores *ahead)
{
    enum { DAY = 24 * 3600 };
    struct pal_sending sending;
    (void)ahead;
    if (row->claim != NULL && row->claim[0] != '\0') { /* it was said elsewhere */
        return PAL_OK;
    }
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    if (rc == PAL_OK && state_of(row) == PAL_BACK_ASKED && sending.to == PAL_ACTOR_PROVIDER) {
        rc = pal_passes_prolong_within(errand, PAL_SENDING_KIND, sending.id,
                                       errand->now + (int64_t)PAL_ASKED_BACK_DAYS * DAY);
    }
    return rc == PAL_OK ? pal_asked_back_mail(errand, &sending, row) : rc;
}

/* "question POL-01: asked back, said by Eva Expert" */
static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    const struct pal_fact_state *state = pal_fact_state_find(&pal_fact_asked_back, row->state);
    return pal_arena_printf(
        errand->arena, pal_voice_say(errand->voice, PAL_N_("question %s: %s, said by %s")),
        row->part, state != NULL ? pal_voice_say(errand->voice, state->title) : row->state,
        pal_case_who(errand, row));
}

/* ------------------------------------------------------------------------- kind */

static const struct pal_type type_words = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = PAL_ASKED_BACK_TEXT};
static const struct pal_type type_word = {
    .kind = PAL_TYPE_TEXT, .name = "a few words", .max = WORD_MOST};
struct back_doc {
    struct pal_node *text, *by, *request, *until;
};
static const struct pal_field back_fields[] = {
    PAL_FIELD(back_doc, text, false, &type_words, PAL_N_("What there is to say")),
    PAL_FIELD(back_doc, by, false, &pal_type_role, PAL_N_("Who answers")),
    PAL_FIELD(back_doc, request, false, &type_word, PAL_N_("By which request of a consultation")),
    PAL_FIELD(back_doc, until, false, &pal_type_instant, PAL_N_("Until when it is replied to")),
};
static const struct pal_type type_back = {.kind = PAL_TYPE_OBJECT,
                                          .name = "words beside an answer",
                                          .fields = back_fields,
                                          .field_count = 4,
                                          .slots_size = sizeof(struct back_doc)};
static const struct pal_fact_lane lanes[] = {{"", PAL_N_("Who answers, and who reads the answers"),
                                              PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_ANSWERS}};
static const enum pal_kind_id subjects[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};
static const struct pal_fact_state states[] = {{"asked", PAL_N_("asked back"), PAL_ROW_AS_SAID},
                                               {"said", PAL_N_("remark"), PAL_ROW_AS_SAID},
                                               {"replied", PAL_N_("replied"), PAL_ROW_AS_SAID},
                                               {"settled", PAL_N_("settled"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_asked_back = {
    .id = PAL_ASKED_BACK_FACT,
    .title = PAL_N_("Asked back"),
    .verb = "ask-back",
    .subjects = subjects,
    .has_named_parts = true,
    .has_own_page = true,
    .fields = &type_back,
    .lanes = lanes,
    .lane_count = 1,
    .states = states,
    .state_count = PAL_BACK_STATES,
    .check = check,
    .refuse_unseen = refuse_unseen,
    .follow = follow,
    .say = say,
    .no_undo = PAL_N_("what was said to each other stays: say what is to be put right"),
    .pass = PAL_PASS_ANSWER,
    .pass_lane = ""};
