/*
 * keep - backups, their drill and their return, and the move from one database to another.
 *
 * A backup is an SQLite file with every table, whichever database it is of. What is copied is
 * verified row by row before it is committed; a failure leaves the other side as it was. Sentences
 * of failures are in the errand.
 */
#ifndef PAL_APP_HOUSE_KEEP_H
#define PAL_APP_HOUSE_KEEP_H

#include "app/house/audit.h"
#include "app/house/errand.h"
#include "app/house/secret.h"

/* How much a database holds, of what people know something about. */
struct pal_holds {
    int64_t persons;
    int64_t documents;
    int64_t versions;
    int64_t files;
    int64_t hours;
    int64_t entries; /* of the audit chain */
};

/* What a database holds, looked at as a whole. */
struct pal_inventory {
    int schema; /* as it was found */
    struct pal_holds holds;
    const char *fault;       /* what the database itself finds wrong, a sentence; NULL: nothing */
    const char *chain_fault; /* what the chain does: of itself, of rows, of texts and files */
    struct pal_audit_result chain;
};

/* The first of the two; NULL: all holds. */
const char *pal_keep_fault(const struct pal_inventory *found);

/* Looks at all of it: the database's own check, then the chain with all that it covers
 * (pal_audit_verify), each in one state. PAL_OK whether or not it holds. */
enum pal_rc pal_keep_look(struct pal_errand *errand, struct pal_inventory *out) PAL_WARN_UNUSED;

/* Writes a backup to `path`, where nothing may stand yet, while others go on writing: complete and
 * on the disk, for its owner alone, or not there at all. `hash` is the SHA-256 of the file. */
enum pal_rc pal_keep_backup(struct pal_errand *errand, const char *path,
                            char hash[PAL_HASH_TEXT]) PAL_WARN_UNUSED;
/* Notes in the database and its chain that there is that backup: it is read with
 * the right to read alone. */
enum pal_rc pal_keep_note_backup(struct pal_errand *errand, const char *hash) PAL_WARN_UNUSED;

/* The drill: opens a copy of the backup beside it all and looks at it. Changes nothing. The backup
 * may be anything: a schema that palier does not make, pages that lie and whatever takes longer
 * than its size may are refused; the copy is gone on every way out. A backup without a person and
 * without a document is a fault. */
enum pal_rc pal_keep_drill(struct pal_arena *arena, const char *path, struct pal_inventory *out,
                           struct pal_err *err) PAL_WARN_UNUSED;

/* Puts a backup into the database, which must be empty unless `is_replacing`. A backup that does
 * not hold is refused. One of an older schema is brought up to date on the way. */
enum pal_rc pal_keep_restore(struct pal_errand *errand, const char *path, bool is_replacing,
                             struct pal_inventory *out) PAL_WARN_UNUSED;

/* Copies everything from one database into another of the same schema, which must be empty unless
 * `is_replacing`. What is copied is looked at first (as pal_keep_look does), and held against the
 * copy row by row before it is kept; a fault leaves the other one as it was. */
enum pal_rc pal_keep_copy(struct pal_errand *from, struct pal_errand *to, bool is_replacing,
                          struct pal_holds *out) PAL_WARN_UNUSED;

/* Does the steps of the schema that are missing, and computes what is computed again. */
enum pal_rc pal_keep_upgrade(struct pal_errand *errand) PAL_WARN_UNUSED;
/* Whether nothing was ever written: no person, no document, no entry. */
enum pal_rc pal_keep_is_empty(struct pal_errand *errand, bool *out) PAL_WARN_UNUSED;

/* What a step is about. */
const char *pal_keep_step(int number);

/* The setting with the time of the last backup, in seconds since 1970. */
#define PAL_SETTING_BACKUP "backup_at"

#endif
