/* facts_back - looking back: undoing an act, one that was sent before, erasing what a fact says;
 * and acts in words. */
#include <string.h>

#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/file_facts.h"
#include "app/house/listed.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/tenders_parts.h"
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
    struct pal_fact_row before;
    enum pal_rc rc = pal_fact_before(errand, fact, &before);
    *out = *fact;
    out->state = before.turn > 0 ? before.state : pal_fact_none;
    out->body = before.turn > 0 ? before.body : pal_fact_none_body;
    out->turn = fact->turn + 1;
    return rc;
}

/* Whether what stood before may be said again, by the kind's rules. */
static enum pal_rc check_former(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *fact)
{
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    bool is_said = strcmp(row->state, pal_fact_none) != 0;
    bool is_asked =
        kind != NULL && kind->check != NULL && (is_said || kind->is_of_second); /* it may be over */
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

/* What stands before facts of one kind and subject are said is asked before they are said again,
 * too: what may not be changed any more is not undone. */
static enum pal_rc begin_formers(struct pal_errand *errand, const struct pal_fact_row *rows,
                                 size_t count)
{
    struct pal_fact_row *formers = PAL_NEW(errand->arena, struct pal_fact_row, count);
    enum pal_rc rc = formers != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = former_of(errand, &rows[i], &formers[i]);
    }
    for (size_t i = 0, next = 0; i < count && rc == PAL_OK; i = next) {
        const struct pal_fact_kind *kind = pal_fact_kind_find(rows[i].kind);
        while (next < count && strcmp(rows[i].kind, rows[next].kind) == 0 &&
               strcmp(rows[i].subject, rows[next].subject) == 0) {
            next++;
        }
        rc = kind != NULL && kind->begin != NULL ? kind->begin(errand, &formers[i], next - i, 0)
                                                 : PAL_OK;
    }
    return rc;
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
        rc = begin_formers(errand, rows, count);
    }
    if (rc == PAL_OK) {
        rc = pal_act_write(errand, &taking->sent, taking->out);
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = write_former(errand, taking, &rows[i]);
    }
    if (rc == PAL_OK) {
        rc = pal_facts_followed(errand, rows, count, NULL);
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

/* ------------------------------------------------------------------------ sent before */

static void add_asked(struct pal_buf *out, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i] != NULL) {
            pal_buf_printf(out, " %zu:%s", strlen(words[i]), words[i]);
        } else {
            pal_buf_add(out, " -");
        }
    }
}

const char *pal_act_asked(struct pal_errand *errand, const char *verb, const char *const *words,
                          size_t count, const char *const *list, size_t list_count)
{
    enum { ASKED_MAX = 1 << 20 };
    struct pal_buf buf;
    pal_buf_init(&buf, ASKED_MAX, NULL);
    pal_buf_add(&buf, verb);
    add_asked(&buf, words, count);
    add_asked(&buf, list, list_count);
    const char *text = pal_buf_text(&buf);
    const char *out = text != NULL ? pal_arena_copy(errand->arena, text, buf.len) : NULL;
    pal_buf_done(&buf);
    return out;
}

enum pal_rc pal_facts_sent_before(struct pal_errand *errand, const char *id, const char *asked,
                                  struct pal_act_done *out)
{
    const struct pal_act_sent act = {
        .principal = pal_fact_principal(errand), .id = id, .sent = asked};
    *out = (struct pal_act_done){0};
    if (act.principal == NULL || asked == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    enum pal_rc rc = pal_act_again(errand, &act, out);
    return rc == PAL_E_EXISTS ? PAL_OK : rc;
}

/* ----------------------------------------------------------------------- erase */

/* Who erases something reads it: an administrator who may not see a project removes nothing of it.
 * What is not theirs to read is as if it were not there: else its numbers would be counted. */
static enum pal_rc find_seen(struct pal_errand *errand, const struct taking_back *taking,
                             struct pal_fact_row *row)
{
    struct pal_fact_subject subject;
    const struct pal_fact_place *place = taking->place;
    enum pal_rc rc = pal_fact_subject_open_for(errand, pal_fact_kind_find(place->kind),
                                               place->subject_kind, place->subject, &subject);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_fact_get(errand->db, taking->number, errand->arena, row);
    if (rc == PAL_OK && row->erased_by != 0) {
        return pal_errand_fail(errand, PAL_E_CONFLICT, "this was erased already");
    }
    if (rc == PAL_OK && (!is_at(place, row) || !pal_fact_is_shown(&subject, row))) {
        rc = PAL_E_NOT_FOUND;
    }
    return rc == PAL_E_NOT_FOUND ? pal_errand_fail(errand, rc, "there is no such fact here")
                                 : pal_errand_explain(errand, rc);
}

/* What a consultation rests on, with what was handed in as files, is kept with its record: who
 * opened and what candidates were told would otherwise be nobody's word. What is known of a person
 * goes with the person. */
static enum pal_rc is_kept(struct pal_errand *errand, const struct pal_fact_kind *kind,
                           const char *subject_kind, const char *subject, bool *out)
{
    struct pal_sending sending;
    bool is_sent = pal_kind_is(subject_kind, PAL_KIND_SENDING);
    bool may_be = kind != NULL && (kind->is_of_consultation || (kind->is_sent && is_sent));
    *out = false;
    if (!may_be) {
        return PAL_OK;
    }
    if (!is_sent) {
        bool is_shut = false;
        return pal_tender_is_shut(errand, subject, &is_shut, out);
    }
    enum pal_rc rc = pal_sending_find(errand, subject, &sending);
    *out = rc == PAL_OK && sending.tender != NULL;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(errand, rc);
}

static enum pal_rc check_kept(struct pal_errand *errand, const struct pal_fact_row *row)
{
    bool kept = false;
    enum pal_rc rc =
        is_kept(errand, pal_fact_kind_find(row->kind), row->subject_kind, row->subject, &kept);
    return rc == PAL_OK && kept
               ? pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "a consultation rests on this: it is kept with the record of "
                                 "that and is not erased by itself; what is known of a person is "
                                 "erased with the person")
               : rc;
}

/* What others are computed of, and a state that is not undone, is not erased while it holds: nobody
 * would have said what holds then. A table of computed rows is made again. */
static bool is_followed(const struct pal_fact_kind *kind, int64_t number,
                        const struct pal_fact_row *head)
{
    bool is_computed = kind != NULL && (kind->follow != NULL || kind->settle != NULL ||
                                        (kind->no_undo != NULL && kind->rows == NULL));
    return is_computed && head->number == number;
}

static enum pal_rc check_followed(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row head;
    enum pal_rc rc = pal_fact_head(errand, row, &head);
    if (rc != PAL_OK) {
        return rc;
    }
    return !is_followed(pal_fact_kind_find(row->kind), row->number, &head)
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
    rc = find_seen(errand, taking, &row);
    if (rc == PAL_OK) {
        rc = check_kept(errand, &row);
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
    if (rc == PAL_OK) {
        rc = pal_fact_rows_forget(errand, &row);
    }
    if (rc == PAL_OK) {
        rc = pal_listed_follow_fact(errand, &row);
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
        pal_file_clear(errand, PAL_FILE_ROUNDS_ALL);
    }
    if (rc == PAL_OK) { /* where somebody reads an older state, tidying does it later */
        (void)pal_store_forget(errand->db);
    }
    return rc;
}

/* ------------------------------------------------------------------------- may */

static struct pal_fact_row row_of(const struct pal_fact *fact)
{
    return (struct pal_fact_row){.number = fact->number,
                                 .act = fact->act,
                                 .kind = fact->kind,
                                 .subject_kind = fact->subject_kind,
                                 .subject = fact->subject,
                                 .part = fact->part,
                                 .lane = fact->lane,
                                 .turn = fact->turn,
                                 .state = fact->state,
                                 .body = fact->body,
                                 .principal = fact->principal,
                                 .claim = fact->claim};
}

static bool is_value_of(const struct pal_fact_row *head, const struct pal_fact *fact)
{
    return head->turn > 0 && strcmp(head->part, fact->part) == 0 &&
           strcmp(head->lane, fact->lane) == 0;
}

/* Whether the kind lets the visitor follow a fact with what it says. */
static bool may_follow(struct pal_errand *errand, const struct pal_fact_kind *kind,
                       const struct pal_fact_row *head)
{
    struct pal_err kept = errand->err;
    struct pal_fact_row row = *head;
    if (kind->is_sent && strcmp(head->state, pal_fact_none) == 0) { /* there is no file to change */
        return false;
    }
    row.turn = head->turn + 1;
    row.claim = ""; /* it would be the visitor's */
    bool may = kind->check == NULL || kind->check(errand, &row, head) == PAL_OK;
    errand->err = kept;
    return may;
}

enum pal_rc pal_facts_may(struct pal_errand *errand, const struct pal_fact *facts, size_t count,
                          bool are_heads, struct pal_fact_may *out)
{
    struct pal_fact_shape shape;
    struct pal_fact_row head = {.turn = 0};
    if (count == 0) {
        return PAL_OK;
    }
    const struct pal_fact_kind *kind = pal_fact_kind_find(facts[0].kind);
    enum pal_rc rc =
        pal_facts_shape(errand, facts[0].kind, facts[0].subject_kind, facts[0].subject, &shape);
    bool may_erase = pal_errand_may(errand, PAL_MAY_ADMINISTER, NULL) && !errand->is_read_only;
    bool kept = false;
    if (rc == PAL_OK && may_erase) {
        rc = is_kept(errand, kind, facts[0].subject_kind, facts[0].subject, &kept);
        may_erase = !kept;
    }
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        struct pal_fact_row row = row_of(&facts[i]);
        row.project = shape.project;
        if (are_heads) {
            head = row;
        } else if (!facts[i].is_erased && !is_value_of(&head, &facts[i])) {
            rc = pal_fact_head(errand, &row, &head);
        }
        bool may_add = false;
        for (size_t j = 0; j < shape.lane_count; j++) {
            may_add = may_add || (shape.may_add[j] && strcmp(shape.lanes[j], row.lane) == 0);
        }
        out[i] = (struct pal_fact_may){
            .change = rc == PAL_OK && may_add && !facts[i].is_erased && head.number == row.number &&
                      !kind->has_own_page && may_follow(errand, kind, &head),
            .erase = may_erase && !facts[i].is_erased && !is_followed(kind, row.number, &head)};
    }
    return pal_errand_explain(errand, rc);
}

/* ----------------------------------------------------------------------- words */

struct pal_fact_known *pal_fact_known_of(struct pal_errand *errand, struct pal_fact_saying *saying,
                                         const struct pal_fact_row *row)
{
    struct pal_fact_known *at = saying->known;
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    bool is_of_second = kind != NULL && kind->is_of_second;
    while (at != NULL &&
           (strcmp(at->subject, row->subject) != 0 || at->is_of_second != is_of_second ||
            strcmp(at->subject_kind, row->subject_kind) != 0)) {
        at = at->next;
    }
    if (at != NULL) {
        return at;
    }
    at = PAL_NEW(errand->arena, struct pal_fact_known, 1);
    if (at != NULL) {
        struct pal_err kept = errand->err;
        *at = (struct pal_fact_known){.subject_kind = row->subject_kind,
                                      .subject = row->subject,
                                      .is_of_second = is_of_second,
                                      .next = saying->known};
        at->may_read = pal_fact_subject_open_for(errand, kind, row->subject_kind, row->subject,
                                                 &at->opened) == PAL_OK;
        errand->err = kept;
        saying->known = at;
    }
    return at;
}

static bool may_be_told(struct pal_errand *errand, struct pal_fact_saying *saying,
                        const struct pal_fact_row *row)
{
    const struct pal_fact_known *known = pal_fact_known_of(errand, saying, row);
    return known != NULL && known->may_read && pal_fact_is_shown(&known->opened, row);
}

static void add_words(struct pal_errand *errand, struct pal_fact_saying *saying,
                      struct pal_buf *words, const struct pal_fact_row *row)
{
    const struct pal_voice *voice = errand->voice;
    if (words->len > 0) {
        pal_buf_add(words, "; ");
    }
    if (row->erased_by != 0) {
        pal_buf_add(words, pal_voice_say(voice, PAL_N_("what was said is erased")));
        return;
    }
    if (!may_be_told(errand, saying, row)) {
        pal_buf_add(words, pal_voice_say(voice, PAL_N_("not yours to read")));
        return;
    }
    const struct pal_fact_kind *kind = pal_fact_kind_find(row->kind);
    const struct pal_fact_state *state =
        kind != NULL ? pal_fact_state_find(kind, row->state) : NULL;
    pal_buf_add(words, kind != NULL ? pal_voice_say(voice, kind->title) : row->kind);
    pal_buf_printf(words, ", %s %s", pal_kind_said(voice, row->subject_kind), row->subject);
    if (kind != NULL && kind->say != NULL) {
        const char *said = kind->say(errand, row, saying);
        pal_buf_printf(words, ": %s", said != NULL ? said : "");
        return;
    }
    if (row->part[0] != '\0') {
        pal_buf_printf(words, " %s", row->part);
    }
    pal_buf_printf(words, ", %s, ",
                   state != NULL ? pal_voice_say(voice, state->title)
                   : strcmp(row->state, pal_fact_none) == 0
                       ? pal_voice_say(voice, PAL_N_("Taken back"))
                       : row->state);
    pal_buf_printf(words, pal_voice_say(voice, PAL_N_("turn %lld")), (long long)row->turn);
}

bool pal_facts_have_words(const char *verb)
{
    bool have = false;
    for (size_t i = 0; i < pal_fact_kind_count; i++) {
        const struct pal_fact_kind *kind = pal_fact_kinds[i];
        have = have || (kind->say != NULL && strcmp(kind->verb, verb) == 0);
    }
    return have;
}

static enum pal_rc words_of(struct pal_errand *errand, struct pal_fact_saying *saying, int64_t act,
                            const char **out)
{
    enum { SHOWN_MOST = 3 };
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    struct pal_buf words;
    *out = "";
    enum pal_rc rc = pal_facts_of_act(errand->db, act, NULL, errand->arena, &rows, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_buf_init(&words, WORDS_MAX, errand->arena->alloc);
    for (size_t i = 0; i < count && i < SHOWN_MOST; i++) {
        add_words(errand, saying, &words, &rows[i]);
    }
    if (count > SHOWN_MOST) {
        pal_buf_printf(&words, " …+%zu", count - SHOWN_MOST);
    }
    const char *text = pal_buf_text(&words);
    *out = text != NULL ? pal_arena_copy(errand->arena, text, words.len) : NULL;
    pal_buf_done(&words);
    return *out != NULL ? PAL_OK : PAL_E_MEMORY;
}

enum pal_rc pal_facts_words(struct pal_errand *errand, const int64_t *acts, size_t count,
                            const char **out)
{
    struct pal_fact_saying saying = {.known = NULL};
    enum pal_rc rc = PAL_OK;
    pal_app_init_in(&saying.app, errand->arena->alloc);
    pal_house_use(errand, &saying.app);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = words_of(errand, &saying, acts[i], &out[i]);
    }
    pal_app_done(&saying.app);
    return pal_errand_explain(errand, rc);
}
