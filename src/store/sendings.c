#include "store/sendings.h"

#include "store/rows.h"

struct pal_query *pal_sending_row_ask(struct pal_db *db, const char *fact, const char *id)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT d.id, d.project, d.title, COALESCE(d.title_fr, ''), d.created_at, v.text,"
            " COALESCE(h.turn, 0), h.state, h.body, COALESCE(h.at, 0), h.principal, h.claim,"
            " p.title, COALESCE(p.title_fr, ''), w.text, COALESCE(h.fact, 0) FROM documents d"
            " JOIN versions v ON v.kind = d.kind AND v.id = d.id AND v.version = d.version"
            " LEFT JOIN heads h ON h.subject_kind = d.kind AND h.subject = d.id AND h.kind = $1"
            " AND h.part = '' AND h.lane = ''"
            " LEFT JOIN documents p ON p.kind = 'project' AND p.id = d.project"
            " LEFT JOIN versions w ON w.kind = p.kind AND w.id = p.id AND w.version = p.version"
            " WHERE d.kind = 'sending' AND d.id = $2");
    pal_query_text(query, fact);
    pal_query_text(query, id);
    pal_query_send(query);
    return query;
}

enum pal_rc pal_sending_row_take(struct pal_query *query, struct pal_arena *arena,
                                 struct pal_sending_row *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = (struct pal_sending_row){.sending = {.kind = "sending",
                                                    .id = pal_row_text(query, 0, arena),
                                                    .project = pal_row_text(query, 1, arena),
                                                    .title = pal_row_text(query, 2, arena),
                                                    .title_fr = pal_row_text(query, 3, arena),
                                                    .created_at = pal_column_int(query, 4),
                                                    .text = pal_row_text(query, 5, arena)},
                                        .head = {.number = pal_column_int(query, 15),
                                                 .turn = pal_column_int(query, 6),
                                                 .state = pal_row_text(query, 7, arena),
                                                 .body = pal_row_text(query, 8, arena),
                                                 .at = pal_column_int(query, 9),
                                                 .principal = pal_row_text(query, 10, arena),
                                                 .claim = pal_row_text(query, 11, arena)},
                                        .project = {.title = pal_row_text(query, 12, arena),
                                                    .title_fr = pal_row_text(query, 13, arena),
                                                    .text = pal_row_text(query, 14, arena)}};
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_sending_row_get(struct pal_db *db, const char *fact, const char *id,
                                struct pal_arena *arena, struct pal_sending_row *out)
{
    return pal_sending_row_take(pal_sending_row_ask(db, fact, id), arena, out);
}

enum pal_rc pal_submitted_rows(struct pal_db *db, const char *fact, size_t max,
                               struct pal_arena *arena, struct pal_submitted_row **out,
                               size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_submitted_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT d.id, d.project, d.created_at, v.text, s.at FROM"
            " (SELECT h.subject, (SELECT MIN(a.at) FROM facts f JOIN acts a ON a.number = f.act"
            " WHERE f.subject_kind = h.subject_kind AND f.subject = h.subject AND f.kind = h.kind"
            " AND f.state = 'submitted' AND a.claim = '') AS at"
            " FROM heads h WHERE h.kind = $1 AND h.subject_kind = 'sending') s"
            " JOIN documents d ON d.kind = 'sending' AND d.id = s.subject"
            " JOIN versions v ON v.kind = d.kind AND v.id = d.id AND v.version = d.version"
            " WHERE s.at IS NOT NULL ORDER BY s.at DESC, d.id COLLATE \"C\" LIMIT $2");
    pal_query_text(query, fact);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_submitted_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_submitted_row){.sending = {.kind = "sending",
                                                          .id = pal_row_text(query, 0, arena),
                                                          .project = pal_row_text(query, 1, arena),
                                                          .created_at = pal_column_int(query, 2),
                                                          .text = pal_row_text(query, 3, arena)},
                                              .at = pal_column_int(query, 4)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_saved_rows(struct pal_db *db, const char *fact, const char *sending, int64_t until,
                           struct pal_arena *arena, struct pal_saved_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_saved_row), NULL, 0, 0};
    struct pal_query *query = pal_db_query(
        db, "SELECT DISTINCT a.principal, a.at / 60 FROM facts f JOIN acts a ON a.number = f.act"
            " WHERE f.subject_kind = 'sending' AND f.subject = $2 AND f.kind = $1 AND a.at <= $3"
            " AND a.claim = '' ORDER BY 1, 2");
    pal_query_text(query, fact);
    pal_query_text(query, sending);
    pal_query_int(query, until);
    while (pal_query_next(query)) {
        struct pal_saved_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_saved_row){pal_row_text(query, 0, arena), pal_column_int(query, 1)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}
