#include "store/rows.h"

#include <string.h>

const char *pal_row_text(struct pal_query *query, int column, struct pal_arena *arena)
{
    const char *text = pal_column_text(query, column);
    const char *copy = text != NULL ? pal_arena_copy(arena, text, strlen(text)) : NULL;
    /* A text that is not null and cannot be had: SQLite found no memory for it. */
    if (copy == NULL && !pal_column_is_null(query, column)) {
        pal_query_fail(query, PAL_E_MEMORY);
    }
    return copy;
}

void pal_row_bind_time(struct pal_query *query, int64_t at)
{
    if (at != 0) {
        pal_query_int(query, at);
    } else {
        pal_query_text(query, NULL);
    }
}

enum pal_rc pal_row_end(struct pal_query *query, bool is_there)
{
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK && !is_there ? PAL_E_NOT_FOUND : rc;
}

enum pal_rc pal_row_int(struct pal_query *query, int64_t *out)
{
    *out = pal_query_next(query) ? pal_column_int(query, 0) : 0;
    return pal_query_end(query);
}

void *pal_rows_add(struct pal_query *query, struct pal_rows *rows)
{
    if (rows->count == rows->room) {
        size_t room = rows->room > 0 ? 2 * rows->room : 16;
        void *items = pal_arena_take(rows->arena, room, rows->size);
        if (items == NULL) {
            pal_query_fail(query, PAL_E_MEMORY);
            return NULL;
        }
        if (rows->count > 0) {
            memcpy(items, rows->items, rows->count * rows->size);
        }
        rows->items = items;
        rows->room = room;
    }
    return (char *)rows->items + rows->size * rows->count++;
}
