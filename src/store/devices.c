#include "store/devices.h"

#include "store/rows.h"

static enum pal_rc keep_most_recent(struct pal_db *db, const char *person, size_t most)
{
    struct pal_query *query = pal_db_query(
        db, "DELETE FROM devices WHERE person = $1 AND hash NOT IN (SELECT hash FROM devices"
            " WHERE person = $1 ORDER BY seen_at DESC, created_at DESC, hash LIMIT $2)");
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)most);
    return pal_query_end(query);
}

enum pal_rc pal_device_add(struct pal_db *db, const char *hash, const char *person,
                           const char *agent, int64_t at, size_t most)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO devices (hash, person, created_at, seen_at, agent)"
                         " VALUES ($1, $2, $3, $3, $4)");
    pal_query_text(query, hash);
    pal_query_text(query, person);
    pal_query_int(query, at);
    pal_query_text(query, agent);
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK ? keep_most_recent(db, person, most) : rc;
}

enum pal_rc pal_device_find(struct pal_db *db, const char *hash, const char *person, int64_t since,
                            bool *is_known)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT hash FROM devices WHERE hash = $1 AND person = $2 AND seen_at >= $3");
    pal_query_text(query, hash);
    pal_query_text(query, person);
    pal_query_int(query, since);
    *is_known = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_device_seen(struct pal_db *db, const char *hash, int64_t at)
{
    struct pal_query *query = pal_db_query(db, "UPDATE devices SET seen_at = $2 WHERE hash = $1");
    pal_query_text(query, hash);
    pal_query_int(query, at);
    return pal_query_end(query);
}

enum pal_rc pal_device_list(struct pal_db *db, const char *person, struct pal_arena *arena,
                            struct pal_device **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_device), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT hash, agent, created_at, seen_at FROM devices WHERE person = $1"
                         " ORDER BY seen_at DESC, hash");
    pal_query_text(query, person);
    while (pal_query_next(query)) {
        struct pal_device *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_device){pal_row_text(query, 0, arena), pal_row_text(query, 1, arena),
                                       pal_column_int(query, 2), pal_column_int(query, 3)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_device_remove_all(struct pal_db *db, const char *person, const char *except)
{
    struct pal_query *query =
        pal_db_query(db, "DELETE FROM devices WHERE person = $1 AND hash <> $2");
    pal_query_text(query, person);
    pal_query_text(query, except != NULL ? except : "");
    return pal_query_end(query);
}

enum pal_rc pal_device_sweep(struct pal_db *db, int64_t before)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM devices WHERE seen_at < $1");
    pal_query_int(query, before);
    return pal_query_end(query);
}
