#include "store/copy.h"

#include <stdio.h>
#include <string.h>

#include "store/cover.h"
#include "store/driver.h"
#include "store/rows.h"

/* ------------------------------------------------------------------ tables */

/* One row per table: name, columns with the key first, letters of their types, how many columns
 * and how many of the key, the parameters of a row and of a key, how many rows at a time (few where
 * they are large). A column that a migration adds is added here: a test compares both. */
static const char *const settings_columns[] = {"key", "value"};
static const char *const persons_columns[] = {
    "id",           "email",     "name",       "language",  "password",  "created_at",    "seen_at",
    "retain_until", "erased_at", "expires_at", "locked_at", "locked_by", "locked_reason", "zone",
    "contributes",  "pass",      "acts_as"};
static const char *const grants_columns[] = {"person", "role", "project", "granted_at"};
static const char *const lifts_columns[] = {"person", "project",   "duty",
                                            "reason", "lifted_by", "lifted_at"};
static const char *const sessions_columns[] = {"hash", "person", "created_at", "seen_at", "agent"};
static const char *const tokens_columns[] = {
    "id", "hash", "person", "title", "scope", "created_at", "expires_at", "used_at", "revoked_at"};
static const char *const links_columns[] = {"hash",       "person",     "kind",
                                            "created_at", "expires_at", "used_at"};
static const char *const attempts_columns[] = {"key", "level", "at"};
static const char *const devices_columns[] = {"hash", "person", "created_at", "seen_at", "agent"};
static const char *const jobs_columns[] = {
    "id",    "kind", "project", "subject",     "person",   "source",   "language", "version",
    "note",  "text", "state",   "asked_at",    "begun_at", "ended_at", "holder",   "lease_until",
    "tries", "done", "total",   "is_stopping", "result",   "number"};
static const char *const passes_columns[] = {"id",   "hash",       "kind",       "subject",
                                             "part", "rights",     "person",     "parent",
                                             "note", "created_at", "expires_at", "revoked_at"};
static const char *const pass_sessions_columns[] = {"hash",    "pass",   "created_at",
                                                    "seen_at", "person", "role"};
static const char *const mails_columns[] = {
    "id",          "what",       "project",    "kind",    "subject", "part",   "person",
    "language",    "written_at", "not_before", "digest",  "address", "name",   "title",
    "body",        "salt",       "state",      "tries",   "next_at", "holder", "lease_until",
    "is_unwanted", "begun_at",   "ended_at",   "trouble", "answer"};
static const char *const documents_columns[] = {
    "kind",       "id",         "project",    "title", "version", "created_at",
    "changed_at", "changed_by", "removed_at", "claim", "title_fr"};
static const char *const versions_columns[] = {"kind", "id",     "version", "text", "hash",
                                               "at",   "person", "note",    "claim"};
static const char *const files_columns[] = {
    "id",         "project",    "title",      "kind",    "file_name",
    "media_type", "size",       "hash",       "content", "at",
    "person",     "removed_at", "removed_by", "claim",   "removed_claim"};
static const char *const hours_columns[] = {"id",     "project",  "assessment", "step",
                                            "person", "minutes",  "day",        "note",
                                            "at",     "replaces", "claim"};
static const char *const deliveries_columns[] = {"id",        "project",   "assessment", "output",
                                                 "requested", "delivered", "person",     "at",
                                                 "replaces",  "claim"};
static const char *const scores_columns[] = {"id",
                                             "version",
                                             "project",
                                             "provider",
                                             "day",
                                             "achieved",
                                             "target",
                                             "gap",
                                             "gap_provider",
                                             "gap_project_manager",
                                             "gap_expert",
                                             "surplus",
                                             "figure",
                                             "is_listed",
                                             "demanded",
                                             "not_rated",
                                             "gap_not_rated",
                                             "not_applicable",
                                             "entry",
                                             "drawing",
                                             "steps",
                                             "rated",
                                             "again"};
static const char *const acts_columns[] = {"number",  "principal", "id",     "at",
                                           "said_at", "salt",      "digest", "claim"};
static const char *const facts_columns[] = {
    "number", "act",   "kind", "project",  "subject_kind", "subject", "part",     "lane",
    "turn",   "state", "body", "audience", "salt",         "digest",  "erased_by"};
static const char *const heads_columns[] = {
    "subject_kind", "subject", "kind", "part",     "lane",      "fact", "act",     "turn",
    "project",      "state",   "body", "audience", "principal", "at",   "said_at", "claim"};
static const char *const written_columns[] = {"kind", "id", "fact", "text", "hash", "stamp"};
static const char *const listed_columns[] = {
    "kind",    "id",         "title",  "letters", "words",      "state",        "state_rank",
    "profile", "said_level", "scheme", "level",   "level_rank", "provider_ids", "providers"};
static const char *const contents_columns[] = {"id",     "scope",    "hash",      "size",
                                               "pieces", "is_whole", "principal", "at"};
static const char *const pieces_columns[] = {"content", "number", "bytes"};
static const char *const uses_columns[] = {"fact", "content"};
static const char *const audit_columns[] = {"number",   "at",     "person", "source",
                                            "verb",     "object", "before", "after",
                                            "previous", "hash",   "covers"};
static const char *const audit_head_columns[] = {"one", "number", "hash", "people"};
static const char *const anchors_columns[] = {"number", "at", "hash", "person"};
static const char *const served_columns[] = {"minute", "server"};

#define TABLE(name, key, columns, types, column_count, key_count, values, key_values, at_once)     \
    {                                                                                              \
#name, name##_columns, types, column_count, key_count,                                     \
            "SELECT " columns " FROM " #name " ORDER BY " key " LIMIT " at_once,                   \
            "SELECT " columns " FROM " #name " WHERE (" key ") > (" key_values ") ORDER BY " key   \
            " LIMIT " at_once,                                                                     \
            "INSERT INTO " #name " (" columns ") VALUES (" values ")",                             \
            "SELECT " columns " FROM " #name " WHERE (" key ") = (" key_values ")",                \
            "DELETE FROM " #name " WHERE (" key ") = (" key_values ")", "DELETE FROM " #name,      \
            "SELECT COUNT(*) FROM " #name                                                          \
    }

const struct pal_table pal_tables[PAL_TABLE_COUNT] = {
    TABLE(settings, "key", "key, value", "tt", 2, 1, "$1, $2", "$1", "500"),
    TABLE(persons, "id",
          "id, email, name, language, password, created_at, seen_at, retain_until, erased_at, "
          "expires_at, locked_at, locked_by, locked_reason, zone, contributes, pass, acts_as",
          "tttttiiiiiitttttt", 17, 1,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17", "$1",
          "500"),
    TABLE(grants, "person, role, project", "person, role, project, granted_at", "ttti", 4, 3,
          "$1, $2, $3, $4", "$1, $2, $3", "500"),
    TABLE(lifts, "person, project, duty", "person, project, duty, reason, lifted_by, lifted_at",
          "ttttti", 6, 3, "$1, $2, $3, $4, $5, $6", "$1, $2, $3", "500"),
    TABLE(sessions, "hash", "hash, person, created_at, seen_at, agent", "ttiit", 5, 1,
          "$1, $2, $3, $4, $5", "$1", "500"),
    TABLE(tokens, "id",
          "id, hash, person, title, scope, created_at, expires_at, used_at, revoked_at",
          "tttttiiii", 9, 1, "$1, $2, $3, $4, $5, $6, $7, $8, $9", "$1", "500"),
    TABLE(links, "hash", "hash, person, kind, created_at, expires_at, used_at", "tttiii", 6, 1,
          "$1, $2, $3, $4, $5, $6", "$1", "500"),
    TABLE(attempts, "key", "key, level, at", "tii", 3, 1, "$1, $2, $3", "$1", "500"),
    TABLE(devices, "hash", "hash, person, created_at, seen_at, agent", "ttiit", 5, 1,
          "$1, $2, $3, $4, $5", "$1", "500"),
    TABLE(jobs, "id",
          "id, kind, project, subject, person, source, language, version, note, text, state, "
          "asked_at, begun_at, ended_at, holder, lease_until, tries, done, total, is_stopping, "
          "result, number",
          "tttttttitttiiitiiiiiti", 22, 1,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
          "$20, $21, $22",
          "$1", "8"),
    TABLE(passes, "id",
          "id, hash, kind, subject, part, rights, person, parent, note, created_at, expires_at, "
          "revoked_at",
          "tttttttttiii", 12, 1, "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12", "$1", "500"),
    TABLE(pass_sessions, "hash", "hash, pass, created_at, seen_at, person, role", "ttiitt", 6, 1,
          "$1, $2, $3, $4, $5, $6", "$1", "500"),
    TABLE(mails, "id",
          "id, what, project, kind, subject, part, person, language, written_at, not_before, "
          "digest, address, name, title, body, salt, state, tries, next_at, holder, lease_until, "
          "is_unwanted, begun_at, ended_at, trouble, answer",
          "ttttttttiitttttttiitiiiitt", 26, 1,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
          "$20, $21, $22, $23, $24, $25, $26",
          "$1", "32"),
    TABLE(documents, "kind, id",
          "kind, id, project, title, version, created_at, changed_at, changed_by, removed_at, "
          "claim, title_fr",
          "ttttiiititt", 11, 2, "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11", "$1, $2", "500"),
    TABLE(versions, "kind, id, version", "kind, id, version, text, hash, at, person, note, claim",
          "ttittittt", 9, 3, "$1, $2, $3, $4, $5, $6, $7, $8, $9", "$1, $2, $3", "32"),
    TABLE(files, "id",
          "id, project, title, kind, file_name, media_type, size, hash, content, at, person, "
          "removed_at, removed_by, claim, removed_claim",
          "ttttttitbitittt", 15, 1,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15", "$1", "4"),
    TABLE(hours, "id",
          "id, project, assessment, step, person, minutes, day, note, at, replaces, claim",
          "tttttittitt", 11, 1, "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11", "$1", "500"),
    TABLE(deliveries, "id",
          "id, project, assessment, output, requested, delivered, person, at, replaces, claim",
          "tttttttitt", 10, 1, "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10", "$1", "500"),
    TABLE(scores, "id",
          "id, version, project, provider, day, achieved, target, gap, gap_provider, "
          "gap_project_manager, gap_expert, surplus, figure, is_listed, demanded, not_rated, "
          "gap_not_rated, not_applicable, entry, drawing, steps, rated, again",
          "titttiiiiiiitiiiiiiiiii", 23, 1,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
          "$20, $21, $22, $23",
          "$1", "100"),
    TABLE(acts, "number", "number, principal, id, at, said_at, salt, digest, claim", "ittiittt", 8,
          1, "$1, $2, $3, $4, $5, $6, $7, $8", "$1", "500"),
    TABLE(facts, "number",
          "number, act, kind, project, subject_kind, subject, part, lane, turn, state, body, "
          "audience, salt, digest, erased_by",
          "iittttttittttti", 15, 1,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15", "$1", "100"),
    TABLE(heads, "subject_kind, subject, kind, part, lane",
          "subject_kind, subject, kind, part, lane, fact, act, turn, project, state, body, "
          "audience, principal, at, said_at, claim",
          "tttttiiitttttiit", 16, 5,
          "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16",
          "$1, $2, $3, $4, $5", "500"),
    TABLE(written, "kind, id", "kind, id, fact, text, hash, stamp", "ttittt", 6, 2,
          "$1, $2, $3, $4, $5, $6", "$1, $2", "32"),
    TABLE(listed, "kind, id",
          "kind, id, title, letters, words, state, state_rank, profile, said_level, scheme, level, "
          "level_rank, provider_ids, providers",
          "ttttttittttitt", 14, 2, "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14",
          "$1, $2", "500"),
    TABLE(contents, "id", "id, scope, hash, size, pieces, is_whole, principal, at", "tttiiiti", 8,
          1, "$1, $2, $3, $4, $5, $6, $7, $8", "$1", "500"),
    TABLE(pieces, "content, number", "content, number, bytes", "tib", 3, 2, "$1, $2, $3", "$1, $2",
          "8"),
    TABLE(uses, "fact", "fact, content", "it", 2, 1, "$1, $2", "$1", "500"),
    TABLE(audit, "number",
          "number, at, person, source, verb, object, before, after, previous, hash, covers",
          "iittttttttt", 11, 1, "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11", "$1", "64"),
    TABLE(audit_head, "one", "one, number, hash, people", "iiti", 4, 1, "$1, $2, $3, $4", "$1",
          "10"),
    TABLE(anchors, "number, at", "number, at, hash, person", "iitt", 4, 2, "$1, $2, $3, $4",
          "$1, $2", "500"),
    TABLE(served, "minute, server", "minute, server", "it", 2, 2, "$1, $2", "$1, $2", "500"),
};

_Static_assert(sizeof scores_columns / sizeof *scores_columns <= PAL_COLUMNS_MAX,
               "a row of the widest table fits the cells it is read into");

/* -------------------------------------------------------------------- rows */

void pal_table_read(struct pal_query *query, enum pal_table_id id, struct pal_cell *cells)
{
    const struct pal_table *table = &pal_tables[id];
    for (size_t i = 0; i < table->column_count; i++) {
        int at = (int)i;
        cells[i] = (struct pal_cell){.is_null = pal_column_is_null(query, at),
                                     .is_strange = !pal_column_is_of(query, at, table->types[i])};
        if (cells[i].is_null) {
            continue;
        }
        if (table->types[i] == 'i') {
            cells[i].number = pal_column_int(query, at);
        } else if (table->types[i] == 't') {
            cells[i].bytes = pal_column_text(query, at);
            cells[i].len = cells[i].bytes != NULL ? strlen(cells[i].bytes) : 0;
        } else {
            cells[i].bytes = pal_column_bytes(query, at, &cells[i].len);
        }
    }
}

static void bind_cell(struct pal_query *query, char type, const struct pal_cell *cell)
{
    if (cell->is_null) {
        pal_query_text(query, NULL);
    } else if (type == 'i') {
        pal_query_int(query, cell->number);
    } else if (type == 't') {
        pal_query_text(query, cell->bytes);
    } else {
        pal_query_bytes(query, cell->bytes != NULL ? cell->bytes : "", cell->len);
    }
}

/* The key of the last row of a page, kept for the next one. */
static enum pal_rc keep_key(const struct pal_table *table, const struct pal_cell *cells,
                            struct pal_arena *arena, struct pal_cell key[PAL_KEY_MAX])
{
    pal_arena_done(arena);
    for (size_t i = 0; i < table->key_count; i++) {
        key[i] = cells[i];
        key[i].bytes =
            cells[i].bytes != NULL ? pal_arena_copy(arena, cells[i].bytes, cells[i].len) : NULL;
        if (cells[i].bytes != NULL && key[i].bytes == NULL) {
            return PAL_E_MEMORY;
        }
    }
    return PAL_OK;
}

struct walk {
    struct pal_db *db;
    enum pal_table_id table;
    pal_row_fn take;
    void *ctx;
    bool takes_strange;
    struct pal_arena arena;
    struct pal_cell key[PAL_KEY_MAX];
};

/* SQLite keeps a value of any type in any column. A key of another type than its column's is after
 * every key that can be named: a walk over it would never end. */
static enum pal_rc refuse_strange(struct pal_db *db, const struct pal_table *table,
                                  const char *what)
{
    return pal_err_set(&db->error, PAL_E_INVALID,
                       "a row of the table %s has %s of another type than its column: it was "
                       "written by hand",
                       table->name, what);
}

static enum pal_rc check_types(struct walk *walk, const struct pal_cell *cells)
{
    const struct pal_table *table = &pal_tables[walk->table];
    for (size_t i = 0; i < table->column_count; i++) {
        if (cells[i].is_strange && i < table->key_count) {
            return refuse_strange(walk->db, table, "a key");
        }
        if (cells[i].is_strange && !walk->takes_strange) {
            return refuse_strange(walk->db, table, "a value");
        }
    }
    return PAL_OK;
}

/* Hands on the row that the query stands on, and keeps its key. */
static enum pal_rc take_row(struct walk *walk, struct pal_query *query, struct pal_arena *last)
{
    struct pal_cell cells[PAL_COLUMNS_MAX];
    pal_table_read(query, walk->table, cells);
    enum pal_rc rc = check_types(walk, cells);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = walk->take(walk->ctx, walk->table, cells);
    if (rc != PAL_OK) {
        return rc;
    }
    return keep_key(&pal_tables[walk->table], cells, last, walk->key);
}

static enum pal_rc walk_page(struct walk *walk, bool is_first, size_t *rows)
{
    const struct pal_table *table = &pal_tables[walk->table];
    struct pal_query *query = pal_db_query_literal(walk->db, is_first ? table->first : table->next);
    for (size_t i = 0; !is_first && i < table->key_count; i++) {
        bind_cell(query, table->types[i], &walk->key[i]);
    }
    *rows = 0;
    enum pal_rc rc = PAL_OK;
    struct pal_arena last = {0};
    pal_arena_init(&last, NULL);
    while (rc == PAL_OK && pal_query_next(query)) {
        rc = take_row(walk, query, &last);
        ++*rows;
    }
    enum pal_rc ended = pal_query_end(query);
    /* The key of the page before was a parameter until here. */
    pal_arena_done(&walk->arena);
    walk->arena = last;
    return rc != PAL_OK ? rc : ended;
}

static enum pal_rc walk_whole(struct walk *walk)
{
    size_t rows = 1;
    enum pal_rc rc = PAL_OK;
    pal_arena_init(&walk->arena, NULL);
    for (bool is_first = true; rc == PAL_OK && rows > 0; is_first = false) {
        rc = walk_page(walk, is_first, &rows);
    }
    pal_arena_done(&walk->arena);
    return rc;
}

enum pal_rc pal_table_walk(struct pal_db *db, enum pal_table_id table, pal_row_fn take, void *ctx)
{
    struct walk walk = {.db = db, .table = table, .take = take, .ctx = ctx};
    return walk_whole(&walk);
}

enum pal_rc pal_table_walk_all(struct pal_db *db, enum pal_table_id table, pal_row_fn take,
                               void *ctx)
{
    struct walk walk = {.db = db, .table = table, .take = take, .ctx = ctx, .takes_strange = true};
    return walk_whole(&walk);
}

enum pal_rc pal_table_insert(struct pal_db *db, enum pal_table_id id, const struct pal_cell *cells)
{
    pal_cover_note_cells(db, id, cells);
    return pal_table_copy(db, id, cells);
}

enum pal_rc pal_table_copy(struct pal_db *db, enum pal_table_id id, const struct pal_cell *cells)
{
    const struct pal_table *table = &pal_tables[id];
    struct pal_query *query = pal_db_query_literal(db, table->insert);
    for (size_t i = 0; i < table->column_count; i++) {
        bind_cell(query, table->types[i], &cells[i]);
    }
    return pal_query_end(query);
}

enum pal_rc pal_table_find(struct pal_db *db, enum pal_table_id id, const struct pal_cell *key,
                           pal_row_fn take, void *ctx)
{
    const struct pal_table *table = &pal_tables[id];
    struct pal_cell cells[PAL_COLUMNS_MAX];
    struct pal_query *query = pal_db_query_literal(db, table->one);
    for (size_t i = 0; i < table->key_count; i++) {
        bind_cell(query, table->types[i], &key[i]);
    }
    enum pal_rc rc = PAL_OK;
    if (pal_query_next(query)) {
        pal_table_read(query, id, cells);
        rc = take(ctx, id, cells);
    }
    enum pal_rc ended = pal_query_end(query);
    return ended != PAL_OK ? ended : rc;
}

enum pal_rc pal_table_remove(struct pal_db *db, enum pal_table_id id, const struct pal_cell *key)
{
    const struct pal_table *table = &pal_tables[id];
    struct pal_query *query = pal_db_query_literal(db, table->remove);
    for (size_t i = 0; i < table->key_count; i++) {
        bind_cell(query, table->types[i], &key[i]);
    }
    return pal_query_end(query);
}

enum pal_rc pal_table_clear(struct pal_db *db, enum pal_table_id id)
{
    return pal_query_end(pal_db_query_literal(db, pal_tables[id].clear));
}

enum pal_rc pal_tables_clear(struct pal_db *db)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = PAL_TABLE_COUNT; i > 0 && rc == PAL_OK; i--) {
        rc = pal_query_end(pal_db_query_literal(db, pal_tables[i - 1].clear));
    }
    return rc;
}

size_t pal_table_column(const struct pal_table *table, const char *column)
{
    size_t at = 0;
    while (at < table->column_count && strcmp(table->columns[at], column) != 0) {
        at++;
    }
    return at;
}

enum pal_rc pal_table_rows(struct pal_db *db, enum pal_table_id table, int64_t *out)
{
    return pal_row_int(pal_db_query_literal(db, pal_tables[table].count), out);
}

enum pal_rc pal_tables_are_empty(struct pal_db *db, bool *out)
{
    static const enum pal_table_id tables[] = {PAL_TABLE_PERSONS, PAL_TABLE_DOCUMENTS,
                                               PAL_TABLE_FILES, PAL_TABLE_AUDIT};
    enum pal_rc rc = PAL_OK;
    *out = true;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == PAL_OK; i++) {
        int64_t rows = 0;
        rc = pal_table_rows(db, tables[i], &rows);
        *out = *out && rows == 0;
    }
    return rc;
}

/* ------------------------------------------------------------------- whole */

enum pal_rc pal_tables_fault(struct pal_db *db, struct pal_arena *arena, const char **fault)
{
    *fault = NULL;
    if (pal_db_kind_of(db) != PAL_DB_SQLITE) {
        return PAL_OK;
    }
    struct pal_query *query = pal_db_query(db, "PRAGMA integrity_check(1)");
    const char *word = pal_query_next(query) ? pal_row_text(query, 0, arena) : NULL;
    enum pal_rc rc = pal_query_end(query);
    if (rc != PAL_OK || word == NULL || strcmp(word, "ok") != 0) {
        *fault = word != NULL ? word : "its pages cannot be read";
        return rc;
    }
    query = pal_db_query(db, "PRAGMA foreign_key_check");
    bool is_broken = pal_query_next(query);
    if (is_broken) {
        *fault = pal_arena_printf(arena, "a row of %s refers to one that is not there",
                                  pal_column_text(query, 0));
    }
    rc = pal_query_end(query);
    return rc == PAL_OK && is_broken && *fault == NULL ? PAL_E_MEMORY : rc;
}

enum pal_rc pal_tables_write_file(struct pal_db *db, const char *path)
{
    /* It writes the other file alone, but SQLite asks for the right to write. */
    enum pal_rc rc =
        pal_db_is_read_only(db) ? pal_db_run_script(db, "PRAGMA query_only = OFF") : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_query *query = pal_db_query(db, "VACUUM INTO $1");
    pal_query_text(query, path);
    return pal_query_end(query);
}

enum pal_rc pal_tables_settle(struct pal_db *db)
{
    return pal_db_run_script(db, "PRAGMA journal_mode = DELETE");
}

enum pal_rc pal_setting_get(struct pal_db *db, const char *key, struct pal_arena *arena,
                            const char **value)
{
    struct pal_query *query = pal_db_query(db, "SELECT value FROM settings WHERE key = $1");
    pal_query_text(query, key);
    bool is_there = pal_query_next(query);
    *value = is_there ? pal_row_text(query, 0, arena) : NULL;
    return pal_row_end(query, is_there);
}

enum pal_rc pal_setting_put(struct pal_db *db, const char *key, const char *value)
{
    struct pal_query *query = pal_db_query(db, "INSERT INTO settings (key, value) VALUES ($1, $2)"
                                               " ON CONFLICT (key) DO UPDATE SET value = $2");
    pal_cover_note(db, PAL_TABLE_SETTINGS, key, NULL, NULL);
    pal_query_text(query, key);
    pal_query_text(query, value);
    return pal_query_end(query);
}
