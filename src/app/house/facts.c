#include "app/house/facts.h"

#include <assert.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/facts_parts.h"
#include "app/house/grants_parts.h"
#include "app/house/jobs.h"
#include "app/house/people_parts.h"
#include "app/house/second_parts.h"
#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/together.h"
#include "base/buf.h"
#include "base/text.h"

enum { SENT_MAX = 4 << 20, PART_MAX = 3 * PAL_LIMIT_ID_BYTES + 2 };

/* What parts are made of: they stand in addresses and sentences. */
#define PART_SIGNS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-"

/* ---------------------------------------------------------------------- subject */

/* The head of a document alone: its text may be long, and is no matter of facts. */
static enum pal_rc find_subject(struct pal_errand *errand, const char *kind, const char *id,
                                struct pal_record *out)
{
    if (pal_shelf_built_in(kind, id) != NULL) {
        *out = (struct pal_record){.kind = kind, .id = id, .project = ""};
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_head(errand->db, kind, id, errand->arena, out);
    return rc == PAL_OK && pal_shelf_is_hidden(errand, out) ? PAL_E_NOT_FOUND : rc;
}

static enum pal_rc open_subject(struct pal_errand *errand, const char *kind, const char *id,
                                struct pal_record *out)
{
    enum pal_rc rc = find_subject(errand, kind, id, out);
    if (rc == PAL_OK && pal_shelf_kind(kind)->is_discreet && out->project[0] == '\0') {
        rc = pal_house_may_choose(errand, id);
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    return pal_shelf_may_read_head(errand, kind, id, rc == PAL_OK ? out : NULL);
}

/* What the visitor reads of the facts of a subject; `opened`: whose second readings are open. */
static void set_audiences(struct pal_errand *errand, struct pal_fact_subject *out,
                          const char *const *opened, size_t opened_count)
{
    bool is_person = errand->principal.kind == PAL_PRINCIPAL_PERSON;
    const char *project = out->project[0] != '\0' ? out->project : NULL;
    const struct pal_audience_reader reader = {.is_all = pal_errand_is_operator(errand),
                                               .is_signed_in = is_person,
                                               .may_read = true,
                                               .may_assess =
                                                   pal_errand_may(errand, PAL_MAY_ASSESS, project),
                                               .self = is_person ? errand->principal.id : NULL,
                                               .opened = opened,
                                               .opened_count = opened_count};
    out->audiences = pal_audience_set(&reader, out->room);
}

enum pal_rc pal_fact_subject_open(struct pal_errand *errand, const char *kind, const char *id,
                                  struct pal_fact_subject *out)
{
    return pal_fact_subject_open_for(errand, NULL, kind, id, out);
}

enum pal_rc pal_fact_subject_open_for(struct pal_errand *errand, const struct pal_fact_kind *of,
                                      const char *kind, const char *id,
                                      struct pal_fact_subject *out)
{
    struct pal_record record;
    const char *opened[PAL_AUDIENCE_OPENED];
    size_t opened_count = 0;
    bool is_of_second = of != NULL && of->is_of_second;
    enum pal_rc rc = open_subject(errand, kind, id, &record);
    if (rc == PAL_OK && !is_of_second) {
        rc = pal_blind_require(errand, kind, id);
    }
    if (rc == PAL_OK && is_of_second) {
        rc = pal_second_opened(errand, id, opened, &opened_count);
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    *out = (struct pal_fact_subject){.project = record.project};
    set_audiences(errand, out, opened, opened_count);
    return PAL_OK;
}

bool pal_fact_is_shown(const struct pal_fact_subject *subject, const struct pal_fact_row *row)
{
    size_t len = strlen(row->audience);
    if (subject->audiences == NULL) {
        return true;
    }
    for (const char *at = subject->audiences; *at == ','; at += strcspn(at + 1, ",") + 1) {
        if (strncmp(at + 1, row->audience, len) == 0 && at[1 + len] == ',') {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------------- telling */

struct pal_fact pal_fact_told(const struct pal_fact_row *row)
{
    return (struct pal_fact){.number = row->number,
                             .act = row->act,
                             .kind = row->kind,
                             .subject_kind = row->subject_kind,
                             .subject = row->subject,
                             .part = row->part,
                             .lane = row->lane,
                             .turn = row->turn,
                             .state = row->state,
                             .body = row->body,
                             .principal = row->principal,
                             .claim = row->claim != NULL ? row->claim : "",
                             .at = row->at,
                             .said_at = row->said_at,
                             .is_erased = row->erased_by != 0};
}

enum pal_rc pal_facts_told(struct pal_errand *errand, enum pal_rc rc,
                           const struct pal_fact_row *rows, size_t row_count, struct pal_fact **out,
                           size_t *count)
{
    *out = NULL;
    *count = 0;
    struct pal_fact *told =
        rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_fact, row_count + 1) : NULL;
    if (told == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < row_count; i++) {
        told[i] = pal_fact_told(&rows[i]);
    }
    *out = told;
    *count = row_count;
    return PAL_OK;
}

static enum pal_rc asked(struct pal_errand *errand, const struct pal_fact_search *search,
                         struct pal_fact_subject *subject, struct pal_fact_list *list)
{
    enum pal_rc rc = pal_fact_subject_open_for(errand, pal_fact_kind_find(search->kind),
                                               search->subject_kind, search->subject, subject);
    *list = (struct pal_fact_list){.subject_kind = search->subject_kind,
                                   .subject = search->subject,
                                   .kind = search->kind,
                                   .part = search->part,
                                   .lane = search->lane,
                                   .audiences = subject->audiences,
                                   .before = search->before,
                                   .max = search->max};
    return rc;
}

enum pal_rc pal_facts_heads(struct pal_errand *errand, const struct pal_fact_search *search,
                            struct pal_fact **out, size_t *count)
{
    struct pal_fact_subject subject = {0};
    struct pal_fact_list list;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = asked(errand, search, &subject, &list);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_head_list(errand->db, &list, errand->arena, &rows, &found);
    return pal_facts_told(errand, rc, rows, found, out, count);
}

enum pal_rc pal_facts_history(struct pal_errand *errand, const struct pal_fact_search *search,
                              struct pal_fact **out, size_t *count)
{
    struct pal_fact_subject subject = {0};
    struct pal_fact_list list;
    struct pal_fact_row *rows = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = asked(errand, search, &subject, &list);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &found);
    return pal_facts_told(errand, rc, rows, found, out, count);
}

/* ----------------------------------------------------------------------- acting */

/* One act on its way: what was read of it before the transaction, and what is found in it. */
struct acting {
    const struct pal_act_wish *wish;
    struct pal_act_done *out;
    struct pal_fact_row *rows; /* to be written, in the order of the wish */
    struct pal_fact *room;     /* for what is told: as many as facts */
    struct pal_act_sent act;
    struct pal_scores *ahead; /* what was computed before the transaction; NULL: nothing */
};

enum pal_rc pal_act_check_id(struct pal_errand *errand, const char *id)
{
    return strlen(id) == PAL_ACT_ID && strspn(id, "0123456789abcdef") == PAL_ACT_ID
               ? PAL_OK
               : pal_errand_fail(
                     errand, PAL_E_INVALID,
                     "an act has an id of %d hexadecimal digits, chosen by who sends it",
                     (int)PAL_ACT_ID);
}

/* All that is sent, so that the same id cannot stand for two acts: each value behind its length. */
static enum pal_rc write_sent(struct pal_errand *errand, struct acting *acting)
{
    const struct pal_act_wish *wish = acting->wish;
    struct pal_buf buf;
    pal_buf_init(&buf, SENT_MAX, NULL);
    pal_buf_printf(&buf, "%lld\n", (long long)wish->said_at);
    for (size_t i = 0; i < wish->count; i++) {
        const struct pal_fact_wish *fact = &wish->facts[i];
        const struct pal_fact_row *row = &acting->rows[i];
        pal_buf_printf(
            &buf, "%zu:%s %zu:%s %zu:%s %zu:%s %zu:%s %lld %s %s\n", strlen(fact->kind), fact->kind,
            strlen(fact->subject_kind), fact->subject_kind, strlen(fact->subject), fact->subject,
            strlen(fact->part), fact->part, strlen(fact->lane), fact->lane,
            fact->is_behind_last ? -1LL : (long long)fact->seen_turn, row->state, row->body);
    }
    const char *text = pal_buf_text(&buf); /* bodies are short, and few: it has room */
    acting->act.sent = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return acting->act.sent != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* What is one reader's names them: their id begins the part. */
static const char *audience_of(struct pal_errand *errand, enum pal_audience audience,
                               const char *part)
{
    return audience == PAL_AUDIENCE_SECOND
               ? pal_arena_printf(errand->arena, "%s:%.*s", pal_audience_ids[audience],
                                  (int)strcspn(part, "/"), part)
               : pal_audience_ids[audience];
}

enum pal_rc pal_fact_read_place(struct pal_errand *errand, const struct pal_fact_wish *wish,
                                struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(wish->kind);
    if (kind == NULL || !pal_fact_kind_is_of(kind, wish->subject_kind)) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there are no facts of the kind %s here",
                               pal_quote(wish->kind).text);
    }
    const struct pal_fact_lane *lane = pal_fact_lane_find(kind, wish->lane);
    if (lane == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no lane %s",
                               pal_quote(wish->lane).text);
    }
    bool is_odd_part = strlen(wish->part) > PART_MAX ||
                       strspn(wish->part, PART_SIGNS) != strlen(wish->part) ||
                       (wish->part[0] == '\0' && kind->has_own_parts && wish->seen_turn != 0) ||
                       (wish->part[0] != '\0' && !kind->has_own_parts && !kind->has_named_parts) ||
                       (wish->part[0] == '\0' && kind->has_named_parts);
    if (is_odd_part || wish->seen_turn < 0 || wish->seen_turn == INT64_MAX) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "say of which part this is, and which turn of it you saw");
    }
    *row = (struct pal_fact_row){.kind = wish->kind,
                                 .subject_kind = wish->subject_kind,
                                 .subject = wish->subject,
                                 .part = wish->part,
                                 .lane = wish->lane,
                                 .turn = wish->seen_turn + 1,
                                 .state = wish->state,
                                 .audience = audience_of(errand, lane->audience, wish->part)};
    return row->audience != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

enum pal_rc pal_fact_read(struct pal_errand *errand, const struct pal_fact_wish *wish,
                          struct pal_fact_row *row)
{
    enum pal_rc rc = pal_fact_read_place(errand, wish, row);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_fact_kind *kind = pal_fact_kind_find(wish->kind);
    row->state = wish->state[0] != '\0' ? wish->state : kind->states[0].id;
    if (pal_fact_state_find(kind, row->state) == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                               pal_quote(row->state).text);
    }
    return pal_fact_body(errand, kind, wish, &row->body);
}

enum pal_rc pal_fact_lock(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_lock(errand);
    return rc == PAL_OK ? pal_people_still(errand) : rc;
}

enum pal_rc pal_fact_may_add(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_subject *subject)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    const struct pal_fact_lane *lane = kind != NULL ? pal_fact_lane_find(kind, row->lane) : NULL;
    if (lane == NULL) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there are no facts of the kind %s here",
                               pal_quote(row->kind).text);
    }
    enum pal_rc rc =
        pal_fact_subject_open_for(errand, kind, row->subject_kind, row->subject, subject);
    if (rc != PAL_OK) {
        return rc;
    }
    return subject->project[0] == '\0' ? pal_errand_require(errand, PAL_MAY_EDIT_LIBRARY, NULL)
                                       : pal_errand_require(errand, lane->right, subject->project);
}

enum pal_rc pal_fact_require_adding(struct pal_errand *errand, struct pal_fact_row *row)
{
    struct pal_fact_subject subject;
    enum pal_rc rc = pal_fact_may_add(errand, row, &subject);
    row->project = rc == PAL_OK ? subject.project : "";
    return rc;
}

enum pal_rc pal_fact_head(struct pal_errand *errand, const struct pal_fact_row *value,
                          struct pal_fact_row *out)
{
    enum pal_rc rc = pal_head_get(errand->db, value, errand->arena, out);
    if (rc == PAL_E_NOT_FOUND) {
        *out = (struct pal_fact_row){.turn = 0};
        return PAL_OK;
    }
    return rc;
}

/* What one person does not combine, by roles held and acts done; of what is said here and now. */
static enum pal_rc check_duties(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    enum pal_rc rc = PAL_OK;
    for (const struct pal_fact_duty *at = kind->duties;
         at != NULL && at->state != NULL && rc == PAL_OK; at++) {
        if (strcmp(at->state, row->state) == 0 && !at->is_by_role) {
            rc = pal_grants_check_act(errand, row->project, at->act);
        }
    }
    return rc;
}

enum pal_rc pal_fact_before(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_row *out)
{
    const struct pal_fact_list list = {.subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .kind = row->kind,
                                       .part = row->part,
                                       .lane = row->lane,
                                       .before = row->number,
                                       .max = 1};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    *out = rc == PAL_OK && count > 0 ? rows[0] : (struct pal_fact_row){.turn = 0};
    return rc;
}

static void add_stale(struct acting *acting, const struct pal_fact_subject *subject,
                      const struct pal_fact_row *head)
{
    if (head->turn > 0 && pal_fact_is_shown(subject, head)) {
        acting->out->facts[acting->out->count++] = pal_fact_told(head);
    }
}

/* Whether it is what the subject itself said: who saw nothing has seen that. */
static bool is_ground(const struct pal_fact_kind *kind, const struct pal_fact_row *head)
{
    return kind->ground != NULL && head->turn == 1 && head->claim[0] != '\0' &&
           strcmp(head->state, kind->ground) == 0;
}

/* What the act rests on beside its own values; what is stale of it is told to who may read it. */
static enum pal_rc hold_seen(struct pal_errand *errand, struct acting *acting, size_t *stale)
{
    for (size_t i = 0; i < acting->wish->seen_count; i++) {
        const struct pal_fact_seen *seen = &acting->wish->seen[i];
        const struct pal_fact_row value = {.kind = seen->kind,
                                           .subject_kind = seen->subject_kind,
                                           .subject = seen->subject,
                                           .part = seen->part,
                                           .lane = seen->lane};
        struct pal_fact_subject subject;
        struct pal_fact_row head;
        enum pal_rc rc = pal_fact_head(errand, &value, &head);
        if (rc != PAL_OK) {
            return rc;
        }
        if (head.turn != seen->turn) {
            struct pal_err kept = errand->err;
            (*stale)++;
            if (pal_fact_subject_open_for(errand, pal_fact_kind_find(seen->kind),
                                          seen->subject_kind, seen->subject, &subject) == PAL_OK) {
                add_stale(acting, &subject, &head);
            }
            errand->err = kept;
        }
    }
    return PAL_OK;
}

static bool is_of_subject(const struct pal_fact_row *a, const struct pal_fact_row *b)
{
    return strcmp(a->subject, b->subject) == 0 && strcmp(a->subject_kind, b->subject_kind) == 0;
}

static bool is_of_one(const struct pal_fact_row *a, const struct pal_fact_row *b)
{
    return strcmp(a->kind, b->kind) == 0 && is_of_subject(a, b);
}

/* One fact against the head of its value, and the right to follow that. */
static enum pal_rc hold_one(struct pal_errand *errand, struct acting *acting, size_t at,
                            size_t *stale)
{
    struct pal_fact_row *row = &acting->rows[at];
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    struct pal_fact_subject subject;
    struct pal_fact_row head;
    enum pal_rc rc = pal_fact_may_add(errand, row, &subject);
    if (rc == PAL_OK) {
        row->project = subject.project;
        rc = pal_fact_head(errand, row, &head);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_fact_wish *wish = &acting->wish->facts[at];
    bool has_seen_ground = wish->seen_turn == 0 && is_ground(kind, &head);
    row->turn = wish->is_behind_last || has_seen_ground ? head.turn + 1 : wish->seen_turn + 1;
    if (head.turn + 1 != row->turn) {
        (*stale)++;
        add_stale(acting, &subject, &head);
        return PAL_OK;
    }
    if (*stale > 0) {
        return PAL_OK;
    }
    rc = kind->check != NULL ? kind->check(errand, row, &head) : PAL_OK;
    return rc == PAL_OK ? check_duties(errand, row) : rc;
}

/* Holds what was seen and each fact against the heads; all that is stale is told together. */
static enum pal_rc hold_against(struct pal_errand *errand, struct acting *acting)
{
    size_t stale = 0;
    enum pal_rc rc = hold_seen(errand, acting, &stale);
    for (size_t i = 0; i < acting->wish->count && rc == PAL_OK; i++) {
        rc = hold_one(errand, acting, i, &stale);
    }
    if (rc != PAL_OK || stale == 0) {
        return rc;
    }
    return pal_errand_fail(errand, PAL_E_CONFLICT,
                           "somebody else was first with this: look at what is there now, and say "
                           "whether yours is to follow it");
}

static enum pal_rc write_facts(struct pal_errand *errand, struct acting *acting)
{
    for (size_t i = 0; i < acting->wish->count; i++) {
        enum pal_rc rc = pal_act_write_fact(errand, &acting->act, &acting->rows[i], acting->out);
        if (rc == PAL_E_EXISTS) { /* of two values of one act that are the same */
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "an act says one thing of each value, not two");
        }
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return PAL_OK;
}

/* What facts of one subject have begun with, those that stand together at once. */
static enum pal_rc begin_each(struct pal_errand *errand, const struct acting *acting)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0, next = 0; i < acting->wish->count && rc == PAL_OK; i = next) {
        const struct pal_fact_row *row = &acting->rows[i];
        const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
        struct pal_fact_subject subject;
        while (next < acting->wish->count && is_of_one(row, &acting->rows[next])) {
            next++;
        }
        if (kind->begin != NULL) {
            rc = pal_fact_may_add(errand, row, &subject);
            rc = rc == PAL_OK ? kind->begin(errand, row, next - i, acting->wish->seen_version) : rc;
        }
    }
    return rc;
}

/* Whether none of the rows behind it is settled by the same, of the same subject: kinds of which
 * one thing is computed share what computes it. */
static bool is_last_settled(const struct pal_fact_row *rows, size_t count, size_t at)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(rows[at].kind);
    for (size_t i = at + 1; i < count; i++) {
        const struct pal_fact_kind *other = pal_fact_kind_find(rows[i].kind);
        if (other != NULL && other->settle == kind->settle && is_of_subject(&rows[at], &rows[i])) {
            return false;
        }
    }
    return true;
}

enum pal_rc pal_facts_followed(struct pal_errand *errand, const struct pal_fact_row *rows,
                               size_t count, struct pal_scores *ahead)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const struct pal_fact_kind *kind = pal_fact_kind_find(rows[i].kind);
        if (kind != NULL && kind->follow != NULL) {
            rc = kind->follow(errand, &rows[i], ahead);
        }
        if (kind != NULL && kind->settle != NULL && rc == PAL_OK &&
            is_last_settled(rows, count, i)) {
            rc = kind->settle(errand, &rows[i]);
        }
    }
    return rc;
}

static enum pal_rc do_act(struct pal_errand *errand, void *ctx)
{
    struct acting *acting = ctx;
    *acting->out = (struct pal_act_done){.facts = acting->room}; /* it may be the second time */
    enum pal_rc rc = pal_fact_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_act_again(errand, &acting->act, acting->out);
    if (rc != PAL_E_NOT_FOUND) {
        return rc == PAL_E_EXISTS ? PAL_OK : rc;
    }
    rc = begin_each(errand, acting);
    if (rc == PAL_OK) {
        rc = hold_against(errand, acting);
    }
    if (rc == PAL_OK) {
        rc = pal_act_write(errand, &acting->act, acting->out);
    }
    if (rc == PAL_OK) {
        rc = write_facts(errand, acting);
    }
    if (rc == PAL_OK) {
        rc = pal_facts_followed(errand, acting->rows, acting->wish->count, acting->ahead);
    }
    return rc == PAL_OK ? pal_act_write_entry(errand, acting->out->act,
                                              pal_fact_kind_find(acting->rows[0].kind)->verb, "")
                        : rc;
}

/* A part of one's own for what is new among many. The same each time the act is sent: by its id and
 * the place of the fact in it. */
static enum pal_rc name_part(struct pal_errand *errand, const struct acting *acting, size_t at)
{
    struct pal_fact_row *row = &acting->rows[at];
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    if (!kind->has_own_parts || row->part[0] != '\0') {
        return PAL_OK;
    }
    char hash[PAL_HASH_TEXT];
    const char *name =
        pal_arena_printf(errand->arena, "%s %s %zu", acting->act.principal, acting->wish->id, at);
    if (name == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    pal_secret_hash(name, strlen(name), hash);
    row->part = pal_arena_printf(errand->arena, "%.16s", hash);
    return row->part != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* The kind that something is computed of ahead; NULL: of none of the act's. Of the kinds of one act
 * one alone computes. */
static const struct pal_fact_kind *computing_of(const struct acting *acting)
{
    for (size_t i = 0; i < acting->wish->count; i++) {
        const struct pal_fact_kind *kind = pal_fact_kind_find(acting->rows[i].kind);
        if (kind->ahead != NULL) {
            return kind;
        }
    }
    return NULL;
}

static enum pal_rc ask_job(struct pal_errand *errand, const struct acting *acting)
{
    const struct pal_fact_row *row = &acting->rows[0];
    const struct pal_job_wish job = {
        .kind = PAL_JOB_ACT,
        .project = "",
        .subject = pal_arena_printf(errand->arena, "%s/%s", row->subject_kind, row->subject),
        .note = "",
        .text = pal_fact_wish_json(errand, acting->wish)};
    return job.subject != NULL && job.text != NULL ? pal_jobs_ask(errand, &job)
                                                   : pal_errand_explain(errand, PAL_E_MEMORY);
}

static enum pal_rc compute_ahead(struct pal_errand *errand, struct acting *acting,
                                 const struct pal_fact_kind *computing, bool *is_long)
{
    size_t count = 0;
    struct pal_fact_row *rows = PAL_NEW(errand->arena, struct pal_fact_row, acting->wish->count);
    for (size_t i = 0; rows != NULL && i < acting->wish->count; i++) {
        if (pal_fact_kind_find(acting->rows[i].kind) == computing) {
            rows[count++] = acting->rows[i];
        }
    }
    return rows != NULL ? computing->ahead(errand, rows, count, is_long, &acting->ahead)
                        : PAL_E_MEMORY;
}

/* Computes what will follow the act, before the transaction, once it is known that the visitor may
 * do it; what takes longer than a request has becomes a job (PAL_E_LATER). What comes too late, or
 * again, is told at once, for nothing follows it; so is what is wrong. */
static enum pal_rc look_ahead(struct pal_errand *errand, struct acting *acting,
                              const struct pal_fact_kind *computing)
{
    struct pal_err kept = errand->err;
    struct pal_act_done found = {0};
    bool is_long = false;
    enum pal_rc rc = pal_act_again(errand, &acting->act, &found);
    if (rc == PAL_E_EXISTS || rc == PAL_E_CONFLICT) {
        errand->err = kept; /* it is found, and told, within the transaction */
        return PAL_OK;
    }
    *acting->out = (struct pal_act_done){.facts = acting->room};
    rc = rc == PAL_E_NOT_FOUND ? hold_against(errand, acting) : rc;
    if (rc == PAL_OK) {
        rc = compute_ahead(errand, acting, computing, &is_long);
    }
    return rc == PAL_OK && is_long ? ask_job(errand, acting) : pal_errand_explain(errand, rc);
}

static enum pal_rc act_alone(struct pal_errand *errand, struct acting *acting)
{
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, do_act(errand, acting)) : rc;
}

enum pal_rc pal_facts_say_within(struct pal_errand *errand, const struct pal_fact_wish *wish)
{
    const struct pal_act_wish one = {.id = pal_facts_new_id(errand), .facts = wish, .count = 1};
    struct pal_act_done done = {.facts = PAL_NEW(errand->arena, struct pal_fact, 1)};
    struct pal_fact_row row;
    struct pal_fact_row head;
    struct acting acting = {.wish = &one, .out = &done, .rows = &row};
    acting.act = (struct pal_act_sent){.principal = pal_fact_principal(errand), .id = one.id};
    if (done.facts == NULL || acting.act.principal == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc = pal_fact_read(errand, wish, &row);
    if (rc == PAL_OK) {
        rc = pal_fact_require_adding(errand, &row);
    }
    if (rc == PAL_OK) {
        rc = pal_fact_head(errand, &row, &head);
    }
    if (rc == PAL_OK) {
        rc = check_duties(errand, &row);
    }
    if (rc == PAL_OK) {
        row.turn = head.turn + 1;
        rc = write_sent(errand, &acting);
    }
    if (rc == PAL_OK) {
        rc = pal_act_write(errand, &acting.act, &done);
    }
    if (rc == PAL_OK) {
        rc = write_facts(errand, &acting);
    }
    return rc == PAL_OK
               ? pal_act_write_entry(errand, done.act, pal_fact_kind_find(row.kind)->verb, "")
               : rc;
}

enum pal_rc pal_facts_act(struct pal_errand *errand, const struct pal_act_wish *wish,
                          struct pal_act_done *out)
{
    struct acting acting = {.wish = wish, .out = out};
    *out = (struct pal_act_done){0};
    enum pal_rc rc = pal_act_check_id(errand, wish->id);
    if (rc == PAL_OK && (wish->count == 0 || wish->count > PAL_ACT_FACTS)) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "an act has 1 to %d facts", (int)PAL_ACT_FACTS);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    acting.act = (struct pal_act_sent){
        .principal = pal_fact_principal(errand), .id = wish->id, .said_at = wish->said_at};
    acting.rows = PAL_NEW(errand->arena, struct pal_fact_row, wish->count);
    acting.room = PAL_NEW(errand->arena, struct pal_fact, wish->count + wish->seen_count);
    if (acting.act.principal == NULL || acting.rows == NULL || acting.room == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < wish->count && rc == PAL_OK; i++) {
        rc = pal_fact_read(errand, &wish->facts[i], &acting.rows[i]);
        const struct pal_fact_kind *kind = pal_fact_kind_find(wish->facts[i].kind);
        if (rc == PAL_OK && kind->ground != NULL &&
            strcmp(acting.rows[i].state, kind->ground) == 0) {
            rc = pal_errand_fail(errand, PAL_E_INVALID, "there is no state %s",
                                 pal_quote(kind->ground).text);
        }
        if (rc == PAL_OK) {
            rc = name_part(errand, &acting, i);
        }
    }
    if (rc == PAL_OK) {
        rc = write_sent(errand, &acting);
    }
    const struct pal_fact_kind *computing = rc == PAL_OK ? computing_of(&acting) : NULL;
    if (computing != NULL) {
        rc = look_ahead(errand, &acting, computing);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    return computing != NULL ? act_alone(errand, &acting)
                             : pal_together_write(errand, do_act, &acting);
}

bool pal_facts_are_followed(const char *kind)
{
    const struct pal_fact_kind *found = pal_fact_kind_find(kind);
    return found != NULL && found->ahead != NULL;
}

const char *pal_facts_new_id(struct pal_errand *errand)
{
    char secret[PAL_SECRET_TEXT];
    char hash[PAL_HASH_TEXT];
    pal_secret_new(secret);
    pal_secret_hash(secret, strlen(secret), hash);
    const char *id = pal_arena_printf(errand->arena, "%.32s", hash);
    return id != NULL ? id : "";
}

enum pal_rc pal_facts_shape(struct pal_errand *errand, const char *kind_id,
                            const char *subject_kind, const char *subject_id,
                            struct pal_fact_shape *out)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(kind_id);
    struct pal_fact_subject subject;
    if (kind == NULL || !pal_fact_kind_is_of(kind, subject_kind)) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there are no facts of the kind %s here",
                               pal_quote(kind_id).text);
    }
    enum pal_rc rc = pal_fact_subject_open_for(errand, kind, subject_kind, subject_id, &subject);
    if (rc != PAL_OK) {
        return rc;
    }
    *out = (struct pal_fact_shape){.title = kind->title,
                                   .project = subject.project,
                                   .has_own_parts = kind->has_own_parts,
                                   .has_named_parts = kind->has_named_parts,
                                   .ground = kind->ground,
                                   .has_own_page = kind->has_own_page,
                                   .is_sent = kind->is_sent,
                                   .fields = kind->fields,
                                   .lane_count = kind->lane_count,
                                   .state_count = kind->state_count};
    assert(kind->lane_count <= PAL_FACT_LANES && kind->state_count <= PAL_FACT_STATES);
    bool is_of_library = subject.project[0] == '\0';
    for (size_t i = 0; i < kind->lane_count; i++) {
        enum pal_right right = is_of_library ? PAL_MAY_EDIT_LIBRARY : kind->lanes[i].right;
        out->lanes[i] = kind->lanes[i].id;
        out->lane_titles[i] = kind->lanes[i].title;
        out->may_add[i] = !errand->is_read_only &&
                          pal_errand_may(errand, right, is_of_library ? NULL : subject.project);
    }
    for (size_t i = 0; i < kind->state_count; i++) {
        out->states[i] = kind->states[i].id;
        out->state_titles[i] = kind->states[i].title;
    }
    return PAL_OK;
}
