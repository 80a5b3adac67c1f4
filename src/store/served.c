#include "store/served.h"

#include "store/rows.h"

enum pal_rc pal_served_add(struct pal_db *db, int64_t minute, const char *server)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO served (minute, server) VALUES ($1, $2) ON CONFLICT DO NOTHING");
    pal_query_int(query, minute);
    pal_query_text(query, server);
    return pal_query_end(query);
}

enum pal_rc pal_served_list(struct pal_db *db, int64_t from, int64_t to, size_t max,
                            struct pal_arena *arena, int64_t **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT DISTINCT minute FROM served WHERE minute >= $1 AND minute < $2"
                         " ORDER BY minute LIMIT $3");
    struct pal_rows rows = {arena, sizeof(int64_t), NULL, 0, 0};
    pal_query_int(query, from);
    pal_query_int(query, to);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        int64_t *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = pal_column_int(query, 0);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_served_first(struct pal_db *db, int64_t *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT COALESCE(MIN(minute), 0) FROM served");
    *out = pal_query_next(query) ? pal_column_int(query, 0) : 0;
    return pal_query_end(query);
}

enum pal_rc pal_served_forget(struct pal_db *db, int64_t before)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM served WHERE minute < $1");
    pal_query_int(query, before);
    return pal_query_end(query);
}
