/*
 * copy - whole tables: for backups, for a move from one database to the other, for exports.
 *
 * Every table of the schema but `schema_steps` (which pal_migrate writes) is known here by its
 * number, in an order in which rows may be written: what is referred to comes first. The numbers
 * are the same in every database of one schema.
 */
#ifndef PAL_STORE_COPY_H
#define PAL_STORE_COPY_H

#include "base/arena.h"
#include "store/db.h"

enum pal_table_id {
    PAL_TABLE_SETTINGS,
    PAL_TABLE_PERSONS,
    PAL_TABLE_GRANTS,
    PAL_TABLE_LIFTS,
    PAL_TABLE_SESSIONS,
    PAL_TABLE_TOKENS,
    PAL_TABLE_LINKS,
    PAL_TABLE_ATTEMPTS,
    PAL_TABLE_DEVICES,
    PAL_TABLE_JOBS,
    PAL_TABLE_PASSES,
    PAL_TABLE_PASS_SESSIONS,
    PAL_TABLE_MAILS,
    PAL_TABLE_DOCUMENTS,
    PAL_TABLE_VERSIONS,
    PAL_TABLE_FILES,
    PAL_TABLE_HOURS,
    PAL_TABLE_DELIVERIES,
    PAL_TABLE_SCORES,
    PAL_TABLE_ACTS,
    PAL_TABLE_FACTS,
    PAL_TABLE_HEADS,
    PAL_TABLE_WRITTEN,
    PAL_TABLE_LISTED,
    PAL_TABLE_CONTENTS,
    PAL_TABLE_PIECES,
    PAL_TABLE_USES,
    PAL_TABLE_AUDIT,
    PAL_TABLE_AUDIT_HEAD,
    PAL_TABLE_ANCHORS,
    PAL_TABLE_SERVED,
    PAL_TABLE_COUNT
};

enum { PAL_COLUMNS_MAX = 26, PAL_KEY_MAX = 5 };

struct pal_table {
    const char *name;
    const char *const *columns;
    const char *types; /* a letter per column: t text, i integer, b bytes */
    size_t column_count;
    size_t key_count; /* the first columns are the key */
    /* The statements, made by the preprocessor from the columns. */
    const char *first;
    const char *next;
    const char *insert;
    const char *one; /* a row by its key */
    const char *remove;
    const char *clear;
    const char *count;
};

extern const struct pal_table pal_tables[PAL_TABLE_COUNT];

/* Where a column stands; `column_count`: the table does not have it. */
size_t pal_table_column(const struct pal_table *table, const char *column);

/* A value of a row: text and bytes in `bytes` (NULL: null), integers in `number`. */
struct pal_cell {
    bool is_null;
    bool is_strange; /* of another type than its column: written by hand */
    int64_t number;
    const void *bytes;
    size_t len;
};

/* What is done with a row; cells are borrowed until it returns. */
typedef enum pal_rc (*pal_row_fn)(void *ctx, enum pal_table_id table, const struct pal_cell *cells);

/* Calls `take` for each row, in the order of the key, some rows at a time: no table is ever held in
 * memory as a whole. Within a transaction, so that one state is read. Stops at its first failure.
 */
enum pal_rc pal_table_walk(struct pal_db *db, enum pal_table_id table, pal_row_fn take,
                           void *ctx) PAL_WARN_UNUSED;

/* The same, also over values that are of another type than their column (`is_strange`), where
 * pal_table_walk ends with PAL_E_INVALID: for who looks. A key of another type ends both: what
 * comes after it cannot be told. */
enum pal_rc pal_table_walk_all(struct pal_db *db, enum pal_table_id table, pal_row_fn take,
                               void *ctx) PAL_WARN_UNUSED;

/* Writes a row and notes it for the audit chain (store/cover.h). */
enum pal_rc pal_table_insert(struct pal_db *db, enum pal_table_id table,
                             const struct pal_cell *cells) PAL_WARN_UNUSED;
/* Writes a row of a whole that brings its own chain along. */
enum pal_rc pal_table_copy(struct pal_db *db, enum pal_table_id table,
                           const struct pal_cell *cells) PAL_WARN_UNUSED;

/* One row by the cells of its key: `take` is not called where there is none. */
enum pal_rc pal_table_find(struct pal_db *db, enum pal_table_id table, const struct pal_cell *key,
                           pal_row_fn take, void *ctx) PAL_WARN_UNUSED;
/* Removes a row, or all, of a table that is computed: no entry covers it. */
enum pal_rc pal_table_remove(struct pal_db *db, enum pal_table_id table,
                             const struct pal_cell *key) PAL_WARN_UNUSED;
enum pal_rc pal_table_clear(struct pal_db *db, enum pal_table_id table) PAL_WARN_UNUSED;

/* The cells of a query that gives the columns of a table; borrowed as those of the query. */
void pal_table_read(struct pal_query *query, enum pal_table_id table, struct pal_cell *cells);

/* Removes every row of every table. */
enum pal_rc pal_tables_clear(struct pal_db *db) PAL_WARN_UNUSED;

enum pal_rc pal_table_rows(struct pal_db *db, enum pal_table_id table,
                           int64_t *out) PAL_WARN_UNUSED;

/* True where nothing was ever written: no person, no document, no audit entry. */
enum pal_rc pal_tables_are_empty(struct pal_db *db, bool *out) PAL_WARN_UNUSED;

/* What the database itself finds wrong with its file and its references; NULL: nothing. SQLite
 * looks at every page; PostgreSQL cannot be asked, its references always hold. */
enum pal_rc pal_tables_fault(struct pal_db *db, struct pal_arena *arena,
                             const char **fault) PAL_WARN_UNUSED;

/* SQLite alone: writes one state of the database into the file at `path`, which must be empty or
 * missing, while others go on writing. Not within a transaction. */
enum pal_rc pal_tables_write_file(struct pal_db *db, const char *path) PAL_WARN_UNUSED;

/* SQLite alone: everything into the one file, so that it may be moved once it is closed. */
enum pal_rc pal_tables_settle(struct pal_db *db) PAL_WARN_UNUSED;

/* A word that the house remembers. PAL_E_NOT_FOUND: never written. */
enum pal_rc pal_setting_get(struct pal_db *db, const char *key, struct pal_arena *arena,
                            const char **value) PAL_WARN_UNUSED;
enum pal_rc pal_setting_put(struct pal_db *db, const char *key, const char *value) PAL_WARN_UNUSED;

#endif
