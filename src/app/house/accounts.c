/* accounts - locks, ends, sessions, the last administrator; see accounts.h. */
#include "app/house/accounts.h"

#include <stdio.h>
#include <string.h>

#include "app/house/audit.h"
#include "app/house/checks.h"
#include "app/house/errand.h"
#include "app/house/grants_parts.h"
#include "app/house/people.h"
#include "app/house/people_parts.h"
#include "app/house/told.h"
#include "store/devices.h"
#include "store/passes.h"
#include "store/personal.h"
#include "store/records.h"

enum pal_rc pal_people_require_self(struct pal_errand *errand, const char *person)
{
    if (errand->principal.id != NULL && strcmp(errand->principal.id, person) == 0) {
        return pal_errand_require(errand, PAL_MAY_OWN, NULL);
    }
    return pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
}

/* ----------------------------------------------------------- who may enter */

static bool is_over(int64_t expires_at, int64_t now)
{
    return expires_at != 0 && expires_at <= now;
}

bool pal_account_is_over(const struct pal_account *account, int64_t now)
{
    return is_over(account->expires_at, now);
}

enum pal_rc pal_people_may_enter(struct pal_errand *errand, const struct pal_person *person)
{
    bool is_locked = person->locked_at != 0;
    if (!is_locked && !is_over(person->expires_at, errand->now)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_audit_write(errand, "sign-in-refused", pal_person_object(errand, person->id), "",
                         is_locked ? "locked" : "ended");
    rc = pal_errand_end(errand, rc);
    if (rc != PAL_OK) {
        return rc;
    }
    return is_locked ? pal_errand_fail(errand, PAL_E_DENIED,
                                       "this account is locked; ask an administrator why, who can "
                                       "unlock it")
                     : pal_errand_fail(errand, PAL_E_DENIED,
                                       "this account has come to its end; an administrator can "
                                       "give it a later one");
}

enum pal_rc pal_accounts_still(struct pal_errand *errand, struct pal_person *now)
{
    const char *proven = pal_people_password(errand);
    enum pal_rc rc = pal_person_get(errand->db, errand->principal.id, errand->arena, now);
    if (rc != PAL_OK) {
        return rc;
    }
    bool is_same =
        now->password != NULL && proven != NULL && pal_secret_equal(now->password, proven);
    if (!is_same || now->locked_at != 0 || now->erased_at != 0 ||
        is_over(now->expires_at, errand->now)) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "the account was changed meanwhile; sign in again");
    }
    return PAL_OK;
}

enum pal_rc pal_accounts_there(struct pal_errand *errand, const char *person,
                               struct pal_person *out)
{
    enum pal_rc rc = pal_person_get(errand->db, person, errand->arena, out);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(errand, rc, "there is no such person");
    }
    if (rc == PAL_OK && out->contributes != NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "this person answers with a link and has no account");
    }
    return rc == PAL_OK && out->erased_at != 0
               ? pal_errand_fail(errand, PAL_E_INVALID, "this person was erased")
               : rc;
}

/* ------------------------------------------------------- the last one stays */

enum pal_rc pal_accounts_count(struct pal_errand *errand, struct pal_administrators *out)
{
    return pal_errand_explain(errand, pal_administrators_count(errand->db, errand->now, out));
}

static enum pal_rc is_administrator(struct pal_errand *errand, const char *person, bool *out)
{
    struct pal_grant *grants = NULL;
    size_t count = 0;
    enum pal_rc rc =
        pal_grant_list(errand->db, person, PAL_EVERYWHERE, errand->arena, &grants, &count);
    *out = rc == PAL_OK && pal_grants_have(grants, count, pal_role_ids[PAL_ROLE_ADMINISTRATOR]);
    return rc;
}

enum pal_rc pal_people_is_last(struct pal_errand *errand, const struct pal_account *person,
                               bool *out)
{
    struct pal_administrators all;
    bool is_one = false;
    *out = false;
    enum pal_rc rc = is_administrator(errand, person->id, &is_one);
    if (rc != PAL_OK || !is_one) {
        return pal_errand_explain(errand, rc);
    }
    rc = pal_accounts_count(errand, &all);
    bool is_open = person->erased_at == 0 && person->locked_at == 0 &&
                   !pal_account_is_over(person, errand->now);
    bool is_able = is_open && person->has_password;
    *out =
        rc == PAL_OK && (all.all == 1 || (is_open && all.open == 1) || (is_able && all.able == 1) ||
                         (is_able && person->expires_at == 0 && all.lasting == 1));
    return rc;
}

static bool gives(struct pal_errand *errand, enum pal_right right, const char *project)
{
    struct pal_grant *grants = NULL;
    size_t count = 0;
    bool may = false;
    if (pal_grant_list(errand->db, errand->principal.id, project, errand->arena, &grants, &count) !=
        PAL_OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        may = may || pal_role_may(pal_role_find(grants[i].role), right);
    }
    return may;
}

bool pal_people_still_may(struct pal_errand *errand, enum pal_right right, const char *project)
{
    return errand->principal.id == NULL || gives(errand, right, PAL_EVERYWHERE) ||
           (project != NULL && gives(errand, right, project));
}

enum pal_rc pal_people_named(struct pal_errand *errand, struct pal_named_on **out, size_t *count)
{
    *count = 0;
    *out = PAL_NEW(errand->arena, struct pal_named_on, PAL_NAMED_MOST);
    if (*out == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < errand->role_count && *count < PAL_NAMED_MOST; i++) {
        const struct pal_role_on *on = &errand->roles[i];
        struct pal_record record;
        if (pal_rights_is_everywhere(on->project) ||
            pal_errand_may(errand, PAL_MAY_READ_PROJECT, on->project)) {
            continue;
        }
        enum pal_rc rc =
            pal_record_head(errand->db, "project", on->project, errand->arena, &record);
        if (rc == PAL_E_NOT_FOUND) {
            continue;
        }
        if (rc != PAL_OK) {
            return pal_errand_explain(errand, rc);
        }
        (*out)[(*count)++] = (struct pal_named_on){on->project, record.title, on->role};
    }
    return PAL_OK;
}

enum pal_rc pal_accounts_keep_one(struct pal_errand *errand,
                                  const struct pal_administrators *before)
{
    struct pal_administrators after;
    enum pal_rc rc = pal_accounts_count(errand, &after);
    if (rc != PAL_OK) {
        return rc;
    }
    if ((before->all > 0 && after.all == 0) || (before->open > 0 && after.open == 0) ||
        (before->able > 0 && after.able == 0)) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "this is the last administrator who can sign in; make another one "
                               "first");
    }
    if (before->lasting > 0 && after.lasting == 0) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "this is the last administrator whose account has no end; make "
                               "another one first");
    }
    return PAL_OK;
}

/* --------------------------------------------------------------- sessions */

/* What the forms call a session. */
static void name_session(const char *hash, char out[PAL_SESSION_NAME])
{
    char name[PAL_HASH_TEXT];
    pal_secret_hash(hash, strlen(hash), name);
    (void)snprintf(out, PAL_SESSION_NAME, "%.16s", name);
}

/* Those that the house tells of, in the errand's arena. */
static enum pal_rc list_sessions(struct pal_errand *errand, const char *person,
                                 struct pal_open_session **out, size_t *count)
{
    struct pal_session *rows = NULL;
    enum pal_rc rc = pal_session_list(errand->db, person, errand->arena, &rows, count);
    *out = rc == PAL_OK ? PAL_NEW(errand->arena, struct pal_open_session, *count + 1) : NULL;
    if (*out == NULL) {
        *count = 0;
        return rc != PAL_OK ? rc : PAL_E_MEMORY;
    }
    for (size_t i = 0; i < *count; i++) {
        struct pal_open_session *session = &(*out)[i];
        *session = (struct pal_open_session){.agent = rows[i].agent,
                                             .created_at = rows[i].created_at,
                                             .seen_at = rows[i].seen_at,
                                             .is_this = errand->session != NULL &&
                                                        strcmp(rows[i].hash, errand->session) == 0};
        name_session(rows[i].hash, session->id);
    }
    return PAL_OK;
}

enum pal_rc pal_people_access(struct pal_errand *errand, const char *person,
                              struct pal_open_session **sessions, size_t *session_count,
                              struct pal_api_token **tokens, size_t *token_count)
{
    struct pal_token *rows = NULL;
    *session_count = *token_count = 0;
    enum pal_rc rc = pal_people_require_self(errand, person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = list_sessions(errand, person, sessions, session_count);
    if (rc == PAL_OK) {
        rc = pal_token_list(errand->db, person, errand->arena, &rows, token_count);
    }
    return pal_told_tokens(errand, rc, rows, tokens, token_count);
}

/* Within a transaction. */
static enum pal_rc remove_session(struct pal_errand *errand, const char *person, const char *name)
{
    struct pal_session *sessions;
    size_t count;
    char at[PAL_SESSION_NAME];
    enum pal_rc rc = pal_session_list(errand->db, person, errand->arena, &sessions, &count);
    if (rc != PAL_OK) {
        return rc;
    }
    const char *found = NULL;
    for (size_t i = 0; i < count; i++) {
        name_session(sessions[i].hash, at);
        found = strcmp(at, name) == 0 ? sessions[i].hash : found;
    }
    if (found == NULL) {
        return PAL_E_NOT_FOUND;
    }
    rc = pal_session_remove(errand->db, found);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "end-session", pal_person_object(errand, person), "", "");
}

enum pal_rc pal_people_end_session(struct pal_errand *errand, const char *person, const char *name)
{
    enum pal_rc rc = pal_people_require_self(errand, person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, remove_session(errand, person, name)) : rc;
}

enum pal_rc pal_accounts_end_all(struct pal_errand *errand, const char *person, const char *but,
                                 bool links)
{
    enum pal_rc rc = pal_session_remove_all(errand->db, person, but);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_token_revoke_all(errand->db, person, errand->now);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_device_remove_all(errand->db, person, NULL);
    if (rc == PAL_OK && links) {
        rc = pal_pass_end_of(errand->db, person, errand->now);
    }
    return rc == PAL_OK && links ? pal_link_remove_all(errand->db, person) : rc;
}

/* Within a transaction. */
static enum pal_rc end_everywhere(struct pal_errand *errand, const char *person)
{
    struct pal_person row; /* nobody else's id comes into the chain: it might be a name */
    enum pal_rc rc = pal_person_get(errand->db, person, errand->arena, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_end_all(errand, person, NULL, false);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "sign-out-everywhere", pal_person_object(errand, person), "",
                           "");
}

enum pal_rc pal_people_sign_out_everywhere(struct pal_errand *errand, const char *person)
{
    enum pal_rc rc = pal_people_require_self(errand, person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, end_everywhere(errand, person)) : rc;
}

/* --------------------------------------------------------- locks and ends */

/* One of the acts below, within a transaction and locked. */
struct change {
    int64_t expires_at;
    bool is_lock;
    bool is_end;
    const char *reason;
    const char *verb;
};

static enum pal_rc change_access(struct pal_errand *errand, const char *person,
                                 const struct change *change)
{
    struct pal_person row;
    struct pal_administrators before;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_count(errand, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_there(errand, person, &row);
    if (rc != PAL_OK) {
        return rc;
    }
    bool was_over = is_over(row.expires_at, errand->now);
    if (change->is_end) {
        row.expires_at = change->expires_at;
    } else {
        row.locked_at = change->is_lock ? errand->now : 0;
        row.locked_by = errand->principal.id != NULL ? errand->principal.id : "";
        row.locked_reason = change->reason;
    }
    rc = pal_person_set_access(errand->db, &row);
    /* What was begun before the end is not begun again by a later one. */
    if (rc == PAL_OK && (change->is_lock || was_over || is_over(row.expires_at, errand->now))) {
        rc = pal_accounts_end_all(errand, person, NULL, change->is_lock);
    }
    if (rc == PAL_OK && row.expires_at != 0) {
        rc = pal_token_shorten(errand->db, person, row.expires_at);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_keep_one(errand, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, change->verb, pal_person_object(errand, person), "", "");
}

static enum pal_rc change(struct pal_errand *errand, const char *person,
                          const struct change *change)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, change_access(errand, person, change)) : rc;
}

enum pal_rc pal_people_lock(struct pal_errand *errand, const char *person, const char *reason)
{
    const struct change lock = {.is_lock = true, .reason = reason, .verb = "lock"};
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_check_reason(errand, reason);
    return rc == PAL_OK ? change(errand, person, &lock) : rc;
}

enum pal_rc pal_people_unlock(struct pal_errand *errand, const char *person)
{
    return change(errand, person, &(struct change){.verb = "unlock"});
}

enum pal_rc pal_people_expire(struct pal_errand *errand, const char *person, int64_t at)
{
    return change(errand, person,
                  &(struct change){.is_end = true, .expires_at = at, .verb = "expire"});
}

/* ------------------------------------------------------ retention, erasure */

enum pal_rc pal_people_retain(struct pal_errand *errand, const char *person, int64_t until)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_set_retention(errand->db, person, until);
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "retain", pal_person_object(errand, person), "", "");
    }
    return pal_errand_end(errand, rc);
}

/* Within a transaction. */
static enum pal_rc write_erasure(struct pal_errand *errand, const char *person)
{
    struct pal_administrators before;
    enum pal_rc rc = pal_errand_lock(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_count(errand, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_person_erase(errand->db, person, errand->now);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_accounts_keep_one(errand, &before);
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "erase", pal_person_object(errand, person), "", "");
}

enum pal_rc pal_people_erase(struct pal_errand *errand, const char *person)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_end(errand, write_erasure(errand, person));
    if (rc == PAL_OK) { /* where somebody reads an older state, tidying does it later */
        (void)pal_store_forget(errand->db);
    }
    return rc;
}
