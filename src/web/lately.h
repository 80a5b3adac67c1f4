/*
 * lately - who was let in a moment ago.
 *
 * Before a body is taken its sender is looked up, so that strangers cost no memory; then the
 * request is handled, and they are looked up again. For a short body of somebody who was found by
 * the same token or session some seconds ago the first look is left out: it gives no right, and
 * what comes is small.
 */
#ifndef PAL_WEB_LATELY_H
#define PAL_WEB_LATELY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "http/http.h"

enum {
    PAL_LATELY_PLACES =
        1024, /* of the last ones; two who fall on one place are looked up more often */
    PAL_LATELY_SECONDS = 10,
    PAL_LATELY_BODY = 16 << 10, /* bytes, of a body that says its length */
};

struct pal_lately {
    _Atomic uint64_t
        places[PAL_LATELY_PLACES]; /* 40 bits of a hash, 24 of the seconds; zeroed: nobody */
};

bool pal_lately_was_in(const struct pal_lately *lately, const struct pal_http_request *head,
                       int64_t now);
/* After whoever sent it was found, and may send it. */
void pal_lately_note(struct pal_lately *lately, const struct pal_http_request *head, int64_t now);

#endif
