/*
 * mail - mails that the house sends: asked for within the act that they are of, so that nothing is
 * sent of an act that failed, and sent afterwards by a server that mail is set up for (postman.h,
 * docs/decisions/0045).
 *
 * A mail is to one address and of one thing: a project, and in it a document, a pass, or a part of
 * one. What became of it is told to whoever may see that thing. Its text may hold the secret of a
 * link: it goes once the mail has ended, and the row 90 days later. Addresses and texts are in no
 * entry of the chain and in no log.
 */
#ifndef PAL_APP_HOUSE_MAIL_H
#define PAL_APP_HOUSE_MAIL_H

#include "app/house/errand.h"

enum {
    PAL_MAIL_LINE = 200,           /* bytes of a title or a name */
    PAL_MAIL_BODY = 32 << 10,      /* bytes of a text */
    PAL_MAIL_AHEAD = 400,          /* days that one may wait for its time */
    PAL_MAIL_OF_PASS = 50,         /* in 24 hours, of whoever holds a pass */
    PAL_MAIL_LISTED = 1000,        /* of one thing, or to one address */
    PAL_MAIL_TRIED = 48 * 3600,    /* seconds since the first try, after which it is given up */
    PAL_MAIL_KEPT = 90 * 24 * 3600 /* seconds that one is listed behind its end */
};

/* What a mail is of. */
struct pal_mail_about {
    const char *project; /* "": of the house */
    const char *kind;    /* "pass", "assessment"; "": of the project itself */
    const char *id;      /* "" where there is no kind */
    const char *part;    /* "": all of it; where one asks for mails, NULL: any */
};

/* Whether this server sends any. Without it, nothing is offered but links to be copied. */
bool pal_mail_is_configured(const struct pal_house *house);

struct pal_mail_wish {
    const char *id; /* NULL: one of its own. What is asked for at a date by whichever server comes
                       first has an id made of kind, subject and date: letters, digits and . _ -
                       alone, 100 bytes at most. It is read by whoever gets the mail */
    struct pal_mail_about about;
    const char *what; /* "invitation", "reminder": an id */
    const char *address;
    const char *name; /* "": not known */
    enum pal_lang lang;
    const char *title;
    const char *body;   /* lines end with \n */
    int64_t not_before; /* 0: at once */
};

/* Within the transaction of the act, behind its own entry: keeps a mail with an entry of its own.
 * The right to it is the act's to ask. `is_new` (may be NULL) false: there was one of that id, and
 * nothing is written. PAL_E_UNAVAILABLE: this server sends none. PAL_E_OFTEN: whoever holds this
 * pass has asked for enough. PAL_E_INVALID with the field: email, name, title, text. */
enum pal_rc pal_mail_put(struct pal_errand *errand, const struct pal_mail_wish *wish,
                         bool *is_new) PAL_WARN_UNUSED;

enum pal_mail_state {
    PAL_MAIL_WAITING,
    PAL_MAIL_SENT,
    PAL_MAIL_REFUSED,   /* by the server, for good */
    PAL_MAIL_GIVEN_UP,  /* two days in vain */
    PAL_MAIL_WITHDRAWN, /* nobody wanted it any more */
    PAL_MAIL_SEALED,    /* its time has come, and what became of it is not told (no row says it) */
    PAL_MAIL_STATES
};
/* "waiting" … */
extern const char *const pal_mail_state_ids[PAL_MAIL_STATES];

/* A mail as it is told; texts are in the errand's arena. */
struct pal_mail {
    const char *id;
    const char *what;
    struct pal_mail_about about;
    const char *person; /* who asked for it, or "pass/ID"; "": nobody who signed in */
    const char *address;
    const char *name;
    const char *title;
    enum pal_mail_state state;
    int64_t tries;
    int64_t written_at;
    int64_t not_before;   /* 0: at once */
    int64_t next_at;      /* when it is due; 0: it has ended */
    int64_t ended_at;     /* 0: it waits */
    const char *sentence; /* why the last try failed, with what the server said; NULL: it did not */
};

/* Whether a reminder left would say who has handed in: until a consultation is opened all of its
 * reminders look the same to everybody but its keeper, and its candidates' own mails are in no
 * count. */

/* Mails of a thing, the newest first, PAL_MAIL_LISTED at most. Needs the right to assess on the
 * project, of the house that to administer. A verb with a narrower rule asks that first and then
 * pal_mail_find (mail_parts.h). */
enum pal_rc pal_mail_of(struct pal_errand *errand, const struct pal_mail_about *about,
                        struct pal_mail **out, size_t *count) PAL_WARN_UNUSED;

/* Within the transaction of the act: those of a thing that wait are not sent, those of one kind
 * (`what`) or, NULL, all. One that is on its way at this moment may arrive; it is not tried again.
 * `count` (may be NULL): how many will not be sent. */
enum pal_rc pal_mail_withdraw(struct pal_errand *errand, const struct pal_mail_about *about,
                              const char *what, int64_t *count) PAL_WARN_UNUSED;

/* What an administrator sees of it all. */
struct pal_mail_standing {
    bool is_configured; /* on this server */
    const char *from;   /* the address of the house; NULL: it is not */
    int64_t waiting;
    int64_t late; /* of those, tried in vain so far */
    int64_t sent; /* within the last 24 hours, likewise below */
    int64_t refused;
    int64_t given_up;
    const char
        *trouble; /* why this server reaches no mail server; NULL: it does, or has not tried */
};
enum pal_rc pal_mail_stand(struct pal_errand *errand,
                           struct pal_mail_standing *out) PAL_WARN_UNUSED;

/* What is held of an address, and to forget it: those that wait are not sent, and of all of them
 * address, name, title, text and answer go. For an administrator. */
enum pal_rc pal_mail_to(struct pal_errand *errand, const char *address, struct pal_mail **out,
                        size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_mail_forget(struct pal_errand *errand, const char *address,
                            int64_t *count) PAL_WARN_UNUSED;

#endif
