#include "app/house/guards.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "app/house/errand.h"
#include "app/house/people_parts.h"
#include "base/decay.h"

enum {
    ONE = 1000,  /* a failure, in the thousandths of a level */
    HALF = 3600, /* seconds in which a level halves */
    PAIR_TRIES = 5,
    PAIR_WAIT = 900,
    WIDE_PAIR_TRIES = 20,
    PERSON_TRIES = 50,
    PERSON_FRESH = 2, /* failures with the account before a network waits with all others */
    SOURCE_TRIES = 30,
    WIDE_SOURCE_TRIES = 120,
    WAIT = 30,
    DEVICE_TRIES = 10,
    AGAIN_MOST = 100, /* times that a counter is read anew because another one counted */
    NETWORK_MAX = 64,
};

/* ----------------------------------------------------------------- networks */

/* The network of an address, of so many bits where it is IPv6. False: a wider network than an IPv4
 * address is nobody's in particular. What is no address ("local") stands for itself. */
static bool network_of(const char *source, size_t bits, char out[NETWORK_MAX])
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    unsigned char bytes[16];
    char text[INET6_ADDRSTRLEN];
    bool is_narrow = bits == 64;
    if (inet_pton(AF_INET6, source, bytes) != 1) {
        (void)snprintf(out, NETWORK_MAX, "%s", source);
        return is_narrow;
    }
    if (memcmp(bytes, mapped, sizeof mapped) == 0) {
        (void)inet_ntop(AF_INET, bytes + sizeof mapped, text, sizeof text);
        (void)snprintf(out, NETWORK_MAX, "%s", text);
        return is_narrow;
    }
    memset(bytes + bits / 8, 0, sizeof bytes - bits / 8);
    (void)inet_ntop(AF_INET6, bytes, text, sizeof text);
    (void)snprintf(out, NETWORK_MAX, "%s/%zu", text, bits);
    return true;
}

/* ----------------------------------------------------------------- counters */

static struct pal_guard *add(struct pal_guards *guards, char letter, const char *first,
                             const char *second)
{
    char text[PAL_EMAIL_MAX + 256];
    char hash[PAL_HASH_TEXT];
    struct pal_guard *guard = &guards->items[guards->count++];
    int len = snprintf(text, sizeof text, "%s|%s", first, second);
    size_t used = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    pal_secret_hash(text, used, hash);
    *guard = (struct pal_guard){.wait_most = WAIT};
    (void)snprintf(guard->key, sizeof guard->key, "%c%s", letter, hash);
    return guard;
}

/* Of the networks of the errand alone, whatever is tried. */
static void add_sources(const struct pal_errand *errand, struct pal_guards *out)
{
    char network[NETWORK_MAX];
    const char *source = errand->source != NULL ? errand->source : "";
    (void)network_of(source, 64, network);
    add(out, 's', "", network)->tries = SOURCE_TRIES;
    if (network_of(source, 48, network)) {
        add(out, 's', "", network)->tries = WIDE_SOURCE_TRIES;
    }
}

void pal_guards_of_sign_in(const struct pal_errand *errand, const char *email, const char *device,
                           struct pal_guards *out)
{
    char network[NETWORK_MAX];
    const char *source = errand->source != NULL ? errand->source : "";
    *out = (struct pal_guards){.count = 0};
    if (device != NULL) {
        struct pal_guard *own = add(out, 'd', email, device);
        own->tries = DEVICE_TRIES;
        own->wait_most = PAIR_WAIT;
        own->is_own = true;
        return;
    }
    (void)network_of(source, 64, network);
    struct pal_guard *pair = add(out, 'p', email, network);
    pair->tries = PAIR_TRIES;
    pair->wait_most = PAIR_WAIT;
    pair->is_own = true;
    if (network_of(source, 48, network)) {
        pair = add(out, 'p', email, network);
        pair->tries = WIDE_PAIR_TRIES;
        pair->wait_most = PAIR_WAIT;
    }
    struct pal_guard *person = add(out, 'e', email, "");
    person->tries = PERSON_TRIES;
    person->unless = PERSON_FRESH;
    add_sources(errand, out);
}

void pal_guards_of_proof(const struct pal_errand *errand, struct pal_guards *out)
{
    *out = (struct pal_guards){.count = 0};
    struct pal_guard *own =
        add(out, 'o', errand->principal.id, errand->session != NULL ? errand->session : "");
    own->tries = PAIR_TRIES;
    own->wait_most = PAIR_WAIT;
    own->is_own = true;
    add_sources(errand, out);
}

void pal_guards_of_links(const struct pal_errand *errand, struct pal_guards *out)
{
    *out = (struct pal_guards){.count = 0};
    add_sources(errand, out);
}

/* ------------------------------------------------------------------ waiting */

/* Whole failures that are left of a counter. */
static int64_t failures_of(const struct pal_errand *errand, const struct pal_attempt *attempt)
{
    return (pal_decay(attempt->level, errand->now - attempt->at, HALF) + ONE / 2) / ONE;
}

/* Seconds until another attempt is heard; 0: now. */
static int64_t wait_of(const struct pal_errand *errand, const struct pal_guard *guard,
                       const struct pal_attempt *attempt)
{
    int64_t failures = failures_of(errand, attempt);
    int64_t step = 1;
    if (failures < guard->tries) {
        return 0;
    }
    for (int64_t i = guard->tries; i < failures && step < guard->wait_most; i++) {
        step *= 2;
    }
    step = step < guard->wait_most ? step : guard->wait_most;
    int64_t passed = errand->now > attempt->at ? errand->now - attempt->at : 0;
    return passed < step ? step - passed : 0;
}

enum pal_rc pal_guards_check(struct pal_errand *errand, const struct pal_guards *guards)
{
    int64_t first = 0;
    for (size_t i = 0; i < guards->count; i++) {
        const struct pal_guard *guard = &guards->items[i];
        struct pal_attempt attempt;
        enum pal_rc rc = pal_attempt_get(errand->db, guard->key, &attempt);
        if (rc != PAL_OK) {
            return pal_errand_explain(errand, rc);
        }
        if (i == 0) {
            first = failures_of(errand, &attempt);
        }
        int64_t wait = first >= guard->unless ? wait_of(errand, guard, &attempt) : 0;
        if (wait > 0) {
            return wait == 1 ? pal_errand_fail(errand, PAL_E_OFTEN,
                                               "too many attempts; try again in a second")
                             : pal_errand_fail(errand, PAL_E_OFTEN,
                                               "too many attempts; try again in %lld seconds",
                                               (long long)wait);
        }
    }
    return PAL_OK;
}

/* Another server may count at the same time: nothing that was counted is lost. */
static enum pal_rc count_one(struct pal_errand *errand, const char *key)
{
    enum pal_rc rc = PAL_E_CONFLICT;
    for (size_t i = 0; i < AGAIN_MOST && rc == PAL_E_CONFLICT; i++) {
        struct pal_attempt before;
        rc = pal_attempt_get(errand->db, key, &before);
        if (rc != PAL_OK) {
            return rc;
        }
        const struct pal_attempt after = {
            .level = pal_decay(before.level, errand->now - before.at, HALF) + ONE,
            .at = errand->now > before.at ? errand->now : before.at};
        rc = pal_attempt_put(errand->db, key, &before, &after);
    }
    return rc;
}

enum pal_rc pal_guards_fail(struct pal_errand *errand, const struct pal_guards *guards)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < guards->count && rc == PAL_OK; i++) {
        rc = count_one(errand, guards->items[i].key);
    }
    return rc;
}

enum pal_rc pal_guards_clear(struct pal_errand *errand, const struct pal_guards *guards)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < guards->count && rc == PAL_OK; i++) {
        if (guards->items[i].is_own) {
            rc = pal_attempt_clear(errand->db, guards->items[i].key);
        }
    }
    return rc;
}
