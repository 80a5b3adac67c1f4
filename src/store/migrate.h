/*
 * migrate - numbered steps from an empty database to the schema of this program, forward only.
 *
 * A step is SQL alone (it calls no code that changes later). It is written once for both databases;
 * the words @BYTES@ stand for the type of byte strings (BLOB, BYTEA). Each step is one transaction
 * and writes its number into `schema_steps`. Steps that were released never change: a test holds
 * their hashes, and upgrades a database of every released version.
 */
#ifndef PAL_STORE_MIGRATE_H
#define PAL_STORE_MIGRATE_H

#include "base/buf.h"
#include "store/db.h"

struct pal_migration {
    int number; /* 1, 2, … without a gap */
    const char *title;
    const char *sql;
};

extern const struct pal_migration pal_migrations[];
extern const size_t pal_migration_count;

/* The number of the last step that the database has; 0: it is empty. PAL_E_INVALID: the database is
 * of a newer program, or of none. */
enum pal_rc pal_migrate_version(struct pal_db *db, int *version,
                                struct pal_err *err) PAL_WARN_UNUSED;

/* Does all steps that are missing, each in a transaction; two programs that start at once do them
 * once. `done` is how many. */
enum pal_rc pal_migrate(struct pal_db *db, int *done, struct pal_err *err) PAL_WARN_UNUSED;

/* The same with what a step of SQL cannot do: `last` is called within the transaction of the last
 * step that is missing, behind it, so that both are done or none; its failure is handed on, with
 * its own sentence. */
struct pal_migrating {
    enum pal_rc (*last)(void *ctx);
    void *ctx;
};
enum pal_rc pal_migrate_along(struct pal_db *db, const struct pal_migrating *along, int *done,
                              struct pal_err *err) PAL_WARN_UNUSED;

/* The SQL of a step in the words of a database, whose bytes are of that type; of the first one with
 * the table of the steps themselves. */
void pal_migration_script(const struct pal_migration *step, const char *bytes_type,
                          struct pal_buf *out);

/* The same for another list of steps: tests go through a part of one. */
enum pal_rc pal_migrate_steps(struct pal_db *db, const struct pal_migration *steps, size_t count,
                              int *done, struct pal_err *err) PAL_WARN_UNUSED;

#endif
