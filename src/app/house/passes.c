#include "app/house/passes.h"

#include <stdio.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/blind_parts.h"
#include "app/house/people_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/told.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/passes.h"
#include "store/records.h"

enum { DAY = 24 * 3600, WORDS_MAX = 256 };

const char *const pal_pass_state_ids[] = {"open", "over", "revoked", "asleep"};

/* ----------------------------------------------------------------------- words */

static const struct {
    enum pal_pass_right right;
    const char *name;
} rights[] = {{PAL_PASS_READ, "read"},
              {PAL_PASS_ANSWER, "answer"},
              {PAL_PASS_HAND_ON, "hand_on"},
              {PAL_PASS_REPLY, "reply"},
              {PAL_PASS_REPORT, "report"}};

/* As the row has them: "read hand_on". */
static void name_rights(unsigned set, char out[WORDS_MAX])
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
        if ((set & rights[i].right) != 0) {
            int wrote =
                snprintf(out + len, WORDS_MAX - len, "%s%s", len > 0 ? " " : "", rights[i].name);
            len += wrote > 0 ? (size_t)wrote : 0;
        }
    }
}

/* A name that is not known allows nothing. */
static unsigned read_rights(const char *words)
{
    unsigned set = 0;
    while (*words != '\0') {
        size_t len = strcspn(words, " ");
        for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
            bool is_it = strlen(rights[i].name) == len && memcmp(rights[i].name, words, len) == 0;
            set |= is_it ? rights[i].right : 0U;
        }
        words += len + (words[len] == ' ');
    }
    return set;
}

static struct pal_pass pass_of(const struct pal_errand *errand, const struct pal_pass_row *row)
{
    int64_t now = errand->now;
    return (struct pal_pass){.id = row->id,
                             .kind = row->kind,
                             .subject = row->subject,
                             .part = row->part,
                             .rights = read_rights(row->rights),
                             .person = row->person,
                             .name = row->name,
                             .is_handed_on = row->parent != NULL,
                             .note = row->note,
                             .created_at = row->created_at,
                             .expires_at = row->expires_at,
                             .revoked_at = row->revoked_at,
                             .state = row->is_in_force         ? PAL_PASS_OPEN
                                      : row->revoked_at != 0   ? PAL_PASS_REVOKED
                                      : row->expires_at <= now ? PAL_PASS_OVER
                                                               : PAL_PASS_ASLEEP,
                             .project = row->project,
                             .title = pal_told_title(errand, row->title, row->title_fr)};
}

/* Whoever answers for a pass must be able to make it: the roles that may assess, as ",expert,". */
static struct pal_pass_view view_of(const struct pal_errand *errand, char room[WORDS_MAX])
{
    size_t len = 1;
    room[0] = ',';
    room[1] = '\0';
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        if (pal_role_may((enum pal_role)i, PAL_MAY_ASSESS)) {
            int wrote = snprintf(room + len, WORDS_MAX - len, "%s,", pal_role_ids[i]);
            len += wrote > 0 ? (size_t)wrote : 0;
        }
    }
    return (struct pal_pass_view){.now = errand->now, .roles = room};
}

static enum pal_rc write_entry(struct pal_errand *errand, const char *verb, const char *id,
                               const char *before, const char *after)
{
    const char *object = pal_arena_printf(errand->arena, "pass/%s", id);
    return object != NULL ? pal_audit_write(errand, verb, object, before, after) : PAL_E_MEMORY;
}

enum pal_rc pal_passes_none(struct pal_errand *errand)
{
    return pal_errand_fail(errand, PAL_E_NOT_FOUND,
                           "this link opens nothing, or not any more: open the link that you were "
                           "given once more, or ask whoever gave it to you for a new one");
}

/* ---------------------------------------------------------------------- making */

static enum pal_rc check_wish(struct pal_errand *errand, const struct pal_new_pass *wanted)
{
    size_t len = strlen(wanted->note);
    if (wanted->last_day + DAY <= errand->now) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "a date is needed, today or later, as 2027-03-31");
    }
    if (wanted->last_day > errand->now + (int64_t)PAL_PASS_DAYS * DAY) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until", "a link lasts %d days at most",
                                  PAL_PASS_DAYS);
    }
    if (len > PAL_PASS_NOTE || !pal_utf8_is_line(wanted->note, len)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "note",
                                  "to whom a link is given is one line of at most %d bytes",
                                  PAL_PASS_NOTE);
    }
    return PAL_OK;
}

/* Within a transaction, locked: two that are made at once do not each see the room left. */
static enum pal_rc check_room(struct pal_errand *errand, const struct pal_pass_row *row)
{
    int64_t count;
    enum pal_rc rc = pal_pass_count(errand->db, row->kind, row->subject, errand->now, &count);
    if (rc == PAL_OK && count >= PAL_PASSES_MOST) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "there are %d links to this already: one must be revoked first",
                               PAL_PASSES_MOST);
    }
    return rc;
}

/* Within a transaction, locked: the pass of a row with its secret `link`; its id is made here. */
static enum pal_rc add(struct pal_errand *errand, struct pal_pass_row *row, unsigned set,
                       const char *verb, struct pal_pass *out, const char link[PAL_SECRET_TEXT])
{
    char id[PAL_ID_TEXT];
    char hash[PAL_HASH_TEXT];
    char words[WORDS_MAX];
    char roles[WORDS_MAX];
    struct pal_pass_row made;
    enum pal_rc rc = check_room(errand, row);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_id(id);
    pal_secret_hash(link, strlen(link), hash);
    name_rights(set, words);
    row->id = id;
    row->rights = words;
    row->created_at = errand->now;
    rc = pal_pass_add(errand->db, row, hash);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *before =
        row->parent != NULL ? pal_arena_printf(errand->arena, "pass/%s", row->parent) : "";
    const char *after = pal_arena_printf(errand->arena, "%s/%s, %s, until %lld", row->kind,
                                         row->subject, words, (long long)row->expires_at);
    rc = before != NULL && after != NULL ? write_entry(errand, verb, id, before, after)
                                         : PAL_E_MEMORY;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass_view view = view_of(errand, roles);
    rc = pal_pass_get(errand->db, id, &view, errand->arena, &made);
    if (rc == PAL_OK) {
        *out = pass_of(errand, &made);
    }
    return rc;
}

/* What is asked of the passes of a subject. */
enum keeping { LOOKS, CHANGES };

/* Until a consultation is opened its keeper alone makes links to it, or ends one: whoever else held
 * one would read what is typed there. */
static enum pal_rc require_sealed(struct pal_errand *errand,
                                  const struct pal_audience_reader *reader, enum pal_rc right,
                                  enum keeping what)
{
    if (reader->is_keeper) {
        return PAL_OK;
    }
    return right == PAL_OK && what == CHANGES
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "until the answers of a consultation are opened its keeper alone "
                                 "makes links to it, or ends one")
               : right;
}

/* The right to look after the passes of a subject, and its head. */
static enum pal_rc require_keeper(struct pal_errand *errand, const char *kind, const char *subject,
                                  enum keeping what, struct pal_record *head)
{
    struct pal_audience_reader reader = {.is_sealed = false};
    bool is_kind = pal_shelf_kind(kind)->is_passed;
    enum pal_rc rc =
        is_kind ? pal_record_head(errand->db, kind, subject, errand->arena, head) : PAL_E_NOT_FOUND;
    if (rc == PAL_OK && pal_kind_is(kind, PAL_KIND_SENDING)) {
        rc = pal_sending_reader(errand, subject, &reader);
    }
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    enum pal_rc right =
        reader.is_sealed && reader.is_keeper
            ? PAL_OK
            : pal_errand_require(errand, is_kind ? pal_shelf_kind(kind)->passes : PAL_MAY_ASSESS,
                                 rc == PAL_OK ? head->project : NULL);
    right = right == PAL_OK ? pal_blind_require(errand, kind, subject) : right;
    right = reader.is_sealed ? require_sealed(errand, &reader, right, what) : right;
    return right != PAL_OK ? right : pal_errand_explain(errand, rc);
}

static enum pal_rc write_made(struct pal_errand *errand, const struct pal_new_pass *wanted,
                              struct pal_pass *out, char link[PAL_SECRET_TEXT])
{
    struct pal_record head;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        bool is_sent_with = wanted->secret != NULL; /* the links of all, with what is sent */
        rc = require_keeper(errand, wanted->kind, wanted->subject, is_sent_with ? LOOKS : CHANGES,
                            &head);
    }
    if (rc == PAL_OK && head.removed_at != 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "this is out of the lists: bring it back first, links to it open "
                             "nothing");
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_pass_row row = {.kind = wanted->kind,
                               .subject = wanted->subject,
                               .part = wanted->part != NULL ? wanted->part : "",
                               .person = errand->principal.id,
                               .note = wanted->note,
                               .expires_at = wanted->last_day + DAY};
    if (wanted->secret == NULL) {
        pal_secret_new(link);
    } else {
        (void)snprintf(link, PAL_SECRET_TEXT, "%s", wanted->secret);
    }
    return add(errand, &row, wanted->rights, "make-pass", out, link);
}

enum pal_rc pal_passes_make(struct pal_errand *errand, const struct pal_new_pass *wanted,
                            struct pal_pass *out, char link[PAL_SECRET_TEXT])
{
    if (errand->session == NULL || errand->principal.id == NULL) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "a link is made by whoever signed in: it would outlive a token");
    }
    enum pal_rc rc = check_wish(errand, wanted);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_made(errand, wanted, out, link)) : rc;
}

enum pal_rc pal_passes_make_within(struct pal_errand *errand, const struct pal_new_pass *wanted,
                                   struct pal_pass *out, char link[PAL_SECRET_TEXT])
{
    enum pal_rc rc = check_wish(errand, wanted);
    return rc == PAL_OK ? write_made(errand, wanted, out, link) : rc;
}

enum pal_rc pal_passes_prolong_within(struct pal_errand *errand, const char *kind,
                                      const char *subject, int64_t last_day)
{
    const char **ids = NULL;
    size_t count = 0;
    int64_t end = last_day + DAY;
    enum pal_rc rc =
        pal_pass_prolong(errand->db, kind, subject, errand->now, end, errand->arena, &ids, &count);
    const char *after = pal_arena_printf(errand->arena, "until %lld", (long long)end);
    rc = rc == PAL_OK && after == NULL ? PAL_E_MEMORY : rc;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = write_entry(errand, "prolong-pass", ids[i], "", after);
    }
    return rc;
}

enum pal_rc pal_passes_find(struct pal_errand *errand, const char *kind, const char *subject,
                            const char *link, struct pal_pass *out)
{
    char roles[WORDS_MAX];
    char hash[PAL_HASH_TEXT];
    struct pal_pass_row row;
    const struct pal_pass_view view = view_of(errand, roles);
    pal_secret_hash(link, strlen(link), hash);
    enum pal_rc rc = pal_pass_of_link(errand->db, hash, &view, errand->arena, &row);
    if (rc == PAL_OK && (strcmp(row.kind, kind) != 0 || strcmp(row.subject, subject) != 0)) {
        return PAL_E_NOT_FOUND;
    }
    if (rc == PAL_OK) {
        *out = pass_of(errand, &row);
    }
    return rc;
}

/* Within a transaction. */
static enum pal_rc write_handed_on(struct pal_errand *errand, const struct pal_new_pass *wanted,
                                   struct pal_pass *out, char link[PAL_SECRET_TEXT])
{
    char roles[WORDS_MAX];
    struct pal_pass_row own;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass_view view = view_of(errand, roles);
    rc = pal_pass_get(errand->db, errand->principal.pass->id, &view, errand->arena, &own);
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && !own.is_in_force)) {
        return pal_passes_none(errand);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    unsigned held = read_rights(own.rights);
    if ((held & PAL_PASS_HAND_ON) == 0 || (wanted->rights & ~held) != 0) {
        return pal_errand_fail(errand, PAL_E_DENIED, "this link may not be handed on so");
    }
    if (wanted->last_day + DAY > own.expires_at) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "until",
                                  "a link that is handed on ends no later than the one that "
                                  "it comes from");
    }
    struct pal_pass_row row = {.kind = own.kind,
                               .subject = own.subject,
                               .part = own.part[0] != '\0' || wanted->part == NULL ? own.part
                                                                                   : wanted->part,
                               .person = own.person,
                               .parent = own.id,
                               .note = wanted->note,
                               .expires_at = wanted->last_day + DAY};
    pal_secret_new(link);
    return add(errand, &row, wanted->rights, "hand-on-pass", out, link);
}

enum pal_rc pal_passes_hand_on(struct pal_errand *errand, const struct pal_new_pass *wanted,
                               struct pal_pass *out, char link[PAL_SECRET_TEXT])
{
    if (errand->principal.pass == NULL) {
        return pal_passes_none(errand);
    }
    enum pal_rc rc = check_wish(errand, wanted);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_handed_on(errand, wanted, out, link)) : rc;
}

/* --------------------------------------------------------------- looking after */

static enum pal_rc tell_passes(struct pal_errand *errand, enum pal_rc rc,
                               const struct pal_pass_row *rows, struct pal_pass **out,
                               size_t *count)
{
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_pass, *count + 1) : NULL;
    if (*out == NULL) {
        *count = 0;
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = pass_of(errand, &rows[i]);
    }
    return PAL_OK;
}

static enum pal_rc find_sealed(struct pal_errand *errand, const char *kind, const char *subject,
                               bool *out)
{
    struct pal_audience_reader reader = {.is_sealed = false};
    enum pal_rc rc =
        pal_kind_is(kind, PAL_KIND_SENDING) ? pal_sending_reader(errand, subject, &reader) : PAL_OK;
    *out = reader.is_sealed;
    return pal_errand_explain(errand, rc);
}

/* Whom candidates let answer beside them is theirs to know; how many stay. */
static size_t leave_handed_on(struct pal_pass_row *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].parent == NULL) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

enum pal_rc pal_passes_list(struct pal_errand *errand, const char *kind, const char *subject,
                            struct pal_pass **out, size_t *count)
{
    char roles[WORDS_MAX];
    struct pal_record head;
    struct pal_pass_row *rows = NULL;
    *out = NULL;
    *count = 0;
    bool is_sealed = false;
    enum pal_rc rc = require_keeper(errand, kind, subject, LOOKS, &head);
    rc = rc == PAL_OK ? find_sealed(errand, kind, subject, &is_sealed) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass_view view = view_of(errand, roles);
    rc = pal_pass_list_of(errand->db, kind, subject, PAL_PASSES_LISTED, &view, errand->arena, &rows,
                          count);
    if (rc == PAL_OK && is_sealed) {
        *count = leave_handed_on(rows, *count);
    }
    return tell_passes(errand, rc, rows, out, count);
}

enum pal_rc pal_passes_handed_on(struct pal_errand *errand, struct pal_pass **out, size_t *count)
{
    char roles[WORDS_MAX];
    struct pal_pass_row *rows = NULL;
    *out = NULL;
    *count = 0;
    if (errand->principal.pass == NULL) {
        return pal_passes_none(errand);
    }
    const struct pal_pass_view view = view_of(errand, roles);
    enum pal_rc rc = pal_pass_list_from(errand->db, errand->principal.pass->id, PAL_PASSES_LISTED,
                                        &view, errand->arena, &rows, count);
    return tell_passes(errand, rc, rows, out, count);
}

/* Within a transaction, locked: the one of a subject. */
static enum pal_rc find_kept(struct pal_errand *errand, const char *kind, const char *subject,
                             const char *id)
{
    char roles[WORDS_MAX];
    struct pal_pass_row row;
    struct pal_record head;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = require_keeper(errand, kind, subject, CHANGES, &head);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass_view view = view_of(errand, roles);
    rc = pal_pass_get(errand->db, id, &view, errand->arena, &row);
    bool is_its = rc == PAL_OK && strcmp(row.kind, kind) == 0 && strcmp(row.subject, subject) == 0;
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && !is_its)) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no such link to this");
    }
    return rc;
}

/* One that was found, with those that were handed on from it. */
static enum pal_rc end_pass(struct pal_errand *errand, const char *id)
{
    int64_t count;
    enum pal_rc rc = pal_pass_end(errand->db, id, errand->now, &count);
    if (rc != PAL_OK || count == 0) { /* it was before: said twice, it is done once */
        return rc;
    }
    const char *after =
        pal_arena_printf(errand->arena, "%lld handed on from it", (long long)(count - 1));
    return after != NULL ? write_entry(errand, "revoke-pass", id, "", count > 1 ? after : "")
                         : PAL_E_MEMORY;
}

static enum pal_rc write_revoked(struct pal_errand *errand, const char *kind, const char *subject,
                                 const char *id)
{
    enum pal_rc rc = find_kept(errand, kind, subject, id);
    return rc == PAL_OK ? end_pass(errand, id) : rc;
}

/* Within a transaction: whose own holds still, and one that was handed on from it. */
static enum pal_rc write_taken_back(struct pal_errand *errand, const char *id)
{
    char roles[WORDS_MAX];
    struct pal_pass_row own;
    struct pal_pass_row row;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_pass_view view = view_of(errand, roles);
    rc = pal_pass_get(errand->db, errand->principal.pass->id, &view, errand->arena, &own);
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && !own.is_in_force)) {
        return pal_passes_none(errand);
    }
    rc = rc == PAL_OK ? pal_pass_get(errand->db, id, &view, errand->arena, &row) : rc;
    if (rc == PAL_E_NOT_FOUND ||
        (rc == PAL_OK && (row.parent == NULL || strcmp(row.parent, own.id) != 0))) {
        return pal_errand_fail(errand, PAL_E_NOT_FOUND, "there is no such link to this");
    }
    return rc == PAL_OK ? end_pass(errand, id) : rc;
}

enum pal_rc pal_passes_take_back(struct pal_errand *errand, const char *id)
{
    if (errand->principal.pass == NULL) {
        return pal_passes_none(errand);
    }
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_taken_back(errand, id)) : rc;
}

enum pal_rc pal_passes_revoke(struct pal_errand *errand, const char *kind, const char *subject,
                              const char *id)
{
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_revoked(errand, kind, subject, id)) : rc;
}

static enum pal_rc write_forgotten(struct pal_errand *errand, const char *kind, const char *subject,
                                   const char *id)
{
    enum pal_rc rc = find_kept(errand, kind, subject, id);
    if (rc == PAL_OK) {
        rc = pal_pass_forget_note(errand->db, id);
    }
    return rc == PAL_OK ? write_entry(errand, "forget-holder", id, "", "") : rc;
}

enum pal_rc pal_passes_forget(struct pal_errand *errand, const char *kind, const char *subject,
                              const char *id)
{
    enum pal_rc rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_forgotten(errand, kind, subject, id)) : rc;
}

/* --------------------------------------------------------------------- holding */

/* From now on whoever holds this pass acts, and nobody else: also where somebody signed in. */
static enum pal_rc become(struct pal_errand *errand, const struct pal_pass_row *row,
                          const struct pal_pass_browser *browser)
{
    struct pal_pass *pass = PAL_NEW(errand->arena, struct pal_pass, 1);
    if (pass == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    *pass = pass_of(errand, row);
    pass->role = browser->role;
    pass->contributor = browser->person;
    pass->contributor_name = browser->name;
    errand->principal = (struct pal_principal){.kind = PAL_PRINCIPAL_PASS, .pass = pass};
    errand->credentials = NULL;
    errand->roles = NULL;
    errand->role_count = 0;
    errand->blind_count = 0;
    errand->session = NULL;
    errand->is_read_only = false;
    return PAL_OK;
}

/* Whoever reads its subject independently answers for no link to it, so long: it would show them
 * what they are not to see. */
static enum pal_rc check_awake(struct pal_errand *errand, const struct pal_pass_row *row)
{
    struct pal_errand theirs = *errand;
    if (!pal_kind_is(row->kind, PAL_KIND_ASSESSMENT)) { /* nothing else is read so */
        return PAL_OK;
    }
    theirs.principal = (struct pal_principal){.kind = PAL_PRINCIPAL_PERSON, .id = row->person};
    enum pal_rc rc = pal_blind_take(&theirs, pal_blind_ask(&theirs));
    if (rc != PAL_OK) {
        errand->err = theirs.err;
        return rc;
    }
    return pal_blind_is(&theirs, row->kind, row->subject) ? pal_passes_none(errand) : PAL_OK;
}

static enum pal_rc find_link(struct pal_errand *errand, const char *link, struct pal_pass_row *row)
{
    char roles[WORDS_MAX];
    char hash[PAL_HASH_TEXT];
    const struct pal_pass_view view = view_of(errand, roles);
    pal_secret_hash(link, strlen(link), hash);
    enum pal_rc rc = pal_pass_of_link(errand->db, hash, &view, errand->arena, row);
    if (rc != PAL_OK) {
        return rc == PAL_E_NOT_FOUND ? pal_passes_none(errand) : pal_errand_explain(errand, rc);
    }
    return check_awake(errand, row);
}

enum pal_rc pal_passes_look(struct pal_errand *errand, const char *link)
{
    struct pal_pass_row row;
    enum pal_rc rc = find_link(errand, link, &row);
    return rc == PAL_OK ? become(errand, &row, &(struct pal_pass_browser){0}) : rc;
}

/* Within a transaction. */
static enum pal_rc write_exchange(struct pal_errand *errand, const char *link,
                                  char secret[PAL_SECRET_TEXT])
{
    char hash[PAL_HASH_TEXT];
    struct pal_pass_row row;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = find_link(errand, link, &row);
    }
    if (rc == PAL_OK) {
        rc = become(errand, &row, &(struct pal_pass_browser){0});
    }
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_new(secret);
    pal_secret_hash(secret, strlen(secret), hash);
    rc = pal_pass_session_add(errand->db, hash, row.id, errand->now, PAL_PASS_BROWSERS);
    return rc == PAL_OK ? write_entry(errand, "open-pass", row.id, "", "") : rc;
}

enum pal_rc pal_passes_exchange(struct pal_errand *errand, const char *link,
                                char secret[PAL_SECRET_TEXT])
{
    struct pal_pass_row row;
    enum pal_rc rc = pal_sign_in_count_link(errand, false);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = find_link(errand, link, &row);
    if (rc == PAL_E_NOT_FOUND) {
        enum pal_rc counted = pal_sign_in_count_link(errand, true);
        return counted == PAL_OK ? pal_passes_none(errand) : counted;
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_exchange(errand, link, secret)) : rc;
}

enum pal_rc pal_passes_resume(struct pal_errand *errand, const char *id, const char *secret)
{
    enum { SEEN_STEP = 60 }; /* a browser is marked as seen once a minute */
    char roles[WORDS_MAX];
    char hash[PAL_HASH_TEXT];
    struct pal_pass_row row;
    struct pal_pass_browser browser = {0};
    const struct pal_pass_view view = view_of(errand, roles);
    pal_secret_hash(secret, strlen(secret), hash);
    enum pal_rc rc =
        pal_pass_of_session(errand->db, hash, id, errand->now - PAL_PASS_IDLE,
                            errand->now - PAL_PASS_AGE, &view, errand->arena, &row, &browser);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_passes_none(errand);
    }
    rc = rc == PAL_OK ? check_awake(errand, &row) : pal_errand_explain(errand, rc);
    rc = rc == PAL_OK ? become(errand, &row, &browser) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    errand->session = pal_arena_copy(errand->arena, hash, strlen(hash));
    if (errand->session == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (errand->now - browser.seen_at >= SEEN_STEP) { /* not worth failing a page */
        (void)!pal_pass_session_seen(errand->db, hash, errand->now);
    }
    return PAL_OK;
}

enum pal_rc pal_passes_state(struct pal_errand *errand, const char *id, enum pal_pass_state *out)
{
    char roles[WORDS_MAX];
    struct pal_pass_row row;
    const struct pal_pass_view view = view_of(errand, roles);
    enum pal_rc rc = pal_pass_get(errand->db, id, &view, errand->arena, &row);
    *out = rc == PAL_OK ? pass_of(errand, &row).state : PAL_PASS_OVER;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

bool pal_passes_may(const struct pal_errand *errand, const char *kind, const char *subject,
                    unsigned any)
{
    const struct pal_pass *pass = errand->principal.pass;
    return pass != NULL && (pass->rights & any) != 0 && strcmp(pass->kind, kind) == 0 &&
           strcmp(pass->subject, subject) == 0;
}

bool pal_passes_reads(const struct pal_errand *errand, const char *kind, const char *id,
                      const char *project)
{
    const struct pal_pass *pass = errand->principal.pass;
    if (pass == NULL || (pass->rights & PAL_PASS_READ) == 0) {
        return false;
    }
    if (strcmp(kind, pass->kind) == 0) {
        return strcmp(id, pass->subject) == 0;
    }
    const struct pal_shelf_kind *row = pal_shelf_kind(kind);
    if (row->is_project) { /* its marking, and what it aims at; no page shows more */
        return strcmp(id, pass->project) == 0;
    }
    return row->is_means && (project[0] == '\0' || strcmp(project, pass->project) == 0);
}

/* ---------------------------------------------------------------------- tidying */

enum pal_rc pal_passes_tidy(struct pal_errand *errand)
{
    bool is_any;
    enum pal_rc rc = pal_pass_session_sweep(errand->db, errand->now - PAL_PASS_IDLE,
                                            errand->now - PAL_PASS_AGE, errand->now);
    if (rc == PAL_OK) {
        rc = pal_pass_sweep(errand->db, errand->now - PAL_PASS_KEPT, &is_any);
    }
    return rc == PAL_OK && is_any ? pal_audit_write(errand, "remove-passes", "database", "", "")
                                  : rc;
}
