/* rows - what the files of src/store share to read results. Private to src/store. */
#ifndef PAL_STORE_ROWS_H
#define PAL_STORE_ROWS_H

#include "base/arena.h"
#include "store/db.h"

/* A column copied into the arena; NULL for null (and where memory is short: the query then ends
 * with PAL_E_MEMORY). */
const char *pal_row_text(struct pal_query *query, int column, struct pal_arena *arena);

/* A time, 0 as null. */
void pal_row_bind_time(struct pal_query *query, int64_t at);

/* Ends a query that has one row: PAL_E_NOT_FOUND where it was not there. */
enum pal_rc pal_row_end(struct pal_query *query, bool is_there) PAL_WARN_UNUSED;

/* The one number of a query. */
enum pal_rc pal_row_int(struct pal_query *query, int64_t *out) PAL_WARN_UNUSED;

/* A list that grows while rows are read. */
struct pal_rows {
    struct pal_arena *arena;
    size_t size; /* of an item */
    void *items;
    size_t count;
    size_t room;
};

/* Room for one more, zeroed; NULL when memory is short: the query has then failed. */
void *pal_rows_add(struct pal_query *query, struct pal_rows *rows);

#endif
