/*
 * passes - what somebody without an account may do who holds a link: exactly that, on one subject.
 *
 * A pass has a secret of 256 bits, which is in its link and nowhere else; a subject (a document; so
 * far an assessment), a few rights, an end, and a person who answers for it: it is in force while
 * that person may enter and assess, and the subject is not removed (docs/decisions/0023). A link is
 * exchanged, by as many browsers as it is opened in, for another secret that lasts as long as a
 * session. A pass may be handed on: the new one has no more rights, no later end, and falls with
 * it. A pass is no role.
 */
#ifndef PAL_APP_HOUSE_PASSES_H
#define PAL_APP_HOUSE_PASSES_H

#include "app/house/errand.h"
#include "app/house/secret.h"

enum {
    PAL_PASSES_MOST = 100,          /* of one subject that are neither revoked nor over */
    PAL_PASSES_LISTED = 300,        /* of one subject; of one person in an export of theirs */
    PAL_PASS_DAYS = 366,            /* that one lasts at most */
    PAL_PASS_IDLE = 12 * 3600,      /* seconds without a request */
    PAL_PASS_AGE = 7 * 24 * 3600,   /* seconds since the link was exchanged */
    PAL_PASS_BROWSERS = 200,        /* that have exchanged one link, at a time */
    PAL_PASS_KEPT = 90 * 24 * 3600, /* seconds that one is listed behind its end */
    PAL_PASS_NOTE = 200,            /* bytes */
};

/* What a pass allows, as a set of bits. */
enum pal_pass_right {
    PAL_PASS_READ = 1,
    PAL_PASS_ANSWER = 2,
    PAL_PASS_HAND_ON = 4,
    PAL_PASS_REPLY = 8,
    PAL_PASS_REPORT = 16, /* progress */
};

enum pal_pass_state {
    PAL_PASS_OPEN,
    PAL_PASS_OVER,
    PAL_PASS_REVOKED,
    PAL_PASS_ASLEEP, /* who answers for it may not any more, or the subject is removed */
};
/* "open" … */
extern const char *const pal_pass_state_ids[];

struct pal_pass {
    const char *id;
    const char *kind;
    const char *subject;
    const char *part; /* "": all of it */
    unsigned rights;
    const char *person; /* who answers for it */
    const char *name;   /* theirs */
    bool is_handed_on;
    const char *note; /* to whom it was given; "": not said */
    int64_t created_at;
    int64_t expires_at;
    int64_t revoked_at; /* 0: it was not */
    enum pal_pass_state state;
    const char *project; /* of the subject */
    const char *title;
    /* Of the visitor's own alone: who sits at the browser, as they said (contributors.h). */
    const char *role;        /* NULL: they did not say it */
    const char *contributor; /* their id, where they gave a name; NULL */
    const char *contributor_name;
};

/* What is wanted. */
struct pal_new_pass {
    const char *kind; /* of the subject: not read where a pass is handed on */
    const char *subject;
    unsigned rights;
    int64_t last_day; /* its first second; the day itself is included */
    const char *note;
    const char *part;   /* of the subject, alone; NULL: all of it */
    const char *secret; /* of the link, where it follows from something; NULL: a new one */
    bool is_first;      /* made with what it is of: whoever sends it in a consultation, too */
};

/* Makes one; `link` is its secret. Needs the right to assess, and a session. Of what was sent in a
 * consultation the keeper alone makes, lists and revokes them until it is opened. */
enum pal_rc pal_passes_make(struct pal_errand *errand, const struct pal_new_pass *wanted,
                            struct pal_pass *out, char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* The same within a transaction that is under way. */
enum pal_rc pal_passes_make_within(struct pal_errand *errand, const struct pal_new_pass *wanted,
                                   struct pal_pass *out,
                                   char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* Within a transaction: those of a subject that are open and were made by a person last until that
 * day, the day included, where they end sooner. */
enum pal_rc pal_passes_prolong_within(struct pal_errand *errand, const char *kind,
                                      const char *subject, int64_t last_day) PAL_WARN_UNUSED;
/* The one of a subject that this link opens. PAL_E_NOT_FOUND without a sentence. */
enum pal_rc pal_passes_find(struct pal_errand *errand, const char *kind, const char *subject,
                            const char *link, struct pal_pass *out) PAL_WARN_UNUSED;
/* Makes one out of the visitor's own. */
enum pal_rc pal_passes_hand_on(struct pal_errand *errand, const struct pal_new_pass *wanted,
                               struct pal_pass *out, char link[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;

/* What the visitor's own was handed on as, the newest first; takes one of those back, with all that
 * come from it. PAL_E_NOT_FOUND: it was not handed on from theirs. */
enum pal_rc pal_passes_handed_on(struct pal_errand *errand, struct pal_pass **out,
                                 size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_passes_take_back(struct pal_errand *errand, const char *id) PAL_WARN_UNUSED;

/* Of a subject, the newest first: those in force and those that have ended not long ago. Needs the
 * right to assess, and so do the two below: they revoke one with all that come from it, or forget
 * to whom it was given. PAL_E_NOT_FOUND: it is not of this subject. */
enum pal_rc pal_passes_list(struct pal_errand *errand, const char *kind, const char *subject,
                            struct pal_pass **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_passes_revoke(struct pal_errand *errand, const char *kind, const char *subject,
                              const char *id) PAL_WARN_UNUSED;
enum pal_rc pal_passes_forget(struct pal_errand *errand, const char *kind, const char *subject,
                              const char *id) PAL_WARN_UNUSED;

/* What is not, has ended, was revoked or is another's is told by one sentence, with
 * PAL_E_NOT_FOUND. */
enum pal_rc pal_passes_none(struct pal_errand *errand);

/* Makes the visitor whoever holds this link. Changes nothing. */
enum pal_rc pal_passes_look(struct pal_errand *errand, const char *link) PAL_WARN_UNUSED;
/* The same, and gives the secret that a browser keeps. Links are guessed no faster than those with
 * which a password is chosen (PAL_E_OFTEN). */
enum pal_rc pal_passes_exchange(struct pal_errand *errand, const char *link,
                                char secret[PAL_SECRET_TEXT]) PAL_WARN_UNUSED;
/* Makes the visitor whoever holds that pass, by the secret that the browser keeps. */
enum pal_rc pal_passes_resume(struct pal_errand *errand, const char *id,
                              const char *secret) PAL_WARN_UNUSED;

/* Whether the visitor's pass reads a document: its subject, or what that is computed with, the
 * project's word of its profile and level among it. False of whoever holds none. */
bool pal_passes_reads(const struct pal_errand *errand, const char *kind, const char *id,
                      const char *project);

/* What became of one, whoever asks; of one that is not there any more PAL_PASS_OVER. */
enum pal_rc pal_passes_state(struct pal_errand *errand, const char *id,
                             enum pal_pass_state *out) PAL_WARN_UNUSED;

/* Whether the visitor holds a pass on that subject with any of these rights (0: none). */
bool pal_passes_may(const struct pal_errand *errand, const char *kind, const char *subject,
                    unsigned any);

/* Within a transaction: removes what is long over. */
enum pal_rc pal_passes_tidy(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
