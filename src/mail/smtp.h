/*
 * smtp - one letter to one server of mail, by libcurl, which is loaded when it is first asked for
 * (docs/decisions/0045): without any knowledge of palier.
 *
 * Text goes over the network encrypted alone (smtps://, or STARTTLS, which must be offered); within
 * this machine, to a loopback address, as it is, unless a certificate of authorities is given. A
 * pal_smtp is used by one thread at a time.
 */
#ifndef PAL_MAIL_SMTP_H
#define PAL_MAIL_SMTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"
#include "mail/reply.h"

enum {
    PAL_SMTP_CONNECT_SECONDS = 10, /* until the server has greeted and knows who calls */
    PAL_SMTP_SECONDS = 60,         /* for all of a letter */
    PAL_SMTP_LETTERS = 50          /* in one connection */
};

struct pal_smtp_options {
    const char *url;      /* "smtp://HOST[:PORT]" or "smtps://HOST[:PORT]"; 25 and 465 otherwise */
    const char *helo;     /* what it calls itself: a domain */
    const char *user;     /* NULL: it does not sign in */
    const char *password; /* with a user */
    const char *ca_file;  /* certificates that are believed (PEM); NULL: those of the machine */
};

struct pal_smtp;

/* Checks what is given and loads the library; texts are copied. PAL_E_USAGE or PAL_E_UNAVAILABLE
 * with a sentence. Nothing is sent, and nobody is called. The first call stands before any other
 * thread is made. */
enum pal_rc pal_smtp_new(const struct pal_smtp_options *options, struct pal_smtp **out,
                         struct pal_err *err) PAL_WARN_UNUSED;
/* Hangs up. NULL: nothing. */
void pal_smtp_free(struct pal_smtp *smtp);

/* What became of a letter. */
enum pal_smtp_end {
    PAL_SMTP_SENT,
    PAL_SMTP_REFUSED, /* the server does not take this letter, and will not (5xx) */
    PAL_SMTP_LATER,   /* it does not take this letter now (4xx) */
    PAL_SMTP_AWAY,    /* there is no way to it now: that is of no one letter */
    PAL_SMTP_STOPPED  /* whoever asked has given up */
};

/* What is wrong with the way. */
enum pal_smtp_trouble {
    PAL_SMTP_FINE,
    PAL_SMTP_NO_HOST,    /* its name is not known */
    PAL_SMTP_NO_ANSWER,  /* nobody takes the call */
    PAL_SMTP_NO_TLS,     /* no encryption, or a certificate that is not believed */
    PAL_SMTP_NO_LOGIN,   /* it does not know this user and password */
    PAL_SMTP_NO_SENDER,  /* it does not take mail from this address */
    PAL_SMTP_BUSY,       /* it says that it is (421) */
    PAL_SMTP_SLOW,       /* it took too long */
    PAL_SMTP_HUNG_UP,    /* the connection ended in between */
    PAL_SMTP_NOT_SPOKEN, /* what came is no SMTP */
    PAL_SMTP_TROUBLES
};

struct pal_smtp_told {
    enum pal_smtp_end end;
    enum pal_smtp_trouble trouble; /* with PAL_SMTP_AWAY */
    struct pal_reply reply;        /* the last one; empty: none came to what was asked last */
};

struct pal_smtp_letter {
    const char *from; /* addresses that pal_letter_is_address takes */
    const char *address;
    const char *text; /* as pal_letter_write makes it */
    size_t len;
};

/* Sends it. The connection is kept for the next one. `is_over` is asked about each second, and ends
 * it; NULL: nobody is asked. Once the text is on its way nobody knows whether a letter that was
 * not acknowledged has arrived. */
void pal_smtp_send(struct pal_smtp *smtp, const struct pal_smtp_letter *letter,
                   bool (*is_over)(void *ctx), void *ctx, struct pal_smtp_told *out);

/* Ends the connection, without waiting for the server's last word. */
void pal_smtp_hang_up(struct pal_smtp *smtp);

/* Loads the library; `name` is "libcurl.so.4" outside tests. */
enum pal_rc pal_smtp_load(const char *name, struct pal_err *err) PAL_WARN_UNUSED;

#endif
