/*
 * guards - how fast a password may be guessed: counters that fade.
 *
 * Each failure lifts the levels of what it came from by one; a level halves every hour. At a
 * counter's allowance a wait begins, which doubles with each further failure up to the counter's
 * greatest. Counters are rows of the database, under hashes: several servers count together, and no
 * address stands in a table.
 *
 * - An account from one network: PAIR. That an IPv4 address is one network, and so are 64 bits of
 *   IPv6, which a provider gives away as a whole; the 48 bits around them, which many give away,
 *   are counted too, with a larger allowance.
 * - One network, whatever the account: SOURCE.
 * - One account from everywhere: its wait is short, and only asked of a network that has failed
 *   twice with it already: a stranger elsewhere never holds up somebody who knows the password.
 * - A device that has signed in to the account before has a counter of its own instead of all
 *   these: also whoever shares a network with a stranger has a way in.
 */
#ifndef PAL_APP_HOUSE_GUARDS_H
#define PAL_APP_HOUSE_GUARDS_H

#include "app/house/errand.h"
#include "app/house/secret.h"

struct pal_guard {
    char key[PAL_HASH_TEXT + 2];
    int64_t tries;     /* failures before a wait begins */
    int64_t wait_most; /* seconds */
    int64_t unless;    /* not asked while the first counter is below; 0: always asked */
    bool is_own;       /* of the account or the device from there: a success clears it */
};

enum { PAL_GUARDS_MOST = 5 };

struct pal_guards {
    struct pal_guard items[PAL_GUARDS_MOST];
    size_t count;
};

/* Of signing in to an account; `device` is the hash of a device that is known to be its own, or
 * NULL. */
void pal_guards_of_sign_in(const struct pal_errand *errand, const char *email, const char *device,
                           struct pal_guards *out);
/* Of proving that one knows one's own password: by session, and by network. */
void pal_guards_of_proof(const struct pal_errand *errand, struct pal_guards *out);
/* Of one-time links: by network. */
void pal_guards_of_links(const struct pal_errand *errand, struct pal_guards *out);

/* PAL_E_OFTEN with a sentence while another attempt is not heard. */
enum pal_rc pal_guards_check(struct pal_errand *errand,
                             const struct pal_guards *guards) PAL_WARN_UNUSED;
/* Counts a failure, and a success; within a transaction that writes. */
enum pal_rc pal_guards_fail(struct pal_errand *errand,
                            const struct pal_guards *guards) PAL_WARN_UNUSED;
enum pal_rc pal_guards_clear(struct pal_errand *errand,
                             const struct pal_guards *guards) PAL_WARN_UNUSED;

#endif
