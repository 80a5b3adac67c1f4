/*
 * mail - mails that go out: written with the act that they are of, sent by whichever server takes
 * the lease. Texts of results are in the arena that is passed.
 *
 * A mail waits until it is due and a server takes it; a lease that is over may be taken by another.
 * It ends as sent, refused, given up or withdrawn, and then its text goes, which may hold the
 * secret of a link. That it was asked for, by whom, of what, is covered by the chain as long as it
 * is there, its content by a digest with a salt that goes with the text; address, name, title and
 * text are personal data, and what became of it is not covered.
 */
#ifndef PAL_STORE_MAIL_H
#define PAL_STORE_MAIL_H

#include "base/arena.h"
#include "store/db.h"

/* What a mail is of. */
struct pal_mail_row_of {
    const char *project; /* "": of none */
    const char *kind;    /* "pass", "assessment"; "": of nothing */
    const char *subject; /* its id */
    const char *part;    /* of it; "": all of it */
};

struct pal_mail_row {
    const char *id;
    const char *what; /* "invitation", "reminder": for whoever lists them */
    struct pal_mail_row_of of;
    const char *person;   /* who asked for it; "": nobody who signed in */
    const char *language; /* of the text */
    int64_t written_at;
    int64_t not_before; /* 0: at once */
    const char *digest;
    const char *address;
    const char *name;
    const char *title;
    const char *body;  /* lists leave it out */
    const char *salt;  /* the same */
    const char *state; /* "waiting", "sent", "refused", "given_up", "withdrawn" */
    int64_t tries;
    int64_t next_at; /* when it is due */
    const char *holder;
    int64_t lease_until;
    int64_t begun_at;    /* the first try; 0: none yet */
    int64_t ended_at;    /* 0: it waits */
    const char *trouble; /* why the last try failed, a word of app's; "" */
    const char *answer;  /* what the server said to it; "" */
};

/* Keeps a mail that waits. `is_new` false: there is one of that id, and nothing was written. */
enum pal_rc pal_mail_row_add(struct pal_db *db, const struct pal_mail_row *row,
                             bool *is_new) PAL_WARN_UNUSED;

/* Those of a subject, the newest first. A part, and what they are, may be NULL: any. */
enum pal_rc pal_mail_row_list_of(struct pal_db *db, const struct pal_mail_row_of *of,
                                 const char *what, size_t max, struct pal_arena *arena,
                                 struct pal_mail_row **out, size_t *count) PAL_WARN_UNUSED;
/* Those to an address, likewise. */
enum pal_rc pal_mail_row_list_to(struct pal_db *db, const char *address, size_t max,
                                 struct pal_arena *arena, struct pal_mail_row **out,
                                 size_t *count) PAL_WARN_UNUSED;

/* How many there are. */
struct pal_mail_row_counts {
    int64_t waiting;
    int64_t late; /* of those, tried in vain so far */
    int64_t sent; /* since a time, likewise below */
    int64_t refused;
    int64_t given_up;
};
enum pal_rc pal_mail_row_count(struct pal_db *db, int64_t since,
                               struct pal_mail_row_counts *out) PAL_WARN_UNUSED;

/* Whether there is one to take: nothing is changed, and nothing locked. */
enum pal_rc pal_mail_row_is_due(struct pal_db *db, int64_t now, bool *out) PAL_WARN_UNUSED;
/* Takes the lease of the one that has been due longest, in one statement: of two servers one has
 * it. PAL_E_NOT_FOUND: there is none, or another server was first. */
enum pal_rc pal_mail_row_take(struct pal_db *db, const char *holder, int64_t now, int64_t until,
                              struct pal_arena *arena, struct pal_mail_row *out) PAL_WARN_UNUSED;
/* What became of the one that `row->holder` holds: state, trouble, answer, and ended_at, or
 * next_at where it waits on. One that nobody wants any more waits no longer. PAL_E_NOT_FOUND: it
 * is another's by now, or has ended. */
enum pal_rc pal_mail_row_end(struct pal_db *db, const struct pal_mail_row *row) PAL_WARN_UNUSED;
/* Gives it back as if it had not been taken. PAL_E_NOT_FOUND as before. */
enum pal_rc pal_mail_row_give_back(struct pal_db *db,
                                   const struct pal_mail_row *row) PAL_WARN_UNUSED;

/* Nobody wants those of a subject that wait any more (as pal_mail_row_list_of); one that is being
 * sent at the time is not tried again. `count`: how many will not be sent. */
enum pal_rc pal_mail_row_withdraw_of(struct pal_db *db, const struct pal_mail_row_of *of,
                                     const char *what, int64_t now, int64_t *count) PAL_WARN_UNUSED;
/* The same of those that bring a pass (their part) which was revoked, or comes from one that was.
 */
enum pal_rc pal_mail_row_withdraw_fallen(struct pal_db *db, int64_t now) PAL_WARN_UNUSED;
/* The same of those to an address; and who it was is forgotten, of all of them. */
enum pal_rc pal_mail_row_forget_to(struct pal_db *db, const char *address, int64_t now,
                                   int64_t *count) PAL_WARN_UNUSED;
/* Those that were due by then are not sent, for the reason that is given. */
enum pal_rc pal_mail_row_give_up(struct pal_db *db, int64_t due, int64_t now,
                                 const char *trouble) PAL_WARN_UNUSED;
/* Removes what ended before; ends what nobody wants and nobody is sending any more. */
enum pal_rc pal_mail_row_sweep(struct pal_db *db, int64_t now, int64_t before) PAL_WARN_UNUSED;
/* How many somebody has asked for since. */
enum pal_rc pal_mail_row_written_by(struct pal_db *db, const char *person, int64_t since,
                                    int64_t *out) PAL_WARN_UNUSED;

#endif
