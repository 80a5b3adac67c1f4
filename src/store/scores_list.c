/* scores_list - the assessments of a project, sorted, filtered and searched. */
#include "store/rows.h"
#include "store/scores_parts.h"

/* $1 the project, $2 words in what is searched by, $3 a provider, $4 the id that the part before
 * ended with; "": any. */
#define THESE                                                                                      \
    "SELECT " PAL_SCORE                                                                            \
    ", COALESCE(l.title, ''), lower(s.provider) FROM scores s CROSS JOIN documents d"              \
    " LEFT JOIN listed l ON l.kind = 'assessment' AND l.id = s.id" PAL_SCORE_COURSE                \
    " WHERE s.project = $1 AND s.is_listed = 1 AND d.kind = 'assessment' AND d.id = s.id"          \
    " AND ($2 = '' OR replace(l.words, $2, '') <> l.words)"                                        \
    " AND ($3 = '' OR s.provider = $3)"
#define BY_TEXT(key, sign, way)                                                                    \
    THESE " AND ($4 = '' OR " key " " sign " $5 OR (" key " = $5 AND s.id " sign " $4))"           \
          " ORDER BY " key way ", s.id" way " LIMIT $6"
#define BY_NUMBER(key, sign, way)                                                                  \
    THESE " AND ($4 = '' OR " key " " sign " CAST($5 AS BIGINT) OR (" key                          \
          " = CAST($5 AS BIGINT) AND s.id " sign " $4)) ORDER BY " key way ", s.id" way            \
          " LIMIT $6"
#define TITLE "COALESCE(l.title, '')"
#define GAP   "COALESCE(s.gap, -1)"

static struct pal_query *start_up(struct pal_db *db, enum pal_score_order order)
{
    switch (order) {
    case PAL_SCORE_BY_TITLE:
        return pal_db_query(db, BY_TEXT(TITLE, ">", ""));
    case PAL_SCORE_BY_PROVIDER:
        return pal_db_query(db, BY_TEXT("lower(s.provider)", ">", ""));
    case PAL_SCORE_BY_GAP:
        return pal_db_query(db, BY_NUMBER(GAP, ">", ""));
    case PAL_SCORE_BY_DAY:
    case PAL_SCORE_ORDERS:
        break;
    }
    return pal_db_query(db, BY_TEXT("s.day", ">", ""));
}

static struct pal_query *start_down(struct pal_db *db, enum pal_score_order order)
{
    switch (order) {
    case PAL_SCORE_BY_TITLE:
        return pal_db_query(db, BY_TEXT(TITLE, "<", " DESC"));
    case PAL_SCORE_BY_PROVIDER:
        return pal_db_query(db, BY_TEXT("lower(s.provider)", "<", " DESC"));
    case PAL_SCORE_BY_GAP:
        return pal_db_query(db, BY_NUMBER(GAP, "<", " DESC"));
    case PAL_SCORE_BY_DAY:
    case PAL_SCORE_ORDERS:
        break;
    }
    return pal_db_query(db, BY_TEXT("s.day", "<", " DESC"));
}

enum pal_rc pal_score_find(struct pal_db *db, const struct pal_score_search *wanted,
                           struct pal_arena *arena, struct pal_score_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_score_row), NULL, 0, 0};
    struct pal_query *query =
        wanted->is_down ? start_down(db, wanted->order) : start_up(db, wanted->order);
    pal_query_text(query, wanted->project);
    pal_query_text(query, wanted->words != NULL ? wanted->words : "");
    pal_query_text(query, wanted->provider != NULL ? wanted->provider : "");
    pal_query_text(query, wanted->after_id != NULL ? wanted->after_id : "");
    if (wanted->order == PAL_SCORE_BY_GAP) {
        pal_query_int(query, wanted->after_number);
    } else {
        pal_query_text(query, wanted->after_text != NULL ? wanted->after_text : "");
    }
    pal_query_int(query, (int64_t)wanted->max);
    while (pal_query_next(query)) {
        struct pal_score_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            pal_score_read(query, 0, arena, row);
            row->title_key = pal_row_text(query, PAL_SCORE_COLUMNS, arena);
            row->provider_key = pal_row_text(query, PAL_SCORE_COLUMNS + 1, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_score_list(struct pal_db *db, const char *project, const struct pal_place *after,
                           size_t max, struct pal_arena *arena, struct pal_score_row **out,
                           size_t *count)
{
    const struct pal_score_search latest_first = {.project = project,
                                                  .order = PAL_SCORE_BY_DAY,
                                                  .is_down = true,
                                                  .after_id = after != NULL ? after->id : NULL,
                                                  .after_text = after != NULL ? after->day : NULL,
                                                  .max = max};
    return pal_score_find(db, &latest_first, arena, out, count);
}

enum pal_rc pal_score_providers(struct pal_db *db, const char *project, size_t max,
                                struct pal_arena *arena, const char ***out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(const char *), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT DISTINCT s.provider FROM scores s WHERE s.project = $1"
                         " AND s.is_listed = 1 AND s.provider <> '' ORDER BY s.provider LIMIT $2");
    pal_query_text(query, project);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        const char **row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = pal_row_text(query, 0, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum { NAMES_AT_ONCE = 25 };

/* Parameters that are left over repeat the last project. */
static enum pal_rc names_of(struct pal_db *db, const char *const *projects, size_t count,
                            struct pal_arena *arena, struct pal_rows *rows)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT DISTINCT s.project, s.provider FROM scores s WHERE s.is_listed = 1"
            " AND s.project IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
            " $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"
            " ORDER BY s.project, s.provider");
    for (size_t i = 0; i < NAMES_AT_ONCE; i++) {
        pal_query_text(query, projects[i < count ? i : count - 1]);
    }
    while (pal_query_next(query)) {
        struct pal_score_name *row = pal_rows_add(query, rows);
        if (row != NULL) {
            *row = (struct pal_score_name){.project = pal_row_text(query, 0, arena),
                                           .provider = pal_row_text(query, 1, arena)};
        }
    }
    return pal_query_end(query);
}

enum pal_rc pal_score_names(struct pal_db *db, const char *const *projects, size_t count,
                            struct pal_arena *arena, struct pal_score_name **out,
                            size_t *name_count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_score_name), NULL, 0, 0};
    enum pal_rc rc = PAL_OK;
    for (size_t at = 0; at < count && rc == PAL_OK; at += NAMES_AT_ONCE) {
        size_t part = count - at < NAMES_AT_ONCE ? count - at : NAMES_AT_ONCE;
        rc = names_of(db, projects + at, part, arena, &rows);
    }
    *out = rows.items;
    *name_count = rows.count;
    return rc;
}

enum pal_rc pal_score_known(struct pal_db *db, const char *id, struct pal_arena *arena,
                            struct pal_score_known *out)
{
    bool is_there = false;
    struct pal_query *query =
        pal_db_query(db, "SELECT project, provider, day, entry FROM scores WHERE id = $1");
    pal_query_text(query, id);
    if (pal_query_next(query)) {
        is_there = true;
        *out = (struct pal_score_known){.project = pal_row_text(query, 0, arena),
                                        .provider = pal_row_text(query, 1, arena),
                                        .day = pal_row_text(query, 2, arena),
                                        .entry = pal_column_int(query, 3)};
    }
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK && !is_there ? PAL_E_NOT_FOUND : rc;
}
