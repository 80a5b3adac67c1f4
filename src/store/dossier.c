/* dossier - the rows of what a project has beside its documents: files, hours, deliveries; see
 * records.h. */
#include <string.h>

#include "store/cover.h"
#include "store/records.h"
#include "store/rows.h"

/* ------------------------------------------------------------------- files */

#define FILE_HEAD                                                                                  \
    "id, project, title, kind, file_name, media_type, size, hash, at, person,"                     \
    " removed_at, claim"
enum { FILE_COLUMNS = 12 };

static void read_file_row(struct pal_query *query, struct pal_arena *arena,
                          struct pal_file_row *out)
{
    *out = (struct pal_file_row){
        .id = pal_row_text(query, 0, arena),
        .project = pal_row_text(query, 1, arena),
        .title = pal_row_text(query, 2, arena),
        .kind = pal_row_text(query, 3, arena),
        .file_name = pal_row_text(query, 4, arena),
        .media_type = pal_row_text(query, 5, arena),
        .size = pal_column_int(query, 6),
        .hash = pal_row_text(query, 7, arena),
        .at = pal_column_int(query, 8),
        .person = pal_row_text(query, 9, arena),
        .removed_at = pal_column_int(query, 10),
        .claim = pal_row_text(query, 11, arena),
    };
}

enum pal_rc pal_file_row_add(struct pal_db *db, const struct pal_file_row *row)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO files (id, project, title, kind, file_name, media_type, size, hash,"
            " content, at, person) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    pal_query_text(query, row->id);
    pal_query_text(query, row->project);
    pal_query_text(query, row->title);
    pal_query_text(query, row->kind);
    pal_query_text(query, row->file_name);
    pal_query_text(query, row->media_type);
    pal_query_int(query, row->size);
    pal_query_text(query, row->hash);
    pal_query_bytes(query, row->content != NULL ? row->content : "", (size_t)row->size);
    pal_query_int(query, row->at);
    pal_query_text(query, row->person);
    pal_cover_note(db, PAL_TABLE_FILES, row->id, NULL, NULL);
    return pal_query_end(query);
}

enum pal_rc pal_file_row_get(struct pal_db *db, const char *project, const char *id,
                             struct pal_arena *arena, struct pal_file_row *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " FILE_HEAD ", content FROM files WHERE project = $1 AND id = $2");
    pal_query_text(query, project);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    if (is_there) {
        size_t len;
        const void *bytes = pal_column_bytes(query, FILE_COLUMNS, &len);
        read_file_row(query, arena, out);
        out->content = bytes != NULL ? pal_arena_copy(arena, bytes, len) : NULL;
        if (out->content == NULL || out->size != (int64_t)len) {
            pal_query_fail(query, PAL_E_MEMORY);
        }
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_file_row_list(struct pal_db *db, const char *project, size_t max,
                              struct pal_arena *arena, struct pal_file_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_file_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(db, "SELECT " FILE_HEAD " FROM files WHERE project = $1"
                                               " ORDER BY at DESC, id DESC LIMIT $2");
    pal_query_text(query, project);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_file_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            read_file_row(query, arena, row);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_file_row_count(struct pal_db *db, const char *project, int64_t *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT COUNT(*) FROM files WHERE project = $1");
    pal_query_text(query, project);
    bool is_there = pal_query_next(query);
    *out = is_there ? pal_column_int(query, 0) : 0;
    return pal_row_end(query, is_there);
}

/* Whether a visit of somebody who was asked there is in that state. */
#define VISIT_IS(state)                                                                            \
    " CASE WHEN EXISTS (SELECT 1 FROM documents d JOIN heads h ON h.subject_kind = 'sending'"      \
    " AND h.subject = d.id AND h.kind = 'visit' AND h.state = '" state "'"                         \
    " WHERE d.project = $1 AND d.kind = 'sending' AND d.removed_at IS NULL) THEN 1 ELSE 0 END"

enum pal_rc pal_dossier_has(struct pal_db *db, const char *project, struct pal_dossier_there *out)
{
    struct pal_query *query = pal_db_query(
        db,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM files WHERE project = $1 AND removed_at IS NULL)"
        " THEN 1 ELSE 0 END, CASE WHEN EXISTS (SELECT 1 FROM documents WHERE kind = 'needs'"
        " AND id = $1 AND removed_at IS NULL) THEN 1 ELSE 0 END,"
        " CASE WHEN EXISTS (SELECT 1 FROM documents WHERE kind = 'meeting'"
        " AND id = $1 AND removed_at IS NULL) THEN 1 ELSE 0 END,"
        " CASE WHEN EXISTS (SELECT 1 FROM documents WHERE kind = 'procedures'"
        " AND project = '' AND removed_at IS NULL) THEN 1 ELSE 0 END," VISIT_IS(
            "held") "," VISIT_IS("planned"));
    pal_query_text(query, project);
    bool is_there = pal_query_next(query);
    out->files = is_there && pal_column_int(query, 0) != 0;
    out->needs = is_there && pal_column_int(query, 1) != 0;
    out->meeting = is_there && pal_column_int(query, 2) != 0;
    out->tables = is_there && pal_column_int(query, 3) != 0;
    out->visit_held = is_there && pal_column_int(query, 4) != 0;
    out->visit_planned = is_there && pal_column_int(query, 5) != 0;
    return pal_row_end(query, is_there);
}

enum pal_rc pal_file_row_is_out(struct pal_db *db, const char *project, const char *id, bool *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END FROM files"
                         " WHERE project = $1 AND id = $2");
    pal_query_text(query, project);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    *out = is_there && pal_column_int(query, 0) != 0;
    return pal_row_end(query, is_there);
}

enum pal_rc pal_file_row_remove(struct pal_db *db, const char *project, const char *id,
                                const char *person, int64_t at)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE files SET removed_at = $4, removed_by = $3,"
                         " removed_claim = '' WHERE project = $1 AND id = $2 RETURNING id");
    pal_query_text(query, project);
    pal_query_text(query, id);
    pal_query_text(query, at != 0 ? person : NULL);
    pal_row_bind_time(query, at);
    pal_cover_note(db, PAL_TABLE_FILES, id, NULL, NULL);
    return pal_row_end(query, pal_query_next(query));
}

/* ---------------------------------------------------- hours and deliveries */

/* Both are computed from facts, a row for each turn (app/house/fact_rows.h). */

#define HOURS_HEAD                                                                                 \
    "h.id, h.project, h.assessment, h.step, h.person, h.minutes, h.day, h.note, h.at, h.replaces," \
    " h.claim"
#define HOURS_CORRECTED                                                                            \
    "EXISTS (SELECT 1 FROM hours c WHERE c.replaces = h.id AND c.project = h.project)"

static void read_hours(struct pal_query *query, struct pal_arena *arena, struct pal_hours_row *out)
{
    *out = (struct pal_hours_row){
        .id = pal_row_text(query, 0, arena),
        .project = pal_row_text(query, 1, arena),
        .assessment = pal_row_text(query, 2, arena),
        .step = pal_row_text(query, 3, arena),
        .person = pal_row_text(query, 4, arena),
        .minutes = pal_column_int(query, 5),
        .day = pal_row_text(query, 6, arena),
        .note = pal_row_text(query, 7, arena),
        .at = pal_column_int(query, 8),
        .replaces = pal_row_text(query, 9, arena),
        .claim = pal_row_text(query, 10, arena),
        .is_corrected = pal_column_int(query, 11) != 0,
    };
}

/* $6 a step, $7 a person, who noted it here; "": any. */
#define HOURS_IN_ORDER(sign, way)                                                                  \
    "SELECT " HOURS_HEAD ", CASE WHEN " HOURS_CORRECTED " THEN 1 ELSE 0 END FROM hours h"          \
    " WHERE h.project = $1 AND ($2 = '' OR h.day " sign " $2 OR (h.day = $2"                       \
    " AND (h.at " sign " CAST($3 AS BIGINT) OR (h.at = CAST($3 AS BIGINT) AND h.id " sign          \
    " $4)))) AND ($6 = '' OR h.step = $6) AND ($7 = '' OR h.person = $7)"                          \
    " ORDER BY h.day" way ", h.at" way ", h.id" way " LIMIT $5"

enum pal_rc pal_hours_find(struct pal_db *db, const struct pal_hours_search *wanted,
                           struct pal_arena *arena, struct pal_hours_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_hours_row), NULL, 0, 0};
    const struct pal_place *after = wanted->after;
    struct pal_query *query = wanted->is_up ? pal_db_query(db, HOURS_IN_ORDER(">", ""))
                                            : pal_db_query(db, HOURS_IN_ORDER("<", " DESC"));
    pal_query_text(query, wanted->project);
    pal_query_text(query, after != NULL ? after->day : "");
    pal_query_int(query, after != NULL ? after->at : 0);
    pal_query_text(query, after != NULL ? after->id : "");
    pal_query_int(query, (int64_t)wanted->max);
    pal_query_text(query, wanted->step != NULL ? wanted->step : "");
    pal_query_text(query, wanted->person != NULL ? wanted->person : "");
    while (pal_query_next(query)) {
        struct pal_hours_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            read_hours(query, arena, row);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_hours_get(struct pal_db *db, const char *project, const char *id,
                          struct pal_arena *arena, struct pal_hours_row *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT " HOURS_HEAD ", CASE WHEN " HOURS_CORRECTED
                                               " THEN 1 ELSE 0 END FROM hours h"
                                               " WHERE h.project = $1 AND h.id = $2");
    pal_query_text(query, project);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    if (is_there) {
        read_hours(query, arena, out);
    }
    return pal_row_end(query, is_there);
}

static enum pal_rc read_sums(struct pal_query *query, const char *project, struct pal_arena *arena,
                             struct pal_hours_sum **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_hours_sum), NULL, 0, 0};
    pal_query_text(query, project);
    while (pal_query_next(query)) {
        struct pal_hours_sum *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            row->of = pal_row_text(query, 0, arena);
            row->minutes = pal_column_int(query, 1);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_hours_by_assessment(struct pal_db *db, const char *project, struct pal_arena *arena,
                                    struct pal_hours_sum **out, size_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT h.assessment, CAST(SUM(h.minutes) AS BIGINT) FROM hours h"
                         " WHERE h.project = $1 AND NOT " HOURS_CORRECTED
                         " GROUP BY h.assessment ORDER BY h.assessment");
    return read_sums(query, project, arena, out, count);
}

enum pal_rc pal_hours_by_step(struct pal_db *db, const char *project, struct pal_arena *arena,
                              struct pal_hours_sum **out, size_t *count)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT h.step, CAST(SUM(h.minutes) AS BIGINT) FROM hours h"
            " WHERE h.project = $1 AND NOT " HOURS_CORRECTED " GROUP BY h.step ORDER BY h.step");
    return read_sums(query, project, arena, out, count);
}

#define DELIVERY_HEAD                                                                              \
    "r.id, r.project, r.assessment, r.output, r.requested, r.delivered, r.person, r.at, "          \
    "r.replaces, r.claim"
#define DELIVERY_LAST                                                                              \
    "NOT EXISTS (SELECT 1 FROM deliveries c WHERE c.replaces = r.id AND c.project = r.project)"

static void read_delivery(struct pal_query *query, struct pal_arena *arena,
                          struct pal_delivery_row *out)
{
    *out = (struct pal_delivery_row){
        .id = pal_row_text(query, 0, arena),
        .project = pal_row_text(query, 1, arena),
        .assessment = pal_row_text(query, 2, arena),
        .output = pal_row_text(query, 3, arena),
        .requested = pal_row_text(query, 4, arena),
        .delivered = pal_row_text(query, 5, arena),
        .person = pal_row_text(query, 6, arena),
        .at = pal_column_int(query, 7),
        .replaces = pal_row_text(query, 8, arena),
        .claim = pal_row_text(query, 9, arena),
    };
}

enum pal_rc pal_delivery_list(struct pal_db *db, const char *project, size_t max,
                              struct pal_arena *arena, struct pal_delivery_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_delivery_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT " DELIVERY_HEAD " FROM deliveries r WHERE r.project = $1 AND " DELIVERY_LAST
            " ORDER BY r.requested DESC, r.at DESC, r.id DESC LIMIT $2");
    pal_query_text(query, project);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_delivery_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            read_delivery(query, arena, row);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_delivery_get(struct pal_db *db, const char *project, const char *id,
                             struct pal_arena *arena, struct pal_delivery_row *out)
{
    struct pal_query *query = pal_db_query(db, "SELECT " DELIVERY_HEAD " FROM deliveries r"
                                               " WHERE r.project = $1 AND r.id = $2");
    pal_query_text(query, project);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    if (is_there) {
        read_delivery(query, arena, out);
    }
    return pal_row_end(query, is_there);
}
