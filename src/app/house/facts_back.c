/* facts_back - what is taken back: undoing an act, erasing what a fact says; and acts in words. */
#include <string.h>

#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/together.h"
#include "base/buf.h"
#include "base/text.h"
#include "store/personal.h"

enum { WORDS_MAX = 4096 };

const char pal_fact_none[] = "none";
const char pal_fact_none_body[] = "{}";

struct taking_back {
    const struct pal_fact_place *place;
    int64_t act;    /* that is undone */
    int64_t number; /* or the fact that is erased */
    struct pal_act_sent sent;
    struct pal_act_done *out;
};

static bool is_at(const struct pal_fact_place *place, const struct pal_fact_row *row)
{
    return strcmp(row->kind, place->kind) == 0 &&
           strcmp(row->subject_kind, place->subject_kind) == 0 &&
           strcmp(row->subject, place->subject) == 0;
}

/* What is sent is what it takes back. */
static enum pal_rc prepare(struct pal_errand *errand, const char *verb, int64_t what,
                           const char *id, struct taking_back *out)
{
    enum pal_rc rc = pal_act_check_id(errand, id);
    if (rc != PAL_OK) {
        return rc;
    }
    out->sent = (struct pal_act_sent){
        .principal = pal_fact_principal(errand),
        .id = id,
        .sent = pal_arena_printf(errand->arena, "%s %lld", verb, (long long)what)};
    return out->sent.principal != NULL && out->sent.sent != NULL
               ? PAL_OK
               : pal_errand_explain(errand, PAL_E_MEMORY);
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

/* Whether what stood before may be said again, by the kind's rules. */
static enum pal_rc check_former(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *fact)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    bool is_asked = kind != NULL && kind->check != NULL && strcmp(row->state, pal_fact_none) != 0;
    return is_asked ? kind->check(errand, row, fact) : PAL_OK;
}

static enum pal_rc write_former(struct pal_errand *errand, const struct taking_back *taking,
                                const struct pal_fact_row *fact)
{
    struct pal_fact_row row;
    enum pal_rc rc = former_of(errand, fact, &row);
    if (rc == PAL_OK) {
        rc = check_former(errand, &row, fact);
    }
    return rc == PAL_OK ? pal_act_write_fact(errand, &taking->sent, &row, taking->out) : rc;
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

/* Own acts alone; what was brought is whose it is said to be. */
static enum pal_rc find_own(struct pal_errand *errand, const struct taking_back *taking,
                            struct pal_fact_row **rows, size_t *count)
{
    enum pal_rc rc = pal_facts_of_act(errand->db, taking->act, NULL, errand->arena, rows, count);
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_own = *count > 0 && strcmp((*rows)[0].principal, taking->sent.principal) == 0 &&
                  (*rows)[0].claim[0] == '\0';
    bool is_here = false; /* what is erased stands nowhere any more */
    for (size_t i = 0; i < *count && is_own; i++) {
        is_here = is_here || (*rows)[i].erased_by != 0 || is_at(taking->place, &(*rows)[i]);
    }
    is_own = is_own && is_here;
    taking->out->facts = is_own ? PAL_NEW(errand->arena, struct pal_fact, *count) : NULL;
    if (!is_own) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no such act of yours");
    }
    return taking->out->facts != NULL ? PAL_OK : PAL_E_MEMORY;
}

static enum pal_rc do_undo(struct pal_errand *errand, void *ctx)
{
    struct taking_back *taking = ctx;
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    *taking->out = (struct pal_act_done){0}; /* it may be the second time */
    enum pal_rc rc = pal_fact_lock(errand);
    if (rc == PAL_OK) {
        rc = pal_act_again(errand, &taking->sent, taking->out);
    }
    if (rc != PAL_E_NOT_FOUND) {
        return rc == PAL_E_EXISTS ? PAL_OK : rc;
    }
    rc = find_own(errand, taking, &rows, &count);
    if (rc == PAL_OK) {
        rc = check_kinds(errand, rows, count);
    }
    if (rc == PAL_OK) {
        rc = check_current(errand, taking, rows, count);
    }
    if (rc == PAL_OK) {
        rc = pal_act_write(errand, &taking->sent, taking->out);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = write_former(errand, taking, &rows[i]);
    }
    return rc == PAL_OK ? pal_act_write_entry(errand, taking->out->act, "undo", "") : rc;
}

enum pal_rc pal_facts_undo(struct pal_errand *errand, const struct pal_fact_place *place,
                           int64_t act, const char *id, struct pal_act_done *out)
{
    *out = (struct pal_act_done){0};
    struct taking_back taking = {.place = place, .act = act, .out = out};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc == PAL_OK) {
        rc = prepare(errand, "undo", act, id, &taking);
    }
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
    return pal_fact_is_shown(&subject, row)
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_DENIED, "this is not yours to read");
}

/* What others are computed of is not erased while it holds: nobody would have said what holds then.
 */
static enum pal_rc check_followed(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    struct pal_fact_row head;
    if (kind == NULL || kind->follow == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_fact_head(errand, row, &head);
    if (rc != PAL_OK) {
        return rc;
    }
    return head.number != row->number
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "this holds now: say first what is to hold in its place, then "
                                 "erase it");
}

static enum pal_rc let_go(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    return kind != NULL && kind->let_go != NULL ? kind->let_go(errand, row) : PAL_OK;
}

static enum pal_rc do_erase(struct pal_errand *errand, void *ctx)
{
    struct taking_back *taking = ctx;
    struct pal_fact_row row;
    *taking->out = (struct pal_act_done){0};
    enum pal_rc rc = pal_fact_lock(errand);
    if (rc == PAL_OK) {
        rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    }
    if (rc == PAL_OK) {
        rc = pal_act_again(errand, &taking->sent, taking->out);
    }
    if (rc != PAL_E_NOT_FOUND) {
        return rc == PAL_E_EXISTS ? PAL_OK : rc;
    }
    rc = pal_fact_get(errand->db, taking->number, errand->arena, &row);
    if (rc == PAL_OK && row.erased_by != 0) {
        return pal_errand_fail(errand, PAL_E_CONFLICT, "this was erased already");
    }
    if (rc == PAL_OK && !is_at(taking->place, &row)) {
        rc = PAL_E_NOT_FOUND;
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc, "there is no such fact here");
    }
    if (rc == PAL_OK) {
        rc = check_seen(errand, &row);
    }
    if (rc == PAL_OK) {
        rc = check_followed(errand, &row);
    }
    if (rc == PAL_OK) {
        rc = pal_act_write(errand, &taking->sent, taking->out);
    }
    if (rc == PAL_OK) {
        rc = let_go(errand, &row);
    }
    if (rc == PAL_OK) {
        rc = pal_fact_erase(errand->db, taking->number, taking->out->act);
    }
    return rc == PAL_OK ? pal_act_write_entry(errand, taking->out->act, "erase", "") : rc;
}

enum pal_rc pal_facts_erase(struct pal_errand *errand, const struct pal_fact_place *place,
                            int64_t number, const char *id, struct pal_act_done *out)
{
    *out = (struct pal_act_done){0};
    struct taking_back taking = {.place = place, .number = number, .out = out};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc == PAL_OK) {
        rc = prepare(errand, "erase", number, id, &taking);
    }
    if (rc == PAL_OK) {
        rc = pal_together_write(errand, do_erase, &taking);
    }
    const struct pal_fact_kind *kind = pal_fact_kind_find(place->kind);
    if (rc == PAL_OK && kind != NULL && kind->let_go != NULL) {
        pal_file_clear(errand);
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
