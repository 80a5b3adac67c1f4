#include "store/cover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/driver.h"
#include "store/rows.h"

enum { AT_ONCE = 8 }; /* rows that are asked for together */

static const enum pal_cover covered[PAL_TABLE_COUNT] = {
    [PAL_TABLE_SETTINGS] = PAL_COVER_ROWS,
    [PAL_TABLE_PERSONS] = PAL_COVER_ROWS,
    [PAL_TABLE_GRANTS] = PAL_COVER_ROWS,
    [PAL_TABLE_SESSIONS] = PAL_COVER_PRESENT,
    [PAL_TABLE_TOKENS] = PAL_COVER_ROWS,
    [PAL_TABLE_LINKS] = PAL_COVER_PRESENT,
    [PAL_TABLE_DOCUMENTS] = PAL_COVER_ROWS,
    [PAL_TABLE_VERSIONS] = PAL_COVER_ROWS,
    [PAL_TABLE_FILES] = PAL_COVER_ROWS,
    [PAL_TABLE_SCORES] = PAL_COVER_ROWS,
    [PAL_TABLE_ANCHORS] = PAL_COVER_ROWS,
    [PAL_TABLE_LIFTS] = PAL_COVER_ROWS,
    [PAL_TABLE_JOBS] = PAL_COVER_PRESENT,
    [PAL_TABLE_ACTS] = PAL_COVER_ROWS,
    [PAL_TABLE_FACTS] = PAL_COVER_ROWS,
    [PAL_TABLE_PASSES] = PAL_COVER_ROWS,
    [PAL_TABLE_PASS_SESSIONS] = PAL_COVER_PRESENT,
    [PAL_TABLE_MAILS] = PAL_COVER_PRESENT,
};

enum pal_cover pal_cover_of(enum pal_table_id table)
{
    return covered[table];
}

bool pal_cover_has(enum pal_table_id table, const char *column)
{
    static const struct {
        enum pal_table_id table;
        const char *column;
    } left_out[] = {
        {PAL_TABLE_PERSONS, "email"},
        {PAL_TABLE_PERSONS, "name"},
        {PAL_TABLE_PERSONS, "language"},
        {PAL_TABLE_PERSONS, "zone"},
        {PAL_TABLE_PERSONS, "seen_at"},
        {PAL_TABLE_PERSONS, "acts_as"},
        {PAL_TABLE_SESSIONS, "seen_at"},
        {PAL_TABLE_SESSIONS, "agent"},
        {PAL_TABLE_TOKENS, "used_at"},
        {PAL_TABLE_VERSIONS, "text"},
        {PAL_TABLE_FILES, "content"},
        {PAL_TABLE_PERSONS, "locked_reason"},
        {PAL_TABLE_SCORES, "entry"}, /* it is the chain that says it */
        {PAL_TABLE_JOBS, "text"},
        {PAL_TABLE_JOBS, "state"},
        {PAL_TABLE_JOBS, "begun_at"},
        {PAL_TABLE_JOBS, "ended_at"},
        {PAL_TABLE_JOBS, "holder"},
        {PAL_TABLE_JOBS, "lease_until"},
        {PAL_TABLE_JOBS, "tries"},
        {PAL_TABLE_JOBS, "done"},
        {PAL_TABLE_JOBS, "total"},
        {PAL_TABLE_JOBS, "is_stopping"},
        {PAL_TABLE_JOBS, "result"},
        {PAL_TABLE_FACTS, "kind"},
        {PAL_TABLE_FACTS, "project"},
        {PAL_TABLE_FACTS, "subject_kind"},
        {PAL_TABLE_FACTS, "subject"},
        {PAL_TABLE_FACTS, "part"},
        {PAL_TABLE_FACTS, "lane"},
        {PAL_TABLE_FACTS, "turn"},
        {PAL_TABLE_FACTS, "state"},
        {PAL_TABLE_FACTS, "body"},
        {PAL_TABLE_FACTS, "audience"},
        {PAL_TABLE_FACTS, "salt"},
        {PAL_TABLE_ACTS, "salt"},
        {PAL_TABLE_PASSES, "note"},
        {PAL_TABLE_PASS_SESSIONS, "seen_at"},
        {PAL_TABLE_MAILS, "address"},
        {PAL_TABLE_MAILS, "name"},
        {PAL_TABLE_MAILS, "title"},
        {PAL_TABLE_MAILS, "body"},
        {PAL_TABLE_MAILS, "salt"},
        {PAL_TABLE_MAILS, "state"},
        {PAL_TABLE_MAILS, "tries"},
        {PAL_TABLE_MAILS, "next_at"},
        {PAL_TABLE_MAILS, "holder"},
        {PAL_TABLE_MAILS, "lease_until"},
        {PAL_TABLE_MAILS, "is_unwanted"},
        {PAL_TABLE_MAILS, "begun_at"},
        {PAL_TABLE_MAILS, "ended_at"},
        {PAL_TABLE_MAILS, "trouble"},
        {PAL_TABLE_MAILS, "answer"},
        {PAL_TABLE_PASS_SESSIONS, "person"},
        {PAL_TABLE_PASS_SESSIONS, "role"},
    };
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
        if (left_out[i].table == table && strcmp(left_out[i].column, column) == 0) {
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ notes */

/* The parts of a key one after the other, each with its end. */
struct pal_noted {
    enum pal_table_id table;
    size_t len;
    char *key;
    struct pal_cell *cells; /* what is covered, in one piece with its bytes; NULL: to be read */
};

static void free_note(struct pal_noted *note)
{
    pal_store_free(note->key);
    pal_store_free(note->cells);
}

static void forget_notes(struct pal_db *db)
{
    for (size_t i = 0; i < db->note_count; i++) {
        free_note(&db->notes[i]);
    }
    pal_store_free(db->notes);
    db->notes = NULL;
    db->note_count = 0;
    db->note_room = 0;
    db->has_lost_note = false;
}

void pal_cover_forget(struct pal_db *db)
{
    forget_notes(db);
    db->touches_people = false;
    db->is_head_held = false;
}

void pal_cover_forget_behind(struct pal_db *db, size_t count)
{
    while (db->note_count > count) {
        free_note(&db->notes[--db->note_count]);
    }
    db->has_lost_note = db->has_lost_note && count > 0;
    db->is_head_held = false; /* what was undone may have moved it */
}

static bool make_room(struct pal_db *db)
{
    if (db->note_count < db->note_room) {
        return true;
    }
    size_t room = db->note_room > 0 ? 2 * db->note_room : 16;
    struct pal_noted *longer = pal_store_new(room * sizeof *longer);
    if (longer == NULL) {
        return false;
    }
    if (db->note_count > 0) {
        memcpy(longer, db->notes, db->note_count * sizeof *longer);
    }
    pal_store_free(db->notes);
    db->notes = longer;
    db->note_room = room;
    return true;
}

void pal_cover_note(struct pal_db *db, enum pal_table_id table, const char *first,
                    const char *second, const char *third)
{
    const char *const parts[PAL_KEY_MAX] = {first, second, third};
    size_t len = 0;
    if (covered[table] == PAL_COVER_NOTHING || db->state != PAL_DB_WRITING) {
        return;
    }
    db->touches_people =
        db->touches_people || table == PAL_TABLE_PERSONS || table == PAL_TABLE_GRANTS;
    for (size_t i = 0; i < pal_tables[table].key_count; i++) {
        len += strlen(parts[i]) + 1;
    }
    char *key = make_room(db) ? pal_store_new(len) : NULL;
    if (key == NULL) {
        db->has_lost_note = true;
        return;
    }
    db->notes[db->note_count++] = (struct pal_noted){.table = table, .len = len, .key = key};
    for (size_t i = 0; i < pal_tables[table].key_count; i++) {
        size_t part = strlen(parts[i]) + 1;
        memcpy(key, parts[i], part);
        key += part;
    }
}

void pal_cover_note_cells(struct pal_db *db, enum pal_table_id table, const struct pal_cell *cells)
{
    char digits[PAL_KEY_MAX][24];
    const char *parts[PAL_KEY_MAX] = {NULL, NULL, NULL};
    for (size_t i = 0; i < pal_tables[table].key_count; i++) {
        (void)snprintf(digits[i], sizeof digits[i], "%lld", (long long)cells[i].number);
        parts[i] = pal_tables[table].types[i] == 'i' ? digits[i] : cells[i].bytes;
        parts[i] = parts[i] != NULL ? parts[i] : "";
    }
    pal_cover_note(db, table, parts[0], parts[1], parts[2]);
}

/* The cells that are covered, with what they point to, in one piece of memory; NULL: it is short.
 */
static struct pal_cell *copy_covered(enum pal_table_id table, const struct pal_cell *cells)
{
    const struct pal_table *of = &pal_tables[table];
    size_t room = of->column_count * sizeof *cells;
    for (size_t i = 0; i < of->column_count; i++) {
        room += cells[i].is_null ? 0 : cells[i].len + 1;
    }
    struct pal_cell *copy = pal_store_new(room);
    char *bytes = copy != NULL ? (char *)(copy + of->column_count) : NULL;
    for (size_t i = 0; i < of->column_count && copy != NULL; i++) {
        copy[i] = cells[i];
        copy[i].is_null = cells[i].is_null || !pal_cover_has(table, of->columns[i]);
        if (!copy[i].is_null && cells[i].bytes != NULL) {
            memcpy(bytes, cells[i].bytes, cells[i].len);
            bytes[cells[i].len] = '\0';
            copy[i].bytes = bytes;
            bytes += cells[i].len + 1;
        }
    }
    return copy;
}

void pal_cover_note_written(struct pal_db *db, enum pal_table_id table,
                            const struct pal_cell *cells)
{
    size_t before = db->note_count;
    pal_cover_note_cells(db, table, cells);
    if (db->note_count > before) { /* without memory for it it is read */
        db->notes[before].cells = copy_covered(table, cells);
    }
}

enum pal_rc pal_cover_note_rows(struct pal_db *db, enum pal_table_id table, struct pal_query *query)
{
    size_t parts = pal_tables[table].key_count;
    while (pal_query_next(query)) {
        pal_cover_note(db, table, pal_column_text(query, 0),
                       parts > 1 ? pal_column_text(query, 1) : NULL,
                       parts > 2 ? pal_column_text(query, 2) : NULL);
    }
    return pal_query_end(query);
}

size_t pal_cover_noted(const struct pal_db *db, size_t *scores)
{
    *scores = 0;
    for (size_t i = 0; i < db->note_count; i++) {
        *scores += db->notes[i].table == PAL_TABLE_SCORES;
    }
    return db->note_count + db->has_lost_note;
}

/* ------------------------------------------------------------------ taking */

static int by_key(const void *left, const void *right)
{
    const struct pal_noted *a = left;
    const struct pal_noted *b = right;
    if (a->table != b->table) {
        return a->table < b->table ? -1 : 1;
    }
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->key, b->key, shorter);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* One row without its content, in the order of the columns of pal_tables. */
static struct pal_query *query_row(struct pal_db *db, enum pal_table_id table)
{
    if (table == PAL_TABLE_VERSIONS) {
        return pal_db_query(db, "SELECT kind, id, version, NULL, hash, at, person, note, claim"
                                " FROM versions WHERE kind = $1 AND id = $2 AND version = $3");
    }
    if (table == PAL_TABLE_FILES) {
        return pal_db_query(
            db, "SELECT id, project, title, kind, file_name, media_type, size, hash, NULL, at,"
                " person, removed_at, removed_by, claim, removed_claim FROM files WHERE id = $1");
    }
    return pal_db_query_literal(db, pal_tables[table].one);
}

/* The parts of its key. */
static void split_key(const struct pal_noted *note, const char *key[PAL_KEY_MAX])
{
    const char *part = note->key;
    for (size_t i = 0; i < pal_tables[note->table].key_count; i++) {
        key[i] = part;
        part += strlen(part) + 1;
    }
}

static struct pal_query *ask_one(struct pal_db *db, const struct pal_noted *note)
{
    const struct pal_table *table = &pal_tables[note->table];
    const char *key[PAL_KEY_MAX] = {NULL, NULL, NULL};
    struct pal_query *query = query_row(db, note->table);
    split_key(note, key);
    for (size_t i = 0; i < table->key_count; i++) {
        if (table->types[i] == 'i') {
            pal_query_int(query, strtoll(key[i], NULL, 10));
        } else {
            pal_query_text(query, key[i]);
        }
    }
    pal_query_send(query);
    return query;
}

static enum pal_rc take_one(struct pal_query *query, const struct pal_noted *note,
                            pal_cover_fn take, void *ctx)
{
    const char *key[PAL_KEY_MAX] = {NULL, NULL, NULL};
    struct pal_cell cells[PAL_COLUMNS_MAX];
    split_key(note, key);
    if (query == NULL) {
        return take(ctx, note->table, key, note->cells);
    }
    bool is_there = pal_query_next(query);
    if (is_there) {
        pal_table_read(query, note->table, cells);
    }
    /* A query that failed gives no row: that the row is gone is said only once it is known. */
    enum pal_rc rc = is_there ? take(ctx, note->table, key, cells) : PAL_OK;
    enum pal_rc ended = pal_query_end(query);
    if (rc == PAL_OK && ended == PAL_OK && !is_there) {
        rc = take(ctx, note->table, key, NULL);
    }
    return ended != PAL_OK ? ended : rc;
}

/* Some of them, asked together; each query is ended whatever became of the one before. */
static enum pal_rc take_some(struct pal_db *db, const struct pal_noted *const *notes, size_t count,
                             pal_cover_fn take, void *ctx)
{
    struct pal_query *queries[AT_ONCE];
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < count; i++) {
        queries[i] = notes[i]->cells == NULL ? ask_one(db, notes[i]) : NULL;
    }
    for (size_t i = 0; i < count; i++) {
        enum pal_rc one = rc == PAL_OK         ? take_one(queries[i], notes[i], take, ctx)
                          : queries[i] != NULL ? pal_query_end(queries[i])
                                               : PAL_OK;
        rc = rc == PAL_OK ? one : rc;
    }
    return rc;
}

/* Whether a note is of the same row as the one before. */
static bool is_again(const struct pal_db *db, size_t at)
{
    return at > 0 && by_key(&db->notes[at - 1], &db->notes[at]) == 0;
}

/* A row that was noted more than once is read: it was changed since its cells were kept. */
static void read_again(struct pal_db *db)
{
    for (size_t i = 1; i < db->note_count; i++) {
        if (is_again(db, i)) {
            for (size_t one = i - 1; one <= i; one++) {
                pal_store_free(db->notes[one].cells);
                db->notes[one].cells = NULL;
            }
        }
    }
}

enum pal_rc pal_cover_take(struct pal_db *db, pal_cover_fn take, void *ctx)
{
    enum pal_rc rc = db->has_lost_note ? PAL_E_MEMORY : PAL_OK;
    if (db->note_count > 1) {
        qsort(db->notes, db->note_count, sizeof *db->notes, by_key);
        read_again(db);
    }
    const struct pal_noted *some[AT_ONCE];
    size_t count = 0;
    for (size_t i = 0; i < db->note_count && rc == PAL_OK; i++) {
        if (!is_again(db, i)) {
            some[count++] = &db->notes[i];
        }
        if (count == AT_ONCE || i + 1 == db->note_count) {
            rc = take_some(db, some, count, take, ctx);
            count = 0;
        }
    }
    forget_notes(db);
    return rc;
}

enum pal_rc pal_cover_is_due(struct pal_db *db, int schema, bool *out)
{
    /* Answered by the index of entries that cover something: the usual start asks no more. */
    struct pal_query *query =
        pal_db_query(db, "SELECT number FROM audit WHERE covers <> '' ORDER BY number LIMIT 1");
    bool is_begun = pal_query_next(query);
    enum pal_rc rc = pal_query_end(query);
    *out = false;
    if (rc != PAL_OK || is_begun) {
        return rc;
    }
    query = pal_db_query(db, "SELECT number FROM schema_steps WHERE title = 'covers'"
                             " AND (($1 > 0 AND $1 < number) OR at > (SELECT MAX(at) FROM audit))"
                             " AND NOT EXISTS (SELECT 1 FROM audit WHERE verb = 'adopt'"
                             " OR verb = 'covers')");
    pal_query_int(query, schema);
    *out = pal_query_next(query);
    return pal_query_end(query);
}
