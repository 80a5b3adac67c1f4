/* people - accounts, sessions, links, one's own data; see people.h. */
#include <stdio.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/accounts.h"
#include "app/house/audit.h"
#include "app/house/blind_parts.h"
#include "app/house/checks.h"
#include "app/house/errand.h"
#include "app/house/file_facts.h"
#include "app/house/grants.h"
#include "app/house/grants_parts.h"
#include "app/house/house.h"
#include "app/house/jobs.h"
#include "app/house/mail_parts.h"
#include "app/house/passes.h"
#include "app/house/people.h"
#include "app/house/people_parts.h"
#include "app/house/told.h"
#include "app/house/weak.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/audit.h"
#include "store/contents.h"
#include "store/devices.h"
#include "store/jobs.h"
#include "store/personal.h"

enum {
    DAY = 24 * 3600,
    NAME_MAX_BYTES = 200,
    SEEN_STEP = 60,   /* a session is marked as seen once a minute */
    DUE_AT_ONCE = 16, /* persons erased in one go because their date has passed */
};

/* ------------------------------------------------------------------- words */

enum pal_rc pal_people_check_name(struct pal_errand *errand, const char *name)
{
    size_t len = strlen(name);
    if (len > NAME_MAX_BYTES || pal_is_blank(name)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "name", "a name has 1 to %d bytes",
                                  NAME_MAX_BYTES);
    }
    if (!pal_utf8_is_line(name, len)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "name",
                                  "a name is one line, without control characters");
    }
    return PAL_OK;
}

static enum pal_rc check_language(struct pal_errand *errand, const char *language)
{
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (strcmp(pal_lang_codes[i], language) == 0) {
            return PAL_OK;
        }
    }
    return pal_errand_fail_at(errand, PAL_E_INVALID, "language",
                              "there is no language %s; there are en and fr",
                              pal_quote(language).text);
}

enum pal_rc pal_people_check(struct pal_errand *errand, const struct pal_person *person)
{
    const char *address = pal_email_clean(errand, person->email);
    if (address == NULL || strcmp(address, person->email) != 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "email", "%s is no mail address",
                                  pal_quote(person->email).text);
    }
    enum pal_rc rc = pal_people_check_name(errand, person->name);
    if (rc == PAL_OK && person->zone != NULL && !pal_zone_is_name(person->zone)) {
        rc = pal_errand_fail_at(errand, PAL_E_INVALID, "zone", "%s is no name of a time zone",
                                pal_quote(person->zone).text);
    }
    return rc == PAL_OK ? check_language(errand, person->language) : rc;
}

/* `person` chooses it. */
static enum pal_rc check_password(struct pal_errand *errand, const struct pal_principal *person,
                                  const char *password)
{
    if (pal_utf8_columns(password) < PAL_PASSWORD_LEAST || strlen(password) > PAL_PASSWORD_MOST) {
        return pal_errand_fail_at(
            errand, PAL_E_INVALID, "password",
            "a password has at least %d characters; a few words make a good one",
            PAL_PASSWORD_LEAST);
    }
    size_t len;
    const char *list = pal_library_bytes("data/passwords/common.txt", &len);
    switch (pal_password_weakness(list, len, password, person->email != NULL ? person->email : "",
                                  person->name)) {
    case PAL_WEAK_COMMON:
        return pal_errand_fail_at(errand, PAL_E_INVALID, "password",
                                  "this password is a common one, or nearly, and is tried first; a "
                                  "few words make a good one");
    case PAL_WEAK_OWN:
        return pal_errand_fail_at(errand, PAL_E_INVALID, "password",
                                  "this password is made of your own name or address; a few other "
                                  "words make a good one");
    case PAL_WEAK_NOT:
        break;
    }
    return PAL_OK;
}

/* ---------------------------------------------------------------- sessions */

static struct pal_principal principal_of(const struct pal_person *person)
{
    return (struct pal_principal){.kind = PAL_PRINCIPAL_PERSON,
                                  .id = person->id,
                                  .email = person->email,
                                  .name = person->name,
                                  .language = person->language,
                                  .zone = person->zone};
}

const char *pal_people_password(const struct pal_errand *errand)
{
    return errand->credentials != NULL ? errand->credentials->password : NULL;
}

enum pal_rc pal_people_become(struct pal_errand *errand, const struct pal_person *person)
{
    struct pal_credentials *credentials = PAL_NEW(errand->arena, struct pal_credentials, 1);
    if (credentials == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    credentials->password = person->password;
    errand->principal = principal_of(person);
    errand->credentials = credentials;
    return PAL_OK;
}

/* A role that is held everywhere says all; of the others, each project. Somebody who has started a
 * thousand projects is not to carry them into every request. */
static enum pal_rc load_grants(struct pal_errand *errand)
{
    const char *person = errand->principal.id;
    const char *others[PAL_ROLE_COUNT];
    size_t other_count = 0;
    struct pal_grant *wide;
    struct pal_grant *narrow = NULL;
    size_t wide_count;
    size_t narrow_count = 0;
    struct pal_query *blind = pal_blind_ask(errand); /* on the way with the next one */
    enum pal_rc rc =
        pal_grant_list(errand->db, person, PAL_EVERYWHERE, errand->arena, &wide, &wide_count);
    enum pal_rc read = pal_blind_take(errand, blind);
    rc = rc == PAL_OK ? read : rc;
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    for (size_t i = 0; i < PAL_ROLE_COUNT; i++) {
        if (!pal_grants_have(wide, wide_count, pal_role_ids[i])) {
            others[other_count++] = pal_role_ids[i];
        }
    }
    rc = pal_grant_of_roles(errand->db, person, others, other_count, errand->arena, &narrow,
                            &narrow_count);
    struct pal_role_on *all =
        PAL_NEW(errand->arena, struct pal_role_on, wide_count + narrow_count + 1);
    if (rc != PAL_OK || all == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < wide_count + narrow_count; i++) {
        const struct pal_grant *row = i < wide_count ? &wide[i] : &narrow[i - wide_count];
        all[i] = (struct pal_role_on){row->role, row->project};
    }
    errand->roles = all;
    errand->role_count = wide_count + narrow_count;
    return PAL_OK;
}

enum pal_rc pal_people_resume(struct pal_errand *errand, const char *token)
{
    char hash[PAL_HASH_TEXT];
    struct pal_person person;
    int64_t seen_at;
    pal_secret_hash(token, strlen(token), hash);
    enum pal_rc rc = pal_session_person(errand->db, hash, errand->now - PAL_SESSION_IDLE,
                                        errand->now - PAL_SESSION_AGE, errand->now, errand->arena,
                                        &person, &seen_at);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_people_become(errand, &person);
    if (rc != PAL_OK) {
        return rc;
    }
    errand->people_seen = person.as_of;
    errand->session = pal_arena_copy(errand->arena, hash, strlen(hash));
    if (errand->session == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    if (errand->now - seen_at >= SEEN_STEP) {
        /* Not worth failing a page: a full disk must still be readable. */
        (void)!pal_session_seen(errand->db, hash, errand->now);
    }
    return load_grants(errand);
}

enum pal_rc pal_people_use_token(struct pal_errand *errand, const char *token)
{
    char hash[PAL_HASH_TEXT];
    struct pal_person person;
    struct pal_token row;
    pal_secret_hash(token, strlen(token), hash);
    enum pal_rc rc = pal_token_person(errand->db, hash, errand->now, errand->arena, &person, &row);
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_people_become(errand, &person);
    if (rc != PAL_OK) {
        return rc;
    }
    errand->people_seen = person.as_of;
    errand->is_read_only = strcmp(row.scope, "write") != 0;
    if (errand->now - row.used_at >= SEEN_STEP) {
        (void)!pal_token_used(errand->db, row.id, errand->now);
    }
    return load_grants(errand);
}

enum pal_rc pal_people_act_for(struct pal_errand *errand, const char *person)
{
    struct pal_person row;
    enum pal_rc rc = pal_person_get(errand->db, person, errand->arena, &row);
    if (rc == PAL_E_NOT_FOUND || (rc == PAL_OK && row.erased_at != 0)) {
        return pal_errand_fail(errand, PAL_E_DENIED, "who asked for this was erased");
    }
    if (rc != PAL_OK) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_people_may_enter(errand, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_become(errand, &row);
    return rc == PAL_OK ? load_grants(errand) : rc;
}

enum pal_rc pal_people_still(struct pal_errand *errand)
{
    struct pal_person now;
    bool is_same = errand->people_seen > 0 && pal_audit_people(errand->db) == errand->people_seen;
    if (errand->principal.kind != PAL_PRINCIPAL_PERSON || is_same) {
        return PAL_OK; /* nobody's account and grants have changed since they were read */
    }
    enum pal_rc rc = pal_person_get(errand->db, errand->principal.id, errand->arena, &now);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    bool is_open = rc == PAL_OK && now.locked_at == 0 && now.erased_at == 0 &&
                   (now.expires_at == 0 || now.expires_at > errand->now);
    return is_open ? load_grants(errand)
                   : pal_errand_fail(errand, PAL_E_DENIED,
                                     "the account was changed meanwhile; sign in again");
}

enum pal_rc pal_people_sign_out(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    if (errand->session != NULL) {
        rc = pal_session_remove(errand->db, errand->session);
    }
    if (rc == PAL_OK && errand->principal.id != NULL) {
        rc = pal_audit_write(errand, "sign-out", pal_person_object(errand, errand->principal.id),
                             "", "");
    }
    return pal_errand_end(errand, rc);
}

/* ------------------------------------------------------------------- links */

static enum pal_rc new_link(struct pal_errand *errand, const char *person, const char *kind,
                            char link[PAL_SECRET_TEXT])
{
    char hash[PAL_HASH_TEXT];
    pal_secret_new(link);
    pal_secret_hash(link, strlen(link), hash);
    enum pal_rc rc = pal_link_remove_all(errand->db, person);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_link_add(errand->db, hash, person, kind, errand->now, errand->now + PAL_LINK_AGE);
}

static enum pal_rc check_invitation(struct pal_errand *errand,
                                    const struct pal_invitation *invitation)
{
    enum pal_rc rc = pal_people_check_name(errand, invitation->name);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_language(errand, invitation->language);
    for (size_t i = 0; i < invitation->role_count && rc == PAL_OK; i++) {
        rc = pal_grants_may_give(errand, NULL, &invitation->roles[i]);
    }
    return rc;
}

/* A link makes whoever holds it somebody else: a token that could make one would be more than the
 * token it is. */
static enum pal_rc require_linker(struct pal_errand *errand)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc == PAL_OK && !pal_errand_is_operator(errand) && errand->session == NULL) {
        rc = pal_errand_fail(errand, PAL_E_DENIED,
                             "a token makes no link to a password: sign in, and do it there");
    }
    return rc;
}

/* Within a transaction; `address` is that of the invitation, cleaned. */
static enum pal_rc add_invited(struct pal_errand *errand, const struct pal_invitation *invitation,
                               const char *address, const char **person, char link[PAL_SECRET_TEXT])
{
    char id[PAL_ID_TEXT];
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_id(id);
    *person = pal_arena_copy(errand->arena, id, strlen(id));
    if (*person == NULL) {
        return PAL_E_MEMORY;
    }
    struct pal_person row = {.id = id,
                             .email = address,
                             .name = invitation->name,
                             .language = invitation->language,
                             .created_at = errand->now};
    rc = pal_person_add(errand->db, &row);
    if (rc == PAL_E_EXISTS) {
        return pal_errand_fail_at(errand, rc, "email",
                                  "somebody with the address %s has an account",
                                  pal_quote(address).text);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = new_link(errand, id, "invitation", link);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_audit_write(errand, "invite", pal_person_object(errand, id), "", "");
    for (size_t i = 0; i < invitation->role_count && rc == PAL_OK; i++) {
        rc = pal_grants_add(errand, id, &invitation->roles[i]);
    }
    return rc;
}

enum pal_rc pal_people_invite(struct pal_errand *errand, const struct pal_invitation *invitation,
                              const char **person, char link[PAL_SECRET_TEXT])
{
    enum pal_rc rc = require_linker(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *address = pal_email_clean(errand, invitation->email);
    if (address == NULL) {
        return errand->err.rc != PAL_OK ? errand->err.rc : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = check_invitation(errand, invitation);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_end(errand, add_invited(errand, invitation, address, person, link));
}

/* Within a transaction. */
static enum pal_rc write_reset(struct pal_errand *errand, const char *person,
                               char link[PAL_SECRET_TEXT])
{
    struct pal_person row;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_there(errand, person, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    /* Whoever has never come in is still invited. */
    rc = new_link(errand, person, row.password != NULL ? "reset" : "invitation", link);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_token_revoke_all(errand->db, person, errand->now);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "reset", pal_person_object(errand, person), "", "");
}

enum pal_rc pal_people_reset(struct pal_errand *errand, const char *person,
                             char link[PAL_SECRET_TEXT])
{
    enum pal_rc rc = require_linker(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, write_reset(errand, person, link)) : rc;
}

static enum pal_rc read_link(struct pal_errand *errand, const char *link, struct pal_person *out,
                             const char **kind)
{
    char hash[PAL_HASH_TEXT];
    pal_secret_hash(link, strlen(link), hash);
    enum pal_rc rc = pal_link_person(errand->db, hash, errand->now, errand->arena, out, kind);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc, "this link was used, or is too old; ask for a new one");
    }
    return pal_errand_explain(errand, rc);
}

/* PAL_E_NOT_FOUND is counted: a link is guessed no faster than a password. */
static enum pal_rc find_link(struct pal_errand *errand, const char *link, struct pal_person *person,
                             const char **kind)
{
    enum pal_rc rc = pal_sign_in_count_link(errand, false);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_link(errand, link, person, kind);
    if (rc == PAL_E_NOT_FOUND) {
        struct pal_err err = errand->err;
        enum pal_rc counted = pal_sign_in_count_link(errand, true);
        errand->err = counted == PAL_OK ? err : errand->err;
        return counted == PAL_OK ? rc : counted;
    }
    return rc;
}

enum pal_rc pal_people_link(struct pal_errand *errand, const char *link, struct pal_account *out,
                            const char **kind)
{
    struct pal_person person = {0};
    enum pal_rc rc = find_link(errand, link, &person, kind);
    *out = pal_told_account(&person);
    return rc;
}

enum pal_rc pal_people_link_roles(struct pal_errand *errand, const char *link,
                                  struct pal_role_named **out, size_t *count)
{
    struct pal_person person = {0};
    struct pal_grant *rows = NULL;
    const char *kind;
    *count = 0;
    enum pal_rc rc = read_link(errand, link, &person, &kind);
    if (rc == PAL_OK) {
        rc = pal_grant_list(errand->db, person.id, NULL, errand->arena, &rows, count);
    }
    *out = PAL_NEW(errand->arena, struct pal_role_named, *count + 1);
    const char **ids = PAL_NEW(errand->arena, const char *, *count + 1);
    const char **titles = PAL_NEW(errand->arena, const char *, *count + 1);
    if (rc == PAL_OK && (*out == NULL || ids == NULL || titles == NULL)) {
        rc = PAL_E_MEMORY;
    }
    for (size_t i = 0; i < *count && rc == PAL_OK; i++) {
        ids[i] = rows[i].project;
    }
    rc = rc == PAL_OK ? pal_record_titles(errand->db, "project", ids, *count, errand->arena, titles)
                      : rc;
    for (size_t i = 0; i < *count && rc == PAL_OK; i++) {
        (*out)[i] = (struct pal_role_named){rows[i].role, rows[i].project,
                                            titles[i] != NULL ? titles[i] : rows[i].project};
    }
    return pal_errand_explain(errand, rc);
}

/* Within a transaction: the person of the errand has the password, and the link is used up. */
static enum pal_rc write_chosen(struct pal_errand *errand, const char *link, const char *kind,
                                const char *hashed)
{
    char hash[PAL_HASH_TEXT];
    const char *id = errand->principal.id;
    pal_secret_hash(link, strlen(link), hash);
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_link_use(errand->db, hash, errand->now);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_set_password(errand->db, id, hashed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_end_all(errand, id, NULL, false);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "choose-password", pal_person_object(errand, id), "", kind);
}

enum pal_rc pal_people_use_link(struct pal_errand *errand, const char *link, const char *password)
{
    char hashed[PAL_PASSWORD_TEXT];
    struct pal_person person;
    const char *kind;
    enum pal_rc rc = find_link(errand, link, &person, &kind);
    if (rc != PAL_OK) {
        return rc;
    }
    const struct pal_principal chooser = principal_of(&person);
    rc = check_password(errand, &chooser, password);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_sign_in_hash(errand, password, hashed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_become(errand, &person);
    if (rc != PAL_OK) {
        return pal_errand_end(errand, rc);
    }
    return pal_errand_end(errand, write_chosen(errand, link, kind, hashed));
}

/* ------------------------------------------------------------- own account */

/* One that this machine knows; of a person who comes with an export, one that it may not know. */
static enum pal_rc check_zone(struct pal_errand *errand, const char *zone)
{
    return zone[0] == '\0' || pal_house_zone(errand->house, zone) != NULL
               ? PAL_OK
               : pal_errand_fail_at(errand, PAL_E_INVALID, "zone",
                                    "there is no time zone %s on this machine; one is written as "
                                    "Europe/Paris, or UTC",
                                    pal_quote(zone).text);
}

enum pal_rc pal_people_change_own(struct pal_errand *errand, const struct pal_own_account *wish)
{
    const char *zone = wish->zone != NULL ? wish->zone : errand->principal.zone;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_check_name(errand, wish->name);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_language(errand, wish->language);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = wish->zone != NULL ? check_zone(errand, wish->zone) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *id = errand->principal.id;
    rc = pal_person_set_name(errand->db, id, wish->name, wish->language,
                             zone != NULL && zone[0] != '\0' ? zone : NULL);
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "change-account", pal_person_object(errand, id), "", "");
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_prove(struct pal_errand *errand, const char *password)
{
    enum pal_rc rc = pal_sign_in_prove(errand, password);
    return rc == PAL_E_DENIED
               ? pal_errand_fail_at(errand, rc, "password", "the password is not right")
               : rc;
}

/* Within a transaction. */
static enum pal_rc write_password(struct pal_errand *errand, const char *hashed)
{
    const char *id = errand->principal.id;
    struct pal_person now;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_still(errand, &now);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_set_password(errand->db, id, hashed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_end_all(errand, id, errand->session, false);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "change-password", pal_person_object(errand, id), "", "");
}

enum pal_rc pal_people_change_password(struct pal_errand *errand, const char *old,
                                       const char *password)
{
    char hashed[PAL_PASSWORD_TEXT];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    if (errand->is_read_only) { /* before anything of a password is told */
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "this token only reads; make one with the scope \"write\"");
    }
    rc = check_password(errand, &errand->principal, password);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_sign_in_prove(errand, old);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_sign_in_hash(errand, password, hashed);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_errand_end(errand, write_password(errand, hashed));
}

/* -------------------------------------------------------------- retention */

/* Whoever was to be kept until yesterday at most. The last administrator stays, whatever the date:
 * nobody could enter any more. */
static enum pal_rc erase_due(struct pal_errand *errand)
{
    struct pal_person *due;
    size_t count;
    enum pal_rc rc =
        pal_person_due(errand->db, errand->now - DAY, DUE_AT_ONCE, errand->arena, &due, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        rc = pal_people_erase(errand, due[i].id);
        rc = rc == PAL_E_INVALID ? PAL_OK : rc;
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_people_tidy(struct pal_errand *errand)
{
    enum pal_rc rc = erase_due(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_sweep(errand->db, errand->now - PAL_SESSION_IDLE, errand->now,
                          errand->now - DAY);
    if (rc == PAL_OK) {
        rc = pal_device_sweep(errand->db, errand->now - PAL_DEVICE_AGE);
    }
    if (rc == PAL_OK) {
        rc = pal_job_sweep(errand->db, errand->now - PAL_JOB_AGE);
    }
    if (rc == PAL_OK) {
        rc = pal_passes_tidy(errand);
    }
    if (rc == PAL_OK) {
        rc = pal_mail_tidy(errand);
    }
    if (rc == PAL_OK) {
        rc = pal_contents_expire(errand->db, errand->now - DAY);
    }
    rc = pal_errand_end(errand, rc);
    pal_file_clear(errand, PAL_FILE_ROUNDS);
    (void)pal_store_forget(errand->db);
    return rc;
}
