#include "app/house/carry.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/desk/document_json.h"
#include "app/desk/documents.h"
#include "app/desk/files.h"
#include "app/house/audit.h"
#include "app/house/candidates.h"
#include "app/house/carry_parts.h"
#include "app/house/errand.h"
#include "app/house/secret.h"
#include "app/house/shelf_kinds.h"
#include "base/text.h"
#include "store/records.h"

enum { PATH_ROOM = 4096, SENTENCES_MAX = 1 << 20, LIST_MAX = PAL_LIMIT_FILE_BYTES };

void pal_carried_init(struct pal_carried *carried)
{
    *carried = (struct pal_carried){0};
    pal_buf_init(&carried->sentences, SENTENCES_MAX, NULL);
    pal_buf_init(&carried->grants, SENTENCES_MAX, NULL);
}

void pal_carried_done(struct pal_carried *carried)
{
    pal_buf_done(&carried->sentences);
    pal_buf_done(&carried->grants);
}

void pal_carried_tell(struct pal_carried *carried, const char *fmt, ...)
{
    char line[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    if (carried->told++ < PAL_IMPORT_SENTENCES) {
        pal_buf_add(&carried->sentences, line);
        pal_buf_add_char(&carried->sentences, '\n');
    }
}

/* ------------------------------------------------------- what is written */

/* A document as the list has it. */
struct listed {
    const char *kind;
    const char *id;
    const char *project;
    bool is_removed;
};

struct listing {
    struct pal_errand *errand;
    const struct pal_export_request *request;
    struct pal_candidates candidates; /* of the project */
    struct listed *items;
    size_t count;
    size_t room;
};

/* With one project: what is in it, and the library that it may need. Of the providers only its
 * candidates: who else was looked at is nobody's business. */
static bool is_wanted(const struct listing *listing, const struct listed *item)
{
    const char *project = listing->request->project;
    if (project == NULL || strcmp(item->project, project) == 0) {
        return true;
    }
    if (pal_shelf_kind(item->kind)->is_discreet) {
        return pal_candidates_have(&listing->candidates, item->id);
    }
    return item->project[0] == '\0';
}

static const char *copy(struct pal_arena *arena, const struct pal_cell *cell)
{
    return pal_arena_copy(arena, cell->bytes != NULL ? cell->bytes : "", cell->len);
}

/* The columns stand as in store/copy.c: kind, id, project, … */
static enum pal_rc take_document(void *ctx, enum pal_table_id table, const struct pal_cell *cells)
{
    struct listing *at = ctx;
    struct listed item = {.kind = cells[0].bytes,
                          .id = cells[1].bytes,
                          .project = cells[2].bytes,
                          .is_removed =
                              !cells[pal_table_column(&pal_tables[table], "removed_at")].is_null};
    if (!is_wanted(at, &item)) {
        return PAL_OK;
    }
    if (at->count == at->room) {
        size_t room = at->room > 0 ? 2 * at->room : 64;
        struct listed *larger = PAL_NEW(at->errand->arena, struct listed, room);
        if (larger == NULL) {
            return PAL_E_MEMORY;
        }
        if (at->count > 0) {
            memcpy(larger, at->items, at->count * sizeof *larger);
        }
        at->items = larger;
        at->room = room;
    }
    item.kind = copy(at->errand->arena, &cells[0]);
    item.id = copy(at->errand->arena, &cells[1]);
    item.project = copy(at->errand->arena, &cells[2]);
    at->items[at->count++] = item;
    return item.kind != NULL && item.id != NULL && item.project != NULL ? PAL_OK : PAL_E_MEMORY;
}

static int by_kind_and_id(const void *a, const void *b)
{
    const struct listed *one = a;
    const struct listed *other = b;
    int order = strcmp(one->kind, other->kind);
    return order != 0 ? order : strcmp(one->id, other->id);
}

/* The providers that a project names. */
static enum pal_rc find_candidates(struct listing *at)
{
    struct pal_record record;
    const char *project = at->request->project;
    if (project == NULL) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_record_get(at->errand->db, "project", project, at->errand->arena, &record);
    if (rc == PAL_E_NOT_FOUND) {
        return pal_errand_fail(at->errand, rc, "there is no project %s", pal_quote(project).text);
    }
    return rc == PAL_OK ? pal_candidates_add(at->errand, record.text, &at->candidates) : rc;
}

/* ------------------------------------------------------ without the names */

static const char *line_at(const char *text, uint32_t line)
{
    for (uint32_t i = 1; i < line; i++) {
        const char *end = strchr(text, '\n');
        if (end == NULL) {
            return text + strlen(text);
        }
        text = end + 1;
    }
    return text;
}

/* A document in block style keeps every other byte: the lines of `assessors` become one. NULL: it
 * is not written that way. */
static char *cut_lines(struct pal_arena *arena, const char *text, const struct pal_node *names)
{
    const struct pal_node *next = names->next;
    const char *from = line_at(text, names->line);
    const char *to = next != NULL ? line_at(text, next->line) : text + strlen(text);
    if (names->column != 1 || strncmp(from, "assessors:", 10) != 0 ||
        (next != NULL && (next->column != 1 || next->line == names->line))) {
        return NULL;
    }
    return pal_arena_printf(arena, "%.*sassessors: []\n%s", (int)(from - text), text, to);
}

/* The same document written anew without the key, as JSON, which is YAML. */
static const char *write_anew(struct pal_arena *arena, const struct pal_opened *document)
{
    json_t *json = pal_document_json(document->kind->type, document->root);
    char *text = NULL;
    if (json != NULL && json_object_del(json, "assessors") == 0) {
        text = json_dumps(json, JSON_INDENT(1));
    }
    const char *out = text != NULL ? pal_arena_printf(arena, "%s\n", text) : NULL;
    free(text);
    json_decref(json);
    return out;
}

/* True where a text is a document that names no assessor. */
static bool is_nameless(const char *text)
{
    struct pal_app app;
    struct pal_opened document;
    pal_app_init(&app);
    bool is_fine =
        pal_document_open_text(&app, "document", text, strlen(text), &document) == PAL_OK &&
        pal_node_count(pal_node_get(document.root, "assessors")) == 0;
    pal_app_done(&app);
    return is_fine;
}

/* The text of an assessment without the names of its assessors; NULL: it cannot be had. */
static const char *without_names(struct pal_arena *arena, const char *text)
{
    struct pal_app app;
    struct pal_opened document;
    const char *out = text;
    pal_app_init(&app);
    if (pal_document_open_text(&app, "document", text, strlen(text), &document) == PAL_OK) {
        const struct pal_node *names = pal_node_get(document.root, "assessors");
        if (pal_node_count(names) > 0) {
            out = cut_lines(arena, text, names);
            if (out == NULL || !is_nameless(out)) {
                out = write_anew(arena, &document);
            }
        }
    }
    pal_app_done(&app);
    return out != NULL && is_nameless(out) ? out : NULL;
}

/* ---------------------------------------------------------------- export */

struct writing {
    struct pal_errand *errand;
    const struct pal_export_request *request;
    json_t *documents;
    json_t *tables;
    struct pal_carried *out;
};

static enum pal_rc make_folder(struct pal_errand *errand, const char *path, bool may_be_there)
{
    if (mkdir(path, 0700) == 0) {
        return PAL_OK;
    }
    if (errno != EEXIST || !may_be_there) {
        return pal_errand_fail(errand, PAL_E_IO, "the folder %s cannot be made: %s",
                               pal_quote(path).text, strerror(errno));
    }
    DIR *folder = opendir(path);
    bool is_empty = folder != NULL;
    for (struct dirent *at = NULL; is_empty && (at = readdir(folder)) != NULL;) {
        is_empty = strcmp(at->d_name, ".") == 0 || strcmp(at->d_name, "..") == 0;
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    return is_empty ? PAL_OK
                    : pal_errand_fail(errand, PAL_E_EXISTS,
                                      "%s is there and not an empty folder; name a new one",
                                      pal_quote(path).text);
}

static enum pal_rc write_text(struct writing *at, const char *name, const char *text, size_t len,
                              char hash[PAL_HASH_TEXT])
{
    char path[PATH_ROOM];
    (void)snprintf(path, sizeof path, "%s/%s", at->request->folder, name);
    pal_secret_hash(text, len, hash);
    return pal_file_write(path, text, len, &at->errand->err);
}

static enum pal_rc write_document(struct writing *at, const struct listed *item)
{
    struct pal_record record;
    struct pal_arena arena;
    char name[2 * PAL_LIMIT_ID_BYTES + 16];
    char hash[PAL_HASH_TEXT];
    pal_arena_init(&arena, NULL);
    enum pal_rc rc = pal_record_get(at->errand->db, item->kind, item->id, &arena, &record);
    const char *text = rc == PAL_OK ? record.text : NULL;
    if (rc == PAL_OK && at->request->is_without_persons &&
        pal_shelf_kind(item->kind)->names_persons) {
        text = without_names(&arena, text);
        rc = text != NULL ? PAL_OK
                          : pal_errand_fail(at->errand, PAL_E_INVALID,
                                            "the names in assessment/%s cannot be taken out; it is "
                                            "not valid",
                                            item->id);
    }
    (void)snprintf(name, sizeof name, "%s/%s.yaml", item->kind, item->id);
    if (rc == PAL_OK) {
        rc = write_text(at, name, text, strlen(text), hash);
    }
    if (rc == PAL_OK) {
        json_t *row = json_pack("{s:s, s:s}", "kind", item->kind, "id", item->id);
        int failed = row == NULL;
        if (item->project[0] != '\0') {
            failed |= json_object_set_new(row, "project", json_string(item->project));
        }
        failed |= json_object_set_new(row, "version", json_integer(record.version));
        failed |= json_object_set_new(row, "sha256", json_string(hash));
        const char *person = record.claim[0] != '\0' ? record.claim : record.changed_by;
        if (person[0] != '\0' && !at->request->is_without_persons) {
            failed |= json_object_set_new(row, "person", json_string(person));
        }
        if (item->is_removed) {
            failed |= json_object_set_new(row, "removed", json_true());
        }
        rc = json_array_append_new(at->documents, row) != 0 || failed != 0 ? PAL_E_MEMORY : rc;
        at->out->documents++;
    }
    pal_arena_done(&arena);
    return rc;
}

static enum pal_rc write_documents(struct writing *at)
{
    struct listing listing = {.errand = at->errand, .request = at->request};
    const char *kind = "";
    enum pal_rc rc = find_candidates(&listing);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_table_walk(at->errand->db, PAL_TABLE_DOCUMENTS, take_document, &listing);
    if (rc == PAL_OK && listing.count > 0) {
        qsort(listing.items, listing.count, sizeof *listing.items, by_kind_and_id);
    }
    for (size_t i = 0; i < listing.count && rc == PAL_OK; i++) {
        if (strcmp(listing.items[i].kind, kind) != 0) {
            char path[PATH_ROOM];
            kind = listing.items[i].kind;
            (void)snprintf(path, sizeof path, "%s/%s", at->request->folder, kind);
            rc = make_folder(at->errand, path, false);
        }
        if (rc == PAL_OK) {
            rc = write_document(at, &listing.items[i]);
        }
    }
    return rc;
}

static enum pal_rc write_table(struct writing *at, enum pal_table_id table)
{
    json_t *rows = NULL;
    char name[64];
    char hash[PAL_HASH_TEXT];
    enum pal_rc rc = pal_rows_export(at->errand, at->request, table, &at->out->has_sealed, &rows);
    size_t count = json_array_size(rows);
    if (rc == PAL_OK && count > 0) {
        char *text = json_dumps(rows, JSON_INDENT(1));
        (void)snprintf(name, sizeof name, "%s.json", pal_tables[table].name);
        rc = text != NULL ? write_text(at, name, text, strlen(text), hash) : PAL_E_MEMORY;
        free(text);
        json_t *row = rc == PAL_OK ? json_pack("{s:s, s:I, s:s}", "name", pal_tables[table].name,
                                               "rows", (json_int_t)count, "sha256", hash)
                                   : NULL;
        if (rc == PAL_OK && json_array_append_new(at->tables, row) != 0) {
            rc = PAL_E_MEMORY;
        }
        at->out->rows += (int64_t)count;
    }
    if (rc == PAL_OK && table == PAL_TABLE_ACTS) {
        rc = pal_contents_export(at->errand, at->request->folder, rows);
    }
    json_decref(rows);
    return rc;
}

static enum pal_rc write_tables(struct writing *at)
{
    char path[PATH_ROOM];
    (void)snprintf(path, sizeof path, "%s/files", at->request->folder);
    enum pal_rc rc = make_folder(at->errand, path, false);
    for (size_t i = 0; i < PAL_CARRIED_TABLES && rc == PAL_OK; i++) {
        enum pal_table_id table = pal_carried_tables[i];
        bool is_of_persons =
            table == PAL_TABLE_PERSONS || table == PAL_TABLE_GRANTS || table == PAL_TABLE_LIFTS;
        if (!is_of_persons || !at->request->is_without_persons) {
            rc = write_table(at, table);
        }
    }
    return rc;
}

/* The list comes last: a folder without it is no export. */
static enum pal_rc write_list(struct writing *at, char hash[PAL_HASH_TEXT])
{
    struct pal_buf text;
    const char *project = at->request->project;
    json_t *json = json_pack("{s:s, s:s, s:s, s:O, s:O}", "palier", pal_kinds[PAL_KIND_EXPORT].name,
                             "id", project != NULL ? project : "database", "title",
                             project != NULL ? "Export of a project" : "Export of the database",
                             "documents", at->documents, "tables", at->tables);
    pal_buf_init(&text, LIST_MAX, NULL);
    if (json != NULL) {
        pal_document_yaml(json, &text);
    }
    const char *written = pal_buf_text(&text);
    enum pal_rc rc = json != NULL && written != NULL
                         ? write_text(at, pal_carried_list, written, text.len, hash)
                     : text.failed && text.len == 0
                         ? pal_errand_fail(at->errand, PAL_E_LIMIT,
                                           "there are too many documents for one export; take one "
                                           "project at a time")
                         : PAL_E_MEMORY;
    pal_buf_done(&text);
    json_decref(json);
    return rc;
}

static enum pal_rc note_export(struct pal_errand *errand, const struct pal_export_request *request,
                               const struct pal_carried *out, const char *hash)
{
    const char *object = request->project != NULL
                             ? pal_arena_printf(errand->arena, "project/%s", request->project)
                             : "database";
    const char *words =
        pal_arena_printf(errand->arena, "%lld documents%s, sha256 %s", (long long)out->documents,
                         request->is_without_persons ? " without persons" : "", hash);
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = object != NULL && words != NULL ? pal_audit_write(errand, "export", object, "", words)
                                         : PAL_E_MEMORY;
    return pal_errand_end(errand, rc);
}

/* Begins a transaction that reads, which the caller ends. */
static enum pal_rc write_export(struct writing *at, char hash[PAL_HASH_TEXT])
{
    enum pal_rc rc = pal_errand_require(at->errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK) {
        return rc;
    }
    if (at->documents == NULL || at->tables == NULL) {
        return PAL_E_MEMORY;
    }
    /* One state of the database: what is written meanwhile is not half in it. */
    rc = pal_db_begin_read(at->errand->db);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = make_folder(at->errand, at->request->folder, true);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = write_documents(at);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = write_tables(at);
    return rc == PAL_OK ? write_list(at, hash) : rc;
}

/* Said, and kept, before anything is read. */
static enum pal_rc break_seal(struct pal_errand *errand, const struct pal_export_request *request)
{
    if (pal_is_blank(request->breaks_seal)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "whoever breaks a seal says why");
    }
    enum pal_rc rc = pal_errand_begin(errand);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_errand_lock(errand);
    const char *object = request->project != NULL
                             ? pal_arena_printf(errand->arena, "project/%s", request->project)
                             : "everything";
    if (rc == PAL_OK) {
        rc = object != NULL
                 ? pal_audit_write(errand, "break-seal", object, "", request->breaks_seal)
                 : PAL_E_MEMORY;
    }
    return pal_errand_end(errand, rc);
}

enum pal_rc pal_export(struct pal_errand *errand, const struct pal_export_request *request,
                       struct pal_carried *out)
{
    char hash[PAL_HASH_TEXT];
    struct writing at = {errand, request, json_array(), json_array(), out};
    enum pal_rc rc = request->breaks_seal != NULL ? break_seal(errand, request) : PAL_OK;
    rc = rc == PAL_OK ? write_export(&at, hash) : rc;
    (void)pal_errand_explain(errand, rc);
    pal_db_rollback(errand->db);
    json_decref(at.documents);
    json_decref(at.tables);
    return rc == PAL_OK ? note_export(errand, request, out, hash) : rc;
}
