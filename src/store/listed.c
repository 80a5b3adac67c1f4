#include "store/listed.h"

#include "store/rows.h"

#define COLUMNS                                                                                    \
    "l.kind, l.id, l.title, l.letters, l.words, l.state, l.state_rank, l.profile, l.said_level,"   \
    " l.scheme, l.level, l.level_rank, l.provider_ids, l.providers"

static struct pal_listed_row row_of(struct pal_query *query, struct pal_arena *arena)
{
    return (struct pal_listed_row){.kind = pal_row_text(query, 0, arena),
                                   .id = pal_row_text(query, 1, arena),
                                   .title = pal_row_text(query, 2, arena),
                                   .letters = pal_row_text(query, 3, arena),
                                   .words = pal_row_text(query, 4, arena),
                                   .state = pal_row_text(query, 5, arena),
                                   .state_rank = pal_column_int(query, 6),
                                   .profile = pal_row_text(query, 7, arena),
                                   .said_level = pal_row_text(query, 8, arena),
                                   .scheme = pal_row_text(query, 9, arena),
                                   .level = pal_row_text(query, 10, arena),
                                   .level_rank = pal_column_int(query, 11),
                                   .provider_ids = pal_row_text(query, 12, arena),
                                   .providers = pal_row_text(query, 13, arena)};
}

enum pal_rc pal_listed_put(struct pal_db *db, const struct pal_listed_row *row)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO listed (kind, id, title, letters, words, state, state_rank, profile,"
            " said_level, scheme, level, level_rank, provider_ids, providers)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
            " ON CONFLICT (kind, id) DO UPDATE SET title = excluded.title,"
            " letters = excluded.letters, words = excluded.words, state = excluded.state,"
            " state_rank = excluded.state_rank, profile = excluded.profile,"
            " said_level = excluded.said_level, scheme = excluded.scheme, level = excluded.level,"
            " level_rank = excluded.level_rank, provider_ids = excluded.provider_ids,"
            " providers = excluded.providers");
    pal_query_text(query, row->kind);
    pal_query_text(query, row->id);
    pal_query_text(query, row->title);
    pal_query_text(query, row->letters);
    pal_query_text(query, row->words);
    pal_query_text(query, row->state);
    pal_query_int(query, row->state_rank);
    pal_query_text(query, row->profile);
    pal_query_text(query, row->said_level);
    pal_query_text(query, row->scheme);
    pal_query_text(query, row->level);
    pal_query_int(query, row->level_rank);
    pal_query_text(query, row->provider_ids);
    pal_query_text(query, row->providers);
    return pal_query_end(query);
}

enum pal_rc pal_listed_get(struct pal_db *db, const char *kind, const char *id,
                           struct pal_arena *arena, struct pal_listed_row *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " COLUMNS " FROM listed l WHERE l.kind = $1 AND l.id = $2");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    if (is_there) {
        *out = row_of(query, arena);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_listed_clear(struct pal_db *db)
{
    return pal_query_end(pal_db_query(db, "DELETE FROM listed"));
}

#define OF_PROJECTS "SELECT " COLUMNS " FROM listed l WHERE l.kind = 'project' AND "
#define IN_ORDER    " AND l.id > $2 ORDER BY l.id LIMIT $3"

enum pal_rc pal_listed_of(struct pal_db *db, enum pal_listed_by by, const char *id,
                          const char *after, size_t max, struct pal_arena *arena,
                          struct pal_listed_row **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_listed_row), NULL, 0, 0};
    struct pal_query *query =
        by == PAL_LISTED_BY_PROFILE ? pal_db_query(db, OF_PROJECTS "l.profile = $1" IN_ORDER)
        : by == PAL_LISTED_BY_SCHEME
            ? pal_db_query(db, OF_PROJECTS "l.scheme = $1" IN_ORDER)
            : pal_db_query(db, OF_PROJECTS "replace(l.provider_ids, ',' || $1 || ',', '')"
                                           " <> l.provider_ids" IN_ORDER);
    pal_query_text(query, id);
    pal_query_text(query, after);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_listed_row *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = row_of(query, arena);
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_listed_strays(struct pal_db *db, int64_t *out)
{
    return pal_row_int(pal_db_query(db, "SELECT COUNT(*) FROM listed l WHERE NOT EXISTS (SELECT 1"
                                        " FROM documents d WHERE d.kind = l.kind AND d.id = l.id)"),
                       out);
}

/* -------------------------------------------------------------------- the list */

/* $1 to $6; an empty text stands for "any", and the level '*'. */
#define KEPT                                                                                       \
    " AND d.removed_at IS NULL AND ($1 = '' OR replace($1, ',' || d.id || ',', '') <> $1)"         \
    " AND ($2 = '' OR d.id IN (SELECT g.project FROM grants g WHERE g.person = $2))"               \
    " AND ($3 = '' OR replace(l.words, $3, '') <> l.words)"                                        \
    " AND ($4 = '' OR l.state = $4) AND ($5 = '*' OR l.level = $5)"                                \
    " AND ($6 = '' OR replace(l.providers, $6, '') <> l.providers)"
#define TEXT_BEHIND(key, sign)                                                                     \
    " AND ($7 = '' OR " key " " sign " $8 OR (" key " = $8 AND l.id " sign " $7))"
#define NUMBER_BEHIND(key, sign)                                                                   \
    " AND ($7 = '' OR " key " " sign " CAST($8 AS BIGINT) OR (" key                                \
    " = CAST($8 AS BIGINT) AND l.id " sign " $7))"
#define ROWS(first, second)                                                                        \
    "SELECT d.kind, d.id, d.project, d.title, d.version, d.created_at, d.changed_at,"              \
    " d.changed_by, d.claim, substr(v.text, 1, CAST($9 AS INTEGER)), l.title, l.state_rank,"       \
    " l.level_rank, l.providers, d.title_fr FROM " first " CROSS JOIN " second                     \
    " CROSS JOIN versions v"                                                                       \
    " WHERE l.kind = 'project' AND d.kind = 'project' AND d.id = l.id AND v.kind = 'project'"      \
    " AND v.id = d.id AND v.version = d.version" KEPT
/* CROSS: the rows are taken in the order of the list, and what else there is of each looked up. */
#define SORTED(key, behind, down, way)                                                             \
    ROWS("listed l", "documents d")                                                                \
    behind(key, down) " ORDER BY " key way ", l.id" way " LIMIT $10"
#define CHANGED(down, way)                                                                         \
    ROWS("documents d", "listed l")                                                                \
    " AND ($7 = '' OR d.changed_at " down " CAST($8 AS BIGINT) OR (d.changed_at = CAST($8 AS"      \
    " BIGINT) AND d.id " down " $7)) ORDER BY d.changed_at" way ", d.id" way " LIMIT $10"

static struct pal_query *start_up(struct pal_db *db, enum pal_listed_order order)
{
    switch (order) {
    case PAL_LISTED_TITLE:
        return pal_db_query(db, SORTED("l.title", TEXT_BEHIND, ">", ""));
    case PAL_LISTED_STATE:
        return pal_db_query(db, SORTED("l.state_rank", NUMBER_BEHIND, ">", ""));
    case PAL_LISTED_LEVEL:
        return pal_db_query(db, SORTED("l.level_rank", NUMBER_BEHIND, ">", ""));
    case PAL_LISTED_PROVIDER:
        return pal_db_query(db, SORTED("l.providers", TEXT_BEHIND, ">", ""));
    case PAL_LISTED_CHANGED:
    case PAL_LISTED_ORDERS:
        break;
    }
    return pal_db_query(db, CHANGED(">", ""));
}

static struct pal_query *start_down(struct pal_db *db, enum pal_listed_order order)
{
    switch (order) {
    case PAL_LISTED_TITLE:
        return pal_db_query(db, SORTED("l.title", TEXT_BEHIND, "<", " DESC"));
    case PAL_LISTED_STATE:
        return pal_db_query(db, SORTED("l.state_rank", NUMBER_BEHIND, "<", " DESC"));
    case PAL_LISTED_LEVEL:
        return pal_db_query(db, SORTED("l.level_rank", NUMBER_BEHIND, "<", " DESC"));
    case PAL_LISTED_PROVIDER:
        return pal_db_query(db, SORTED("l.providers", TEXT_BEHIND, "<", " DESC"));
    case PAL_LISTED_CHANGED:
    case PAL_LISTED_ORDERS:
        break;
    }
    return pal_db_query(db, CHANGED("<", " DESC"));
}

static void bind(struct pal_query *query, const struct pal_listed_list *list)
{
    pal_query_text(query, list->projects != NULL ? list->projects : "");
    pal_query_text(query, list->mine != NULL ? list->mine : "");
    pal_query_text(query, list->words != NULL ? list->words : "");
    pal_query_text(query, list->state != NULL ? list->state : "");
    pal_query_text(query, list->level != NULL ? list->level : "*");
    pal_query_text(query, list->provider != NULL ? list->provider : "");
}

static bool is_by_text(enum pal_listed_order order)
{
    return order == PAL_LISTED_TITLE || order == PAL_LISTED_PROVIDER;
}

static void read_project(struct pal_query *query, struct pal_arena *arena, struct pal_record *row,
                         struct pal_listed_row *key)
{
    *row = (struct pal_record){.kind = "project",
                               .id = pal_row_text(query, 1, arena),
                               .project = pal_row_text(query, 2, arena),
                               .title = pal_row_text(query, 3, arena),
                               .version = pal_column_int(query, 4),
                               .created_at = pal_column_int(query, 5),
                               .changed_at = pal_column_int(query, 6),
                               .changed_by = pal_row_text(query, 7, arena),
                               .claim = pal_row_text(query, 8, arena),
                               .text = pal_row_text(query, 9, arena),
                               .title_fr = pal_row_text(query, 14, arena)};
    *key = (struct pal_listed_row){.kind = row->kind,
                                   .id = row->id,
                                   .title = pal_row_text(query, 10, arena),
                                   .state_rank = pal_column_int(query, 11),
                                   .level_rank = pal_column_int(query, 12),
                                   .providers = pal_row_text(query, 13, arena)};
}

enum pal_rc pal_listed_find(struct pal_db *db, const struct pal_listed_list *list,
                            struct pal_arena *arena, struct pal_record **out,
                            struct pal_listed_row **keys, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_record), NULL, 0, 0};
    struct pal_rows behind = {arena, sizeof(struct pal_listed_row), NULL, 0, 0};
    struct pal_query *query =
        list->is_down ? start_down(db, list->order) : start_up(db, list->order);
    bind(query, list);
    pal_query_text(query, list->after_id != NULL ? list->after_id : "");
    if (is_by_text(list->order)) {
        pal_query_text(query, list->after_text != NULL ? list->after_text : "");
    } else {
        pal_query_int(query, list->after_number);
    }
    pal_query_int(query, (int64_t)list->text_most);
    pal_query_int(query, (int64_t)list->max);
    while (pal_query_next(query)) {
        struct pal_record *row = pal_rows_add(query, &rows);
        struct pal_listed_row *key = pal_rows_add(query, &behind);
        if (row != NULL && key != NULL) {
            read_project(query, arena, row, key);
        }
    }
    *out = rows.items;
    *keys = behind.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_listed_count(struct pal_db *db, const struct pal_listed_list *list, int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT COUNT(*) FROM listed l JOIN documents d ON d.kind = l.kind"
                         " AND d.id = l.id WHERE l.kind = 'project'" KEPT);
    bind(query, list);
    return pal_row_int(query, out);
}

#define OF_READABLE "($3 = '' OR replace($3, ',' || l.id || ',', '') <> $3)"

/* The next level of a scheme, by its id; false: there is none. */
static bool next_level(struct pal_db *db, struct pal_listed_row *at, const char *projects,
                       struct pal_arena *arena, enum pal_rc *rc)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT l.level FROM listed l WHERE l.kind = 'project' AND l.scheme = $1"
                         " AND l.level > $2 AND " OF_READABLE " ORDER BY l.level LIMIT 1");
    pal_query_text(query, at->scheme);
    pal_query_text(query, at->level);
    pal_query_text(query, projects != NULL ? projects : "");
    bool is_there = pal_query_next(query);
    at->level = is_there ? pal_row_text(query, 0, arena) : "";
    *rc = pal_query_end(query);
    return is_there;
}

static bool next_scheme(struct pal_db *db, struct pal_listed_row *at, struct pal_arena *arena,
                        enum pal_rc *rc)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT l.scheme FROM listed l WHERE l.kind = 'project' AND l.scheme > $1"
                         " ORDER BY l.scheme LIMIT 1");
    pal_query_text(query, at->scheme);
    bool is_there = pal_query_next(query);
    at->scheme = is_there ? pal_row_text(query, 0, arena) : at->scheme;
    *rc = pal_query_end(query);
    return is_there;
}

/* From one to the next: what it costs does not grow with the projects that have one, or none. (The
 * two columns compared as one are looked up in SQLite by the first alone.) */
enum pal_rc pal_listed_levels(struct pal_db *db, const char *projects, size_t max,
                              struct pal_arena *arena, struct pal_listed_row **out, size_t *count)
{
    struct pal_listed_row at = {.scheme = "", .level = ""};
    enum pal_rc rc = PAL_OK;
    *out = PAL_NEW(arena, struct pal_listed_row, max);
    *count = 0;
    while (*out != NULL && *count < max && rc == PAL_OK) {
        if (next_level(db, &at, projects, arena, &rc)) {
            (*out)[(*count)++] = at;
        } else if (rc != PAL_OK || !next_scheme(db, &at, arena, &rc)) {
            break;
        }
    }
    return *out == NULL ? PAL_E_MEMORY : rc;
}

enum pal_rc pal_listed_like(struct pal_db *db, const char *kind, const char *letters, size_t max,
                            struct pal_arena *arena, struct pal_record **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_record), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT d.id, d.title, d.project FROM listed l JOIN documents d"
                         " ON d.kind = l.kind AND d.id = l.id WHERE l.kind = $1 AND l.letters = $2"
                         " AND d.removed_at IS NULL ORDER BY d.id LIMIT $3");
    pal_query_text(query, kind);
    pal_query_text(query, letters);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_record *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_record){.kind = kind,
                                       .id = pal_row_text(query, 0, arena),
                                       .title = pal_row_text(query, 1, arena),
                                       .project = pal_row_text(query, 2, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}
