/*
 * audit - the chain: what was done, by whom, and that nothing of it was changed.
 */
#ifndef PAL_APP_HOUSE_AUDIT_H
#define PAL_APP_HOUSE_AUDIT_H

#include "app/house/errand.h"

/* Adds an entry to the chain; within a transaction that writes. No personal data: ids alone. It
 * covers the rows that were written or removed since the entry before it (store/cover.h); where
 * they are thousands, entries with the verb "covers" come first. */
enum pal_rc pal_audit_write(struct pal_errand *errand, const char *verb, const char *object,
                            const char *before, const char *after) PAL_WARN_UNUSED;

/* The entry of an act that only reads: an export, a download. A transaction of its own; also for a
 * token that only reads. What cannot be recorded is not handed out: look at the result. */
enum pal_rc pal_audit_reading(struct pal_errand *errand, const char *verb, const char *object,
                              const char *after) PAL_WARN_UNUSED;

/* That a person was refused `what` ("GET /projects/{project}"), on a project (NULL: none), at most
 * once a minute for each person and `what`. Strangers are left to the log. A failure is no matter
 * of the visitor's; the sentence of the refusal stays. */
void pal_audit_refusal(struct pal_errand *errand, const char *what, const char *project);

/* A row that is not what the chain says. */
struct pal_audit_finding {
    const char *row;      /* "hours 3kq…": table and key as in the entry */
    int64_t entry;        /* the last one that tells of it; 0: none */
    const char *sentence; /* what is wrong, in the language of the errand */
};
enum { PAL_AUDIT_FINDINGS = 20 };

/* What verification found. */
struct pal_audit_result {
    int64_t entries;
    int64_t anchors;      /* that agree with the chain */
    int64_t rows;         /* that were compared with it */
    int64_t bad;          /* number of the first entry that is wrong; 0: none */
    const char *sentence; /* what is wrong with it; NULL */
    const char *hash;     /* of the last entry */
    struct pal_audit_finding findings[PAL_AUDIT_FINDINGS];
    size_t finding_count;
    int64_t more; /* findings beyond those */
};

/* Whether it found anything wrong. */
bool pal_audit_is_whole(const struct pal_audit_result *result);

/* Walks the whole chain and compares the tables with it: rows that were added, changed or removed
 * by hand, and contents that are not those of their hash. PAL_OK whether or not it holds. `number`
 * and `hash` of an anchor kept elsewhere may be given (0, NULL). Writes nothing. Reads every row
 * once; memory grows by some 200 bytes for each row that was ever covered (app/house/covers.h). */
enum pal_rc pal_audit_verify(struct pal_errand *errand, int64_t number, const char *hash,
                             struct pal_audit_result *out) PAL_WARN_UNUSED;

/* Covers every row there is with entries of the verb "adopt", where that is due (pal_cover_is_due):
 * in a database of before, brought up to date from `schema`. Within a transaction that writes. What
 * was changed by hand before is not found. */
enum pal_rc pal_audit_adopt(struct pal_errand *errand, int schema) PAL_WARN_UNUSED;

/* An entry of the chain. */
struct pal_audit_entry {
    int64_t number; /* from 1, without a gap */
    int64_t at;
    const char *person; /* id, or "pass/ID"; "": nobody signed in, or the operator at the machine */
    const char *source; /* from where: an address, or "local" */
    const char *verb;
    const char *object; /* "project/museum" */
    const char *before; /* what was changed; "" where there was nothing */
    const char *after;
    const char *hash;
    bool is_sealed; /* it tells of what candidates of a consultation do, which nobody is told before
                       the opening: there are its number and its hash alone, `at` is 0, texts "" */
};

/* Which entries are listed; of what is sealed, where nothing but the cursor is given. */
struct pal_audit_search {
    const char *person; /* NULL: any; likewise below */
    const char *object;
    const char *verb;
    int64_t from; /* of time, 0: any */
    int64_t until;
    int64_t before; /* cursor: numbers below it; 0: from the newest */
    size_t max;
};

/* A hash of the chain that is kept elsewhere. */
struct pal_anchor {
    int64_t number; /* of the entry whose hash it is */
    const char *hash;
    int64_t at;
};

/* Entries, newest first; anchors. */
enum pal_rc pal_audit_list(struct pal_errand *errand, const struct pal_audit_search *wanted,
                           struct pal_audit_entry **out, size_t *count) PAL_WARN_UNUSED;
enum pal_rc pal_audit_anchors(struct pal_errand *errand, struct pal_anchor **out,
                              size_t *count) PAL_WARN_UNUSED;

/* Keeps the last hash as an anchor and gives it back, to be printed, mailed or signed. That it was
 * made is the next entry. */
enum pal_rc pal_audit_anchor(struct pal_errand *errand, struct pal_anchor *out) PAL_WARN_UNUSED;

#endif
