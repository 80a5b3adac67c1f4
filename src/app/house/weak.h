/*
 * weak - passwords that are tried first: common ones, plain patterns, one's own name.
 *
 * Pure: the list of common passwords is passed in (data/passwords/common.txt: one a line, in small
 * letters, in the order of bytes). It is searched where it lies; nothing is loaded or built before.
 */
#ifndef PAL_APP_HOUSE_WEAK_H
#define PAL_APP_HOUSE_WEAK_H

#include <stdbool.h>
#include <stddef.h>

enum pal_weak {
    PAL_WEAK_NOT,
    PAL_WEAK_COMMON, /* a common one; or one that is repeated, padded with digits and signs, or
                        written with signs for letters; or a row of keys, letters or digits */
    PAL_WEAK_OWN,    /* the person's name or address, and little or something weak beside it */
};

/* `list` of `len` bytes ends with a line end. `email` and `name` are the person's own. A password
 * beyond PAL_PASSWORD_MOST is not looked at. */
enum pal_weak pal_password_weakness(const char *list, size_t len, const char *password,
                                    const char *email, const char *name);

#endif
