/*
 * audit - the rows of the chain of entries; hashes are computed by app/audit.c.
 *
 * Taking the head locks it until the transaction ends: entries have one order, whoever writes.
 */
#ifndef PAL_STORE_AUDIT_H
#define PAL_STORE_AUDIT_H

#include "base/arena.h"
#include "store/db.h"

struct pal_audit_row {
    int64_t number; /* from 1, without a gap */
    int64_t at;
    const char *person; /* id; "": nobody signed in, or the operator at the machine */
    const char *source; /* an address, or "local" */
    const char *verb;
    const char *object; /* "project/museum" */
    const char *before; /* "": nothing */
    const char *after;
    const char *previous; /* hash of the entry before */
    const char *hash;
    const char *covers; /* lines of the rows that it answers for, ""; NULL where a list leaves it */
    bool is_sealed;     /* it tells of something in the `sealed` of a list */
};

struct pal_anchor_row {
    int64_t number;
    const char *hash;
    int64_t at;
    const char *person;
};

/* The number and hash of the last entry. With `is_for_writing` other writers wait. */
enum pal_rc pal_audit_head(struct pal_db *db, bool is_for_writing, struct pal_arena *arena,
                           int64_t *number, const char **hash) PAL_WARN_UNUSED;
/* Has other writers wait until the transaction ends; nothing where they do. Acts and facts are
 * numbered by whoever has it. */
enum pal_rc pal_audit_lock(struct pal_db *db) PAL_WARN_UNUSED;
/* The number of the last fact, while others wait; 0: they do not. */
int64_t pal_audit_last_fact(const struct pal_db *db);
/* Sends for it, so that what is asked behind it is asked under it. To be followed by
 * pal_audit_lock, whatever fails between. */
void pal_audit_ask_lock(struct pal_db *db);
/* While other writers wait: the number of the last entry that tells of persons or grants; 0: not
 * known. */
int64_t pal_audit_people(const struct pal_db *db);
enum pal_rc pal_audit_add(struct pal_db *db, const struct pal_audit_row *row) PAL_WARN_UNUSED;

struct pal_audit_list {
    const char *person; /* NULL: any; likewise below */
    const char *object;
    const char *verb;
    int64_t from; /* of time, 0: any */
    int64_t until;
    int64_t before; /* numbers below it; 0: from the newest */
    size_t max;
    const char *sealed; /* documents, as ",sending/a,sending/b,"; NULL: none */
};

/* Newest first. An entry tells of a document that is sealed where it is the object or has it as the
 * subject: who acted was a pass on it, or the object is such a pass, a person who contributes to
 * it, an act with a fact of it, or a mail about it. Where anything but `before` is asked for, those
 * are left out: what is found tells what they say. */
enum pal_rc pal_audit_find(struct pal_db *db, const struct pal_audit_list *list,
                           struct pal_arena *arena, struct pal_audit_row **out,
                           size_t *count) PAL_WARN_UNUSED;

/* Whether one of the last 1,000 entries is of this person, verb and `after`, since a time. */
enum pal_rc pal_audit_is_told(struct pal_db *db, const char *person, const char *verb,
                              const char *after, int64_t since, bool *out) PAL_WARN_UNUSED;

/* Entries from a number on, oldest first: for the verification. */
enum pal_rc pal_audit_from(struct pal_db *db, int64_t number, size_t max, struct pal_arena *arena,
                           struct pal_audit_row **out, size_t *count) PAL_WARN_UNUSED;

enum pal_rc pal_anchor_add(struct pal_db *db, const struct pal_anchor_row *row) PAL_WARN_UNUSED;
enum pal_rc pal_anchor_list(struct pal_db *db, struct pal_arena *arena, struct pal_anchor_row **out,
                            size_t *count) PAL_WARN_UNUSED;

#endif
