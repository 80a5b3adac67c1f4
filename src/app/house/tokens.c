/* tokens - what programs come in with; see people.h. A token never outlives the credentials that it
 * was made with, nor the account, and no token makes another. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/people.h"
#include "app/house/people_parts.h"

enum { DAY = 24 * 3600 };

static enum pal_rc check_token(struct pal_errand *errand, const char *title, const char *scope,
                               int64_t days)
{
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_OWN, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    if (errand->session == NULL) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "a token makes no other: sign in, and make it under \"My account\"");
    }
    if (strcmp(scope, "read") != 0 && strcmp(scope, "write") != 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "scope",
                                  "a token's scope is \"read\" or \"write\"");
    }
    if (days < 1 || days > PAL_TOKEN_DAYS) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "days", "a token lasts 1 to %d days",
                                  PAL_TOKEN_DAYS);
    }
    rc = pal_people_check_name(errand, title);
    if (rc != PAL_OK) {
        errand->err.field = "title"; /* which is its name here */
    }
    return rc;
}

/* Within a transaction, locked: nothing has changed about the person since the password was proven,
 * and there is room for another token. */
static enum pal_rc check_maker(struct pal_errand *errand, struct pal_person *row)
{
    int64_t count;
    enum pal_rc rc = pal_accounts_still(errand, row);
    if (rc == PAL_OK) {
        rc = pal_token_count(errand->db, row->id, errand->now, &count);
    }
    if (rc == PAL_OK && count >= PAL_TOKENS_MOST) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "a person has at most %d tokens; revoke one that is not needed",
                               PAL_TOKENS_MOST);
    }
    return rc;
}

enum pal_rc pal_people_add_token(struct pal_errand *errand, const struct pal_new_token *wanted,
                                 char token[PAL_SECRET_TEXT])
{
    char id[PAL_ID_TEXT];
    char hash[PAL_HASH_TEXT];
    struct pal_person maker;
    enum pal_rc rc = check_token(errand, wanted->title, wanted->scope, wanted->days);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_prove(errand, wanted->password);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = check_maker(errand, &maker);
    }
    if (rc != PAL_OK) {
        return pal_errand_end(errand, rc);
    }
    pal_secret_id(id);
    pal_secret_new(token);
    pal_secret_hash(token, strlen(token), hash);
    int64_t ends = errand->now + wanted->days * DAY;
    struct pal_token row = {
        .id = id,
        .person = errand->principal.id,
        .title = wanted->title,
        .scope = wanted->scope,
        .created_at = errand->now,
        .expires_at = maker.expires_at != 0 && maker.expires_at < ends ? maker.expires_at : ends};
    rc = pal_token_add(errand->db, &row, hash);
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "add-token", pal_person_object(errand, errand->principal.id),
                             "", wanted->scope);
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_revoke_token(struct pal_errand *errand, const char *person, const char *id)
{
    enum pal_rc rc = pal_people_require_self(errand, person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_token_revoke(errand->db, person, id, errand->now);
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "revoke-token", pal_person_object(errand, person), id, "");
    }
    return pal_errand_end(errand, rc);
}
