/* sign_in - who somebody is, by a password; see house.h. */
#include <stdio.h>
#include <string.h>

#include "app/house/house.h"
#include "app/house/people_parts.h"
#include "base/text.h"

enum {
    /* Failures before a wait begins: by a person from one address, by a person from anywhere, from
     * one address. The wait doubles up to the greatest one; after a day all is forgotten. */
    TRIES_PAIR = 5,
    TRIES_PERSON = 50,
    TRIES_SOURCE = 30,
    WAIT_MOST_PAIR = 900,
    WAIT_MOST = 30,
};

const char *pal_person_object(struct pal_errand *errand, const char *person)
{
    const char *object = pal_arena_printf(errand->arena, "person/%s", person);
    return object != NULL ? object : "person";
}

const char *pal_email_clean(struct pal_errand *errand, const char *email)
{
    size_t len = strlen(email);
    const char *at = strchr(email, '@');
    bool is_fine = len <= PAL_EMAIL_MAX && at != NULL && at != email && at[1] != '\0' &&
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
        char text[PAL_EMAIL_MAX + 128];
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
        rc = pal_audit_write(errand, "sign-in", pal_person_object(errand, errand->person.id), "",
                             "");
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_people_sign_in(struct pal_errand *errand, const char *email, const char *password,
                               const char *agent, char token[PAL_SECRET_TEXT])
{
    struct guard guards[3];
    struct pal_person person = {0};
    const char *address = pal_email_clean(errand, email);
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

enum pal_rc pal_sign_in_prove(struct pal_errand *errand, const char *old)
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
