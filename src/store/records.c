#include "store/records.h"

#include <string.h>

#include "store/cover.h"
#include "store/rows.h"
#include "store/scores_parts.h"

/* --------------------------------------------------------------- documents */

/* Of the kinds that are written from their facts, what was written; else what stands there. A text
 * that is empty was not: that of the version says what the facts say. */
#define WRITTEN(what, other)                                                                       \
    "CASE WHEN d.kind = 'assessment' THEN COALESCE((SELECT " what " FROM written w"                \
    " WHERE w.kind = d.kind AND w.id = d.id), " other ") ELSE " other " END"
#define WRITTEN_TEXT WRITTEN("NULLIF(w.text, '')", "v.text")
#define WRITTEN_HASH WRITTEN("w.hash", "''")
#define HEAD                                                                                       \
    "d.kind, d.id, d.project, d.title, d.version, d.created_at, d.changed_at,"                     \
    " d.changed_by, d.removed_at, d.claim, " WRITTEN("w.fact", "0") ", d.title_fr"
enum { HEAD_COLUMNS = 12 };

static void read_head(struct pal_query *query, struct pal_arena *arena, struct pal_record *out)
{
    *out = (struct pal_record){
        .kind = pal_row_text(query, 0, arena),
        .id = pal_row_text(query, 1, arena),
        .project = pal_row_text(query, 2, arena),
        .title = pal_row_text(query, 3, arena),
        .version = pal_column_int(query, 4),
        .created_at = pal_column_int(query, 5),
        .changed_at = pal_column_int(query, 6),
        .changed_by = pal_row_text(query, 7, arena),
        .removed_at = pal_column_int(query, 8),
        .claim = pal_row_text(query, 9, arena),
        .fact = pal_column_int(query, 10),
        .title_fr = pal_row_text(query, 11, arena),
    };
}

static void read_version(struct pal_query *query, struct pal_arena *arena, struct pal_record *out)
{
    read_head(query, arena, out);
    out->version = pal_column_int(query, HEAD_COLUMNS);
    out->text = pal_row_text(query, HEAD_COLUMNS + 1, arena);
    out->hash = pal_row_text(query, HEAD_COLUMNS + 2, arena);
    out->note = pal_row_text(query, HEAD_COLUMNS + 3, arena);
    out->written_hash = pal_row_text(query, HEAD_COLUMNS + 4, arena);
}

static enum pal_rc one_version(struct pal_query *query, struct pal_arena *arena,
                               struct pal_record *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        read_version(query, arena, out);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_record_get(struct pal_db *db, const char *kind, const char *id,
                           struct pal_arena *arena, struct pal_record *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " HEAD ", v.version, " WRITTEN_TEXT
                         ", v.hash, v.note, " WRITTEN_HASH " FROM documents d"
                         " JOIN versions v ON v.kind = d.kind AND v.id = d.id"
                         " AND v.version = d.version WHERE d.kind = $1 AND d.id = $2");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    return one_version(query, arena, out);
}

enum pal_rc pal_record_head(struct pal_db *db, const char *kind, const char *id,
                            struct pal_arena *arena, struct pal_record *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " HEAD ", v.version, '', v.hash, v.note, " WRITTEN_HASH " FROM documents d"
            " JOIN versions v ON v.kind = d.kind AND v.id = d.id"
            " AND v.version = d.version WHERE d.kind = $1 AND d.id = $2");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    return one_version(query, arena, out);
}

enum pal_rc pal_record_project(struct pal_db *db, const char *kind, const char *id,
                               struct pal_arena *arena, const char **out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT d.project FROM documents d WHERE d.kind = $1 AND d.id = $2");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    *out = is_there ? pal_row_text(query, 0, arena) : "";
    return pal_row_end(query, is_there);
}

struct pal_query *pal_record_ask_last(struct pal_db *db, const char *kind, const char *id)
{
    struct pal_query *query = pal_db_query(
        db,
        "SELECT " HEAD ", v.version, v.text, v.hash, v.note, " WRITTEN_HASH ", " WRITTEN(
            "w.stamp", "''") " FROM documents d JOIN versions v ON v.kind = d.kind AND v.id = d.id"
                             " AND v.version = d.version WHERE d.kind = $1 AND d.id = $2");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_query_send(query);
    return query;
}

enum pal_rc pal_record_take_last(struct pal_query *query, struct pal_arena *arena,
                                 struct pal_record *out)
{
    bool is_there = pal_query_next(query);
    if (is_there) {
        read_version(query, arena, out);
        out->stamp = pal_row_text(query, HEAD_COLUMNS + 5, arena);
    }
    return pal_row_end(query, is_there);
}

enum pal_rc pal_record_get_version(struct pal_db *db, const char *kind, const char *id,
                                   int64_t version, struct pal_arena *arena, struct pal_record *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT " HEAD ", v.version, v.text, v.hash, v.note, '' FROM documents d"
                         " JOIN versions v ON v.kind = d.kind AND v.id = d.id"
                         " WHERE d.kind = $1 AND d.id = $2 AND v.version = $3");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_query_int(query, version);
    enum pal_rc rc = one_version(query, arena, out);
    out->fact = 0;
    return rc;
}

enum pal_rc pal_written_put(struct pal_db *db, const struct pal_record *record)
{
    struct pal_query *query = pal_db_query(
        db,
        "INSERT INTO written (kind, id, fact, text, hash, stamp) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (kind, id) DO UPDATE SET fact = excluded.fact, text = excluded.text,"
        " hash = excluded.hash, stamp = excluded.stamp");
    pal_query_text(query, record->kind);
    pal_query_text(query, record->id);
    pal_query_int(query, record->fact);
    pal_query_text(query, record->text);
    pal_query_text(query, record->written_hash);
    pal_query_text(query, record->stamp != NULL ? record->stamp : "");
    return pal_query_leave(query);
}

static void note_version(struct pal_db *db, const struct pal_record *record)
{
    const struct pal_cell key[] = {
        {.bytes = record->kind}, {.bytes = record->id}, {.number = record->version}};
    pal_cover_note_cells(db, PAL_TABLE_VERSIONS, key);
}

static enum pal_rc add_version(struct pal_db *db, const struct pal_record *record)
{
    struct pal_query *query =
        pal_db_query(db, "INSERT INTO versions (kind, id, version, text, hash, at, person, note,"
                         " claim) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    pal_query_text(query, record->kind);
    pal_query_text(query, record->id);
    pal_query_int(query, record->version);
    pal_query_text(query, record->text);
    pal_query_text(query, record->hash);
    pal_query_int(query, record->changed_at);
    pal_query_text(query, record->changed_by);
    pal_query_text(query, record->note != NULL ? record->note : "");
    pal_query_text(query, record->claim != NULL ? record->claim : "");
    note_version(db, record);
    return pal_query_end(query);
}

/* A title in another language than the first; null where there is none of its own. */
static void bind_own_title(struct pal_query *query, const char *title)
{
    pal_query_text(query, title != NULL && title[0] != '\0' ? title : NULL);
}

enum pal_rc pal_record_add(struct pal_db *db, const struct pal_record *record)
{
    struct pal_query *query = pal_db_query(
        db, "INSERT INTO documents (kind, id, project, title, version, created_at, changed_at,"
            " changed_by, claim, title_fr) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)");
    pal_query_text(query, record->kind);
    pal_query_text(query, record->id);
    pal_query_text(query, record->project);
    pal_query_text(query, record->title);
    pal_query_int(query, record->version);
    pal_query_int(query, record->changed_at);
    pal_query_text(query, record->changed_by);
    pal_query_text(query, record->claim != NULL ? record->claim : "");
    bind_own_title(query, record->title_fr);
    pal_cover_note(db, PAL_TABLE_DOCUMENTS, record->kind, record->id, NULL);
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK ? add_version(db, record) : rc;
}

enum pal_rc pal_record_change(struct pal_db *db, struct pal_record *record)
{
    struct pal_query *query = pal_db_query(
        db,
        "UPDATE documents SET title = $4, version = version + 1, changed_at = $5,"
        " changed_by = $6, claim = $7, title_fr = $8, removed_at = NULL WHERE kind = $1 AND id = "
        "$2 AND version = $3"
        " RETURNING version");
    pal_query_text(query, record->kind);
    pal_query_text(query, record->id);
    pal_query_int(query, record->version);
    pal_query_text(query, record->title);
    pal_query_int(query, record->changed_at);
    pal_query_text(query, record->changed_by);
    pal_query_text(query, record->claim != NULL ? record->claim : "");
    bind_own_title(query, record->title_fr);
    pal_cover_note(db, PAL_TABLE_DOCUMENTS, record->kind, record->id, NULL);
    bool is_there = pal_query_next(query);
    int64_t version = is_there ? pal_column_int(query, 0) : 0;
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK || !is_there) {
        return rc != PAL_OK ? rc : PAL_E_CONFLICT;
    }
    struct pal_record next = *record;
    next.version = version;
    rc = add_version(db, &next);
    record->version = rc == PAL_OK ? version : record->version;
    return rc;
}

enum pal_rc pal_score_keep_listed(struct pal_db *db, const char *id, bool is_listed)
{
    struct pal_query *query = pal_db_query(db, "UPDATE scores SET is_listed = $2 WHERE id = $1");
    pal_query_text(query, id);
    pal_query_int(query, is_listed);
    pal_cover_note(db, PAL_TABLE_SCORES, id, NULL, NULL);
    return pal_query_end(query);
}

enum pal_rc pal_record_entitle(struct pal_db *db, const char *kind, const char *id,
                               const char *title_fr)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE documents SET title_fr = $3 WHERE kind = $1 AND id = $2 RETURNING id");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    bind_own_title(query, title_fr);
    pal_cover_note(db, PAL_TABLE_DOCUMENTS, kind, id, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_record_remove(struct pal_db *db, const char *kind, const char *id, int64_t at)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE documents SET removed_at = $3 WHERE kind = $1 AND id = $2 RETURNING id");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_row_bind_time(query, at);
    pal_cover_note(db, PAL_TABLE_DOCUMENTS, kind, id, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_record_publish(struct pal_db *db, const char *kind, const char *id)
{
    struct pal_query *query = pal_db_query(
        db, "UPDATE documents SET project = '' WHERE kind = $1 AND id = $2 RETURNING id");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_cover_note(db, PAL_TABLE_DOCUMENTS, kind, id, NULL);
    return pal_row_end(query, pal_query_next(query));
}

enum pal_rc pal_record_opened_by(struct pal_db *db, const char *kind, const char *id,
                                 struct pal_arena *arena, const char **person)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT person FROM versions WHERE kind = $1 AND id = $2 AND version = 1");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    *person = is_there ? pal_row_text(query, 0, arena) : NULL;
    return pal_row_end(query, is_there);
}

/* Whether a title or an id holds the words; none are held by all. */
#define HOLDS(words)                                                                               \
    "(" words " = '' OR replace(lower(d.title), lower(" words "), '') <> lower(d.title)"           \
    " OR replace(lower(d.title_fr), lower(" words "), '') <> lower(d.title_fr)"                    \
    " OR replace(lower(d.id), lower(" words "), '') <> lower(d.id))"

/* The conditions of a list: an empty text stands for "any", and so does the project '*'. Four
 * beginnings, because a condition that may be empty keeps an index from being used. */
#define LISTED                                                                                     \
    " AND ($3 = '' OR replace($3, ',' || d.project || ',', '') <> $3)"                             \
    " AND " HOLDS(                                                                                 \
        "$4") " AND (CASE WHEN d.removed_at IS NULL THEN 0 ELSE 1 END) = CAST($5 AS BIGINT)"
#define THESE      " FROM documents d WHERE TRUE"
#define OF_BOTH    " AND d.project = $2 AND d.kind = $1" LISTED
#define OF_KIND    " AND d.kind = $1 AND $2 = '*'" LISTED
#define OF_PROJECT " AND $1 = '' AND d.project = $2" LISTED
#define OF_ALL     " AND $1 = '' AND $2 = '*'" LISTED

#define FROM_CURSOR                                                                                \
    " AND (CAST($6 AS BIGINT) = 0 OR d.changed_at < $6 OR (d.changed_at = $6 AND (d.id < $7"       \
    " OR (d.id = $7 AND d.kind < $8)))) ORDER BY d.changed_at DESC, d.id DESC, d.kind DESC"        \
    " LIMIT $9"

static void bind_list(struct pal_query *query, const struct pal_record_list *list)
{
    pal_query_text(query, list->kind != NULL ? list->kind : "");
    pal_query_text(query, list->project != NULL ? list->project : "*");
    pal_query_text(query, list->projects != NULL ? list->projects : "");
    pal_query_text(query, list->words != NULL ? list->words : "");
    pal_query_int(query, list->is_removed);
}

/* What is out of the lists is few among many, and so it is found by its time: "is not null" would
 * be looked for among all, in their order. */
#define REMOVED(of) "SELECT " HEAD THESE " AND d.removed_at > 0" of FROM_CURSOR

static struct pal_query *start_removed(struct pal_db *db, const struct pal_record_list *list)
{
    if (list->kind != NULL && list->project != NULL) {
        return pal_db_query(db, REMOVED(OF_BOTH));
    }
    return list->kind != NULL      ? pal_db_query(db, REMOVED(OF_KIND))
           : list->project != NULL ? pal_db_query(db, REMOVED(OF_PROJECT))
                                   : pal_db_query(db, REMOVED(OF_ALL));
}

static struct pal_query *start_list(struct pal_db *db, const struct pal_record_list *list)
{
    if (list->is_removed) {
        return start_removed(db, list);
    }
    if (list->kind != NULL && list->project != NULL) {
        return pal_db_query(db, "SELECT " HEAD THESE OF_BOTH FROM_CURSOR);
    }
    return list->kind != NULL      ? pal_db_query(db, "SELECT " HEAD THESE OF_KIND FROM_CURSOR)
           : list->project != NULL ? pal_db_query(db, "SELECT " HEAD THESE OF_PROJECT FROM_CURSOR)
                                   : pal_db_query(db, "SELECT " HEAD THESE OF_ALL FROM_CURSOR);
}

/* CROSS: the rows of a list are taken in its order, and the text of each is looked up. */
#define AND_TEXTS                                                                                  \
    " FROM documents d CROSS JOIN versions v WHERE v.kind = d.kind AND v.id = d.id"                \
    " AND v.version = d.version"
#define WITH_TEXTS(list)                                                                           \
    "SELECT " HEAD ", substr(" WRITTEN_TEXT ", 1, CAST($10 AS INTEGER))" AND_TEXTS list FROM_CURSOR

static struct pal_query *start_with_texts(struct pal_db *db, const struct pal_record_list *list)
{
    if (list->kind != NULL && list->project != NULL) {
        return pal_db_query(db, WITH_TEXTS(OF_BOTH));
    }
    return list->kind != NULL      ? pal_db_query(db, WITH_TEXTS(OF_KIND))
           : list->project != NULL ? pal_db_query(db, WITH_TEXTS(OF_PROJECT))
                                   : pal_db_query(db, WITH_TEXTS(OF_ALL));
}

/* What a text measures without its being handed over: the dialects count bytes differently. */
#define WITH_SIZES(bytes, list) "SELECT " HEAD ", " bytes AND_TEXTS list FROM_CURSOR
#define BYTES_SQLITE            "length(CAST(" WRITTEN_TEXT " AS BLOB))"
#define BYTES_PG                "CAST(octet_length(" WRITTEN_TEXT ") AS BIGINT)"

static struct pal_query *start_with_sizes(struct pal_db *db, const struct pal_record_list *list)
{
    bool is_sqlite = pal_db_kind_of(db) == PAL_DB_SQLITE;
    if (list->project != NULL) {
        return is_sqlite ? pal_db_query(db, WITH_SIZES(BYTES_SQLITE, OF_BOTH))
                         : pal_db_query(db, WITH_SIZES(BYTES_PG, OF_BOTH));
    }
    return is_sqlite ? pal_db_query(db, WITH_SIZES(BYTES_SQLITE, OF_KIND))
                     : pal_db_query(db, WITH_SIZES(BYTES_PG, OF_KIND));
}

enum pal_rc pal_record_find(struct pal_db *db, const struct pal_record_list *list,
                            struct pal_arena *arena, struct pal_record **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_record), NULL, 0, 0};
    bool with_size = list->with_size && list->kind != NULL;
    struct pal_query *query = list->with_text ? start_with_texts(db, list)
                              : with_size     ? start_with_sizes(db, list)
                                              : start_list(db, list);
    bind_list(query, list);
    pal_query_int(query, list->before_at);
    pal_query_text(query, list->before_id != NULL ? list->before_id : "");
    pal_query_text(query, list->before_kind != NULL ? list->before_kind : "");
    pal_query_int(query, (int64_t)list->max);
    if (list->with_text) {
        pal_query_int(query, list->text_most > 0 ? (int64_t)list->text_most : INT32_MAX);
    }
    while (pal_query_next(query)) {
        struct pal_record *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            read_head(query, arena, row);
            row->text = list->with_text ? pal_row_text(query, HEAD_COLUMNS, arena) : NULL;
            row->size =
                with_size && !list->with_text ? pal_column_int(query, HEAD_COLUMNS) : row->size;
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_record_names(struct pal_db *db, const char *kind, const char *words, size_t max,
                             struct pal_arena *arena, struct pal_record **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_record), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT d.id, d.title, d.title_fr FROM documents d WHERE d.kind = $1 AND "
                         "d.removed_at IS NULL"
                         " AND " HOLDS("$2") " ORDER BY d.changed_at DESC, d.id DESC LIMIT $3");
    pal_query_text(query, kind);
    pal_query_text(query, words);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_record *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_record){.id = pal_row_text(query, 0, arena),
                                       .title = pal_row_text(query, 1, arena),
                                       .title_fr = pal_row_text(query, 2, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

static struct pal_query *start_count(struct pal_db *db, const struct pal_record_list *list)
{
    if (list->kind != NULL && list->project != NULL) {
        return pal_db_query(db, "SELECT COUNT(*)" THESE OF_BOTH);
    }
    return list->kind != NULL      ? pal_db_query(db, "SELECT COUNT(*)" THESE OF_KIND)
           : list->project != NULL ? pal_db_query(db, "SELECT COUNT(*)" THESE OF_PROJECT)
                                   : pal_db_query(db, "SELECT COUNT(*)" THESE OF_ALL);
}

enum pal_rc pal_record_count(struct pal_db *db, const struct pal_record_list *list, int64_t *out)
{
    bool is_plain =
        list->project == NULL && list->projects == NULL && list->words == NULL && !list->is_removed;
    struct pal_query *query;
    if (list->kind != NULL && is_plain) { /* answered by the index alone */
        query = pal_db_query(
            db, "SELECT COUNT(*) FROM documents WHERE kind = $1 AND removed_at IS NULL");
        pal_query_text(query, list->kind);
        return pal_row_int(query, out);
    }
    query = start_count(db, list);
    bind_list(query, list);
    return pal_row_int(query, out);
}

enum { TITLES_AT_ONCE = 25 };

#define TITLES_OF(ids) "SELECT id, title FROM documents WHERE kind = $1 AND id " ids

/* Parameters that are left over repeat the last id; one id needs no list. */
static enum pal_rc titles_of(struct pal_db *db, const char *kind, const char *const *ids,
                             size_t count, struct pal_arena *arena, const char **titles)
{
    struct pal_query *query =
        count == 1 ? pal_db_query(db, TITLES_OF("= $2"))
                   : pal_db_query(db, TITLES_OF("IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                                                " $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,"
                                                " $23, $24, $25, $26)"));
    size_t room = count == 1 ? 1 : TITLES_AT_ONCE;
    pal_query_text(query, kind);
    for (size_t i = 0; i < room; i++) {
        pal_query_text(query, ids[i < count ? i : count - 1]);
    }
    while (pal_query_next(query)) {
        const char *id = pal_row_text(query, 0, arena);
        const char *title = pal_row_text(query, 1, arena);
        for (size_t i = 0; i < count && id != NULL; i++) {
            titles[i] = strcmp(ids[i], id) == 0 ? title : titles[i];
        }
    }
    return pal_query_end(query);
}

enum pal_rc pal_record_titles(struct pal_db *db, const char *kind, const char *const *ids,
                              size_t count, struct pal_arena *arena, const char **titles)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count; i++) {
        titles[i] = NULL;
    }
    for (size_t at = 0; at < count && rc == PAL_OK; at += TITLES_AT_ONCE) {
        size_t part = count - at < TITLES_AT_ONCE ? count - at : TITLES_AT_ONCE;
        rc = titles_of(db, kind, ids + at, part, arena, titles + at);
    }
    return rc;
}

enum pal_rc pal_record_history(struct pal_db *db, const char *kind, const char *id, int64_t before,
                               size_t max, struct pal_arena *arena, struct pal_record **out,
                               size_t *count)
{
    struct pal_rows rows = {arena, sizeof(struct pal_record), NULL, 0, 0};
    struct pal_query *query =
        pal_db_query(db, "SELECT version, at, person, hash, note, claim FROM versions"
                         " WHERE kind = $1 AND id = $2 AND (CAST($3 AS BIGINT) = 0 OR version < $3)"
                         " ORDER BY version DESC LIMIT $4");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_query_int(query, before);
    pal_query_int(query, (int64_t)max);
    while (pal_query_next(query)) {
        struct pal_record *row = pal_rows_add(query, &rows);
        if (row != NULL) {
            *row = (struct pal_record){.version = pal_column_int(query, 0),
                                       .changed_at = pal_column_int(query, 1),
                                       .changed_by = pal_row_text(query, 2, arena),
                                       .hash = pal_row_text(query, 3, arena),
                                       .note = pal_row_text(query, 4, arena),
                                       .claim = pal_row_text(query, 5, arena)};
        }
    }
    *out = rows.items;
    *count = rows.count;
    return pal_query_end(query);
}

enum pal_rc pal_record_version_at(struct pal_db *db, const char *kind, const char *id, int64_t at,
                                  int64_t *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT version FROM versions WHERE kind = $1 AND id = $2 AND at <= $3"
                         " ORDER BY version DESC LIMIT 1");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_query_int(query, at);
    *out = pal_query_next(query) ? pal_column_int(query, 0) : 0;
    return pal_query_end(query);
}

/* ------------------------------------------------------------------ scores */

static void bind_number(struct pal_query *query, int64_t value)
{
    if (value >= 0) {
        pal_query_int(query, value);
    } else {
        pal_query_text(query, NULL);
    }
}

enum pal_rc pal_score_put(struct pal_db *db, const struct pal_score_row *row)
{
    struct pal_query *query = pal_db_query(
        db,
        "INSERT INTO scores (id, version, project, provider, day, achieved, target, gap,"
        " gap_provider, gap_project_manager, gap_expert, surplus, figure, demanded, not_rated,"
        " gap_not_rated, not_applicable, drawing, steps, rated, again, is_listed, entry)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19, $20, $21, COALESCE((SELECT"
        " CASE WHEN removed_at IS NULL THEN 1 ELSE 0 END FROM documents"
        " WHERE kind = 'assessment' AND id = $1), 0),"
        " COALESCE((SELECT MIN(a.number) FROM audit a WHERE a.object = 'assessment/' || $1), 0))"
        " ON CONFLICT (id) DO UPDATE SET version = $2, project = $3, provider = $4, day = $5,"
        " achieved = $6, target = $7, gap = $8, gap_provider = $9, gap_project_manager = $10,"
        " gap_expert = $11, surplus = $12, figure = $13, demanded = $14, not_rated = $15,"
        " gap_not_rated = $16, not_applicable = $17, drawing = $18, steps = $19, rated = $20,"
        " again = $21, is_listed = excluded.is_listed");
    pal_query_text(query, row->id);
    pal_query_int(query, row->version);
    pal_query_text(query, row->project);
    pal_query_text(query, row->provider);
    pal_query_text(query, row->day);
    pal_query_int(query, row->achieved);
    bind_number(query, row->target);
    bind_number(query, row->gap);
    for (size_t i = 0; i < 3; i++) {
        bind_number(query, row->gap_by_actor[i]);
    }
    bind_number(query, row->surplus);
    pal_query_text(query, row->figure);
    bind_number(query, row->demanded);
    bind_number(query, row->not_rated);
    bind_number(query, row->gap_not_rated);
    bind_number(query, row->not_applicable);
    pal_query_int(query, row->drawing);
    bind_number(query, row->steps);
    bind_number(query, row->rated);
    bind_number(query, row->again);
    pal_cover_note(db, PAL_TABLE_SCORES, row->id, NULL, NULL);
    return pal_query_leave(query);
}

enum pal_rc pal_score_is_told(struct pal_db *db, const char *id, int64_t number)
{
    struct pal_query *query =
        pal_db_query(db, "UPDATE scores SET entry = $2 WHERE id = $1 AND entry = 0");
    pal_query_text(query, id);
    pal_query_int(query, number);
    return pal_query_end(query);
}

enum pal_rc pal_score_clear(struct pal_db *db)
{
    struct pal_query *query = pal_db_query(db, "DELETE FROM scores RETURNING id");
    while (pal_query_next(query)) {
        pal_cover_note(db, PAL_TABLE_SCORES, pal_column_text(query, 0), NULL, NULL);
    }
    return pal_query_end(query);
}

/* Each part of the condition has the index: where all are drawn so, nothing is read. */
enum pal_rc pal_score_drawn_otherwise(struct pal_db *db, int64_t drawing, struct pal_arena *arena,
                                      const char *const **out, size_t *count)
{
    struct pal_rows rows = {arena, sizeof(const char *), NULL, 0, 0};
    struct pal_query *query = pal_db_query(db, "SELECT id FROM scores WHERE drawing < $1"
                                               " UNION ALL SELECT id FROM scores WHERE drawing > $1"
                                               " UNION ALL SELECT id FROM scores"
                                               " WHERE drawing IS NULL");
    pal_query_int(query, drawing);
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

static int64_t number_or_none(const struct pal_query *query, int column)
{
    return pal_column_is_null(query, column) ? -1 : pal_column_int(query, column);
}

void pal_score_read(struct pal_query *query, int first, struct pal_arena *arena,
                    struct pal_score_row *out)
{
    *out = (struct pal_score_row){
        .id = pal_row_text(query, first, arena),
        .version = pal_column_int(query, first + 1),
        .project = pal_row_text(query, first + 2, arena),
        .title = pal_row_text(query, first + 3, arena),
        .provider = pal_row_text(query, first + 4, arena),
        .day = pal_row_text(query, first + 5, arena),
        .achieved = pal_column_int(query, first + 6),
        .target = number_or_none(query, first + 7),
        .gap = number_or_none(query, first + 8),
        .gap_by_actor = {number_or_none(query, first + 9), number_or_none(query, first + 10),
                         number_or_none(query, first + 11)},
        .surplus = number_or_none(query, first + 12),
        .figure = pal_row_text(query, first + 13, arena),
        .demanded = number_or_none(query, first + 14),
        .not_rated = number_or_none(query, first + 15),
        .gap_not_rated = number_or_none(query, first + 16),
        .not_applicable = number_or_none(query, first + 17),
        .title_fr = pal_row_text(query, first + 18, arena),
        .steps = number_or_none(query, first + 19),
        .rated = number_or_none(query, first + 20),
        .again = number_or_none(query, first + 21),
        .is_whole = pal_column_int(query, first + 22) != 0,
        .course = pal_row_text(query, first + 23, arena),
        .course_by = pal_row_text(query, first + 24, arena),
        .course_claim = pal_row_text(query, first + 25, arena),
        .course_at = number_or_none(query, first + 26),
    };
}

enum pal_rc pal_score_get(struct pal_db *db, const char *id, struct pal_arena *arena,
                          struct pal_score_row *out)
{
    struct pal_query *query = pal_db_query(
        db, "SELECT " PAL_SCORE " FROM scores s LEFT JOIN documents d"
            " ON d.kind = 'assessment' AND d.id = s.id" PAL_SCORE_COURSE " WHERE s.id = $1");
    pal_query_text(query, id);
    bool is_there = pal_query_next(query);
    if (is_there) {
        pal_score_read(query, 0, arena, out);
    }
    enum pal_rc rc = pal_query_end(query);
    return rc == PAL_OK && !is_there ? PAL_E_NOT_FOUND : rc;
}

enum pal_rc pal_version_is_by(struct pal_db *db, const char *kind, const char *id,
                              const char *person, bool *out)
{
    struct pal_query *query =
        pal_db_query(db, "SELECT version FROM versions WHERE kind = $1 AND id = $2"
                         " AND (person = $3 OR claim = $3) LIMIT 1");
    pal_query_text(query, kind);
    pal_query_text(query, id);
    pal_query_text(query, person);
    *out = pal_query_next(query);
    return pal_query_end(query);
}
