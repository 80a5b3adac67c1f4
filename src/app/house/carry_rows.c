#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/files.h"
#include "app/house/carry_parts.h"
#include "base/text.h"
#include "format/desc.h"

enum { PATH_ROOM = 4096, FILE_MAX = 1 << 30 };

const enum pal_table_id pal_carried_tables[PAL_CARRIED_TABLES] = {
    PAL_TABLE_PERSONS, PAL_TABLE_GRANTS, PAL_TABLE_FILES, PAL_TABLE_HOURS, PAL_TABLE_DELIVERIES};

enum pal_table_id pal_carried_table(const char *name)
{
    for (size_t i = 0; i < PAL_CARRIED_TABLES; i++) {
        if (strcmp(pal_tables[pal_carried_tables[i]].name, name) == 0) {
            return pal_carried_tables[i];
        }
    }
    return PAL_TABLE_COUNT;
}

/* Columns that stay behind: a secret, how far an account of this house goes, what only says who was
 * here lately, and contents, which are
 * files of their own. */
static bool stays(const char *column)
{
    return strcmp(column, "password") == 0 || strcmp(column, "seen_at") == 0 ||
           strcmp(column, "expires_at") == 0 || strncmp(column, "locked_", 7) == 0 ||
           strcmp(column, "content") == 0;
}

static const char *text_at(const struct pal_table *table, const struct pal_cell *cells,
                           const char *column)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i], column) == 0) {
            return cells[i].bytes;
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------ writing */

struct rows {
    struct pal_errand *errand;
    const struct pal_export_request *request; /* NULL: as they are, to be compared */
    json_t *list;
    json_t *wanted; /* persons who have a role in the project; NULL: all */
};

static json_t *row_json(const struct pal_table *table, const struct pal_cell *cells,
                        bool is_without_persons)
{
    json_t *row = json_object();
    for (size_t i = 0; i < table->column_count; i++) {
        const char *column = table->columns[i];
        bool is_name = strcmp(column, "person") == 0 || strcmp(column, "removed_by") == 0;
        if (cells[i].is_null || stays(column)) {
            continue;
        }
        json_t *value = table->types[i] == 'i'          ? json_integer(cells[i].number)
                        : is_name && is_without_persons ? json_string("")
                                                        : json_string(cells[i].bytes);
        if (json_object_set_new(row, column, value) != 0) {
            json_decref(row);
            return NULL;
        }
    }
    return row;
}

static bool is_wanted(const struct rows *rows, enum pal_table_id id, const struct pal_cell *cells)
{
    const struct pal_table *table = &pal_tables[id];
    const char *project = rows->request != NULL ? rows->request->project : NULL;
    if (project == NULL) {
        return true;
    }
    const char *of = text_at(table, cells, "project");
    return of != NULL ? strcmp(of, project) == 0
                      : json_object_get(rows->wanted, cells[0].bytes) != NULL;
}

static enum pal_rc write_content(const struct rows *rows, const struct pal_cell *cells)
{
    char path[PATH_ROOM];
    const struct pal_table *table = &pal_tables[PAL_TABLE_FILES];
    const char *id = cells[0].bytes;
    size_t at = 0;
    while (strcmp(table->columns[at], "content") != 0) {
        at++;
    }
    if (!pal_id_check(id, false)) {
        return pal_errand_fail(rows->errand, PAL_E_INVALID, "a file has the id %s",
                               pal_quote(id).text);
    }
    (void)snprintf(path, sizeof path, "%s/files/%s", rows->request->folder, id);
    return pal_file_write(path, cells[at].bytes, cells[at].len, &rows->errand->err);
}

static enum pal_rc take_row(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct rows *rows = ctx;
    if (!is_wanted(rows, table, cells)) {
        return PAL_OK;
    }
    json_t *row = row_json(&pal_tables[table], cells,
                           rows->request != NULL && rows->request->is_without_persons);
    if (row == NULL || json_array_append_new(rows->list, row) != 0) {
        return PAL_E_MEMORY;
    }
    return rows->request != NULL && table == PAL_TABLE_FILES ? write_content(rows, cells) : PAL_OK;
}

/* "anne\nexpert\n*" */
static const char *key_of(struct pal_arena *arena, enum pal_table_id id, const json_t *row)
{
    const struct pal_table *table = &pal_tables[id];
    const char *key = "";
    for (size_t i = 0; i < table->key_count && key != NULL; i++) {
        const char *part = json_string_value(json_object_get(row, table->columns[i]));
        key = pal_arena_printf(arena, "%s\n%s", key, part != NULL ? part : "");
    }
    return key;
}

struct sorted {
    const char *key;
    json_t *row;
};

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct sorted *)a)->key, ((const struct sorted *)b)->key);
}

/* The same list sorted by bytes: each database has an order of its own for texts. */
static json_t *sort_rows(struct pal_arena *arena, enum pal_table_id table, json_t *list)
{
    size_t count = json_array_size(list);
    struct sorted *rows = PAL_NEW(arena, struct sorted, count);
    json_t *out = json_array();
    bool is_fine = rows != NULL && out != NULL;
    for (size_t i = 0; i < count && is_fine; i++) {
        rows[i].row = json_array_get(list, i);
        rows[i].key = key_of(arena, table, rows[i].row);
        is_fine = rows[i].key != NULL;
    }
    if (is_fine) {
        qsort(rows, count, sizeof *rows, by_key);
    }
    for (size_t i = 0; i < count && is_fine; i++) {
        is_fine = json_array_append(out, rows[i].row) == 0;
    }
    json_decref(list);
    if (!is_fine) {
        json_decref(out);
        return NULL;
    }
    return out;
}

static enum pal_rc take_person(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct rows *rows = ctx;
    if (!is_wanted(rows, table, cells)) {
        return PAL_OK;
    }
    return json_object_set_new(rows->wanted, cells[0].bytes, json_true()) == 0 ? PAL_OK
                                                                               : PAL_E_MEMORY;
}

enum pal_rc pal_rows_export(struct pal_errand *errand, const struct pal_export_request *request,
                            enum pal_table_id table, json_t **out)
{
    struct rows rows = {.errand = errand, .request = request, .list = json_array()};
    enum pal_rc rc = rows.list != NULL ? PAL_OK : PAL_E_MEMORY;
    if (rc == PAL_OK && table == PAL_TABLE_PERSONS && request->project != NULL) {
        rows.wanted = json_object();
        rc = rows.wanted != NULL ? pal_table_walk(errand->db, PAL_TABLE_GRANTS, take_person, &rows)
                                 : PAL_E_MEMORY;
    }
    rc = rc == PAL_OK ? pal_table_walk(errand->db, table, take_row, &rows) : rc;
    json_decref(rows.wanted);
    *out = sort_rows(errand->arena, table, rows.list);
    return rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
}

/* ------------------------------------------------------------------ reading */

struct bringing {
    struct pal_errand *errand;
    const char *folder;
    enum pal_table_id id;
    const struct pal_table *table;
    json_t *here;   /* by key: the rows that the database has */
    json_t *emails; /* of the persons here */
    struct pal_carried *out;
    struct pal_arena arena; /* of one row */
};

static enum pal_rc invalid(struct bringing *at, const char *what)
{
    return pal_errand_fail(at->errand, PAL_E_INVALID, "%s.json: %s; nothing was written",
                           at->table->name, what);
}

/* Ids become names of files and references: nothing else may stand there. */
static bool has_fine_key(const struct bringing *at, const json_t *row)
{
    for (size_t i = 0; i < at->table->key_count; i++) {
        const char *part = json_string_value(json_object_get(row, at->table->columns[i]));
        bool is_everywhere = part != NULL && i == 2 && strcmp(part, "*") == 0;
        if (part == NULL || (!is_everywhere && !pal_id_check(part, false))) {
            return false;
        }
    }
    return at->id != PAL_TABLE_GRANTS ||
           pal_role_find(json_string_value(json_object_get(row, "role"))) != PAL_ROLE_COUNT;
}

static enum pal_rc read_content(struct bringing *at, struct pal_cell *cell, const json_t *row)
{
    char path[PATH_ROOM];
    char hash[PAL_HASH_TEXT];
    const char *bytes;
    struct pal_err err = {0};
    const char *kept = json_string_value(json_object_get(row, "hash"));
    (void)snprintf(path, sizeof path, "%s/files/%s", at->folder,
                   json_string_value(json_object_get(row, "id")));
    if (pal_file_read(path, FILE_MAX, &at->arena, &bytes, &cell->len, &err) != PAL_OK) {
        return invalid(at, "the content of a file is missing");
    }
    pal_secret_hash(bytes, cell->len, hash);
    if (kept == NULL || strcmp(kept, hash) != 0) {
        return invalid(at, "the content of a file is not the one that was exported");
    }
    *cell = (struct pal_cell){.bytes = bytes, .len = cell->len};
    return PAL_OK;
}

static enum pal_rc read_cells(struct bringing *at, const json_t *row, struct pal_cell *cells)
{
    size_t known = 0;
    for (size_t i = 0; i < at->table->column_count; i++) {
        const char *column = at->table->columns[i];
        const json_t *value = stays(column) ? NULL : json_object_get(row, column);
        cells[i] = (struct pal_cell){.is_null = value == NULL};
        known += value != NULL;
        if (strcmp(column, "content") == 0) {
            enum pal_rc rc = read_content(at, &cells[i], row);
            if (rc != PAL_OK) {
                return rc;
            }
        } else if (value == NULL) {
            continue;
        } else if (at->table->types[i] == 'i' && json_is_integer(value)) {
            cells[i].number = json_integer_value(value);
        } else if (at->table->types[i] == 't' && json_is_string(value)) {
            cells[i].bytes = json_string_value(value);
            cells[i].len = json_string_length(value);
        } else {
            return invalid(at, "a value is of the wrong type");
        }
    }
    return known == json_object_size(row) ? PAL_OK : invalid(at, "a row has an unknown key");
}

static enum pal_rc take_here(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct bringing *at = ctx;
    json_t *row = row_json(at->table, cells, false);
    const char *key = row != NULL ? key_of(&at->arena, table, row) : NULL;
    const char *email = json_string_value(json_object_get(row, "email"));
    int failed = key == NULL;
    if (!failed && email != NULL) {
        failed = json_object_set(at->emails, email, json_object_get(row, "id"));
    }
    failed = failed || json_object_set(at->here, key, row) != 0;
    json_decref(row);
    pal_arena_done(&at->arena);
    return failed ? PAL_E_MEMORY : PAL_OK;
}

/* Whether the person of a role came along, or was here. */
static enum pal_rc find_person(struct bringing *at, const char *id, bool *out)
{
    struct pal_person person;
    enum pal_rc rc = pal_person_get(at->errand->db, id, &at->arena, &person);
    *out = rc == PAL_OK;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : rc;
}

static enum pal_rc add_row(struct bringing *at, const char *name, const json_t *row)
{
    struct pal_cell cells[PAL_COLUMNS_MAX];
    enum pal_rc rc = read_cells(at, row, cells);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_table_insert(at->errand->db, at->id, cells);
    if (rc == PAL_E_INVALID) {
        return invalid(at, "a row lacks a value, or names a person who is not there");
    }
    at->out->rows += rc == PAL_OK;
    return rc == PAL_OK ? pal_audit_write(at->errand, "import", name, "", "") : rc;
}

static enum pal_rc bring_row(struct bringing *at, const json_t *row)
{
    if (!has_fine_key(at, row)) {
        return invalid(at, "a row has no id, or one that cannot be");
    }
    const char *key = key_of(&at->arena, at->id, row);
    const char *id = json_string_value(json_object_get(row, at->table->columns[0]));
    const char *email = json_string_value(json_object_get(row, "email"));
    const char *name = pal_arena_printf(&at->arena, "%s/%s", at->table->name, id);
    if (key == NULL || name == NULL) {
        return PAL_E_MEMORY;
    }
    const json_t *here = json_object_get(at->here, key);
    if (here != NULL && json_equal(here, row)) {
        at->out->same++;
        return PAL_OK;
    }
    if (here != NULL || (email != NULL && json_object_get(at->emails, email) != NULL)) {
        at->out->refused++;
        pal_buf_printf(&at->out->sentences, "%s: %s; it was not imported\n", name,
                       here != NULL ? "the database has something else under this id"
                                    : "the database has somebody else with this address");
        return PAL_OK;
    }
    bool is_there = true;
    enum pal_rc rc = at->id == PAL_TABLE_GRANTS ? find_person(at, id, &is_there) : PAL_OK;
    if (rc == PAL_OK && !is_there) {
        at->out->refused++;
        pal_buf_printf(&at->out->sentences, "%s: there is no such person; it was not imported\n",
                       name);
        return PAL_OK;
    }
    return rc == PAL_OK ? add_row(at, name, row) : rc;
}

enum pal_rc pal_rows_import(struct pal_errand *errand, const char *folder, enum pal_table_id table,
                            const json_t *rows, struct pal_carried *out)
{
    struct bringing at = {.errand = errand,
                          .folder = folder,
                          .id = table,
                          .table = &pal_tables[table],
                          .here = json_object(),
                          .emails = json_object(),
                          .out = out};
    pal_arena_init(&at.arena, NULL);
    enum pal_rc rc = at.here != NULL && at.emails != NULL
                         ? pal_table_walk(errand->db, table, take_here, &at)
                         : PAL_E_MEMORY;
    for (size_t i = 0; i < json_array_size(rows) && rc == PAL_OK; i++) {
        rc = bring_row(&at, json_array_get(rows, i));
        pal_arena_done(&at.arena);
    }
    json_decref(at.here);
    json_decref(at.emails);
    return pal_errand_explain(errand, rc);
}
