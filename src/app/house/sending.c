#include "app/house/sending.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/answers_parts.h"
#include "app/house/case.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/house.h"
#include "app/house/reminders.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/tenders_parts.h"
#include "app/house/told.h"
#include "base/date.h"
#include "core/case/project_1.h"
#include "format/sending_types.h"
#include "store/sendings.h"

/* ------------------------------------------------------------------------ times */

enum { MINUTE = 60 };

static uint64_t epoch_minutes(void)
{
    uint64_t minutes = 0;
    (void)pal_instant_read("1970-01-01", &minutes);
    return minutes;
}

const char *pal_sending_time(struct pal_errand *errand, int64_t seconds)
{
    char text[PAL_INSTANT_TEXT];
    pal_instant_write(epoch_minutes() + (uint64_t)(seconds / MINUTE), text);
    return pal_arena_copy(errand->arena, text, strlen(text));
}

const char *pal_sending_day(struct pal_arena *arena, int64_t seconds)
{
    char text[PAL_INSTANT_TEXT];
    pal_instant_write(epoch_minutes() + (uint64_t)(seconds / MINUTE), text);
    return pal_arena_copy(arena, text, strlen("YYYY-MM-DD"));
}

int64_t pal_sending_seconds(const char *text)
{
    uint64_t minutes = 0;
    bool is_time = text != NULL && pal_instant_read(text, &minutes);
    return is_time && minutes >= epoch_minutes() ? (int64_t)(minutes - epoch_minutes()) * MINUTE
                                                 : 0;
}

/* --------------------------------------------------------------------- the text */

static const char *copy(struct pal_errand *errand, const struct pal_node *node)
{
    const char *text = pal_node_text(node);
    return text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
}

static const char *const *copy_list(struct pal_errand *errand, const struct pal_node *list,
                                    size_t *count)
{
    const char **out = PAL_NEW(errand->arena, const char *, pal_node_count(list) + 1);
    *count = 0;
    for (struct pal_node *item = list != NULL ? list->first : NULL; out != NULL && item != NULL;
         item = item->next) {
        out[*count] = copy(errand, item);
        *count += out[*count] != NULL;
    }
    return out;
}

static int choice_of(const struct pal_node *node, const char *const *ids, int count)
{
    for (int i = 0; node != NULL && i < count; i++) {
        if (strcmp(pal_node_text(node), ids[i]) == 0) {
            return i;
        }
    }
    return 0;
}

static void read_root(struct pal_errand *errand, const struct pal_node *root,
                      struct pal_sending *out)
{
    struct pal_sending_doc doc;
    pal_bind(&pal_type_sending, root, &doc);
    out->questionnaire = copy(errand, doc.questionnaire);
    out->questionnaire_version = pal_node_integer(doc.questionnaire_version, 0);
    out->to = (enum pal_actor)choice_of(doc.to, pal_actor_ids, PAL_ACTOR_COUNT);
    out->tier = (enum pal_tier)choice_of(doc.tier, pal_tier_ids, PAL_TIER_COUNT);
    out->provider = copy(errand, doc.provider);
    out->profile = copy(errand, doc.profile);
    out->assessment = copy(errand, doc.assessment);
    out->tender = copy(errand, doc.tender);
    out->profile_version = pal_node_integer(doc.profile_version, 0);
    out->alert = copy(errand, doc.alert);
    out->day = copy(errand, doc.day);
    out->questions = copy_list(errand, doc.questions, &out->question_count);
    out->above = copy_list(errand, doc.above, &out->above_count);
}

enum pal_rc pal_sending_read(struct pal_errand *errand, const struct pal_record *record,
                             struct pal_sending *out)
{
    struct pal_app app;
    struct pal_opened document;
    *out = (struct pal_sending){.id = record->id,
                                .title = pal_told_title(errand, record->title, record->title_fr),
                                .project = record->project,
                                .written_at = record->created_at};
    pal_house_share(errand, &app);
    enum pal_rc rc =
        pal_document_look(&app, record->id, record->text, strlen(record->text), &document);
    if (rc == PAL_OK) {
        read_root(errand, document.root, out);
    }
    pal_app_done(&app);
    bool is_whole = out->questionnaire != NULL && out->questions != NULL && out->above != NULL;
    return rc == PAL_OK && !is_whole ? PAL_E_MEMORY : rc;
}

/* ------------------------------------------------------------------ who looks at it */

/* Of what was sent to the buyer's side, who has that part on the project answers. */
static bool is_asked_oneself(const struct pal_errand *errand, const struct pal_sending *sending)
{
    bool is_person = errand->principal.kind == PAL_PRINCIPAL_PERSON;
    switch (sending->to) {
    case PAL_ACTOR_PROJECT_MANAGER:
        return is_person && pal_errand_may(errand, PAL_MAY_EDIT_PROJECT, sending->project);
    case PAL_ACTOR_EXPERT:
        return is_person && pal_errand_may(errand, PAL_MAY_ASSESS, sending->project);
    case PAL_ACTOR_PROVIDER:
    case PAL_ACTOR_COUNT:
        break;
    }
    return false;
}

static unsigned rights_on(const struct pal_errand *errand, const struct pal_sending *sending)
{
    static const enum pal_right asked[] = {PAL_MAY_EDIT_PROJECT, PAL_MAY_ASSESS};
    unsigned may = 0;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        may |= pal_errand_may(errand, asked[i], sending->project) ? PAL_RIGHT_BIT(asked[i]) : 0U;
    }
    return may;
}

static void look_at_visitor(const struct pal_errand *errand, struct pal_sending *out)
{
    bool by_pass = pal_passes_may(errand, PAL_SENDING_KIND, out->id, PAL_PASS_ANSWER);
    bool is_asked = is_asked_oneself(errand, out);
    out->is_respondent = is_asked || pal_passes_may(errand, PAL_SENDING_KIND, out->id,
                                                    PAL_PASS_ANSWER | PAL_PASS_READ);
    out->may = rights_on(errand, out) | (by_pass || is_asked ? PAL_CASE_BY_CANDIDATE : 0U);
    out->may_answer = by_pass || is_asked;
}

enum pal_rc pal_sending_reader(struct pal_errand *errand, const char *id,
                               struct pal_audience_reader *reader)
{
    struct pal_record record;
    struct pal_sending sending;
    if (errand->principal.pass != NULL) { /* all that is said to them, whatever is sealed */
        reader->is_respondent =
            pal_passes_may(errand, PAL_SENDING_KIND, id, PAL_PASS_ANSWER | PAL_PASS_READ);
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_get(errand->db, PAL_SENDING_KIND, id, errand->arena, &record);
    rc = rc == PAL_OK ? pal_sending_read(errand, &record, &sending) : rc;
    struct pal_tender_brief tender = {0};
    if (rc == PAL_OK) {
        rc = pal_tender_brief(errand, sending.project, sending.tender, &tender);
    }
    if (rc == PAL_OK) {
        reader->is_respondent = is_asked_oneself(errand, &sending);
        reader->is_sealed = tender.is_sealed;
        reader->is_keeper = tender.is_keeper;
    }
    return rc;
}

/* -------------------------------------------------------------------- its state */

static const char *word_of(struct pal_errand *errand, const struct pal_fact_row *row,
                           const char *key)
{
    return pal_fact_word(errand, row, key);
}

static void read_state(struct pal_errand *errand, const struct pal_fact_row *head,
                       struct pal_sending *out)
{
    out->turn = head->turn;
    out->state =
        head->turn > 0 ? pal_case_find_state(PAL_CASE_SENDING, head->state) : PAL_CASE_NOT_THERE;
    out->state = out->state != PAL_CASE_NOT_THERE ? out->state : PAL_SENDING_PREPARED;
    out->state_id = pal_case_tables[PAL_CASE_SENDING].states[out->state].id;
    if (head->turn == 0) {
        return;
    }
    out->until = pal_sending_seconds(word_of(errand, head, "until"));
    out->reason = word_of(errand, head, "reason");
    out->signed_by = word_of(errand, head, "signed_by");
    out->receipt = word_of(errand, head, "receipt");
    out->receipt_day = word_of(errand, head, "day");
    out->receipt_organization = word_of(errand, head, "organization");
    out->said_at = head->at;
    out->said_number = head->number;
    out->said_by = head->claim != NULL && head->claim[0] != '\0' ? head->claim : head->principal;
}

/* Whether the state alone does not tell if answers were submitted before: it was opened again. */
static bool is_doubtful(const struct pal_sending *sending)
{
    return sending->state == PAL_SENDING_REOPENED || sending->state == PAL_SENDING_CLOSED ||
           (sending->state == PAL_SENDING_OPEN && sending->turn > 1);
}

/* By the first answer that a submission has left. */
static enum pal_rc find_submitted(struct pal_errand *errand, struct pal_sending *out)
{
    const struct pal_fact_list claimed = {.subject_kind = PAL_SENDING_KIND,
                                          .subject = out->id,
                                          .kind = PAL_ANSWER_FACT,
                                          .lane = PAL_LANE_CLAIMED,
                                          .max = 1};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    if (!is_doubtful(out)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_head_list(errand->db, &claimed, errand->arena, &rows, &count);
    out->was_submitted = rc == PAL_OK && count > 0;
    return rc;
}

/* The same of all in a project, at once. */
static enum pal_rc find_all_submitted(struct pal_errand *errand, const char *project,
                                      struct pal_sending *sendings, size_t count)
{
    const struct pal_said_list wanted = {
        .project = project,
        .subject_kind = PAL_SENDING_KIND,
        .kind = PAL_SENT_FACT,
        .state = pal_case_tables[PAL_CASE_SENDING].states[PAL_SENDING_SUBMITTED].id};
    struct pal_said_row *rows = NULL;
    size_t found = 0;
    bool is_any = false;
    for (size_t i = 0; i < count; i++) {
        is_any = is_any || is_doubtful(&sendings[i]);
    }
    enum pal_rc rc =
        is_any ? pal_heads_of_documents(errand->db, &wanted, errand->arena, &rows, &found) : PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK && is_any; i++) {
        for (size_t k = 0; k < found && is_doubtful(&sendings[i]); k++) {
            sendings[i].was_submitted =
                sendings[i].was_submitted ||
                (rows[k].was && strcmp(rows[k].head.subject, sendings[i].id) == 0);
        }
    }
    return rc;
}

static bool is_open(unsigned state)
{
    return state == PAL_SENDING_OPEN || state == PAL_SENDING_REOPENED;
}

/* What the table asks; `is_closed`: the project is. */
static void look_at_facts(const struct pal_errand *errand, bool is_closed, struct pal_sending *out)
{
    out->is_over = out->until != 0 && errand->now >= out->until;
    pal_case_tell(&out->facts, PAL_FACT_CLOSED, is_closed);
    pal_case_tell(&out->facts, PAL_FACT_OVER, out->is_over);
    pal_case_tell(&out->facts, PAL_FACT_SEALED, out->is_sealed);
    pal_case_tell(&out->facts, PAL_FACT_TOGETHER, out->tender != NULL);
    bool is_again = out->is_sealed && out->state == PAL_SENDING_SUBMITTED;
    out->may_answer =
        out->may_answer && !is_closed && !out->is_over && (is_open(out->state) || is_again);
}

/* Whether a project is closed: its state is a word of its text. */
static enum pal_rc read_closed(struct pal_errand *errand, const char *project, const char *text,
                               bool *out)
{
    struct pal_app app;
    struct pal_opened document;
    pal_house_share(errand, &app);
    *out = false;
    enum pal_rc rc = pal_document_look(&app, project, text, strlen(text), &document);
    if (rc == PAL_OK) {
        struct pal_case_of of = pal_case_of_node(errand, project, document.root, NULL);
        *out = of.state == PAL_PROJECT_CLOSED;
    }
    pal_app_done(&app);
    return rc == PAL_E_MEMORY ? rc : PAL_OK;
}

enum pal_rc pal_sending_find_closed(struct pal_errand *errand, const char *project, bool *out)
{
    struct pal_record record;
    *out = false;
    enum pal_rc rc = pal_record_get(errand->db, "project", project, errand->arena, &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
    }
    return read_closed(errand, project, record.text, out);
}

/* In a tender every age counts to its closing, also where that was moved since it was sent. */
static enum pal_rc take_day(struct pal_errand *errand, int64_t closing, struct pal_sending *out)
{
    const char *time = pal_sending_time(errand, closing);
    out->day = time != NULL ? pal_arena_copy(errand->arena, time, strlen("YYYY-MM-DD")) : NULL;
    return out->day != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* Who it is to the visitor, and how far: before a tender is opened, who takes part is told to its
 * keeper alone, and its closing is that of all. */
static enum pal_rc look_at_it(struct pal_errand *errand, const struct pal_fact_row *head,
                              bool is_closed, struct pal_sending *out)
{
    static const struct pal_fact_row nothing = {.turn = 0};
    struct pal_tender_brief tender;
    enum pal_rc rc = pal_tender_brief(errand, out->project, out->tender, &tender);
    if (rc != PAL_OK) {
        return rc;
    }
    look_at_visitor(errand, out);
    out->is_sealed = tender.is_sealed;
    bool is_shown = !tender.is_sealed || tender.is_keeper || out->is_respondent;
    out->is_told = is_shown;
    read_state(errand, is_shown ? head : &nothing, out);
    if (!is_shown) {
        out->state = PAL_SENDING_OPEN;
        out->state_id = pal_case_tables[PAL_CASE_SENDING].states[out->state].id;
    }
    out->was_submitted = is_shown && out->state == PAL_SENDING_SUBMITTED;
    out->until = tender.closing != 0 ? tender.closing : out->until;
    look_at_facts(errand, is_closed, out);
    return tender.closing != 0 ? take_day(errand, tender.closing, out) : PAL_OK;
}

/* Whoever holds a pass on one topic is asked of that alone. */
static enum pal_rc narrow(struct pal_errand *errand, struct pal_sending *out)
{
    const struct pal_pass *pass = errand->principal.pass;
    const struct pal_questionnaire *of = NULL;
    struct pal_app app;
    if (pass == NULL || pass->part[0] == '\0') {
        return PAL_OK;
    }
    out->is_part = true;
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    const char **kept = PAL_NEW(errand->arena, const char *, out->question_count + 1);
    size_t count = 0;
    enum pal_rc rc =
        kept != NULL ? pal_sending_questionnaire(errand, &app, out, &of) : PAL_E_MEMORY;
    for (size_t i = 0; rc == PAL_OK && i < out->question_count; i++) {
        int at = pal_questionnaire_find(of, out->questions[i]);
        bool is_its = at >= 0 && of->topic_count > 0 &&
                      strcmp(of->topics[of->questions[at].topic].id, pass->part) == 0;
        if (is_its) {
            kept[count++] = out->questions[i];
        }
    }
    pal_app_done(&app);
    out->questions = kept;
    out->question_count = count;
    out->above_count = 0;
    return rc;
}

enum pal_rc pal_sending_find(struct pal_errand *errand, const char *id, struct pal_sending *out)
{
    return pal_sending_find_asked(errand, pal_sending_row_ask(errand->db, PAL_SENT_FACT, id), out);
}

enum pal_rc pal_sending_find_asked(struct pal_errand *errand, struct pal_query *asked,
                                   struct pal_sending *out)
{
    struct pal_sending_row row;
    bool is_closed = false;
    enum pal_rc rc = pal_sending_row_take(asked, errand->arena, &row);
    if (rc == PAL_OK) {
        rc = pal_sending_read(errand, &row.sending, out);
    }
    if (rc == PAL_OK && row.project.text != NULL) {
        out->project_title = pal_told_title(errand, row.project.title, row.project.title_fr);
        rc = read_closed(errand, out->project, row.project.text, &is_closed);
    }
    if (rc == PAL_OK) {
        rc = look_at_it(errand, &row.head, is_closed, out);
    }
    if (rc == PAL_OK) {
        rc = find_submitted(errand, out);
    }
    if (rc == PAL_OK) {
        rc = narrow(errand, out);
    }
    return rc;
}

enum pal_rc pal_sending_now(struct pal_errand *errand, const char *id, struct pal_sending_now *out)
{
    struct pal_sending_row row;
    struct pal_sending one;
    struct pal_tender_brief tender;
    *out = (struct pal_sending_now){.state = PAL_SENDING_CLOSED};
    enum pal_rc rc = pal_sending_row_get(errand->db, PAL_SENT_FACT, id, errand->arena, &row);
    rc = rc == PAL_OK ? pal_sending_read(errand, &row.sending, &one) : rc;
    rc = rc == PAL_OK ? pal_tender_brief(errand, one.project, one.tender, &tender) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    read_state(errand, &row.head, &one);
    *out = (struct pal_sending_now){.project = one.project,
                                    .provider = one.provider,
                                    .written_at = one.written_at,
                                    .state = one.state,
                                    .is_sealed = tender.is_sealed,
                                    .until = tender.closing != 0 ? tender.closing : one.until};
    out->waits = is_open(one.state) && (out->until == 0 || errand->now < out->until);
    return PAL_OK;
}

/* ---------------------------------------------------------------------- telling */

/* The providers by title, those of all together. */
static enum pal_rc name_providers(struct pal_errand *errand, struct pal_sending *sendings,
                                  size_t count)
{
    const char **ids = PAL_NEW(errand->arena, const char *, count + 1);
    const char **titles = PAL_NEW(errand->arena, const char *, count + 1);
    size_t used = 0;
    if (ids == NULL || titles == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (sendings[i].provider != NULL) {
            ids[used++] = sendings[i].provider;
        }
    }
    enum pal_rc rc = used > 0 ? pal_record_titles(errand->db, pal_kinds[PAL_KIND_PROVIDER].word,
                                                  ids, used, errand->arena, titles)
                              : PAL_OK;
    for (size_t i = 0, at = 0; i < count && rc == PAL_OK; i++) {
        if (sendings[i].provider != NULL) {
            const char *title = titles[at++];
            sendings[i].provider_title = title != NULL ? title : sendings[i].provider;
        }
    }
    return rc;
}

enum pal_rc pal_sending_look(struct pal_errand *errand, const char *id, struct pal_sending *out)
{
    return pal_errand_explain(errand, pal_sending_find(errand, id, out));
}

enum pal_rc pal_sending_get(struct pal_errand *errand, const char *id, struct pal_sending *out)
{
    struct pal_record head;
    enum pal_rc rc = pal_record_head(errand->db, PAL_SENDING_KIND, id, errand->arena, &head);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_shelf_may_read_head(errand, PAL_SENDING_KIND, id, rc == PAL_OK ? &head : NULL);
    if (rc == PAL_OK) {
        rc = pal_sending_find(errand, id, out);
        rc = pal_errand_explain(errand, rc == PAL_OK ? name_providers(errand, out, 1) : rc);
    }
    return rc;
}

/* The heads of their states, by subject. */
static const struct pal_fact_row *head_of(const struct pal_fact_row *heads, size_t count,
                                          const char *id)
{
    static const struct pal_fact_row none = {.turn = 0};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(heads[i].subject, id) == 0) {
            return &heads[i];
        }
    }
    return &none;
}

static enum pal_rc find_heads(struct pal_errand *errand, const struct pal_record *rows,
                              size_t count, struct pal_fact_row **out, size_t *found)
{
    const char **ids = PAL_NEW(errand->arena, const char *, count + 1);
    *found = 0;
    for (size_t i = 0; ids != NULL && i < count; i++) {
        ids[i] = rows[i].id;
    }
    const char *list = ids != NULL ? pal_fact_subject_list(errand, ids, count) : NULL;
    const struct pal_heads_list wanted = {
        .kind = PAL_SENT_FACT, .subject_kind = PAL_SENDING_KIND, .subjects = list};
    return list != NULL ? pal_heads_of(errand->db, &wanted, errand->arena, out, found)
                        : PAL_E_MEMORY;
}

enum pal_rc pal_sendings_list(struct pal_errand *errand, const char *project,
                              struct pal_sending **out, size_t *count)
{
    const struct pal_record_list wanted = {
        .kind = PAL_SENDING_KIND, .project = project, .max = PAL_SENDINGS_MOST, .with_text = true};
    struct pal_record *rows = NULL;
    struct pal_fact_row *heads = NULL;
    size_t found = 0;
    size_t said = 0;
    bool is_closed = false;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_READ_PROJECT, project);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_record_find(errand->db, &wanted, errand->arena, &rows, &found);
    rc = rc == PAL_OK ? find_heads(errand, rows, found, &heads, &said) : rc;
    rc = rc == PAL_OK ? pal_sending_find_closed(errand, project, &is_closed) : rc;
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_sending, found + 1) : NULL;
    rc = rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < found && rc == PAL_OK; i++) {
        struct pal_sending *one = &(*out)[i];
        rc = pal_sending_read(errand, &rows[i], one);
        if (rc == PAL_OK) {
            rc = look_at_it(errand, head_of(heads, said, one->id), is_closed, one);
            *count = i + 1;
        }
    }
    rc = rc == PAL_OK ? find_all_submitted(errand, project, *out, found) : rc;
    rc = rc == PAL_OK ? name_providers(errand, *out, found) : rc;
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_sendings_sealed(struct pal_errand *errand, json_t **out)
{
    enum { AT_ONCE = 200 };
    struct pal_record_list wanted = {.kind = PAL_SENDING_KIND, .max = AT_ONCE, .with_text = true};
    size_t count = AT_ONCE;
    enum pal_rc rc = PAL_OK;
    *out = json_object();
    while (rc == PAL_OK && count == AT_ONCE) {
        struct pal_record *rows = NULL;
        rc = pal_record_find(errand->db, &wanted, errand->arena, &rows, &count);
        for (size_t i = 0; rc == PAL_OK && i < count; i++) {
            struct pal_sending sending;
            struct pal_tender_brief tender = {0};
            rc = pal_sending_read(errand, &rows[i], &sending);
            rc = rc == PAL_OK ? pal_tender_brief(errand, sending.project, sending.tender, &tender)
                              : rc;
            if (rc == PAL_OK && tender.is_sealed &&
                json_object_set_new(*out, sending.id, json_string(sending.project)) != 0) {
                rc = PAL_E_MEMORY;
            }
            wanted.before_at = rows[i].changed_at;
            wanted.before_id = rows[i].id;
        }
    }
    return rc;
}

/* Closes what was sent in a consultation that was cancelled; what was submitted stays as it is. */
static enum pal_rc close_one(struct pal_errand *errand, const struct pal_sending *sending,
                             const char *reason)
{
    const struct pal_fact_row value = {.kind = PAL_SENT_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending->id,
                                       .part = "",
                                       .lane = ""};
    struct pal_fact_row head;
    enum pal_rc rc = pal_fact_head(errand, &value, &head);
    if (rc != PAL_OK || strcmp(head.turn > 0 ? head.state : "", "closed") == 0) {
        return rc;
    }
    json_t *body = json_pack("{s:s}", "reason", reason);
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
    struct pal_fact_row row = value;
    row.project = sending->project;
    row.turn = head.turn + 1;
    row.state = "closed";
    row.body = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    row.audience = pal_audience_ids[PAL_AUDIENCE_KEEPER];
    free(text);
    json_decref(body);
    const struct pal_facts_follow what = {.verb = "say-sent"};
    return row.body != NULL ? pal_facts_append(errand, &what, &row, 1) : PAL_E_MEMORY;
}

/* Whoever submitted has answered, as everybody may know once the answers are open. */
static enum pal_rc tell_answered(struct pal_errand *errand, struct pal_sending sending)
{
    sending.may |= PAL_CASE_BY_CANDIDATE; /* that is what they did, whoever says so now */
    return sending.state == PAL_SENDING_SUBMITTED
               ? pal_sending_move(errand, &sending, PAL_CANDIDATE_ANSWERED, NULL)
               : PAL_OK;
}

enum pal_rc pal_sending_admit(struct pal_errand *errand, const struct pal_fact_row *decision)
{
    struct pal_fact_row row = {.kind = PAL_SENT_FACT,
                               .project = decision->project,
                               .subject_kind = PAL_SENDING_KIND,
                               .subject = decision->subject,
                               .part = "",
                               .lane = ""};
    struct pal_fact_row late = *decision;
    struct pal_fact_row said;
    struct pal_fact_row head;
    struct pal_sending sending;
    late.lane = "";
    enum pal_rc rc = pal_fact_head(errand, &late, &said);
    rc = rc == PAL_OK ? pal_fact_head(errand, &row, &head) : rc;
    rc = rc == PAL_OK ? pal_sending_find(errand, decision->subject, &sending) : rc;
    const char *receipt =
        rc == PAL_OK && said.turn > 0 ? pal_fact_word(errand, &said, "receipt") : NULL;
    const char *signer =
        rc == PAL_OK && said.turn > 0 ? pal_fact_word(errand, &said, "signed_by") : NULL;
    json_t *body = json_pack("{s:s*, s:s, s:s*}", "receipt", receipt, "reason",
                             pal_fact_word(errand, decision, "reason"), "signed_by", signer);
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    row.turn = head.turn + 1;
    row.state = pal_case_tables[PAL_CASE_SENDING].states[PAL_SENDING_SUBMITTED].id;
    row.body = text != NULL ? pal_arena_copy(errand->arena, text, strlen(text)) : NULL;
    row.audience = pal_audience_ids[PAL_AUDIENCE_KEEPER];
    free(text);
    json_decref(body);
    const struct pal_facts_follow what = {.verb = "say-sent"};
    if (rc == PAL_OK && row.body == NULL) {
        rc = PAL_E_MEMORY;
    }
    rc = rc == PAL_OK ? pal_facts_append(errand, &what, &row, 1) : rc;
    rc = rc == PAL_OK ? pal_facts_followed(errand, &row, 1, NULL) : rc;
    rc = rc == PAL_OK && !sending.is_sealed ? pal_sending_find(errand, decision->subject, &sending)
                                            : rc;
    return rc == PAL_OK && !sending.is_sealed ? tell_answered(errand, sending) : rc;
}

enum pal_rc pal_sendings_follow_tender(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_sending *sendings = NULL;
    size_t count = 0;
    const char *reason = pal_fact_word(errand, row, "reason");
    bool is_cancelled = strcmp(row->state, "cancelled") == 0;
    bool is_opened = strcmp(row->state, "opened") == 0;
    enum pal_rc rc = pal_sendings_list(errand, row->subject, &sendings, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (sendings[i].tender == NULL || strcmp(sendings[i].tender, row->part) != 0) {
            continue;
        }
        if (is_cancelled) {
            rc = close_one(errand, &sendings[i], reason != NULL ? reason : "");
            rc = rc == PAL_OK ? pal_sending_mail_withdraw(errand, sendings[i].id, NULL, NULL) : rc;
        } else if (is_opened) {
            rc = tell_answered(errand, sendings[i]);
        } else {
            rc = pal_passes_prolong_within(errand, PAL_SENDING_KIND, sendings[i].id,
                                           pal_sending_link_day(errand, sendings[i].until));
            rc = rc == PAL_OK ? pal_reminders_renew(errand, sendings[i].id) : rc;
        }
    }
    return rc;
}

size_t pal_sending_next(const struct pal_sending *sending, struct pal_case_answer *out, size_t max)
{
    const struct pal_case_asked asked = {.thing = PAL_CASE_SENDING,
                                         .state = sending->state,
                                         .facts = sending->facts,
                                         .may = sending->may};
    return pal_case_next(&asked, out, max);
}
