#include "app/house/mail.h"

#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand_parts.h"
#include "app/house/house.h"
#include "app/house/mail_parts.h"
#include "app/house/mail_way_parts.h"
#include "app/house/people_parts.h"
#include "app/house/secret.h"
#include "app/house/sending_parts.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "format/desc.h"
#include "store/audit.h"
#include "store/personal.h"

enum { DAY = 24 * 3600, ID_MOST = 100, WRITTEN_MAX = 64 << 10 };

const char *const pal_mail_state_ids[PAL_MAIL_STATES] = {"waiting",  "sent",      "refused",
                                                         "given_up", "withdrawn", "sealed"};

static enum pal_mail_state state_of(const char *id)
{
    int state = 0;
    while (state < PAL_MAIL_WITHDRAWN && strcmp(pal_mail_state_ids[state], id) != 0) {
        state++;
    }
    return (enum pal_mail_state)state;
}

bool pal_mail_is_configured(const struct pal_house *house)
{
    return pal_house_mail(house) != NULL;
}

static struct pal_mail_row_of row_about(const struct pal_mail_about *about)
{
    return (struct pal_mail_row_of){about->project, about->kind, about->id, about->part};
}

/* ------------------------------------------------------------------------ asking */

static void add_field(struct pal_buf *buf, const char *text)
{
    pal_buf_printf(buf, "%zu:", strlen(text));
    pal_buf_add(buf, text);
    pal_buf_add_char(buf, '\n');
}

/* Of all that is to be sent, with a salt: what is in no entry cannot be guessed from one. */
static enum pal_rc digest_row(const struct pal_mail_row *row, char out[PAL_HASH_TEXT])
{
    const char *const fields[] = {row->salt,     row->id,         row->what,    row->of.project,
                                  row->of.kind,  row->of.subject, row->of.part, row->person,
                                  row->language, row->address,    row->name,    row->title,
                                  row->body};
    struct pal_buf buf;
    pal_buf_init(&buf, WRITTEN_MAX, NULL);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        add_field(&buf, fields[i]);
    }
    pal_buf_printf(&buf, "%lld %lld\n", (long long)row->written_at, (long long)row->not_before);
    const char *text = pal_buf_text(&buf);
    if (text != NULL) {
        pal_secret_hash(text, buf.len, out);
    }
    pal_buf_done(&buf);
    return text != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* "invitation pass/abc, sha256 …": whose digest it is, is not said. */
static const char *words_of(struct pal_arena *arena, const struct pal_mail_row *row,
                            const char *digest)
{
    const struct pal_mail_row_of *of = &row->of;
    return pal_arena_printf(arena, "%s %s/%s%s%s, sha256 %s", row->what,
                            of->kind[0] != '\0' ? of->kind : "project",
                            of->kind[0] != '\0' ? of->subject : of->project,
                            of->part[0] != '\0' ? "/" : "", of->part, digest);
}

enum pal_rc pal_mail_check_asked(struct pal_errand *errand, const struct pal_mail_row *row)
{
    char digest[PAL_HASH_TEXT];
    struct pal_audit_row *rows = NULL;
    size_t count = 0;
    const struct pal_audit_list list = {.object =
                                            pal_arena_printf(errand->arena, "mail/%s", row->id),
                                        .verb = "write-mail",
                                        .max = 1};
    enum pal_rc rc = digest_row(row, digest);
    const char *words = rc == PAL_OK ? words_of(errand->arena, row, digest) : NULL;
    if (words == NULL || list.object == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = pal_audit_find(errand->db, &list, errand->arena, &rows, &count);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    bool is_asked =
        count > 0 && strcmp(rows[0].person, row->person) == 0 && strcmp(rows[0].after, words) == 0;
    return is_asked ? PAL_OK : PAL_E_DENIED;
}

static enum pal_rc check_id(struct pal_errand *errand, const char *id)
{
    size_t len = id != NULL ? strlen(id) : 1;
    bool is_fine = id == NULL || (len > 0 && len <= ID_MOST && id[0] != '.' && id[len - 1] != '.' &&
                                  strstr(id, "..") == NULL &&
                                  strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789._-") == len);
    return is_fine ? PAL_OK
                   : pal_errand_fail(errand, PAL_E_INVALID, "%s is no id of a mail",
                                     pal_quote(id).text);
}

static bool is_line(const char *text)
{
    size_t len = strlen(text);
    size_t bad_at;
    return len <= PAL_MAIL_LINE && pal_utf8_check(text, len, &bad_at) &&
           pal_utf8_is_line(text, len);
}

static bool is_body(const char *text)
{
    size_t len = strlen(text);
    uint32_t bad;
    size_t bad_at;
    return len <= PAL_MAIL_BODY && pal_utf8_check(text, len, &bad_at) &&
           pal_utf8_is_text(text, len, &bad);
}

/* In small letters, as those of accounts; NULL after a sentence. */
static const char *clean_address(struct pal_errand *errand, const char *given)
{
    const char *address = pal_email_clean(errand, given);
    if (address != NULL && pal_letter_is_address(address)) {
        return address;
    }
    (void)pal_errand_at(errand, pal_mail_refuse_address(&errand->err, errand->voice, given),
                        "email");
    return NULL;
}

static enum pal_rc check_wish(struct pal_errand *errand, const struct pal_mail_wish *wish)
{
    if (!is_line(wish->name)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "name",
                                  "the name of whoever gets a mail is one line of at most %d bytes",
                                  PAL_MAIL_LINE);
    }
    if (!is_line(wish->title) || pal_is_blank(wish->title)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "title",
                                  "the subject of a mail is one line of at most %d bytes",
                                  PAL_MAIL_LINE);
    }
    if (!is_body(wish->body) || pal_is_blank(wish->body)) {
        return pal_errand_fail_at(
            errand, PAL_E_INVALID, "text",
            "the text of a mail has at most %d kB, without control characters",
            PAL_MAIL_BODY >> 10);
    }
    if (wish->not_before > errand->now + (int64_t)PAL_MAIL_AHEAD * DAY) {
        return pal_errand_fail(errand, PAL_E_INVALID, "a mail waits %d days at most",
                               PAL_MAIL_AHEAD);
    }
    return check_id(errand, wish->id);
}

/* A link that went round must not make a mailer of the house. */
static enum pal_rc check_often(struct pal_errand *errand, const char *person)
{
    int64_t count = 0;
    if (errand->principal.pass == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_mail_row_written_by(errand->db, person, errand->now - DAY, &count);
    return rc == PAL_OK && count >= PAL_MAIL_OF_PASS
               ? pal_errand_fail(errand, PAL_E_OFTEN,
                                 "%d mails were sent by this link within a day: go on tomorrow, or "
                                 "hand the link on yourself",
                                 PAL_MAIL_OF_PASS)
               : rc;
}

/* The row and its entry, of which the digest is one. */
static enum pal_rc write_mail(struct pal_errand *errand, struct pal_mail_row *row, bool *is_new)
{
    char digest[PAL_HASH_TEXT];
    enum pal_rc rc = digest_row(row, digest);
    const char *object = pal_arena_printf(errand->arena, "mail/%s", row->id);
    const char *words = rc == PAL_OK ? words_of(errand->arena, row, digest) : NULL;
    if (rc == PAL_OK && (object == NULL || words == NULL)) {
        rc = PAL_E_MEMORY;
    }
    row->digest = digest;
    if (rc == PAL_OK) {
        rc = pal_mail_row_add(errand->db, row, is_new);
    }
    return rc == PAL_OK && *is_new ? pal_audit_write(errand, "write-mail", object, "", words) : rc;
}

enum pal_rc pal_mail_put(struct pal_errand *errand, const struct pal_mail_wish *wish, bool *is_new)
{
    char id[PAL_ID_TEXT];
    char salt[PAL_SECRET_TEXT];
    bool is_added = false;
    if (errand->house == NULL || !pal_mail_is_configured(errand->house)) {
        return pal_errand_fail(errand, PAL_E_UNAVAILABLE,
                               "this server sends no mail: copy the link and send it yourself, or "
                               "ask whoever runs the server to set mail up");
    }
    const char *address = clean_address(errand, wish->address);
    enum pal_rc rc = address != NULL ? check_wish(errand, wish) : PAL_E_INVALID;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_id(id);
    pal_secret_new(salt);
    struct pal_mail_row row = {.id = wish->id != NULL ? wish->id : id,
                               .what = wish->what,
                               .of = row_about(&wish->about),
                               .person = pal_errand_actor(errand),
                               .language = pal_lang_codes[wish->lang],
                               .written_at = errand->now,
                               .not_before = wish->not_before > errand->now ? wish->not_before : 0,
                               .address = address,
                               .name = wish->name,
                               .title = wish->title,
                               .body = wish->body,
                               .salt = salt,
                               .next_at =
                                   wish->not_before > errand->now ? wish->not_before : errand->now};
    rc = row.person != NULL ? check_often(errand, row.person) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = write_mail(errand, &row, &is_added);
    }
    if (is_new != NULL) {
        *is_new = is_added;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_mail_withdraw(struct pal_errand *errand, const struct pal_mail_about *about,
                              const char *what, int64_t *count)
{
    const struct pal_mail_row_of of = row_about(about);
    int64_t ended = 0;
    enum pal_rc rc = pal_mail_row_withdraw_of(errand->db, &of, what, errand->now, &ended);
    if (count != NULL) {
        *count = ended;
    }
    return pal_errand_explain(errand, rc);
}

/* ---------------------------------------------------------------------- telling */

static struct pal_mail told(const struct pal_errand *errand, const struct pal_mail_row *row)
{
    enum pal_mail_state state = state_of(row->state);
    return (struct pal_mail){
        .id = row->id,
        .what = row->what,
        .about = {row->of.project, row->of.kind, row->of.subject, row->of.part},
        .person = row->person,
        .address = row->address,
        .name = row->name,
        .title = row->title,
        .state = state,
        .tries = row->tries,
        .written_at = row->written_at,
        .not_before = row->not_before,
        .next_at = state == PAL_MAIL_WAITING ? row->next_at : 0,
        .ended_at = row->ended_at,
        .sentence = pal_mail_trouble_say(row->trouble, row->answer, errand->voice, errand->arena)};
}

/* Its time has come, and whether it was tried, sent or not wanted any more is not told. */
static void seal(struct pal_mail *mail)
{
    mail->state = PAL_MAIL_SEALED;
    mail->tries = 0;
    mail->next_at = 0;
    mail->ended_at = 0;
    mail->sentence = NULL;
}

/* What is told to whoever may not know who has handed in. */
static enum pal_rc seal_each(struct pal_errand *errand, const struct pal_mail_row *rows,
                             struct pal_mail *mails, size_t count)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        bool is_sealed = false;
        rc = pal_sending_mail_is_sealed(errand, &rows[i], &is_sealed);
        if (is_sealed) {
            seal(&mails[i]);
        }
    }
    return pal_errand_explain(errand, rc);
}

static enum pal_rc tell_all(struct pal_errand *errand, enum pal_rc rc,
                            const struct pal_mail_row *rows, struct pal_mail **out, size_t *count)
{
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_mail, *count + 1) : NULL;
    if (*out == NULL) {
        *count = 0;
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = told(errand, &rows[i]);
    }
    return PAL_OK;
}

static enum pal_rc find(struct pal_errand *errand, const struct pal_mail_about *about,
                        const char *what, struct pal_mail_row **rows, struct pal_mail **out,
                        size_t *count)
{
    const struct pal_mail_row_of of = row_about(about);
    *rows = NULL;
    enum pal_rc rc =
        pal_mail_row_list_of(errand->db, &of, what, PAL_MAIL_LISTED, errand->arena, rows, count);
    return tell_all(errand, rc, *rows, out, count);
}

enum pal_rc pal_mail_find(struct pal_errand *errand, const struct pal_mail_about *about,
                          const char *what, struct pal_mail **out, size_t *count)
{
    struct pal_mail_row *rows;
    return find(errand, about, what, &rows, out, count);
}

enum pal_rc pal_mail_of(struct pal_errand *errand, const struct pal_mail_about *about,
                        struct pal_mail **out, size_t *count)
{
    bool is_of_house = about->project[0] == '\0';
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, is_of_house ? PAL_MAY_ADMINISTER : PAL_MAY_ASSESS,
                                        is_of_house ? NULL : about->project);
    struct pal_mail_row *rows = NULL;
    rc = rc == PAL_OK ? find(errand, about, NULL, &rows, out, count) : rc;
    return rc == PAL_OK ? seal_each(errand, rows, *out, *count) : rc;
}

static void leave_out(struct pal_mail_row_counts *counts, const struct pal_mail_row *row,
                      int64_t since)
{
    enum pal_mail_state state = state_of(row->state);
    int64_t *const of[PAL_MAIL_STATES] = {[PAL_MAIL_WAITING] = &counts->waiting,
                                          [PAL_MAIL_SENT] = &counts->sent,
                                          [PAL_MAIL_REFUSED] = &counts->refused,
                                          [PAL_MAIL_GIVEN_UP] = &counts->given_up};
    bool is_counted = state == PAL_MAIL_WAITING || row->ended_at >= since;
    if (of[state] != NULL && is_counted) {
        (*of[state])--;
    }
    counts->late -= state == PAL_MAIL_WAITING && row->tries > 0;
}

/* Counts that fall or rise with what a candidate does under seal would tell of it. */
static enum pal_rc leave_out_sealed(struct pal_errand *errand, int64_t since,
                                    struct pal_mail_row_counts *counts)
{
    const char *id;
    json_t *project;
    json_t *sealed = NULL;
    enum pal_rc rc = pal_sendings_sealed(errand, &sealed);
    json_object_foreach(sealed, id, project)
    {
        const struct pal_mail_row_of of = {json_string_value(project), PAL_SENDING_KIND, id, NULL};
        struct pal_mail_row *rows = NULL;
        size_t count = 0;
        rc = rc == PAL_OK ? pal_mail_row_list_of(errand->db, &of, NULL, PAL_MAIL_LISTED,
                                                 errand->arena, &rows, &count)
                          : rc;
        for (size_t i = 0; i < count && rc == PAL_OK; i++) {
            bool is_sealed = strncmp(rows[i].person, "pass/", 5) == 0;
            rc = is_sealed ? PAL_OK : pal_sending_mail_is_sealed(errand, &rows[i], &is_sealed);
            if (is_sealed) {
                leave_out(counts, &rows[i], since);
            }
        }
    }
    json_decref(sealed);
    return rc;
}

enum pal_rc pal_mail_stand(struct pal_errand *errand, struct pal_mail_standing *out)
{
    struct pal_mail_row_counts counts = {0};
    struct pal_mail_way *way = errand->house != NULL ? pal_house_mail(errand->house) : NULL;
    *out = (struct pal_mail_standing){.is_configured = way != NULL};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_mail_row_count(errand->db, errand->now - DAY, &counts);
    rc = rc == PAL_OK ? leave_out_sealed(errand, errand->now - DAY, &counts) : rc;
    out->waiting = counts.waiting;
    out->late = counts.late;
    out->sent = counts.sent;
    out->refused = counts.refused;
    out->given_up = counts.given_up;
    if (way != NULL) {
        out->from = pal_mail_way_from(way);
        out->trouble =
            pal_mail_trouble_say(pal_mail_way_trouble(way), "", errand->voice, errand->arena);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_mail_to(struct pal_errand *errand, const char *address, struct pal_mail **out,
                        size_t *count)
{
    struct pal_mail_row *rows = NULL;
    *out = NULL;
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *clean = clean_address(errand, address);
    if (clean == NULL) {
        return PAL_E_INVALID;
    }
    rc = pal_mail_row_list_to(errand->db, clean, PAL_MAIL_LISTED, errand->arena, &rows, count);
    rc = tell_all(errand, rc, rows, out, count);
    return rc == PAL_OK ? seal_each(errand, rows, *out, *count) : rc;
}

/* Within a transaction; the entry does not say whose address it was. */
static enum pal_rc write_forgotten(struct pal_errand *errand, const char *address, int64_t *count)
{
    enum pal_rc rc = pal_mail_row_forget_to(errand->db, address, errand->now, count);
    if (rc != PAL_OK || *count == 0) {
        return rc;
    }
    const char *after = pal_arena_printf(errand->arena, "%lld mails", (long long)*count);
    return after != NULL ? pal_audit_write(errand, "forget-mails", "database", "", after)
                         : PAL_E_MEMORY;
}

enum pal_rc pal_mail_forget(struct pal_errand *errand, const char *address, int64_t *count)
{
    *count = 0;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    const char *clean = rc == PAL_OK ? clean_address(errand, address) : NULL;
    if (clean == NULL) {
        return rc != PAL_OK ? rc : PAL_E_INVALID;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_end(errand, write_forgotten(errand, clean, count));
    if (rc == PAL_OK) { /* where somebody reads an older state, tidying does it later */
        (void)pal_store_forget(errand->db);
    }
    return rc;
}

enum pal_rc pal_mail_tidy(struct pal_errand *errand)
{
    const int64_t before = errand->now - PAL_MAIL_KEPT;
    enum pal_rc rc = pal_mail_row_give_up(errand->db, before, errand->now, PAL_MAIL_TROUBLE_UNSENT);
    return rc == PAL_OK ? pal_mail_row_sweep(errand->db, errand->now, before) : rc;
}
