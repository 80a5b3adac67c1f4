/*
 * letter - a mail as the bytes that a server of mail takes: headers and one text in UTF-8 (RFC
 * 5322, 2045, 2047). Pure: no clock, no random; the same letter gives the same bytes.
 *
 * Nothing that is written into a header can end it: whatever is not plain is encoded, line ends
 * too.
 */
#ifndef PAL_MAIL_LETTER_H
#define PAL_MAIL_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rc.h"

enum {
    PAL_LETTER_ADDRESS = 254,   /* bytes at most; of the part before the @ 64 */
    PAL_LETTER_LINE = 200,      /* bytes of a title or a name */
    PAL_LETTER_BODY = 32 << 10, /* bytes of a text */
    PAL_LETTER_MOST = 256 << 10 /* bytes of all of it, encoded */
};

struct pal_letter {
    const char *id;   /* stands before the @ of its Message-ID: a letter that is sent once more has
                         the same; letters, digits and . _ - alone */
    const char *from; /* an address; its domain stands behind that @ */
    const char *address;  /* to whom */
    const char *name;     /* theirs; "": not known */
    const char *language; /* "en" */
    const char *title;
    const char *body; /* lines end with \n or \r\n */
    int64_t at;       /* seconds since 1970, UTC: its date */
};

/* Whether mail can be sent to an address: name@example.org, or name@host, of ASCII letters, digits
 * and what a name may hold beside them, without quotes and comments (a domain with other letters
 * is written in its form xn--…). */
bool pal_letter_is_address(const char *text);

/* The domain of such an address. */
const char *pal_letter_domain(const char *address);

/* Adds the letter to `out`, with lines that end with CR LF, none of them longer than 78 characters
 * but for addresses, which are not broken, and none that begins with a dot. PAL_E_INVALID: one of
 * the addresses is none, or the id would not stand in a header. PAL_E_MEMORY. */
enum pal_rc pal_letter_write(const struct pal_letter *letter, struct pal_buf *out) PAL_WARN_UNUSED;

#endif
