/* people_parts - what the files about people share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_PEOPLE_PARTS_H
#define PAL_APP_HOUSE_PEOPLE_PARTS_H

#include "app/house/accounts.h"
#include "app/house/errand.h"
#include "app/house/grants.h"

enum { PAL_EMAIL_MAX = 254 };

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

#endif
