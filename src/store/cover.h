/*
 * cover - the rows that the audit chain answers for: noted where they are written, read anew before
 * the entry is (but for those of which all that is covered is known: pal_cover_note_written).
 *
 * Whatever writes or removes a row of a covered table notes its key on the connection
 * (pal_cover_note); app/house/covers.c takes the notes into the entry of the act. Notes end with
 * the transaction. A column that is null counts as not there, so that a step of the schema may add
 * columns; one that is not null in the rows there are must be one that is left out (pal_cover_has).
 */
#ifndef PAL_STORE_COVER_H
#define PAL_STORE_COVER_H

#include "store/copy.h"

/* What the chain answers for of a table. */
enum pal_cover {
    PAL_COVER_NOTHING,
    PAL_COVER_ROWS,    /* each row there is, and each that is gone */
    PAL_COVER_PRESENT, /* each row there is; rows end by themselves (sessions, links) */
};

enum pal_cover pal_cover_of(enum pal_table_id table);

/* Whether a column is part of what is covered. Left out are whatever tells who a person is (it must
 * stay erasable), what changes with each visit, and contents whose hash stands beside them. */
bool pal_cover_has(enum pal_table_id table, const char *column);

/* Notes a row by its key: as many texts as pal_tables says, the others NULL; whole numbers in
 * digits. Tables that are not covered are passed over. Copies what it is given. */
void pal_cover_note(struct pal_db *db, enum pal_table_id table, const char *first,
                    const char *second, const char *third);
/* The same with the cells of a row of which the first are the key. */
void pal_cover_note_cells(struct pal_db *db, enum pal_table_id table, const struct pal_cell *cells);
/* The same of a row that was written just now and that nothing else of the act changes, as acts and
 * facts are: what is covered of it is not read anew. Where it is noted once more, it is. */
void pal_cover_note_written(struct pal_db *db, enum pal_table_id table,
                            const struct pal_cell *cells);
/* Notes each row whose key a query returns, and ends the query: for a change of many rows. The
 * parts of the key are texts. */
enum pal_rc pal_cover_note_rows(struct pal_db *db, enum pal_table_id table,
                                struct pal_query *query) PAL_WARN_UNUSED;

/* How many rows are noted and not taken. `scores` is how many of them are scores. */
size_t pal_cover_noted(const struct pal_db *db, size_t *scores);

/* A row that was noted: `cells` as they are now (contents left out), NULL: it is gone. All borrowed
 * until the function returns. */
typedef enum pal_rc (*pal_cover_fn)(void *ctx, enum pal_table_id table,
                                    const char *const key[PAL_KEY_MAX],
                                    const struct pal_cell *cells);

/* Gives each noted row once, in the order of tables and keys, and forgets them. PAL_E_MEMORY also
 * where a note was lost. */
enum pal_rc pal_cover_take(struct pal_db *db, pal_cover_fn take, void *ctx) PAL_WARN_UNUSED;

void pal_cover_forget(struct pal_db *db);
/* Those behind the first `count`: of an act that is undone within a transaction. */
void pal_cover_forget_behind(struct pal_db *db, size_t count);

/* Whether the rows there are have to be covered: those of a database of before, whose schema was
 * `schema` when this program came to it, or whose last program ended between the step of the schema
 * that brings covers and their writing. Not so where an entry covers anything, or tells that there
 * were covers (its verb is "adopt" or "covers"), or is as young as that step: what such entries
 * covered was taken out of them by hand. */
enum pal_rc pal_cover_is_due(struct pal_db *db, int schema, bool *out) PAL_WARN_UNUSED;

#endif
