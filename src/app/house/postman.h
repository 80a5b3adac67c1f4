/*
 * postman - sends the mails that are due (mail.h): one thread of a server that mail is set up for,
 * beside its clerk. It holds no connection to the database while it talks to the mail server.
 *
 * A mail that the mail server refuses for good ends; what it does not take now, or cannot be
 * reached for, is tried again after pauses that grow, for two days. A mail is sent at least once: a
 * server that ends between the mail server's word and its own commit leaves a lease behind, and
 * whoever takes it over sends the mail once more, with the same Message-ID.
 */
#ifndef PAL_APP_HOUSE_POSTMAN_H
#define PAL_APP_HOUSE_POSTMAN_H

#include "app/house/clerk.h"
#include "app/house/house.h"

enum {
    PAL_POSTMAN_CONNECTIONS = 1, /* that it uses of the house's */
    PAL_POSTMAN_LEASE = 120 /* seconds after which a mail of a server that is gone is another's:
                               twice as long as a letter may take */
};

struct pal_postman;

/* Starts; `log` is told, from another thread, of which mail something failed, without addresses
 * and without what was said. NULL in `out`: mail is not set up. */
enum pal_rc pal_postman_start(struct pal_house *house, pal_clerk_log log, void *ctx,
                              struct pal_postman **out, struct pal_err *err) PAL_WARN_UNUSED;
/* Ends: a letter on its way has some seconds more, then its mail is given back. NULL: nothing. */
void pal_postman_stop(struct pal_postman *postman);

#endif
