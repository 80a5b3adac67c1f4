/* sign_in - who somebody is, by a password; see people.h. */
#include <string.h>

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/guards.h"
#include "app/house/house.h"
#include "app/house/people.h"
#include "app/house/people_parts.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/devices.h"

const char *pal_email_clean(struct pal_errand *errand, const char *email)
{
    size_t len = strlen(email);
    const char *at = strchr(email, '@');
    bool is_fine = len <= PAL_EMAIL_MAX && at != NULL && at != email && at[1] != '\0' &&
                   strchr(at + 1, '@') == NULL && strcspn(email, " <>\"(),;\\") == len &&
                   pal_utf8_is_line(email, len);
    char *copy = is_fine ? pal_arena_copy(errand->arena, email, len) : NULL;
    for (size_t i = 0; copy != NULL && i < len; i++) {
        copy[i] = (char)(copy[i] >= 'A' && copy[i] <= 'Z' ? copy[i] + ('a' - 'A') : copy[i]);
    }
    if (!is_fine) {
        (void)pal_errand_fail_at(errand, PAL_E_INVALID, "email", "%s is no mail address",
                                 pal_quote(email).text);
    }
    return copy;
}

/* ---------------------------------------------------------------- passwords */

/* Hashing takes long, and longer where others wait for it: nobody's connection is held meanwhile.
 */
static void step_out(struct pal_errand *errand)
{
    if (errand->house != NULL) {
        pal_house_leave(errand);
    }
}

static enum pal_rc step_in(struct pal_errand *errand)
{
    return errand->house != NULL ? pal_house_enter(errand->house, errand) : PAL_OK;
}

enum pal_rc pal_sign_in_hash(struct pal_errand *errand, const char *password,
                             char hashed[PAL_PASSWORD_TEXT])
{
    step_out(errand);
    enum pal_rc done = pal_password_hash(password, hashed);
    enum pal_rc rc = step_in(errand);
    return rc == PAL_OK ? pal_errand_explain(errand, done) : rc;
}

/* `hash` NULL: nobody's, which takes as long. */
static enum pal_rc try_password(struct pal_errand *errand, const char *password, const char *hash,
                                bool *is_right)
{
    *is_right = false;
    if (strlen(password) > PAL_PASSWORD_MOST) {
        return PAL_OK;
    }
    step_out(errand);
    *is_right = pal_password_check(password, hash);
    return step_in(errand);
}

/* Also of a token that only reads: it is the house that writes. */
static enum pal_rc count_failure(struct pal_errand *errand, const struct pal_guards *guards)
{
    enum pal_rc rc = pal_errand_explain(errand, pal_db_begin(errand->db));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_guards_fail(errand, guards);
    if (rc == PAL_OK) {
        rc = pal_audit_write(errand, "sign-in-refused", "person", "", "");
    }
    return pal_errand_end(errand, rc);
}

/* ----------------------------------------------------------------- sign-in */

/* The hash of the device where it is this person's; NULL. */
static enum pal_rc find_device(struct pal_errand *errand, const char *person, const char *device,
                               const char **out)
{
    char hash[PAL_HASH_TEXT];
    bool is_known;
    *out = NULL;
    if (device == NULL || person == NULL) {
        return PAL_OK;
    }
    pal_secret_hash(device, strlen(device), hash);
    enum pal_rc rc =
        pal_device_find(errand->db, hash, person, errand->now - PAL_DEVICE_AGE, &is_known);
    if (rc != PAL_OK || !is_known) {
        return pal_errand_explain(errand, rc);
    }
    *out = pal_arena_copy(errand->arena, hash, strlen(hash));
    return *out != NULL ? PAL_OK : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* A device that is known stays as it is; another gets a secret of its own. */
static enum pal_rc keep_device(struct pal_errand *errand, const struct pal_sign_in *with,
                               const char *known, char device[PAL_SECRET_TEXT])
{
    char hash[PAL_HASH_TEXT];
    if (known != NULL && strlen(with->device) < PAL_SECRET_TEXT) {
        memcpy(device, with->device, strlen(with->device) + 1);
        return pal_device_seen(errand->db, known, errand->now);
    }
    pal_secret_new(device);
    pal_secret_hash(device, strlen(device), hash);
    return pal_device_add(errand->db, hash, errand->principal.id, with->agent, errand->now,
                          PAL_DEVICES);
}

static enum pal_rc start_session(struct pal_errand *errand, const char *agent,
                                 char token[PAL_SECRET_TEXT])
{
    char hash[PAL_HASH_TEXT];
    pal_secret_new(token);
    pal_secret_hash(token, strlen(token), hash);
    enum pal_rc rc = pal_session_add(errand->db, hash, errand->principal.id, agent, errand->now);
    if (rc == PAL_OK) {
        rc = pal_person_seen(errand->db, errand->principal.id, errand->now);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_audit_write(errand, "sign-in", pal_person_object(errand, errand->principal.id), "",
                           "");
}

/* After the password was right. */
static enum pal_rc let_in(struct pal_errand *errand, const struct pal_sign_in *with,
                          const struct pal_guards *guards, const char *known,
                          char token[PAL_SECRET_TEXT], char device[PAL_SECRET_TEXT])
{
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_person now;
    rc = pal_errand_lock(errand);
    if (rc == PAL_OK) {
        rc = pal_accounts_still(errand, &now);
    }
    if (rc == PAL_OK) {
        rc = pal_guards_clear(errand, guards);
    }
    if (rc == PAL_OK) {
        rc = keep_device(errand, with, known, device);
    }
    if (rc == PAL_OK) {
        rc = start_session(errand, with->agent, token);
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_sign_in(struct pal_errand *errand, const struct pal_sign_in *with,
                               char token[PAL_SECRET_TEXT], char device[PAL_SECRET_TEXT])
{
    struct pal_guards guards;
    struct pal_person person = {0};
    const char *known;
    bool is_right;
    const char *address = pal_email_clean(errand, with->email);
    address = address != NULL ? address : "";
    enum pal_rc rc = pal_person_by_email(errand->db, address, errand->arena, &person);
    if (rc != PAL_OK && rc != PAL_E_NOT_FOUND) {
        return pal_errand_explain(errand, rc);
    }
    rc = find_device(errand, person.id, with->device, &known);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_guards_of_sign_in(errand, address, known, &guards);
    rc = pal_guards_check(errand, &guards);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = try_password(errand, with->password, person.password, &is_right);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!is_right) {
        rc = count_failure(errand, &guards);
        if (rc != PAL_OK) {
            return rc;
        }
        return pal_errand_fail_at(errand, PAL_E_DENIED, "password",
                                  "the address or the password is not right");
    }
    rc = pal_people_may_enter(errand, &person);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_people_become(errand, &person);
    if (rc != PAL_OK) {
        return rc;
    }
    return let_in(errand, with, &guards, known, token, device);
}

enum pal_rc pal_sign_in_prove(struct pal_errand *errand, const char *password)
{
    struct pal_guards guards;
    bool is_right;
    pal_guards_of_proof(errand, &guards);
    enum pal_rc rc = pal_guards_check(errand, &guards);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = try_password(errand, password, pal_people_password(errand), &is_right);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!is_right) {
        rc = count_failure(errand, &guards);
        if (rc != PAL_OK) {
            return rc;
        }
        return pal_errand_fail_at(errand, PAL_E_DENIED, "old", "the old password is not right");
    }
    rc = pal_errand_begin(errand);
    return rc == PAL_OK ? pal_errand_end(errand, pal_guards_clear(errand, &guards)) : rc;
}

enum pal_rc pal_sign_in_count_link(struct pal_errand *errand, bool is_failure)
{
    struct pal_guards guards;
    pal_guards_of_links(errand, &guards);
    return is_failure ? count_failure(errand, &guards) : pal_guards_check(errand, &guards);
}
