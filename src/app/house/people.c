/* people - accounts, sign-in, links, tokens, rights of others; see house.h. */
#include <stdio.h>
#include <string.h>

#include "app/house/house.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/personal.h"

enum {
    DAY = 24 * 3600,
    EMAIL_MAX = 254,
    NAME_MAX_BYTES = 200,
    SEEN_STEP = 60, /* a session is marked as seen once a minute */
    /* Failures before a wait begins: by a person from one address, by a person from anywhere, from
     * one address. The wait doubles up to the greatest one; after a day all is forgotten. */
    TRIES_PAIR = 5,
    TRIES_PERSON = 50,
    TRIES_SOURCE = 30,
    WAIT_MOST_PAIR = 900,
    WAIT_MOST = 30,
    DUE_AT_ONCE = 16, /* persons erased in one go because their date has passed */
};

static const char *object_of(struct pal_errand *errand, const char *person)
{
    const char *object = pal_arena_printf(errand->arena, "person/%s", person);
    return object != NULL ? object : "person";
}

/* ------------------------------------------------------------------- words */

/* An address in small letters; NULL after a sentence. */
static const char *clean_email(struct pal_errand *errand, const char *email)
{
    size_t len = strlen(email);
    const char *at = strchr(email, '@');
    bool is_fine = len <= EMAIL_MAX && at != NULL && at != email && at[1] != '\0' &&
                   strchr(at + 1, '@') == NULL && strcspn(email, " \t\r\n<>\"(),;\\") == len;
    char *copy = is_fine ? pal_arena_copy(errand->arena, email, len) : NULL;
    for (size_t i = 0; copy != NULL && i < len; i++) {
        copy[i] = (char)(copy[i] >= 'A' && copy[i] <= 'Z' ? copy[i] + ('a' - 'A') : copy[i]);
    }
    if (!is_fine) {
        (void)pal_errand_fail(errand, PAL_E_INVALID, "%s is no mail address",
                              pal_quote(email).text);
    }
    return copy;
}

static enum pal_rc check_name(struct pal_errand *errand, const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len > NAME_MAX_BYTES || strspn(name, " ") == len) {
        return pal_errand_fail(errand, PAL_E_INVALID, "a name has 1 to %d bytes", NAME_MAX_BYTES);
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
    return pal_errand_fail(errand, PAL_E_INVALID, "there is no language %s; there are en and fr",
                           pal_quote(language).text);
}

static enum pal_rc check_password(struct pal_errand *errand, const char *password)
{
    if (pal_utf8_columns(password) < PAL_PASSWORD_LEAST || strlen(password) > PAL_PASSWORD_MOST) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "a password has at least %d characters; a few words make a good one",
                               PAL_PASSWORD_LEAST);
    }
    return PAL_OK;
}

/* ----------------------------------------------------------------- sign-in */

struct guard {
    char key[PAL_HASH_TEXT + 2];
    int64_t tries;
    int64_t wait_most;
};

/* The three counters of an attempt. Keys are hashes: no address stands in the table. */
static void make_guards(struct pal_errand *errand, const char *email, struct guard guards[3])
{
    static const char letters[] = "pes";
    static const int64_t tries[] = {TRIES_PAIR, TRIES_PERSON, TRIES_SOURCE};
    static const int64_t waits[] = {WAIT_MOST_PAIR, WAIT_MOST, WAIT_MOST};
    for (size_t i = 0; i < 3; i++) {
        char text[EMAIL_MAX + 128];
        char hash[PAL_HASH_TEXT];
        (void)snprintf(text, sizeof text, "%s|%s", i < 2 ? email : "",
                       i != 1 ? errand->source : "");
        pal_secret_hash(text, strlen(text), hash);
        guards[i] = (struct guard){.tries = tries[i], .wait_most = waits[i]};
        (void)snprintf(guards[i].key, sizeof guards[i].key, "%c%s", letters[i], hash);
    }
}

/* Seconds until another attempt is heard; 0: now. */
static enum pal_rc wait_of(struct pal_errand *errand, const struct guard *guard, int64_t *wait)
{
    int64_t failures;
    int64_t last_at;
    enum pal_rc rc = pal_attempt_get(errand->db, guard->key, &failures, &last_at);
    int64_t step = 1;
    for (int64_t i = guard->tries; i < failures && step < guard->wait_most; i++) {
        step *= 2;
    }
    step = step < guard->wait_most ? step : guard->wait_most;
    bool is_waiting = failures >= guard->tries && errand->now - last_at < step;
    *wait = rc == PAL_OK && is_waiting ? step - (errand->now - last_at) : 0;
    return rc;
}

/* PAL_E_BUSY while another attempt is not heard. */
static enum pal_rc check_guards(struct pal_errand *errand, const struct guard guards[3])
{
    for (size_t i = 0; i < 3; i++) {
        int64_t wait;
        enum pal_rc rc = wait_of(errand, &guards[i], &wait);
        if (rc != PAL_OK) {
            return pal_errand_explain(errand, rc);
        }
        if (wait > 0) {
            return pal_errand_fail(errand, PAL_E_BUSY,
                                   "too many attempts; try again in %lld seconds", (long long)wait);
        }
    }
    return PAL_OK;
}

static enum pal_rc count_failure(struct pal_errand *errand, const struct guard guards[3])
{
    enum pal_rc rc = pal_errand_begin(errand);
    for (size_t i = 0; i < 3 && rc == PAL_OK; i++) {
        rc = pal_attempt_add(errand->db, guards[i].key, errand->now);
    }
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "sign-in-refused", "person", "", "");
    }
    return pal_errand_end(errand, rc);
}

static enum pal_rc start_session(struct pal_errand *errand, const char *agent,
                                 const struct guard guards[3], char token[PAL_SECRET_TEXT])
{
    char hash[PAL_HASH_TEXT];
    pal_secret_new(token);
    pal_secret_hash(token, strlen(token), hash);
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_session_add(errand->db, hash, errand->person.id, agent, errand->now);
    if (rc == PAL_OK) {
        rc = pal_attempt_clear(errand->db, guards[0].key);
    }
    if (rc == PAL_OK) {
        rc = pal_person_seen(errand->db, errand->person.id, errand->now);
    }
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "sign-in", object_of(errand, errand->person.id), "", "");
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_sign_in(struct pal_errand *errand, const char *email, const char *password,
                               const char *agent, char token[PAL_SECRET_TEXT])
{
    struct guard guards[3];
    struct pal_person person = {0};
    const char *address = clean_email(errand, email);
    if (address == NULL) {
        address = "";
    }
    make_guards(errand, address, guards);
    enum pal_rc rc = check_guards(errand, guards);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_by_email(errand->db, address, errand->arena, &person);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    if (strlen(password) > PAL_PASSWORD_MOST || !pal_password_check(password, person.password)) {
        rc = count_failure(errand, guards);
        return rc != PAL_OK ? rc
                            : pal_errand_fail(errand, PAL_E_DENIED,
                                              "the address or the password is not right");
    }
    errand->person = person;
    return start_session(errand, agent, guards, token);
}

static bool has_role(const struct pal_grant *grants, size_t count, const char *role)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(grants[i].role, role) == 0) {
            return true;
        }
    }
    return false;
}

/* A role that is held everywhere says all; of the others, each project. Somebody who has started a
 * thousand projects is not to carry them into every request. */
static enum pal_rc load_grants(struct pal_errand *errand)
{
    const char *person = errand->person.id;
    const char *others[PAL_ROLE_COUNT];
    size_t other_count = 0;
    struct pal_grant *wide;
    struct pal_grant *narrow = NULL;
    size_t wide_count;
    size_t narrow_count = 0;
    enum pal_rc rc = pal_grant_list(errand->db, person, "*", errand->arena, &wide, &wide_count);
    for (size_t i = 0; i < PAL_ROLE_COUNT && rc == PAL_OK; i++) {
        if (!has_role(wide, wide_count, pal_role_ids[i])) {
            others[other_count++] = pal_role_ids[i];
        }
    }
    rc = rc == PAL_OK ? pal_grant_of_roles(errand->db, person, others, other_count, errand->arena,
                                           &narrow, &narrow_count)
                      : rc;
    struct pal_grant *all = PAL_NEW(errand->arena, struct pal_grant, wide_count + narrow_count + 1);
    if (rc != PAL_OK || all == NULL) {
        return pal_errand_explain(errand, rc != PAL_OK ? rc : PAL_E_MEMORY);
    }
    for (size_t i = 0; i < wide_count + narrow_count; i++) {
        all[i] = i < wide_count ? wide[i] : narrow[i - wide_count];
    }
    errand->grants = all;
    errand->grant_count = wide_count + narrow_count;
    return PAL_OK;
}

enum pal_rc pal_people_resume(struct pal_errand *errand, const char *token)
{
    char hash[PAL_HASH_TEXT];
    int64_t seen_at;
    pal_secret_hash(token, strlen(token), hash);
    enum pal_rc rc =
        pal_session_person(errand->db, hash, errand->now - PAL_SESSION_IDLE,
                           errand->now - PAL_SESSION_AGE, errand->arena, &errand->person, &seen_at);
    if (rc != PAL_OK) {
        errand->person = (struct pal_person){0};
        return pal_errand_explain(errand, rc);
    }
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
    struct pal_token row;
    pal_secret_hash(token, strlen(token), hash);
    enum pal_rc rc =
        pal_token_person(errand->db, hash, errand->now, errand->arena, &errand->person, &row);
    if (rc != PAL_OK) {
        errand->person = (struct pal_person){0};
        return pal_errand_explain(errand, rc);
    }
    errand->is_read_only = strcmp(row.scope, "write") != 0;
    if (errand->now - row.used_at >= SEEN_STEP) {
        (void)!pal_token_used(errand->db, row.id, errand->now);
    }
    return load_grants(errand);
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
    if (rc == PAL_OK && errand->person.id != NULL) {
        rc = pal_audit_write(errand, "sign-out", object_of(errand, errand->person.id), "", "");
    }
    return pal_errand_end(errand, rc);
}

/* Oneself, or somebody else as an administrator. */
static enum pal_rc require_self_or_administrator(struct pal_errand *errand, const char *person)
{
    if (errand->person.id != NULL && strcmp(errand->person.id, person) == 0) {
        return pal_errand_require(errand, PAL_MAY_OWN, NULL);
    }
    return pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
}

enum pal_rc pal_people_sign_out_everywhere(struct pal_errand *errand, const char *person)
{
    enum pal_rc rc = require_self_or_administrator(errand, person);
    if (rc == PAL_OK) {
        rc = pal_errand_begin(errand);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_person row; /* nobody else's id comes into the chain: it might be a name */
    rc = pal_person_get(errand->db, person, errand->arena, &row);
    rc = rc == PAL_OK ? pal_session_remove_all(errand->db, person, NULL) : rc;
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "sign-out-everywhere", object_of(errand, person), "", "");
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
    return rc == PAL_OK ? pal_link_add(errand->db, hash, person, kind, errand->now,
                                       errand->now + PAL_LINK_AGE)
                        : rc;
}

static enum pal_rc require_granting(struct pal_errand *errand, const char *role,
                                    const char *project)
{
    if (pal_role_find(role) == PAL_ROLE_COUNT) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no role %s", pal_quote(role).text);
    }
    bool is_everywhere = strcmp(project, "*") == 0;
    if (!is_everywhere && strcmp(role, "administrator") == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "an administrator is one everywhere, not on one project");
    }
    if (is_everywhere || pal_errand_may(errand, PAL_MAY_ADMINISTER, NULL)) {
        return pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    }
    return pal_errand_require(errand, PAL_MAY_GRANT, project);
}

static const char *words_of(struct pal_errand *errand, const char *role, const char *project)
{
    const char *words = pal_arena_printf(errand->arena, "%s on %s", role, project);
    return words != NULL ? words : role;
}

/* Within a transaction, after the right to give it was checked. */
static enum pal_rc add_role(struct pal_errand *errand, const char *person,
                            const struct pal_role_on *wanted)
{
    struct pal_record record;
    enum pal_rc rc = PAL_OK;
    if (strcmp(wanted->project, "*") != 0) {
        rc = pal_record_get(errand->db, "project", wanted->project, errand->arena, &record);
    }
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, PAL_E_INVALID, "there is no project %s",
                               pal_quote(wanted->project).text);
    }
    struct pal_grant grant = {person, wanted->role, wanted->project, errand->now};
    rc = rc == PAL_OK ? pal_grant_add(errand->db, &grant) : rc;
    return rc == PAL_OK ? pal_audit_write(errand, "grant", object_of(errand, person), "",
                                          words_of(errand, wanted->role, wanted->project))
                        : rc;
}

static enum pal_rc check_invitation(struct pal_errand *errand,
                                    const struct pal_invitation *invitation)
{
    enum pal_rc rc = check_name(errand, invitation->name);
    rc = rc == PAL_OK ? check_language(errand, invitation->language) : rc;
    for (size_t i = 0; i < invitation->role_count && rc == PAL_OK; i++) {
        rc = require_granting(errand, invitation->roles[i].role, invitation->roles[i].project);
    }
    return rc;
}

enum pal_rc pal_people_invite(struct pal_errand *errand, const struct pal_invitation *invitation,
                              const char **person, char link[PAL_SECRET_TEXT])
{
    char id[PAL_ID_TEXT];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    const char *address = rc == PAL_OK ? clean_email(errand, invitation->email) : NULL;
    if (rc == PAL_OK && address == NULL) {
        return errand->err.rc != PAL_OK ? errand->err.rc : pal_errand_explain(errand, PAL_E_MEMORY);
    }
    rc = rc == PAL_OK ? check_invitation(errand, invitation) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_id(id);
    *person = pal_arena_copy(errand->arena, id, strlen(id));
    struct pal_person row = {.id = id,
                             .email = address,
                             .name = invitation->name,
                             .language = invitation->language,
                             .created_at = errand->now};
    rc = *person != NULL ? pal_person_add(errand->db, &row) : PAL_E_MEMORY;
    if (rc == PAL_E_EXISTS) {
        rc = pal_errand_fail(errand, rc, "somebody with the address %s has an account",
                             pal_quote(address).text);
    }
    rc = rc == PAL_OK ? new_link(errand, id, "invitation", link) : rc;
    rc = rc == PAL_OK ? pal_audit_write(errand, "invite", object_of(errand, id), "", "") : rc;
    for (size_t i = 0; i < invitation->role_count && rc == PAL_OK; i++) {
        rc = add_role(errand, id, &invitation->roles[i]);
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_reset(struct pal_errand *errand, const char *person,
                             char link[PAL_SECRET_TEXT])
{
    struct pal_person row;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_get(errand->db, person, errand->arena, &row);
    if (rc == PAL_OK && row.erased_at != 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "this person was erased");
    }
    rc = rc == PAL_OK ? new_link(errand, person, "reset", link) : rc;
    rc = rc == PAL_OK ? pal_audit_write(errand, "reset", object_of(errand, person), "", "") : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_link(struct pal_errand *errand, const char *link, struct pal_person *out,
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

enum pal_rc pal_people_use_link(struct pal_errand *errand, const char *link, const char *password)
{
    char hash[PAL_HASH_TEXT];
    char hashed[PAL_PASSWORD_TEXT];
    struct pal_person person;
    const char *kind;
    enum pal_rc rc = pal_people_link(errand, link, &person, &kind);
    rc = rc == PAL_OK ? check_password(errand, password) : rc;
    rc = rc == PAL_OK ? pal_errand_explain(errand, pal_password_hash(password, hashed)) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_hash(link, strlen(link), hash);
    errand->person = person;
    rc = pal_link_use(errand->db, hash, errand->now);
    rc = rc == PAL_OK ? pal_person_set_password(errand->db, person.id, hashed) : rc;
    rc = rc == PAL_OK ? pal_session_remove_all(errand->db, person.id, NULL) : rc;
    rc = rc == PAL_OK
             ? pal_audit_write(errand, "choose-password", object_of(errand, person.id), "", kind)
             : rc;
    return pal_errand_end(errand, rc);
}

/* ------------------------------------------------------------- own account */

enum pal_rc pal_people_change_own(struct pal_errand *errand, const char *name, const char *language)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    rc = rc == PAL_OK ? check_name(errand, name) : rc;
    rc = rc == PAL_OK ? check_language(errand, language) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_person row = errand->person;
    row.name = name;
    row.language = language;
    rc = pal_person_change(errand->db, &row);
    rc = rc == PAL_OK ? pal_audit_write(errand, "change-account", object_of(errand, row.id), "", "")
                      : rc;
    return pal_errand_end(errand, rc);
}

/* Guessed no faster here than where one signs in. */
static enum pal_rc check_old_password(struct pal_errand *errand, const char *old)
{
    struct guard guards[3];
    make_guards(errand, errand->person.email != NULL ? errand->person.email : "", guards);
    enum pal_rc rc = check_guards(errand, guards);
    if (rc != PAL_OK) {
        return rc;
    }
    if (strlen(old) <= PAL_PASSWORD_MOST && pal_password_check(old, errand->person.password)) {
        return PAL_OK;
    }
    rc = count_failure(errand, guards);
    return rc != PAL_OK ? rc
                        : pal_errand_fail(errand, PAL_E_DENIED, "the old password is not right");
}

enum pal_rc pal_people_change_password(struct pal_errand *errand, const char *old,
                                       const char *password)
{
    char hashed[PAL_PASSWORD_TEXT];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    rc = rc == PAL_OK ? check_password(errand, password) : rc;
    rc = rc == PAL_OK ? check_old_password(errand, old) : rc;
    rc = rc == PAL_OK ? pal_errand_explain(errand, pal_password_hash(password, hashed)) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_set_password(errand->db, errand->person.id, hashed);
    rc = rc == PAL_OK ? pal_session_remove_all(errand->db, errand->person.id, errand->session) : rc;
    rc = rc == PAL_OK ? pal_audit_write(errand, "change-password",
                                        object_of(errand, errand->person.id), "", "")
                      : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_add_token(struct pal_errand *errand, const char *title, const char *scope,
                                 int64_t days, char token[PAL_SECRET_TEXT])
{
    char id[PAL_ID_TEXT];
    char hash[PAL_HASH_TEXT];
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc == PAL_OK && strcmp(scope, "read") != 0 && strcmp(scope, "write") != 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "a token's scope is \"read\" or \"write\"");
    }
    if (rc == PAL_OK && errand->is_read_only) {
        rc = pal_errand_fail(errand, PAL_E_DENIED, "a token that only reads makes no other");
    }
    if (rc == PAL_OK && (days < 1 || days > PAL_TOKEN_DAYS)) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "a token lasts 1 to %d days", PAL_TOKEN_DAYS);
    }
    rc = rc == PAL_OK ? check_name(errand, title) : rc;
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_secret_id(id);
    pal_secret_new(token);
    pal_secret_hash(token, strlen(token), hash);
    struct pal_token row = {.id = id,
                            .person = errand->person.id,
                            .title = title,
                            .scope = scope,
                            .created_at = errand->now,
                            .expires_at = errand->now + days * DAY};
    rc = pal_token_add(errand->db, &row, hash);
    rc = rc == PAL_OK
             ? pal_audit_write(errand, "add-token", object_of(errand, errand->person.id), "", scope)
             : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_revoke_token(struct pal_errand *errand, const char *id)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_token_revoke(errand->db, errand->person.id, id, errand->now);
    rc = rc == PAL_OK
             ? pal_audit_write(errand, "revoke-token", object_of(errand, errand->person.id), id, "")
             : rc;
    return pal_errand_end(errand, rc);
}

/* -------------------------------------------------------- rights of others */

enum pal_rc pal_people_grant(struct pal_errand *errand, const char *person, const char *role,
                             const char *project)
{
    struct pal_person row;
    const struct pal_role_on wanted = {role, project};
    enum pal_rc rc = require_granting(errand, role, project);
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_get(errand->db, person, errand->arena, &row);
    if (rc == PAL_OK && row.erased_at != 0) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "this person was erased");
    }
    rc = rc == PAL_OK ? add_role(errand, person, &wanted) : rc;
    return pal_errand_end(errand, rc);
}

/* Nobody could look after the installation any more. */
static enum pal_rc keep_an_administrator(struct pal_errand *errand)
{
    int64_t count;
    enum pal_rc rc = pal_grant_count(errand->db, "administrator", &count);
    if (rc == PAL_OK && count == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "this is the last administrator; make another one first");
    }
    return rc;
}

enum pal_rc pal_people_ungrant(struct pal_errand *errand, const char *person, const char *role,
                               const char *project)
{
    bool was_there = false;
    enum pal_rc rc = require_granting(errand, role, project);
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_grant grant = {person, role, project, 0};
    rc = pal_grant_remove(errand->db, &grant, &was_there);
    rc = rc == PAL_OK && !was_there ? PAL_E_NOT_FOUND : rc;
    if (rc == PAL_OK && strcmp(role, "administrator") == 0) {
        rc = keep_an_administrator(errand);
    }
    rc = rc == PAL_OK ? pal_audit_write(errand, "ungrant", object_of(errand, person),
                                        words_of(errand, role, project), "")
                      : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_retain(struct pal_errand *errand, const char *person, int64_t until)
{
    struct pal_person row;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_get(errand->db, person, errand->arena, &row);
    if (rc == PAL_OK) {
        row.retain_until = until;
        rc = pal_person_change(errand->db, &row);
    }
    rc = rc == PAL_OK ? pal_audit_write(errand, "retain", object_of(errand, person), "", "") : rc;
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_erase(struct pal_errand *errand, const char *person)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_erase(errand->db, person, errand->now);
    rc = rc == PAL_OK ? keep_an_administrator(errand) : rc;
    rc = rc == PAL_OK ? pal_audit_write(errand, "erase", object_of(errand, person), "", "") : rc;
    rc = pal_errand_end(errand, rc);
    if (rc == PAL_OK) { /* where somebody reads an older state, tidying does it later */
        (void)pal_store_forget(errand->db);
    }
    return rc;
}

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
    rc = rc == PAL_OK ? pal_errand_begin(errand) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_end(errand, pal_people_sweep(errand->db, errand->now - PAL_SESSION_IDLE,
                                                 errand->now, errand->now - DAY));
    (void)pal_store_forget(errand->db);
    return rc;
}
