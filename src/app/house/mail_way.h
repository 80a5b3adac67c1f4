/*
 * mail_way - how this server reaches a mail server: what its operator says of it, and the words for
 * what goes wrong on the way.
 */
#ifndef PAL_APP_HOUSE_MAIL_WAY_H
#define PAL_APP_HOUSE_MAIL_WAY_H

#include "app/house/house.h"

struct pal_mail_options {
    const char *url;        /* smtp://HOST:PORT or smtps://HOST:PORT; NULL: there is no mail */
    const char *from;       /* the address of the house */
    const char *login_file; /* user and password, a line each, which nobody else may read; NULL:
                               it does not sign in */
    const char *ca_file;    /* certificates that are believed; NULL: those of the machine */
};

struct pal_mail_way;

/* Reads what is given, and calls nobody. PAL_E_USAGE with a sentence, PAL_E_IO of the file,
 * PAL_E_UNAVAILABLE: the library is not there. Before any thread is made. */
enum pal_rc pal_mail_way_new(const struct pal_mail_options *options, struct pal_mail_way **out,
                             struct pal_err *err) PAL_WARN_UNUSED;
/* NULL: nothing. */
void pal_mail_way_free(struct pal_mail_way *way);

/* The address of the house. */
const char *pal_mail_way_from(const struct pal_mail_way *way);

/* Sends one letter, of no row, to see whether the way is fine. PAL_OK: the mail server took it, and
 * `said` is what it said. Else a sentence, of PAL_E_UNAVAILABLE, or PAL_E_INVALID where it is the
 * address. Texts are in the arena. */
enum pal_rc pal_mail_way_try(struct pal_mail_way *way, const char *address,
                             const struct pal_voice *voice, struct pal_arena *arena,
                             const char **said, struct pal_err *err) PAL_WARN_UNUSED;

#endif
