/* facts_act - an act on its way: held against what is there, written, and what follows from it; see
 * facts_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/grants_parts.h"
#include "app/house/jobs.h"
#include "app/house/people_parts.h"
#include "app/house/secret.h"
#include "app/house/together.h"
#include "base/buf.h"
#include "base/text.h"
#include "store/audit.h"

enum { SENT_MAX = 4 << 20, HEADS_AT_ONCE = 8 };

/* One act on its way: what was read of it before the transaction, and what is found in it. */
struct acting {
    const struct pal_act_wish *wish;
    struct pal_act_done *out;
    struct pal_fact_row *rows; /* to be written, in the order of the wish */
    struct pal_fact *room;     /* for what is told: as many as facts */
    struct pal_act_sent act;
    struct pal_scores *ahead; /* what was computed before the transaction; NULL: nothing */
    /* The last one whose subject was opened, within the transaction or before; NULL: none. */
    const struct pal_fact_row *opened;
    struct pal_fact_subject subject;
    /* Heads of values that were asked for together, up to that of the row `asked`. */
    struct pal_query *heads[HEADS_AT_ONCE];
    size_t asked;
};

/* Most facts of an act are of one kind, lane and subject: it is opened, and the right asked, once.
 */
static enum pal_rc may_add_next(struct pal_errand *errand, struct acting *acting,
                                const struct pal_fact_row *row)
{
    const struct pal_fact_row *last = acting->opened;
    bool is_same = last != NULL && strcmp(last->kind, row->kind) == 0 &&
                   strcmp(last->lane, row->lane) == 0 &&
                   strcmp(last->subject_kind, row->subject_kind) == 0 &&
                   strcmp(last->subject, row->subject) == 0;
    if (is_same) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_fact_may_add(errand, row, &acting->subject);
    acting->opened = rc == PAL_OK ? row : NULL;
    return rc;
}

/* All that is sent, so that the same id cannot stand for two acts: each value behind its length. */
static enum pal_rc write_sent(struct pal_errand *errand, struct acting *acting)
{
    const struct pal_act_wish *wish = acting->wish;
    struct pal_buf buf;
    if (wish->asked != NULL) {
        acting->act.sent = wish->asked;
        return PAL_OK;
    }
    pal_buf_init(&buf, SENT_MAX, NULL);
    pal_buf_printf(&buf, "%lld\n", (long long)wish->said_at);
    for (size_t i = 0; i < wish->count; i++) {
        const struct pal_fact_wish *fact = &wish->facts[i];
        const struct pal_fact_row *row = &acting->rows[i];
        pal_buf_printf(&buf, "%zu:%s %zu:%s %zu:%s %zu:%s %zu:%s %s%lld %s %s\n",
                       strlen(fact->kind), fact->kind, strlen(fact->subject_kind),
                       fact->subject_kind, strlen(fact->subject), fact->subject, strlen(fact->part),
                       fact->part, strlen(fact->lane), fact->lane, fact->is_by_fact ? "fact " : "",
                       fact->is_behind_last ? -1LL : (long long)fact->seen_turn, row->state,
                       row->body);
    }
    const char *text = pal_buf_text(&buf); /* bodies are short, and few: it has room */
    acting->act.sent = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return acting->act.sent != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
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

/* The heads of the next values, on their way together. */
static void ask_heads(struct pal_errand *errand, struct acting *acting)
{
    for (size_t i = 0; i < HEADS_AT_ONCE && acting->asked < acting->wish->count; i++) {
        const struct pal_fact_row *row = &acting->rows[acting->asked++];
        acting->heads[i] = pal_head_ask(errand->db, row);
    }
}

/* Nobody needs them any more, or they are others by now. */
static void forget_heads(struct acting *acting)
{
    for (size_t i = 0; i < HEADS_AT_ONCE; i++) {
        if (acting->heads[i] != NULL) {
            (void)!pal_query_end(acting->heads[i]);
            acting->heads[i] = NULL;
        }
    }
    acting->asked = 0;
}

static enum pal_rc head_of(struct pal_errand *errand, struct acting *acting, size_t at,
                           struct pal_fact_row *out)
{
    struct pal_query **place = &acting->heads[at % HEADS_AT_ONCE];
    if (at == acting->asked) {
        ask_heads(errand, acting);
    }
    enum pal_rc rc = pal_head_take(*place, errand->arena, out);
    *place = NULL;
    if (rc == PAL_E_NOT_FOUND) {
        *out = (struct pal_fact_row){.turn = 0};
    }
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
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
/* From the number of a fact, the turn of a value that was the last then. */
static enum pal_rc find_turn(struct pal_errand *errand, const struct pal_fact_row *value,
                             const struct pal_fact_row *head, int64_t *seen)
{
    struct pal_fact_row behind = *value;
    struct pal_fact_row before;
    if (head->turn == 0 || head->number <= *seen) {
        *seen = head->turn;
        return PAL_OK;
    }
    behind.number = *seen + 1;
    enum pal_rc rc = pal_fact_before(errand, &behind, &before);
    *seen = before.turn;
    return rc;
}

static enum pal_rc hold_one(struct pal_errand *errand, struct acting *acting, size_t at,
                            size_t *stale)
{
    struct pal_fact_row *row = &acting->rows[at];
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    struct pal_fact_row head;
    enum pal_rc rc = may_add_next(errand, acting, row);
    if (rc == PAL_OK) {
        row->project = acting->subject.project;
        rc = head_of(errand, acting, at, &head);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_fact_wish *wish = &acting->wish->facts[at];
    int64_t seen = wish->seen_turn;
    rc = wish->is_by_fact ? find_turn(errand, row, &head, &seen) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    bool has_seen_ground = seen == 0 && is_ground(kind, &head);
    row->turn = wish->is_behind_last || has_seen_ground ? head.turn + 1 : seen + 1;
    if (head.turn + 1 != row->turn) {
        (*stale)++;
        add_stale(acting, &acting->subject, &head);
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
    forget_heads(acting);
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
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return PAL_OK;
}

/* What facts of one subject have begun with, those that stand together at once. */
static enum pal_rc begin_each(struct pal_errand *errand, struct acting *acting)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0, next = 0; i < acting->wish->count && rc == PAL_OK; i = next) {
        const struct pal_fact_row *row = &acting->rows[i];
        const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
        while (next < acting->wish->count && is_of_one(row, &acting->rows[next])) {
            next++;
        }
        if (kind->begin != NULL) {
            rc = may_add_next(errand, acting, row);
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

/* Takes the lock; gives what pal_act_again does. What is asked first of each act goes with it. */
static enum pal_rc lock(struct pal_errand *errand, struct acting *acting)
{
    pal_audit_ask_lock(errand->db);
    struct pal_query *again = pal_act_ask(errand->db, acting->act.principal, acting->act.id);
    ask_heads(errand, acting);
    const struct pal_fact_kind *kind = pal_fact_kind_find(acting->rows[0].kind);
    if (kind->ask != NULL) {
        kind->ask(errand, &acting->rows[0]);
    }
    enum pal_rc rc = pal_fact_lock(errand);
    if (rc != PAL_OK) {
        (void)!pal_query_end(again);
        return rc;
    }
    return pal_act_again_of(errand, &acting->act, again, acting->out);
}

/* Begins with what stands before the facts, then holds them against what is there. */
static enum pal_rc begin_and_hold(struct pal_errand *errand, struct acting *acting)
{
    const int64_t last = pal_audit_last_fact(errand->db);
    enum pal_rc rc = begin_each(errand, acting);
    if (pal_audit_last_fact(errand->db) != last) {
        forget_heads(acting);
    }
    return rc == PAL_OK ? hold_against(errand, acting) : rc;
}

static enum pal_rc do_act(struct pal_errand *errand, void *ctx)
{
    struct acting *acting = ctx;
    *acting->out = (struct pal_act_done){.facts = acting->room}; /* it may be the second time */
    acting->opened = NULL; /* what was asked before the transaction is asked again */
    acting->asked = 0;
    enum pal_rc rc = lock(errand, acting);
    const bool is_new = rc == PAL_E_NOT_FOUND;
    if (is_new) {
        rc = begin_and_hold(errand, acting);
    }
    forget_heads(acting);
    if (!is_new) {
        return rc == PAL_E_EXISTS ? PAL_OK : rc;
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

static int by_value(const void *left, const void *right)
{
    const struct pal_fact_row *a = *(const struct pal_fact_row *const *)left;
    const struct pal_fact_row *b = *(const struct pal_fact_row *const *)right;
    int order = strcmp(a->part, b->part);
    order = order != 0 ? order : strcmp(a->lane, b->lane);
    order = order != 0 ? order : strcmp(a->kind, b->kind);
    order = order != 0 ? order : strcmp(a->subject, b->subject);
    return order != 0 ? order : strcmp(a->subject_kind, b->subject_kind);
}

static enum pal_rc check_values(struct pal_errand *errand, const struct acting *acting)
{
    const size_t count = acting->wish->count;
    const struct pal_fact_row **rows = PAL_NEW(errand->arena, const struct pal_fact_row *, count);
    if (rows == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        rows[i] = &acting->rows[i];
    }
    qsort(rows, count, sizeof *rows, by_value);
    for (size_t i = 1; i < count; i++) {
        if (by_value(&rows[i - 1], &rows[i]) == 0) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "an act says one thing of each value, not two");
        }
    }
    return PAL_OK;
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
    rc = rc == PAL_OK ? check_values(errand, &acting) : rc;
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
