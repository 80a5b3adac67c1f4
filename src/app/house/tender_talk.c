#include "app/house/tender_talk.h"

#include <string.h>

#include "app/house/answers.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/procedures.h"
#include "app/house/sending_parts.h"
#include "app/house/tender_confirm.h"
#include "app/house/tenders_parts.h"
#include "base/fold.h"
#include "base/text.h"
#include "core/case/deadlines.h"
#include "store/facts.h"

static const char anonymous[] = "anonymous";

/* Every turn of a kind at a subject, or the last of each value; whoever asks may read them. */
static enum pal_rc heads(struct pal_errand *errand, const char *kind, const char *subject_kind,
                         const char *subject, struct pal_fact_row **out, size_t *count)
{
    const struct pal_fact_list list = {
        .subject_kind = subject_kind, .subject = subject, .kind = kind, .max = PAL_TENDER_TALK};
    return pal_head_list(errand->db, &list, errand->arena, out, count);
}

static const struct pal_zone *zone_of(const struct pal_errand *errand)
{
    return pal_house_zone(errand->house, NULL);
}

/* ---------------------------------------------------------------- the lead time */

/* The lead time is that of the first rule of answering that has one: the usual one. */
enum pal_rc pal_tender_lead(struct pal_errand *errand, const struct pal_tender *tender,
                            struct pal_tender_lead *out)
{
    const struct pal_tender_answer *answer = NULL;
    uint32_t until = 0;
    struct pal_app app;
    *out = (struct pal_tender_lead){.answer_by = tender->closing};
    pal_house_share(errand, &app);
    enum pal_rc rc =
        pal_procedure_says(errand, &app, tender->project, PAL_TENDER_ANSWER_TO_ALL, &answer);
    for (size_t i = 0; rc == PAL_OK && i < answer->rule_count; i++) {
        const struct pal_tender_rule *rule = answer->rules[i];
        if (out->days == 0 && rule->value.count > 0 && rule->value.unit == PAL_TENDER_UNIT_DAYS) {
            out->days = rule->value.of[0];
            out->rule = pal_arena_copy(errand->arena, rule->id, strlen(rule->id));
        }
        out->moves_closing = out->moves_closing || strcmp(rule->id, "EXTEND-LATE-ANSWER") == 0;
    }
    pal_app_done(&app);
    rc = rc == PAL_OK ? pal_procedure_number(errand, tender->project, "QUESTIONS-UNTIL", 0, &until)
                      : rc;
    out->answer_by = pal_deadline_answer_by(zone_of(errand), tender->closing, out->days);
    out->questions_until =
        until > 0 ? pal_deadline_answer_by(zone_of(errand), tender->closing, until) : 0;
    return rc;
}

/* ------------------------------------------------------------ what candidates ask */

static struct pal_tender_question question_of(struct pal_errand *errand,
                                              const struct pal_fact_row *row,
                                              const struct pal_sending *sending, int64_t until)
{
    return (struct pal_tender_question){.part = row->part,
                                        .sending = sending->id,
                                        .provider_title = sending->provider_title,
                                        .question = pal_fact_word(errand, row, "question"),
                                        .about = pal_fact_word(errand, row, "about"),
                                        .at = row->at,
                                        .turn = row->turn,
                                        .is_withdrawn = strcmp(row->state, "asked") != 0,
                                        .is_late = until != 0 && row->at > until};
}

/* What the keeper took out of a question; NULL: nothing. */
static const char *taken_out(struct pal_errand *errand, const struct pal_fact_row *rows,
                             size_t count, const char *part)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].lane, PAL_PASSED_ON_LANE) == 0 && strcmp(rows[i].part, part) == 0) {
            return pal_fact_word(errand, &rows[i], "taken_out");
        }
    }
    return NULL;
}

/* Of one candidate: PAL_TENDER_ASKED at most. */
static enum pal_rc add_questions(struct pal_errand *errand, const struct pal_sending *sending,
                                 int64_t until, struct pal_tender_question *out, size_t *count)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    size_t most = *count + PAL_TENDER_ASKED;
    enum pal_rc rc = heads(errand, PAL_QUESTION_FACT, PAL_SENDING_KIND, sending->id, &rows, &found);
    for (size_t i = 0; i < found && rc == PAL_OK && *count < most; i++) {
        struct pal_tender_question one = question_of(errand, &rows[i], sending, until);
        if (one.question != NULL && rows[i].lane[0] == '\0') {
            one.taken_out = taken_out(errand, rows, found, rows[i].part);
            out[(*count)++] = one;
        }
    }
    return rc;
}

static void sort_questions(struct pal_tender_question *all, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct pal_tender_question one = all[i];
        size_t at = i;
        for (; at > 0 && all[at - 1].at > one.at; at--) {
            all[at] = all[at - 1];
        }
        all[at] = one;
    }
}

enum pal_rc pal_tender_questions(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_question **out, size_t *count)
{
    struct pal_sending *sendings = NULL;
    struct pal_tender_told *told = NULL;
    struct pal_tender_lead lead;
    size_t found = 0;
    size_t told_count = 0;
    bool is_shown = !tender->is_sealed || tender->is_keeper;
    *out = NULL;
    *count = 0;
    if (!is_shown) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_tender_lead(errand, tender, &lead);
    rc = rc == PAL_OK ? pal_tender_list_told(errand, tender, &told, &told_count) : rc;
    rc = rc == PAL_OK ? pal_sendings_list(errand, tender->project, &sendings, &found) : rc;
    *out = rc == PAL_OK
               ? PAL_NEW(errand->arena, struct pal_tender_question, found * PAL_TENDER_ASKED + 1)
               : NULL;
    rc = rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        bool is_its = sendings[i].tender != NULL && strcmp(sendings[i].tender, tender->id) == 0;
        rc = is_its ? add_questions(errand, &sendings[i], lead.questions_until, *out, count)
                    : PAL_OK;
    }
    for (size_t i = 0; i < *count; i++) {
        for (size_t k = 0; k < told_count; k++) {
            bool is_it = told[k].of != NULL && strcmp(told[k].of, (*out)[i].part) == 0;
            (*out)[i].is_passed_on = (*out)[i].is_passed_on || is_it;
        }
    }
    sort_questions(*out, *count);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_asked_by(struct pal_errand *errand, const struct pal_sending *sending,
                                struct pal_tender_question **out, size_t *count)
{
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_tender_question, PAL_TENDER_ASKED + 1);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc =
        sending->is_respondent ? add_questions(errand, sending, 0, *out, count) : PAL_OK;
    sort_questions(*out, *count);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_ask(struct pal_errand *errand, const char *sending, const char *question,
                           const char *about, const char *act, struct pal_act_done *out)
{
    const struct pal_fact_field fields[] = {{"question", question}, {"about", about}};
    if (pal_is_blank(question)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "question", "write the question");
    }
    const struct pal_fact_wish fact = {.kind = PAL_QUESTION_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = "",
                                       .lane = "",
                                       .state = "asked",
                                       .fields = fields,
                                       .field_count = about != NULL ? 2 : 1};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

/* ---------------------------------------------------------------- what all are told */

static struct pal_tender_told *find_told(struct pal_tender_told *all, size_t *count,
                                         const char *part)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(all[i].part, part) == 0) {
            return &all[i];
        }
    }
    if (*count >= PAL_TENDER_TALK) {
        return NULL;
    }
    all[*count] = (struct pal_tender_told){.part = part};
    return &all[(*count)++];
}

static void read_told(struct pal_errand *errand, const struct pal_fact_row *row,
                      struct pal_tender_told *out)
{
    bool is_answer = row->lane[0] == '\0';
    const char *question = pal_fact_word(errand, row, "question");
    const char *about = pal_fact_word(errand, row, "about");
    out->question = is_answer || out->question == NULL ? question : out->question;
    out->about = about != NULL ? about : out->about;
    if (!is_answer) {
        out->passed_on_at = row->at;
        out->of = pal_fact_word(errand, row, "of");
        out->passed_by = row->principal;
        out->passed_confirmed = pal_fact_word(errand, row, "confirmed");
        return;
    }
    out->answer = pal_fact_word(errand, row, "answer");
    out->answered_at = row->at;
    out->turn = row->turn;
    out->by = row->principal;
    out->is_correction = pal_fact_word(errand, row, "correction") != NULL;
    out->needed = pal_fact_word(errand, row, "needed");
    out->confirmed = pal_fact_word(errand, row, "confirmed");
}

static int64_t first_of(const struct pal_tender_told *told)
{
    return told->passed_on_at != 0 ? told->passed_on_at : told->answered_at;
}

static void sort_told(struct pal_tender_told *all, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct pal_tender_told one = all[i];
        size_t at = i;
        for (; at > 0 && first_of(&all[at - 1]) > first_of(&one); at--) {
            all[at] = all[at - 1];
        }
        all[at] = one;
    }
}

/* `with_waiting`: those too that have no answer yet. */
static enum pal_rc list_told(struct pal_errand *errand, const char *project, const char *tender,
                             bool with_waiting, struct pal_tender_told **out, size_t *count)
{
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_tender_told, PAL_TENDER_TALK);
    enum pal_rc rc = *out != NULL
                         ? heads(errand, PAL_CLARIFICATION_FACT, "project", project, &rows, &found)
                         : PAL_E_MEMORY;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        const char *of = pal_fact_word(errand, &rows[i], "tender");
        bool is_its = of != NULL && strcmp(of, tender) == 0 && strcmp(rows[i].state, "said") == 0;
        bool is_shown = is_its && (with_waiting || rows[i].lane[0] == '\0');
        struct pal_tender_told *told = is_shown ? find_told(*out, count, rows[i].part) : NULL;
        if (told != NULL) {
            read_told(errand, &rows[i], told);
        }
    }
    sort_told(*out, *count);
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_list_told(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_told **out, size_t *count)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, tender->project);
    return rc == PAL_OK ? list_told(errand, tender->project, tender->id, true, out, count) : rc;
}

enum pal_rc pal_tender_told_to(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_told **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    return sending->tender != NULL && sending->is_respondent
               ? list_told(errand, sending->project, sending->tender, false, out, count)
               : PAL_OK;
}

/* -------------------------------------------------------------------- passing on */

enum { FIELDS_MOST = 8 };

static void add_field(struct pal_fact_field *fields, size_t *count, const char *key,
                      const char *value)
{
    if (value != NULL && value[0] != '\0' && *count < FIELDS_MOST) {
        fields[(*count)++] = (struct pal_fact_field){key, value};
    }
}

/* The question that is passed on, among those of the consultation. */
static enum pal_rc find_question(struct pal_errand *errand, const struct pal_tender *tender,
                                 const char *part, struct pal_tender_question *out)
{
    struct pal_tender_question *all = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_tender_questions(errand, tender, &all, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(all[i].part, part) == 0) {
            *out = all[i];
            return PAL_OK;
        }
    }
    return rc == PAL_OK ? pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no question %s",
                                          pal_quote(part).text)
                        : rc;
}

enum { NAME_LEAST = 3 }; /* letters: a shorter name stands in many words */

static bool has_name(struct pal_errand *errand, const char *text, const char *name)
{
    const char *folded = name != NULL ? pal_fold_letters(errand->arena, name) : NULL;
    const char *within = pal_fold_letters(errand->arena, text);
    return folded != NULL && within != NULL && strlen(folded) >= NAME_LEAST &&
           strstr(within, folded) != NULL;
}

static bool is_of_address(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("._+-", c) != NULL);
}

static bool has_address(const char *text)
{
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
        if (at > text && is_of_address(at[-1]) && is_of_address(at[1])) {
            return true;
        }
    }
    return false;
}

/* All candidates read what is passed on: what tells who asks is asked about first. */
static enum pal_rc check_anonymous(struct pal_errand *errand, const struct pal_tender_pass_on *wish,
                                   const struct pal_tender_question *question)
{
    struct pal_sending sending;
    const char *text = pal_arena_printf(errand->arena, "%s\n%s", wish->question,
                                        wish->about != NULL ? wish->about : "");
    enum pal_rc rc = wish->is_sure ? PAL_OK : pal_sending_find(errand, question->sending, &sending);
    if (rc != PAL_OK || wish->is_sure || text == NULL) {
        return pal_errand_explain(errand, text == NULL ? PAL_E_MEMORY : rc);
    }
    if (has_name(errand, text, question->provider_title) ||
        has_name(errand, text, sending.provider)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "question",
                                  "this text names the candidate who asks, and all candidates "
                                  "would read it: take the name out, or say that it is meant so");
    }
    return has_address(text)
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "question",
                                    "there is a mail address in this text, and all candidates "
                                    "would read it: take it out, or say that it is meant so")
               : PAL_OK;
}

enum pal_rc pal_tender_pass_on(struct pal_errand *errand, const struct pal_tender_pass_on *wish,
                               struct pal_act_done *out)
{
    struct pal_tender tender;
    struct pal_tender_question question = {0};
    struct pal_fact_field fields[FIELDS_MOST];
    size_t count = 0;
    enum pal_rc rc = pal_tender_get(errand, wish->project, wish->tender, &tender);
    if (rc == PAL_OK && !tender.is_keeper) {
        rc = pal_errand_fail(errand, PAL_E_DENIED,
                             "questions are made anonymous by the keeper alone");
    }
    rc = rc == PAL_OK ? find_question(errand, &tender, wish->of, &question) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (pal_is_blank(wish->question)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "question",
                                  "write the question without what tells who asks");
    }
    rc = check_anonymous(errand, wish, &question);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *day = pal_sending_time(errand, question.at);
    add_field(fields, &count, "tender", wish->tender);
    add_field(fields, &count, "question", wish->question);
    add_field(fields, &count, "about", wish->about);
    add_field(fields, &count, "of", wish->of);
    add_field(fields, &count, "confirmed", wish->confirmed);
    add_field(fields, &count, "received",
              day != NULL ? pal_arena_printf(errand->arena, "%.10s", day) : NULL);
    const struct pal_fact_wish fact = {.kind = PAL_CLARIFICATION_FACT,
                                       .subject_kind = "project",
                                       .subject = wish->project,
                                       .part = "",
                                       .lane = anonymous,
                                       .state = "said",
                                       .fields = fields,
                                       .field_count = count};
    const struct pal_fact_field kept[] = {{"question", wish->question},
                                          {"taken_out", wish->taken_out}};
    const struct pal_fact_wish both[] = {
        fact,
        {.kind = PAL_QUESTION_FACT,
         .subject_kind = PAL_SENDING_KIND,
         .subject = question.sending,
         .part = question.part,
         .lane = PAL_PASSED_ON_LANE,
         .state = "asked",
         .fields = kept,
         .field_count = wish->taken_out != NULL && wish->taken_out[0] != '\0' ? 2 : 1}};
    const struct pal_act_wish act = {.id = wish->act, .facts = both, .count = 2};
    return pal_facts_act(errand, &act, out);
}

/* --------------------------------------------------------------- answering to all */

/* The question of a candidate of a consultation, whoever looks: when it was asked; 0: it is not
 * there. */
static enum pal_rc find_asked(struct pal_errand *errand, const struct pal_tender *tender,
                              const char *part, int64_t *asked, bool *is_withdrawn)
{
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    *asked = 0;
    *is_withdrawn = false;
    enum pal_rc rc = pal_sendings_list(errand, tender->project, &sendings, &count);
    for (size_t i = 0; i < count && rc == PAL_OK && *asked == 0; i++) {
        const struct pal_fact_row value = {.kind = PAL_QUESTION_FACT,
                                           .subject_kind = PAL_SENDING_KIND,
                                           .subject = sendings[i].id,
                                           .part = part,
                                           .lane = ""};
        struct pal_fact_row head;
        if (sendings[i].tender == NULL || strcmp(sendings[i].tender, tender->id) != 0) {
            continue;
        }
        rc = pal_errand_explain(errand, pal_fact_head(errand, &value, &head));
        if (rc == PAL_OK && head.turn > 0) {
            *asked = head.at;
            *is_withdrawn = strcmp(head.state, "asked") != 0;
        }
    }
    return rc;
}

enum pal_rc pal_tender_has_question(struct pal_errand *errand, const struct pal_tender *tender,
                                    const char *part, bool *out)
{
    int64_t asked = 0;
    bool is_withdrawn = false;
    enum pal_rc rc = find_asked(errand, tender, part, &asked, &is_withdrawn);
    *out = rc == PAL_OK && asked != 0 && !is_withdrawn;
    return rc;
}

/* When what is told under a part was asked; 0: nobody asked it from where they answer. */
static enum pal_rc find_asked_of(struct pal_errand *errand, const struct pal_tender *tender,
                                 const char *part, int64_t *asked)
{
    const struct pal_fact_row value = {.kind = PAL_CLARIFICATION_FACT,
                                       .subject_kind = "project",
                                       .subject = tender->project,
                                       .part = part,
                                       .lane = anonymous};
    struct pal_fact_row passed_on;
    bool is_withdrawn = false;
    *asked = 0;
    enum pal_rc rc = pal_errand_explain(errand, pal_fact_head(errand, &value, &passed_on));
    const char *of =
        rc == PAL_OK && passed_on.turn > 0 ? pal_fact_word(errand, &passed_on, "of") : NULL;
    return of != NULL ? find_asked(errand, tender, of, asked, &is_withdrawn) : rc;
}

enum pal_rc pal_tender_asked_late(struct pal_errand *errand, const struct pal_tender *tender,
                                  const char *part, bool *out)
{
    struct pal_tender_lead lead;
    int64_t asked = 0;
    enum pal_rc rc = pal_tender_lead(errand, tender, &lead);
    rc = rc == PAL_OK ? find_asked_of(errand, tender, part, &asked) : rc;
    *out = rc == PAL_OK && lead.questions_until != 0 && asked > lead.questions_until;
    return rc;
}

/* When the closing must be, once an answer left now: as it is, or later. */
static enum pal_rc find_closing(struct pal_errand *errand, const struct pal_tender *tender,
                                const char *part, const char *needed, int64_t *out)
{
    struct pal_tender_lead lead;
    int64_t asked = 0;
    *out = tender->closing;
    enum pal_rc rc = pal_tender_lead(errand, tender, &lead);
    bool is_needed = needed != NULL && strcmp(needed, "yes") == 0;
    if (rc != PAL_OK || !lead.moves_closing || !is_needed) {
        return rc;
    }
    rc = find_asked_of(errand, tender, part, &asked);
    const struct pal_deadline_answer answer = {
        .closing = tender->closing,
        .questions_until = lead.questions_until != 0 ? lead.questions_until : tender->closing,
        .asked = asked,
        .answered = errand->now,
        .lead = lead.days,
        .is_needed = true};
    *out = rc == PAL_OK ? pal_deadline_extended(zone_of(errand), &answer) : tender->closing;
    return rc;
}

/* Says the later closing behind whatever stands, and lets follow what follows it. */
static enum pal_rc move_closing(struct pal_errand *errand, const struct pal_tender *tender,
                                int64_t closing)
{
    struct pal_fact_field moved[FIELDS_MOST];
    size_t count = 0;
    add_field(moved, &count, "closing", pal_sending_time(errand, closing));
    add_field(moved, &count, "keeper", tender->keeper);
    add_field(moved, &count, "annex", tender->annex);
    add_field(moved, &count, "confirmed", tender->confirmed);
    add_field(moved, &count, "reason",
              pal_voice_say(errand->voice,
                            PAL_N_("An answer that is needed left behind the lead time.")));
    const struct pal_fact_wish wish = {.kind = PAL_TENDER_FACT,
                                       .subject_kind = "project",
                                       .subject = tender->project,
                                       .part = tender->id,
                                       .lane = "",
                                       .state = "running",
                                       .fields = moved,
                                       .field_count = count};
    const struct pal_fact_row value = {.kind = PAL_TENDER_FACT,
                                       .subject_kind = "project",
                                       .subject = tender->project,
                                       .part = tender->id,
                                       .lane = ""};
    struct pal_fact_row row;
    enum pal_rc rc = pal_facts_say_within(errand, &wish);
    rc = rc == PAL_OK ? pal_fact_head(errand, &value, &row) : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    row.kind = value.kind;
    row.subject_kind = value.subject_kind;
    row.subject = value.subject;
    row.part = value.part;
    row.lane = value.lane;
    return pal_tender_follow_move(errand, &row);
}

enum pal_rc pal_tender_follow_answer(struct pal_errand *errand, const struct pal_tender *tender,
                                     const char *part, const char *needed)
{
    int64_t closing = 0;
    enum pal_rc rc = find_closing(errand, tender, part, needed, &closing);
    return rc == PAL_OK && closing > tender->closing ? move_closing(errand, tender, closing) : rc;
}

static enum pal_rc check_answer(struct pal_errand *errand,
                                const struct pal_tender_answer_wish *wish)
{
    if (pal_is_blank(wish->question)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "question",
                                  wish->is_correction ? "write what stood there"
                                                      : "write the question, anonymous");
    }
    return pal_is_blank(wish->answer)
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "answer",
                                    wish->is_correction ? "write what stands there now"
                                                        : "write the answer")
               : PAL_OK;
}

enum pal_rc pal_tender_answer_to_all(struct pal_errand *errand,
                                     const struct pal_tender_answer_wish *wish,
                                     struct pal_act_done *out)
{
    struct pal_tender tender;
    struct pal_tender_confirms asked = {.count = 0};
    struct pal_fact_field said[FIELDS_MOST];
    size_t count = 0;
    enum pal_rc rc = pal_tender_get(errand, wish->project, wish->tender, &tender);
    rc = rc == PAL_OK ? check_answer(errand, wish) : rc;
    /* A form may have the boxes of both: those that are not asked for here say nothing. */
    rc = rc == PAL_OK
             ? pal_tender_confirms_tell(errand, &tender,
                                        wish->is_correction ? PAL_TELL_CORRECTION : PAL_TELL_ANSWER,
                                        &asked)
             : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    add_field(said, &count, "tender", wish->tender);
    add_field(said, &count, "question", wish->question);
    add_field(said, &count, "answer", wish->answer);
    add_field(said, &count, "about", wish->about);
    add_field(said, &count, "correction", wish->is_correction ? "yes" : NULL);
    add_field(said, &count, "needed", wish->is_correction ? NULL : wish->needed);
    add_field(said, &count, "confirmed",
              pal_tender_confirms_among(errand, &asked, wish->confirmed));
    const struct pal_fact_wish fact = {.kind = PAL_CLARIFICATION_FACT,
                                       .subject_kind = "project",
                                       .subject = wish->project,
                                       .part = wish->part,
                                       .lane = "",
                                       .seen_turn = wish->turn,
                                       .state = "said",
                                       .fields = said,
                                       .field_count = count};
    const struct pal_act_wish act = {.id = wish->act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &act, out);
}

/* ------------------------------------------------------------------- what is late */

static enum pal_rc read_late(struct pal_errand *errand, const struct pal_sending *sending,
                             uint32_t claim_days, struct pal_tender_late *out)
{
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    *out =
        (struct pal_tender_late){.sending = sending->id, .provider_title = sending->provider_title};
    enum pal_rc rc = heads(errand, PAL_LATE_FACT, PAL_SENDING_KIND, sending->id, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (rows[i].lane[0] != '\0') {
            out->decision = rows[i].state;
            out->decided_why = pal_fact_word(errand, &rows[i], "reason");
            out->decided_by = rows[i].principal;
            out->decided_at = rows[i].at;
            out->turn = rows[i].turn;
            continue;
        }
        out->reason = pal_fact_word(errand, &rows[i], "reason");
        out->since = pal_fact_word(errand, &rows[i], "since");
        out->receipt = pal_fact_word(errand, &rows[i], "receipt");
        out->at = rows[i].at;
        out->is_in_time = pal_deadline_claim(zone_of(errand), sending->until, rows[i].at,
                                             claim_days) == PAL_CLAIM_IN_TIME;
    }
    return rc;
}

enum pal_rc pal_tender_list_late(struct pal_errand *errand, const struct pal_tender *tender,
                                 struct pal_tender_late **out, size_t *count)
{
    struct pal_sending *sendings = NULL;
    size_t found = 0;
    uint32_t days = 0;
    *out = NULL;
    *count = 0;
    if (tender->is_sealed && !tender->is_keeper) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_procedure_number(errand, tender->project, "OUTAGE-CLAIM", 0, &days);
    rc = rc == PAL_OK ? pal_sendings_list(errand, tender->project, &sendings, &found) : rc;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_tender_late, found + 1) : NULL;
    rc = rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        bool is_its = sendings[i].tender != NULL && strcmp(sendings[i].tender, tender->id) == 0;
        rc = is_its ? read_late(errand, &sendings[i], days, &(*out)[*count]) : PAL_OK;
        *count += rc == PAL_OK && is_its && (*out)[*count].at != 0;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_tender_late_of(struct pal_errand *errand, const struct pal_sending *sending,
                               struct pal_tender_late *out)
{
    uint32_t days = 0;
    *out = (struct pal_tender_late){0};
    if (sending->tender == NULL || !sending->is_respondent) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_procedure_number(errand, sending->project, "OUTAGE-CLAIM", 0, &days);
    return pal_errand_explain(errand, rc == PAL_OK ? read_late(errand, sending, days, out) : rc);
}

enum pal_rc pal_tender_say_late(struct pal_errand *errand, const char *sending, const char *reason,
                                const char *since, const char *signed_by, const char *act,
                                struct pal_act_done *out)
{
    struct pal_sending of;
    struct pal_answers_written written = {.hash = ""};
    struct pal_fact_field fields[FIELDS_MOST];
    size_t count = 0;
    enum pal_rc rc = pal_sending_get(errand, sending, &of);
    rc = rc == PAL_OK ? pal_answers_write(errand, &of, PAL_ANSWERS_OWN, &written) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    add_field(fields, &count, "reason", reason);
    add_field(fields, &count, "since", since);
    add_field(fields, &count, "receipt", written.hash);
    add_field(fields, &count, "signed_by", signed_by);
    if (pal_is_blank(reason)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "reason", "say why");
    }
    const struct pal_fact_wish fact = {.kind = PAL_LATE_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = "",
                                       .lane = "",
                                       .is_behind_last = true,
                                       .state = "asked",
                                       .fields = fields,
                                       .field_count = count};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}

enum pal_rc pal_tender_decide_late(struct pal_errand *errand, const char *sending, bool is_admitted,
                                   const char *reason, int64_t turn, const char *act,
                                   struct pal_act_done *out)
{
    const struct pal_fact_field fields[] = {{"reason", reason}};
    if (pal_is_blank(reason)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "reason", "say why");
    }
    const struct pal_fact_wish fact = {.kind = PAL_LATE_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = "",
                                       .lane = "decision",
                                       .seen_turn = turn,
                                       .state = is_admitted ? "admitted" : "refused",
                                       .fields = fields,
                                       .field_count = 1};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}
