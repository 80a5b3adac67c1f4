/*
 * demonstration - the paper's case, for whoever wants to look around.
 */
#ifndef PAL_APP_HOUSE_DEMONSTRATION_H
#define PAL_APP_HOUSE_DEMONSTRATION_H

#include "app/house/errand.h"
#include "app/house/secret.h"

/* An account of the demonstration. */
struct pal_demonstration {
    char email[64];
    char password[PAL_ID_TEXT];
};

/* Fills an empty database with the paper's case and one account per role; the passwords are random
 * and known to nobody else. */
enum pal_rc
pal_house_demonstrate(struct pal_errand *errand,
                      struct pal_demonstration accounts[PAL_ROLE_COUNT]) PAL_WARN_UNUSED;

#endif
