/* facts_back - what is taken back: undoing an act, erasing what a fact says; and acts in words. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/facts_parts.h"
#include "app/house/secret.h"
#include "app/house/together.h"
#include "base/buf.h"
#include "base/text.h"
#include "store/personal.h"

enum { WORDS_MAX = 4096 };

const char pal_fact_none[] = "none";
const char pal_fact_none_body[] = "{}";

struct taking_back {
    int64_t act;    /* that is undone */
    int64_t number; /* or the fact that is erased */
    const char *id; /* of the new act */
    const char *principal;
    struct pal_act_done *out;
};

static const char *new_salt(struct pal_errand *errand)
{
    char id[PAL_ID_TEXT];
    pal_secret_id(id);
    return pal_arena_copy(errand->arena, id, strlen(id));
}

/* The facts of an act that was sent before. */
static enum pal_rc tell_again(struct pal_errand *errand, const struct taking_back *taking,
                              const struct pal_fact_row *rows, size_t count)
{
    struct pal_fact *told = PAL_NEW(errand->arena, struct pal_fact, count + 1);
    for (size_t i = 0; i < count && told != NULL; i++) {
        told[i] = pal_fact_told(&rows[i]);
    }
    taking->out->facts = told;
    taking->out->count = told != NULL ? count : 0;
    return told != NULL ? PAL_E_EXISTS : PAL_E_MEMORY;
}

/* The act that takes back; what was sent is what it takes back. PAL_E_EXISTS: it was done before.
 */
static enum pal_rc add_act(struct pal_errand *errand, const struct taking_back *taking,
                           const char *what, int64_t *number)
{
    char digest[PAL_HASH_TEXT];
    struct pal_act_row before;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    struct pal_act_row row = {.principal = taking->principal,
                              .id = taking->id,
                              .at = errand->now,
                              .salt = new_salt(errand),
                              .digest = digest};
    enum pal_rc rc =
        pal_act_find(errand->db, taking->principal, taking->id, errand->arena, &before);
    if (rc == PAL_OK && before.salt[0] == '\0') {
        return pal_errand_fail(errand, PAL_E_CONFLICT, "what this act said was erased");
    }
    if (rc == PAL_OK) {
        pal_secret_mac(before.salt, what, digest);
        if (strcmp(digest, before.digest) != 0) {
            return pal_errand_fail(errand, PAL_E_CONFLICT,
                                   "another act of yours was sent with this id: choose a new one");
        }
        rc = pal_facts_of_act(errand->db, before.number, NULL, errand->arena, &rows, &count);
        taking->out->act = before.number;
        taking->out->at = before.at;
        taking->out->is_again = true;
        return rc == PAL_OK ? tell_again(errand, taking, rows, count) : rc;
    }
    if (rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    if (row.salt == NULL) {
        return PAL_E_MEMORY;
    }
    pal_secret_mac(row.salt, what, digest);
    rc = pal_act_add(errand->db, &row);
    *number = row.number;
    taking->out->act = row.number;
    taking->out->at = row.at;
    return rc;
}

/* ------------------------------------------------------------------------ undo */

/* What stood before a fact; nothing: the state of that name. */
static enum pal_rc former_of(struct pal_errand *errand, const struct pal_fact_row *fact,
                             struct pal_fact_row *out)
{
    struct pal_fact_list list = {.subject_kind = fact->subject_kind,
                                 .subject = fact->subject,
                                 .kind = fact->kind,
                                 .part = fact->part,
                                 .lane = fact->lane,
                                 .before = fact->number,
                                 .max = 1};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_fact_history(errand->db, &list, errand->arena, &rows, &count);
    *out = *fact;
    out->state = count > 0 ? rows[0].state : pal_fact_none;
    out->body = count > 0 ? rows[0].body : pal_fact_none_body;
    out->turn = fact->turn + 1;
    return rc;
}

/* Whether what stood before may be said again: by the kind's rules, and within the time there is.
 */
static enum pal_rc check_former(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *fact)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    bool is_long = false;
    enum pal_rc rc = PAL_OK;
    if (kind == NULL) {
        return PAL_OK;
    }
    if (kind->check != NULL && strcmp(row->state, pal_fact_none) != 0) {
        rc = kind->check(errand, row, fact);
    }
    if (rc == PAL_OK && kind->take_time != NULL && errand->is_hurried) {
        rc = kind->take_time(errand, row, &is_long);
    }
    return rc == PAL_OK && is_long
               ? pal_errand_fail(errand, PAL_E_LIMIT,
                                 "more depends on this than can be computed while you wait: say "
                                 "what holds now by an act of its own")
               : rc;
}

static enum pal_rc write_former(struct pal_errand *errand, const struct taking_back *taking,
                                const struct pal_fact_row *fact, int64_t act)
{
    char digest[PAL_HASH_TEXT];
    struct pal_fact_row row;
    enum pal_rc rc = former_of(errand, fact, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_former(errand, &row, fact);
    if (rc != PAL_OK) {
        return rc;
    }
    row.act = act;
    row.salt = new_salt(errand);
    rc = row.salt != NULL ? pal_fact_digest(&row, digest) : PAL_E_MEMORY;
    if (rc != PAL_OK) {
        return rc;
    }
    row.digest = digest;
    rc = pal_fact_add(errand->db, &row);
    row.principal = taking->principal;
    row.claim = "";
    row.at = errand->now;
    taking->out->facts[taking->out->count++] = pal_fact_told(&row);
    return rc;
}

/* All of them are still the last of their values, and the visitor's to change. What was erased
 * cannot be taken back, and no longer says of what it was. */
static enum pal_rc check_current(struct pal_errand *errand, const struct taking_back *taking,
                                 const struct pal_fact_row *rows, size_t count)
{
    size_t stale = 0;
    for (size_t i = 0; i < count; i++) {
        struct pal_fact_subject subject;
        struct pal_fact_row head = {0};
        if (rows[i].erased_by != 0) {
            stale++;
            continue;
        }
        enum pal_rc rc = pal_fact_may_add(errand, &rows[i], &subject);
        if (rc == PAL_OK) {
            rc = pal_head_get(errand->db, &rows[i], errand->arena, &head);
        }
        if (rc != PAL_OK) {
            return rc;
        }
        if (head.number != rows[i].number) {
            stale++;
            if (pal_fact_is_shown(&subject, &head)) {
                taking->out->facts[taking->out->count++] = pal_fact_told(&head);
            }
        }
    }
    return stale == 0 ? PAL_OK
                      : pal_errand_fail(errand, PAL_E_CONFLICT,
                                        "somebody has changed this since: look at what is there "
                                        "now");
}

static enum pal_rc check_kinds(struct pal_errand *errand, const struct pal_fact_row *rows,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct pal_fact_kind *kind = pal_fact_kind_find(rows[i].kind);
        if (kind != NULL && kind->no_undo != NULL) {
            return pal_errand_fail(errand, PAL_E_CONFLICT, "%s",
                                   pal_voice_say(errand->voice, kind->no_undo));
        }
    }
    return PAL_OK;
}

static enum pal_rc do_undo(struct pal_errand *errand, void *ctx)
{
    struct taking_back *taking = ctx;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    int64_t act = 0;
    *taking->out = (struct pal_act_done){0}; /* it may be the second time */
    enum pal_rc rc = pal_fact_lock(errand);
    if (rc == PAL_OK) {
        rc = pal_facts_of_act(errand->db, taking->act, NULL, errand->arena, &rows, &count);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_own = count > 0 && strcmp(rows[0].principal, taking->principal) == 0 &&
                  rows[0].claim[0] == '\0'; /* what was brought is whose it is said to be */
    if (!is_own) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no such act of yours");
    }
    taking->out->facts = PAL_NEW(errand->arena, struct pal_fact, count);
    const char *what = pal_arena_printf(errand->arena, "undo %lld", (long long)taking->act);
    if (taking->out->facts == NULL || what == NULL) {
        return PAL_E_MEMORY;
    }
    rc = add_act(errand, taking, what, &act);
    if (rc == PAL_E_EXISTS) {
        return PAL_OK;
    }
    if (rc == PAL_OK) {
        rc = check_kinds(errand, rows, count);
    }
    if (rc == PAL_OK) {
        rc = check_current(errand, taking, rows, count);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = write_former(errand, taking, &rows[i], act);
    }
    const char *object = pal_arena_printf(errand->arena, "act/%lld", (long long)act);
    return rc != PAL_OK     ? rc
           : object != NULL ? pal_audit_write(errand, "undo", object, "", "")
                            : PAL_E_MEMORY;
}

enum pal_rc pal_facts_undo(struct pal_errand *errand, int64_t act, const char *id,
                           struct pal_act_done *out)
{
    *out = (struct pal_act_done){0};
    struct taking_back taking = {
        .act = act, .id = id, .principal = pal_fact_principal(errand), .out = out};
    if (taking.principal == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    return rc == PAL_OK ? pal_together_write(errand, do_undo, &taking) : rc;
}

/* ----------------------------------------------------------------------- erase */

/* Who erases something reads it: an administrator who may not see a project removes nothing of it.
 */
static enum pal_rc check_seen(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_subject subject;
    enum pal_rc rc = pal_fact_subject_open(errand, row->subject_kind, row->subject, &subject);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *audience = pal_arena_printf(errand->arena, ",%s,", row->audience);
    if (audience == NULL) {
        return PAL_E_MEMORY;
    }
    return subject.audiences == NULL || strstr(subject.audiences, audience) != NULL
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_DENIED, "this is not yours to read");
}

/* What others are computed of is not erased while it holds: nobody would have said what holds then.
 */
static enum pal_rc check_followed(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    struct pal_fact_row head = {.number = 0};
    if (kind == NULL || kind->follow == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_head_get(errand->db, row, errand->arena, &head);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return rc;
    }
    return head.number != row->number
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "this holds now: say first what is to hold in its place, then "
                                 "erase it");
}

static enum pal_rc do_erase(struct pal_errand *errand, void *ctx)
{
    struct taking_back *taking = ctx;
    struct pal_fact_row row;
    int64_t act = 0;
    const char *what = pal_arena_printf(errand->arena, "erase %lld", (long long)taking->number);
    *taking->out = (struct pal_act_done){0};
    enum pal_rc rc = what != NULL ? pal_fact_lock(errand) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    }
    if (rc == PAL_OK) {
        rc = pal_fact_get(errand->db, taking->number, errand->arena, &row);
    }
    if (rc == PAL_OK) {
        rc = add_act(errand, taking, what, &act);
    }
    if (rc != PAL_OK) {
        return rc == PAL_E_EXISTS ? PAL_OK : rc;
    }
    if (row.erased_by != 0) {
        return pal_errand_fail(errand, PAL_E_CONFLICT, "this was erased already");
    }
    rc = check_seen(errand, &row);
    if (rc == PAL_OK) {
        rc = check_followed(errand, &row);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_fact_erase(errand->db, taking->number, act);
    const char *object = pal_arena_printf(errand->arena, "act/%lld", (long long)act);
    return rc != PAL_OK     ? rc
           : object != NULL ? pal_audit_write(errand, "erase", object, "", "")
                            : PAL_E_MEMORY;
}

enum pal_rc pal_facts_erase(struct pal_errand *errand, int64_t number, const char *id,
                            struct pal_act_done *out)
{
    *out = (struct pal_act_done){0};
    struct taking_back taking = {
        .number = number, .id = id, .principal = pal_fact_principal(errand), .out = out};
    if (taking.principal == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc == PAL_OK) {
        rc = pal_together_write(errand, do_erase, &taking);
    }
    if (rc == PAL_OK) { /* where somebody reads an older state, tidying does it later */
        (void)pal_store_forget(errand->db);
    }
    return rc;
}

/* ----------------------------------------------------------------------- words */

static void add_words(struct pal_errand *errand, struct pal_buf *words,
                      const struct pal_fact_row *row)
{
    struct pal_fact_subject subject;
    struct pal_err kept = errand->err;
    if (words->len > 0) {
        pal_buf_add(words, "; ");
    }
    if (row->erased_by != 0) {
        pal_buf_add(words, pal_voice_say(errand->voice, PAL_N_("what was said is erased")));
        return;
    }
    bool is_shown =
        pal_fact_subject_open(errand, row->subject_kind, row->subject, &subject) == PAL_OK &&
        pal_fact_is_shown(&subject, row);
    errand->err = kept;
    if (!is_shown) {
        pal_buf_add(words, pal_voice_say(errand->voice, PAL_N_("not yours to read")));
        return;
    }
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    pal_buf_printf(words, "%s %s/%s", row->kind, row->subject_kind, row->subject);
    if (kind != NULL && kind->say != NULL) {
        struct pal_fact_row before = {.turn = 0};
        if (former_of(errand, row, &before) != PAL_OK) {
            before.turn = 0;
        }
        before.turn = strcmp(before.state, pal_fact_none) == 0 ? 0 : before.turn;
        const char *said = kind->say(errand, row, &before);
        pal_buf_printf(words, ": %s", said != NULL ? said : "");
        return;
    }
    if (row->part[0] != '\0') {
        pal_buf_printf(words, " %s", row->part);
    }
    pal_buf_printf(words, ", %s, ", row->state);
    pal_buf_printf(words, pal_voice_say(errand->voice, PAL_N_("turn %lld")), (long long)row->turn);
}

enum pal_rc pal_facts_words(struct pal_errand *errand, int64_t act, const char **out)
{
    enum { SHOWN_MOST = 3 };
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    struct pal_buf words;
    *out = "";
    enum pal_rc rc = pal_facts_of_act(errand->db, act, NULL, errand->arena, &rows, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    pal_buf_init(&words, WORDS_MAX, errand->arena->alloc);
    for (size_t i = 0; i < count && i < SHOWN_MOST; i++) {
        add_words(errand, &words, &rows[i]);
    }
    if (count > SHOWN_MOST) {
        pal_buf_printf(&words, " …+%zu", count - SHOWN_MOST);
    }
    const char *text = pal_buf_text(&words);
    *out = text != NULL ? pal_arena_copy(errand->arena, text, words.len) : NULL;
    pal_buf_done(&words);
    return *out != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}
