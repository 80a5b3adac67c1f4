#include "store/contents.h"

#include "store/rows.h"

#define CONTENT "c.id, c.scope, c.hash, c.size, c.pieces, c.is_whole, c.principal, c.at"

static enum pal_rc read_one(struct pal_query *query, struct pal_arena *arena,
                            struct pal_content_row *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = (struct pal_content_row){.id = pal_row_text(query, 0, arena),
                                        .scope = pal_row_text(query, 1, arena),
                                        .hash = pal_row_text(query, 2, arena),
                                        .size = pal_column_int(query, 3),
                                        .pieces = pal_column_int(query, 4),
                                        .is_whole = pal_column_int(query, 5) != 0,
                                        .principal = pal_row_text(query, 6, arena),
                                        .at = pal_column_int(query, 7)};
    }
    return pal_row_end(query, is_there);
}

/* ---------------------------------------------------------------------- arriving */

enum pal_rc pal_content_begin(struct pal_db *db, const struct pal_content_row *row)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO contents (id, scope, hash, size, pieces, is_whole, principal,"
                         " at) VALUES ($1, $2, '', 0, 0, 0, $3, $4)");
    pal_query_text(query, row->id);
    pal_query_text(query, row->scope);
    pal_query_text(query, row->principal);
    pal_query_int(query, row->at);
    return pal_query_end(query);
}

enum pal_rc pal_content_add(struct pal_db *db, const char *id, int64_t number, const void *bytes,
                            size_t len)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE contents SET size = size + $2, pieces = pieces + 1 WHERE id = $1"
                         " AND is_whole = 0 AND hash = '' AND pieces = $3 RETURNING id");
    pal_query_text(query, id);
    pal_query_int(query, (int64_t)len);
    pal_query_int(query, number);
    enum pal_rc rc = pal_row_end(query, pal_query_next(query));
    if (rc != PAL_OK) {
        return rc;
    }
    query = pal_db_query(db, "INSERT INTO pieces (content, number, bytes) VALUES ($1, $2, $3)");
    pal_query_text(query, id);
    pal_query_int(query, number);
    pal_query_bytes(query, bytes, len);
    return pal_query_end(query);
}

enum pal_rc pal_content_arrived(struct pal_db *db, const char *id, const char *hash)
{
    struct pal_query *query = pal_db_query(db, "UPDATE contents SET hash = $2 WHERE id = $1"
                                               " AND is_whole = 0 AND hash = '' RETURNING id");
    pal_query_text(query, id);
    pal_query_text(query, hash);
    return pal_row_end(query, pal_query_next(query));
}

/* ------------------------------------------------------------------------- going */

/* What goes has no time: it neither arrives nor is whole any more, and its pieces go a few at a
 * time. Who settles one meanwhile waits, and finds it gone, or was first, and it stays. */
#define GOES "UPDATE contents SET is_whole = 0, hash = '', principal = '', at = 0"

enum pal_rc pal_content_drop(struct pal_db *db, const char *id, bool *is_over)
{
    struct pal_query *query = pal_db_query(db, GOES " WHERE id = $1 AND is_whole = 0 RETURNING id");
    pal_query_text(query, id);
    *is_over = pal_query_next(query);
    return pal_query_end(query);
}

enum pal_rc pal_contents_expire(struct pal_db *db, int64_t before)
{
    struct pal_query *query = pal_db_query(db, GOES " WHERE is_whole = 0 AND at > 0 AND at < $1");
    pal_query_int(query, before);
    return pal_query_end(query);
}

enum pal_rc pal_contents_remove_some(struct pal_db *db, bool *more)
{
#define GONE "c.is_whole = 0 AND c.at = 0"
    int64_t left = 0;
    *more = false;
    struct pal_query *query = pal_db_query(
        db,
        "DELETE FROM pieces WHERE (content, number) IN (SELECT p.content, p.number FROM contents c"
        " JOIN pieces p ON p.content = c.id WHERE " GONE " LIMIT 80)");
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK) {
        return rc;
    }
    query =
        pal_db_query(db, "DELETE FROM contents WHERE is_whole = 0 AND at = 0"
                         " AND NOT EXISTS (SELECT 1 FROM pieces p WHERE p.content = contents.id)");
    rc = pal_query_end(query);
    if (rc == PAL_OK) {
        rc = pal_row_int(pal_db_query(db, "SELECT COUNT(*) FROM contents c WHERE " GONE), &left);
    }
    *more = left > 0;
    return rc;
}

/* ----------------------------------------------------------------------- finding */

enum pal_rc pal_content_of_sender(struct pal_db *db, const struct pal_content_row *wanted,
                                  struct pal_arena *arena, struct pal_content_row *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " CONTENT " FROM contents c WHERE c.principal = $1 AND c.is_whole = 0"
            " AND c.scope = $2 AND c.hash = $3 AND c.size = $4 AND c.id = $5");
    pal_query_text(query, wanted->principal);
    pal_query_text(query, wanted->scope);
    pal_query_text(query, wanted->hash);
    pal_query_int(query, wanted->size);
    pal_query_text(query, wanted->id);
    return read_one(query, arena, out);
}

enum pal_rc pal_content_find(struct pal_db *db, const char *scope, const char *hash,
                             struct pal_arena *arena, struct pal_content_row *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " CONTENT " FROM contents c WHERE c.is_whole = 1 AND c.hash = $2"
            " AND (CAST($1 AS TEXT) IS NULL OR c.scope = $1) ORDER BY c.scope LIMIT 1");
    pal_query_text(query, scope);
    pal_query_text(query, hash);
    return read_one(query, arena, out);
}

enum pal_rc pal_content_of_value(struct pal_db *db, const struct pal_fact_row *value,
                                 const char *hash, struct pal_arena *arena,
                                 struct pal_content_row *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " CONTENT " FROM facts f JOIN uses u ON u.fact = f.number"
            " JOIN contents c ON c.id = u.content WHERE f.subject_kind = $1 AND f.subject = $2"
            " AND f.kind = $3 AND f.part = $4 AND f.lane = $5 AND c.hash = $6 LIMIT 1");
    pal_query_text(query, value->subject_kind);
    pal_query_text(query, value->subject);
    pal_query_text(query, value->kind);
    pal_query_text(query, value->part);
    pal_query_text(query, value->lane);
    pal_query_text(query, hash);
    return read_one(query, arena, out);
}

enum pal_rc pal_content_of_fact(struct pal_db *db, int64_t fact, struct pal_arena *arena,
                                struct pal_content_row *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " CONTENT " FROM uses u JOIN contents c ON c.id = u.content"
                         " WHERE u.fact = $1");
    pal_query_int(query, fact);
    return read_one(query, arena, out);
}

/* -------------------------------------------------------------------------- uses */

enum pal_rc pal_content_settle(struct pal_db *db, const char *id)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE contents SET is_whole = 1, principal = '' WHERE id = $1 AND is_whole = 0"
            " AND hash <> '' RETURNING id");
    pal_query_text(query, id);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_content_use(struct pal_db *db, const char *id, int64_t fact)
{
    struct pal_query *query = pal_db_query(db, "INSERT INTO uses (fact, content) VALUES ($1, $2)");
    pal_query_int(query, fact);
    pal_query_text(query, id);
    return pal_query_end(query);
}

enum pal_rc pal_content_release(struct pal_db *db, int64_t fact)
{
    struct pal_arena arena;
    pal_arena_init(&arena, NULL);
    struct pal_query *query =
        pal_db_query(db, "DELETE FROM uses WHERE fact = $1 RETURNING content");
    pal_query_int(query, fact);
    const char *id = pal_query_next(query) ? pal_row_text(query, 0, &arena) : NULL;
    enum pal_rc rc = pal_query_end(query);
    if (rc == PAL_OK && id != NULL) {
        query = pal_db_query(
            db, GOES " WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM uses u WHERE u.content = $1)");
        pal_query_text(query, id);
        rc = pal_query_end(query);
    }
    pal_arena_done(&arena);
    return rc;
}

/* ----------------------------------------------------------------------- reading */

enum pal_rc pal_content_piece(struct pal_db *db, const char *id, int64_t number,
                              struct pal_buf *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT bytes FROM pieces WHERE content = $1 AND number = $2");
    pal_query_text(query, id);
    pal_query_int(query, number);
    bool is_there = pal_query_next(query);
    if (is_there) {
        size_t len = 0;
        const void *bytes = pal_column_bytes(query, 0, &len);
        (void)pal_buf_reserve(out, len);
        pal_buf_add_n(out, bytes, len);
        if (out->failed) {
            pal_query_fail(query, PAL_E_MEMORY);
        }
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_contents_size(struct pal_db *db, const char *scope, int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM contents"
                         " WHERE is_whole = 1 AND scope = $1");
    pal_query_text(query, scope);
    return pal_row_int(query, out);
}

enum pal_rc pal_contents_arriving(struct pal_db *db, const char *principal, int64_t *bytes,
                                  int64_t *count)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT), COUNT(*) FROM contents"
                         " WHERE is_whole = 0 AND at > 0 AND principal = $1");
    pal_query_text(query, principal);
    bool is_there = pal_query_next(query);
    *bytes = is_there ? pal_column_int(query, 0) : 0;
    *count = is_there ? pal_column_int(query, 1) : 0;
    return pal_row_end(query, is_there);
}

/* ----------------------------------------------------------------------- looking */

enum pal_rc pal_content_next(struct pal_db *db, const char *behind, struct pal_arena *arena,
                             struct pal_content_row *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " CONTENT " FROM contents c WHERE c.is_whole = 1 AND c.id > $1"
                         " ORDER BY c.id LIMIT 1");
    pal_query_text(query, behind);
    return read_one(query, arena, out);
}

enum pal_rc pal_contents_wrong(struct pal_db *db, int64_t *unheld, int64_t *unused, int64_t *astray)
{
#define NAMES_ONE "f.kind = 'file' AND f.erased_by IS NULL AND f.state <> 'none'"
    enum pal_rc rc =
        pal_row_int(pal_db_query(db, "SELECT COUNT(*) FROM facts f WHERE " NAMES_ONE
                                     " AND NOT EXISTS (SELECT 1 FROM uses u JOIN contents c"
                                     " ON c.id = u.content AND c.is_whole = 1"
                                     " WHERE u.fact = f.number)"),
                    unheld);
    if (rc == PAL_OK) {
        rc = pal_row_int(pal_db_query(db, "SELECT COUNT(*) FROM contents c WHERE c.is_whole = 1"
                                          " AND NOT EXISTS (SELECT 1 FROM uses u"
                                          " WHERE u.content = c.id)"),
                         unused);
    }
    if (rc == PAL_OK) {
        rc = pal_row_int(pal_db_query(db,
                                      "SELECT COUNT(*) FROM uses u WHERE NOT EXISTS (SELECT 1"
                                      " FROM facts f WHERE f.number = u.fact AND " NAMES_ONE ")"),
                         astray);
    }
    return rc;
}
