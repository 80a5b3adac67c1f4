/*
 * errand - one request of one principal, and what they may.
 *
 * Who acts is a person, whoever holds a link, a stranger, the operator at the machine, or the clock
 * (struct pal_principal). Each verb that changes something is one transaction: the right is
 * checked, the change is made, the audit entry is written, and all of it is committed or none.
 * Results live in the errand's arena. A verb that fails leaves a sentence in `errand->err`.
 */
#ifndef PAL_APP_HOUSE_ERRAND_H
#define PAL_APP_HOUSE_ERRAND_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/rc.h"
#include "base/stop.h"
#include "core/case/roles.h"

struct pal_house;
struct pal_db;          /* a connection to the store, which is app's alone */
struct pal_pass;        /* a link without an account: passes.h */
struct pal_credentials; /* what a person proves themselves with: app's alone */
struct pal_scores_due;  /* what is to be computed: scores.h */
struct pal_blind;       /* what the visitor reads independently: blind.h */
struct pal_came;        /* a file's bytes that have come: app's alone */
struct pal_of_act;      /* what the act at hand has read: app's alone */

/* How far a job is, told from another thread. */
struct pal_progress {
    _Atomic int64_t done;
    _Atomic int64_t total; /* 0: not known */
    atomic_bool is_stopping;
};

/* A role on a project; "*": everywhere, which only an administrator gives. */
struct pal_role_on {
    const char *role;
    const char *project;
};

/* Who acts: everything that is done is done by one of these. */
enum pal_principal_kind {
    PAL_PRINCIPAL_STRANGER, /* nobody known: what is open to anyone */
    PAL_PRINCIPAL_PERSON,   /* somebody with an account, by session or token */
    PAL_PRINCIPAL_PASS,     /* whoever holds a link without an account */
    PAL_PRINCIPAL_OPERATOR, /* at the machine, with the database at hand: may do everything */
    PAL_PRINCIPAL_CLOCK,    /* what the program does at a date, in the operator's place */
};

struct pal_principal {
    enum pal_principal_kind kind;
    const char *id; /* of a person; NULL: nobody is named */
    const char *email;
    const char *name;
    const char *language;
    const char *zone;            /* in which times are shown; NULL: the server's */
    const struct pal_pass *pass; /* that is held; NULL: none */
};

struct pal_errand {
    struct pal_house *house; /* NULL: not let in */
    struct pal_db *db;
    struct pal_arena *arena;
    struct pal_principal principal;
    const struct pal_credentials *credentials; /* NULL: nobody is signed in */
    const struct pal_role_on *roles;           /* of a role held everywhere, that alone */
    size_t role_count;
    const struct pal_blind *blind; /* assessments that they read independently, so far */
    size_t blind_count;
    int64_t people_seen; /* the last entry that told of persons and grants when they were read */
    const char *session; /* hash of the session; NULL: none */
    bool is_read_only;   /* a token that only reads */
    bool brings_new; /* an import by the operator, of a subject that came along with it: all that
                        stands there is theirs to bring, though not to read */
    bool is_hurried; /* has the time of a request: what takes longer becomes a job (jobs.h) */
    const char *job; /* with PAL_E_LATER: the id of the job */
    struct pal_progress *progress; /* of a job at work; NULL: of none */
    struct pal_scores_due *due;  /* where scores are put off to; NULL: they are computed at once */
    const struct pal_came *came; /* what a fact of a file may name anew; NULL: nothing */
    struct pal_of_act *held;     /* goes with the act (errand_parts.h); NULL: nothing */
    const char *source;          /* for the audit: an address, "local" */
    int64_t now;                 /* seconds since 1970, UTC */
    const struct pal_stop *stop; /* when its queries end; NULL: when they are done */
    const struct pal_voice *voice; /* of the sentences; NULL: English */
    struct pal_err err;
    struct pal_err inner; /* what `err` leaves out: paths and words of the database, for the log */
};

/* Whether the operator acts, or the clock in their place. */
bool pal_errand_is_operator(const struct pal_errand *errand);

/* Whether the visitor has a right: on a project, or (NULL) everywhere. */
bool pal_errand_may(const struct pal_errand *errand, enum pal_right right, const char *project);

/* PAL_OK, or PAL_E_DENIED with a sentence. A read-only token has no right that changes. */
enum pal_rc pal_errand_require(struct pal_errand *errand, enum pal_right right,
                               const char *project) PAL_WARN_UNUSED;

/* The projects on which the visitor has a right, for a list: NULL: all; else ",museum,archive,". */
const char *pal_errand_projects(struct pal_errand *errand, enum pal_right right);

/* Puts a sentence into the errand. Gives back `rc`. */
enum pal_rc pal_errand_fail(struct pal_errand *errand, enum pal_rc rc, const char *fmt, ...)
    PAL_PRINTF(3, 4);
/* The same of one field, by the name that forms and programs send it under: a form shows the
 * sentence there. */
enum pal_rc pal_errand_fail_at(struct pal_errand *errand, enum pal_rc rc, const char *field,
                               const char *fmt, ...) PAL_PRINTF(4, 5);
/* Of a failure that came with its sentence: which field it is of, when it is of none so far. Gives
 * back `rc`. */
enum pal_rc pal_errand_at(struct pal_errand *errand, enum pal_rc rc, const char *field);

/* A transaction that writes; its end: commits when `rc` is PAL_OK, else rolls back, and explains
 * what the database said. */
enum pal_rc pal_errand_begin(struct pal_errand *errand) PAL_WARN_UNUSED;
enum pal_rc pal_errand_end(struct pal_errand *errand, enum pal_rc rc) PAL_WARN_UNUSED;

/* Within a transaction that writes, before what it is decided by is read: whoever else writes an
 * entry of the chain waits until it ends, so that what was read still holds when it is committed.
 */
enum pal_rc pal_errand_lock(struct pal_errand *errand) PAL_WARN_UNUSED;

/* PAL_E_BUSY: the job at work is to stop; PAL_OK where there is none. */
enum pal_rc pal_errand_go_on(struct pal_errand *errand) PAL_WARN_UNUSED;
/* The same, when one of `progress->total` is done. */
enum pal_rc pal_errand_step(struct pal_errand *errand) PAL_WARN_UNUSED;

/* Explains `rc` of a store function, where no sentence stands yet. Who is not at the machine hears
 * nothing of its paths and tables. */
enum pal_rc pal_errand_explain(struct pal_errand *errand, enum pal_rc rc);
/* The language of whoever acts; English where nobody is spoken to. */
enum pal_lang pal_errand_lang(const struct pal_errand *errand);

/* Moves the sentence to `inner` and puts one in its place that anybody may read. */
enum pal_rc pal_errand_conceal(struct pal_errand *errand, enum pal_rc rc);

#endif
