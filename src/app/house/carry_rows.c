#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/files.h"
#include "app/house/carry_parts.h"
#include "app/house/contributors.h"
#include "app/house/errand.h"
#include "app/house/sending_parts.h"
#include "base/text.h"
#include "format/desc.h"
#include "store/records.h"

enum { PATH_ROOM = 4096 };

const enum pal_table_id pal_carried_tables[PAL_CARRIED_TABLES] = {
    PAL_TABLE_PERSONS, PAL_TABLE_LIFTS, PAL_TABLE_GRANTS, PAL_TABLE_FILES,
    PAL_TABLE_ACTS}; /* lifts first: grants need them */
const enum pal_table_id pal_older_tables[PAL_OLDER_TABLES] = {PAL_TABLE_HOURS,
                                                              PAL_TABLE_DELIVERIES};

enum pal_table_id pal_carried_table(const char *name)
{
    for (size_t i = 0; i < PAL_CARRIED_TABLES; i++) {
        if (strcmp(pal_tables[pal_carried_tables[i]].name, name) == 0) {
            return pal_carried_tables[i];
        }
    }
    for (size_t i = 0; i < PAL_OLDER_TABLES; i++) {
        if (strcmp(pal_tables[pal_older_tables[i]].name, name) == 0) {
            return pal_older_tables[i];
        }
    }
    return PAL_TABLE_COUNT;
}

bool pal_column_stays(const char *column)
{
    static const char *const words[] = {"password",      "seen_at",    "content",   "claim",
                                        "removed_claim", "expires_at", "locked_at", "locked_by",
                                        "locked_reason", "pass"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], column) == 0) {
            return true;
        }
    }
    return false;
}

static const char *text_at(const struct pal_table *table, const struct pal_cell *cells,
                           const char *column)
{
    size_t at = pal_table_column(table, column);
    return at < table->column_count ? cells[at].bytes : NULL;
}

/* ------------------------------------------------------------------ writing */

struct rows {
    struct pal_errand *errand;
    const struct pal_export_request *request; /* NULL: as they are, to be compared */
    json_t *list;
    json_t *wanted; /* persons who have a role in the project, and what others contribute to there;
                       NULL: all */
    json_t *sealed; /* whoever contributes to these stays behind; NULL: nobody does */
};

/* Whom an export names: whoever is said to have done it, or else whoever did. */
static const char *name_of(const struct pal_table *table, const struct pal_cell *cells,
                           const char *column, const char *written)
{
    const char *claim =
        text_at(table, cells, strcmp(column, "person") == 0 ? "claim" : "removed_claim");
    return claim != NULL && claim[0] != '\0' ? claim : written;
}

json_t *pal_row_json(const struct pal_table *table, const struct pal_cell *cells,
                     bool is_without_persons)
{
    json_t *row = json_object();
    for (size_t i = 0; i < table->column_count; i++) {
        const char *column = table->columns[i];
        bool is_name = strcmp(column, "person") == 0 || strcmp(column, "removed_by") == 0;
        if (cells[i].is_null || pal_column_stays(column)) {
            continue;
        }
        const char *text = is_name && is_without_persons ? ""
                           : is_name ? name_of(table, cells, column, cells[i].bytes)
                                     : cells[i].bytes;
        json_t *value = table->types[i] == 'i' ? json_integer(cells[i].number) : json_string(text);
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
    const char *subject = text_at(table, cells, "contributes");
    if (subject != NULL &&
        json_object_get(rows->sealed, subject + strcspn(subject, "/") + 1) != NULL) {
        return false;
    }
    if (project == NULL) {
        return true;
    }
    const char *of = text_at(table, cells, "project");
    return of != NULL
               ? strcmp(of, project) == 0
               : json_object_get(rows->wanted, subject != NULL ? subject : cells[0].bytes) != NULL;
}

static enum pal_rc write_content(const struct rows *rows, const struct pal_cell *cells)
{
    char path[PATH_ROOM];
    const struct pal_table *table = &pal_tables[PAL_TABLE_FILES];
    const char *id = cells[0].bytes;
    size_t at = pal_table_column(table, "content");
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
    json_t *row = pal_row_json(&pal_tables[table], cells,
                               rows->request != NULL && rows->request->is_without_persons);
    if (row == NULL || json_array_append_new(rows->list, row) != 0) {
        return PAL_E_MEMORY;
    }
    return rows->request != NULL && table == PAL_TABLE_FILES ? write_content(rows, cells) : PAL_OK;
}

const char *pal_row_key(struct pal_arena *arena, const struct pal_table *table, const json_t *row)
{
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
        rows[i].key = pal_row_key(arena, &pal_tables[table], rows[i].row);
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

/* Whether any of them is of what is exported: also of one of which nobody has said anything. */
static bool has_any_of(json_t *sealed, const char *project)
{
    const char *id;
    json_t *of;
    json_object_foreach(sealed, id, of)
    {
        if (project == NULL || strcmp(json_string_value(of), project) == 0) {
            return true;
        }
    }
    return false;
}

/* What candidates of a consultation answer stays behind until it is opened. */
static enum pal_rc export_acts(struct pal_errand *errand, const struct pal_export_request *request,
                               bool *has_sealed, json_t **out)
{
    json_t *sealed = NULL;
    enum pal_rc rc = request->breaks_seal == NULL ? pal_sendings_sealed(errand, &sealed) : PAL_OK;
    *has_sealed = has_any_of(sealed, request->project);
    const struct pal_acts_wanted wanted = {.project = request->project,
                                           .is_without_persons = request->is_without_persons,
                                           .sealed = sealed};
    rc = rc == PAL_OK ? pal_acts_read(errand, &wanted, out) : pal_errand_explain(errand, rc);
    json_decref(sealed);
    return rc;
}

/* Whoever gave a name where they answered what was sent in the project. */
static enum pal_rc want_contributors(struct rows *rows)
{
    const struct pal_record_list search = {
        .kind = PAL_SENDING_KIND, .project = rows->request->project, .max = PAL_SENDINGS_MOST};
    struct pal_record *sent = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_record_find(rows->errand->db, &search, rows->errand->arena, &sent, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        const char *subject = pal_contributes_to(rows->errand, sent[i].id);
        rc = subject != NULL && json_object_set_new(rows->wanted, subject, json_true()) == 0
                 ? PAL_OK
                 : PAL_E_MEMORY;
    }
    return rc;
}

enum pal_rc pal_rows_export(struct pal_errand *errand, const struct pal_export_request *request,
                            enum pal_table_id table, bool *has_sealed, json_t **out)
{
    if (table == PAL_TABLE_ACTS) {
        return export_acts(errand, request, has_sealed, out);
    }
    struct rows rows = {.errand = errand, .request = request, .list = json_array()};
    enum pal_rc rc = rows.list != NULL ? PAL_OK : PAL_E_MEMORY;
    if (rc == PAL_OK && table == PAL_TABLE_PERSONS && request->breaks_seal == NULL) {
        rc = pal_errand_explain(errand, pal_sendings_sealed(errand, &rows.sealed));
    }
    if (rc == PAL_OK && table == PAL_TABLE_PERSONS && request->project != NULL) {
        rows.wanted = json_object();
        rc = rows.wanted != NULL ? pal_table_walk(errand->db, PAL_TABLE_GRANTS, take_person, &rows)
                                 : PAL_E_MEMORY;
        rc = rc == PAL_OK ? want_contributors(&rows) : rc;
    }
    if (rc == PAL_OK) {
        rc = pal_table_walk(errand->db, table, take_row, &rows);
    }
    json_decref(rows.wanted);
    json_decref(rows.sealed);
    *out = sort_rows(errand->arena, table, rows.list);
    return rc == PAL_OK && *out == NULL ? PAL_E_MEMORY : rc;
}

const char *pal_row_word(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

/* ----------------------------------------------------------------- refusing */

enum pal_rc pal_row_invalid(struct pal_bringing *at, const char *what)
{
    return pal_errand_fail(at->errand, PAL_E_INVALID, "%s.json: %s; nothing was imported",
                           at->table->name, what);
}

void pal_row_refuse(struct pal_bringing *at, const char *name, const char *why)
{
    at->out->refused++;
    pal_carried_tell(at->out, "%s: %s; it was not imported", name, why);
}

/* Whoever reads it has a file before them: with the key that is wrong. */
static const char *sentence_of(const struct pal_err *err, struct pal_arena *arena)
{
    const char *with = err->field != NULL && err->field[0] != '\0'
                           ? pal_arena_printf(arena, "%s: %s", err->field, err->message)
                           : NULL;
    return with != NULL ? with : err->message;
}

enum pal_rc pal_row_judge(struct pal_bringing *at, const char *name, enum pal_rc rc,
                          enum pal_carry_verdict *out)
{
    bool is_of_row = rc == PAL_E_INVALID || rc == PAL_E_LIMIT || rc == PAL_E_CONFLICT ||
                     rc == PAL_E_NOT_FOUND || rc == PAL_E_EXISTS || rc == PAL_E_DENIED;
    *out = rc == PAL_OK ? PAL_ROW_TAKE : PAL_ROW_REFUSED;
    if (rc == PAL_OK || !is_of_row) {
        return pal_errand_explain(at->errand, rc);
    }
    pal_row_refuse(at, name, sentence_of(&at->errand->err, at->errand->arena));
    at->errand->err = (struct pal_err){0};
    return PAL_OK;
}

enum pal_rc pal_row_check_time(struct pal_bringing *at, const json_t *row, const char *key,
                               int64_t latest)
{
    int64_t time = json_integer_value(json_object_get(row, key));
    return time >= 0 && time <= latest
               ? PAL_OK
               : pal_errand_fail(at->errand, PAL_E_INVALID, "%s: %lld is no time that can be", key,
                                 (long long)time);
}
