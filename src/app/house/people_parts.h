/* people_parts - what the files about people share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_PEOPLE_PARTS_H
#define PAL_APP_HOUSE_PEOPLE_PARTS_H

#include "app/house/accounts.h"
#include "app/house/errand.h"
#include "app/house/grants.h"
#include "app/house/secret.h"
#include "store/accounts.h"

enum { PAL_EMAIL_MAX = 254 };

/* What a person came in with, as it was when the errand began. */
struct pal_credentials {
    const char *password; /* as secret.h wrote it; NULL: none was chosen yet */
};

/* Theirs; NULL: nobody is signed in, or no password was chosen. */
const char *pal_people_password(const struct pal_errand *errand);

/* From now on this person acts. */
enum pal_rc pal_people_become(struct pal_errand *errand,
                              const struct pal_person *person) PAL_WARN_UNUSED;

/* Within a transaction, after pal_errand_lock: the account of the errand as it is now. Proving and
 * hashing a password take long and hold no connection: PAL_E_DENIED where the password was changed
 * meanwhile, or the account locked, ended or erased. */
enum pal_rc pal_accounts_still(struct pal_errand *errand, struct pal_person *now) PAL_WARN_UNUSED;

/* Within a transaction, after pal_errand_lock: what whoever acts may do is read again, since roles
 * may have been taken away while they waited. PAL_E_DENIED where the account was locked, ended or
 * erased meanwhile. Whoever is no person stays what they are. */
enum pal_rc pal_people_still(struct pal_errand *errand) PAL_WARN_UNUSED;

/* Within a transaction, after pal_errand_lock: the account of somebody who was not erased;
 * PAL_E_NOT_FOUND or PAL_E_INVALID with a sentence. */
enum pal_rc pal_accounts_there(struct pal_errand *errand, const char *person,
                               struct pal_person *out) PAL_WARN_UNUSED;

/* Whether somebody whose password was right may enter: PAL_E_DENIED with what to do where the
 * account is locked or has ended. The refusal is in the audit. */
enum pal_rc pal_people_may_enter(struct pal_errand *errand,
                                 const struct pal_person *person) PAL_WARN_UNUSED;

/* Within a transaction, locked (pal_errand_lock): the administrators before an act, and after it
 * PAL_E_INVALID where the act has taken the last one who can sign in, or the last whose account has
 * no end. */
enum pal_rc pal_accounts_count(struct pal_errand *errand,
                               struct pal_administrators *out) PAL_WARN_UNUSED;
enum pal_rc pal_accounts_keep_one(struct pal_errand *errand,
                                  const struct pal_administrators *before) PAL_WARN_UNUSED;

/* A name, of a person or of a token: one line, wherever it is shown, of 1 to 200 bytes. */
enum pal_rc pal_people_check_name(struct pal_errand *errand, const char *name) PAL_WARN_UNUSED;

/* A mail address in small letters, in the errand's arena; NULL after a sentence. */
const char *pal_email_clean(struct pal_errand *errand, const char *email);

/* Whether the visitor knows their password: PAL_E_DENIED when not. Guessed no faster here than
 * where one signs in (PAL_E_OFTEN). */
enum pal_rc pal_sign_in_prove(struct pal_errand *errand, const char *password) PAL_WARN_UNUSED;

/* Hashes a password that was chosen; the errand holds no connection meanwhile. Not within a
 * transaction. */
enum pal_rc pal_sign_in_hash(struct pal_errand *errand, const char *password,
                             char hashed[PAL_PASSWORD_TEXT]) PAL_WARN_UNUSED;

/* Links are guessed no faster: PAL_E_OFTEN while another attempt is not heard; or counts one that
 * failed. */
enum pal_rc pal_sign_in_count_link(struct pal_errand *errand, bool is_failure) PAL_WARN_UNUSED;

/* Before a consultation is opened nobody is told who contributes to it (contributors.h).
 * PAL_E_NOT_FOUND: it is so of this person. */
enum pal_rc pal_contributor_require(struct pal_errand *errand,
                                    const struct pal_person *person) PAL_WARN_UNUSED;

#endif
