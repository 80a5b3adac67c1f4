#include "store/personal.h"

#include "store/rows.h"

enum pal_rc pal_hours_of(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_hours_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_hours_row), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT id, project, assessment, step, minutes, day, note, at, replaces"
                         " FROM hours WHERE person = $1 ORDER BY at DESC, id DESC LIMIT $2");
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_hours_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_hours_row){.id = pal_row_text(query, 0, arena),
                                          .project = pal_row_text(query, 1, arena),
                                          .assessment = pal_row_text(query, 2, arena),
                                          .step = pal_row_text(query, 3, arena),
                                          .person = person,
                                          .minutes = pal_column_int(query, 4),
                                          .day = pal_row_text(query, 5, arena),
                                          .note = pal_row_text(query, 6, arena),
                                          .at = pal_column_int(query, 7),
                                          .replaces = pal_row_text(query, 8, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_deliveries_of(struct pal_db *db, const char *person, size_t max,
                              struct pal_arena *arena, struct pal_delivery_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_delivery_row), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT id, project, output, requested, delivered, at, replaces"
                         " FROM deliveries WHERE person = $1 ORDER BY at DESC, id DESC LIMIT $2");
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_delivery_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_delivery_row){.id = pal_row_text(query, 0, arena),
                                             .project = pal_row_text(query, 1, arena),
                                             .output = pal_row_text(query, 2, arena),
                                             .requested = pal_row_text(query, 3, arena),
                                             .delivered = pal_row_text(query, 4, arena),
                                             .person = person,
                                             .at = pal_column_int(query, 5),
                                             .replaces = pal_row_text(query, 6, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_files_of(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_file_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_file_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT id, project, title, file_name, hash, at, removed_at FROM files"
            " WHERE person = $1 OR removed_by = $1 ORDER BY at DESC, id DESC LIMIT $2");
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_file_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_file_row){.id = pal_row_text(query, 0, arena),
                                         .project = pal_row_text(query, 1, arena),
                                         .title = pal_row_text(query, 2, arena),
                                         .file_name = pal_row_text(query, 3, arena),
                                         .hash = pal_row_text(query, 4, arena),
                                         .at = pal_column_int(query, 5),
                                         .removed_at = pal_column_int(query, 6)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_versions_of(struct pal_db *db, const char *person, size_t max,
                            struct pal_arena *arena, struct pal_record **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_record), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT kind, id, version, at, hash, note FROM versions WHERE person = $1"
                         " ORDER BY at DESC, kind DESC, id DESC, version DESC LIMIT $2");
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_record *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_record){.kind = pal_row_text(query, 0, arena),
                                       .id = pal_row_text(query, 1, arena),
                                       .version = pal_column_int(query, 2),
                                       .changed_at = pal_column_int(query, 3),
                                       .hash = pal_row_text(query, 4, arena),
                                       .note = pal_row_text(query, 5, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_audit_of(struct pal_db *db, const char *person, size_t max, struct pal_arena *arena,
                         struct pal_audit_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_audit_row), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT number, at, person, source, verb, object FROM audit"
                         " WHERE person = $1 OR object = $2 ORDER BY number DESC LIMIT $3");
    const char *object = pal_arena_printf(arena, "person/%s", person);
    pal_query_text(query, person);
    pal_query_text(query, object != NULL ? object : "");
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_audit_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_audit_row){.number = pal_column_int(query, 0),
                                          .at = pal_column_int(query, 1),
                                          .person = pal_row_text(query, 2, arena),
                                          .source = pal_row_text(query, 3, arena),
                                          .verb = pal_row_text(query, 4, arena),
                                          .object = pal_row_text(query, 5, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK && object == NULL ? PAL_E_MEMORY : rc;
}

enum pal_rc pal_addresses_of(struct pal_db *db, const char *person, size_t max,
                             struct pal_arena *arena, struct pal_address_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_address_row), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT source, MIN(at), MAX(at), COUNT(*) FROM audit WHERE person = $1"
                         " GROUP BY source ORDER BY 3 DESC, 1 LIMIT $2");
    pal_query_text(query, person);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_address_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_address_row){pal_row_text(query, 0, arena), pal_column_int(query, 1),
                                            pal_column_int(query, 2), pal_column_int(query, 3)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

bool pal_store_forget(struct pal_db *db)
{
    if (pal_db_kind_of(db) != PAL_DB_SQLITE) {
        return true;
    }
    struct pal_query *query = pal_db_query(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    bool is_done = pal_query_next(query) && pal_column_int(query, 0) == 0;
    return pal_query_end(query) == PAL_OK && is_done;
}
