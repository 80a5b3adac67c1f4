/* carry_in - palier import: all of it is read and checked, then written; see carry.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/desk/documents.h"
#include "app/house/audit.h"
#include "app/house/carry_parts.h"
#include "app/house/errand.h"
#include "app/house/scores.h"
#include "app/house/secret.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "app/house/shelf_parts.h"
#include "app/house/similar.h"
#include "base/text.h"

/* A document on its way in. */
struct incoming {
    const char *name; /* of its file */
    const char *text;
    size_t len;
    const struct pal_listed_document *listed; /* NULL: a single file */
    struct pal_record record;
    enum pal_brought what;
    bool is_taken;
    int rank;
    size_t number; /* as they were named */
};

struct importing {
    struct pal_errand *errand;
    const struct pal_import_request *request;
    struct pal_carried *out;
    struct pal_arena arena; /* texts, until the end */
    struct pal_app app;     /* the list */
    struct pal_folder folder;
    struct pal_list list;
    struct incoming *items;
    size_t count;
    size_t text_bytes;
    json_t *places; /* "assessment/north": its number */
    json_t *named;  /* what the list names, and folders of it */
    struct pal_bringing tables[PAL_CARRIED_TABLES];
    struct pal_bringing older[PAL_OLDER_TABLES]; /* of an export of before: they become acts */
    json_t *older_names;
    struct pal_homes homes;
    struct pal_app_source_of source;
    struct pal_scores_due due; /* what follows from all of it */
};

static int by_rank(const void *a, const void *b)
{
    const struct incoming *one = a;
    const struct incoming *other = b;
    if (one->rank != other->rank) {
        return one->rank < other->rank ? -1 : 1;
    }
    return one->number < other->number ? -1 : one->number > other->number;
}

/* --------------------------------------------------------------- what comes along */

static const struct incoming *find_taken(const struct importing *at, const char *kind,
                                         const char *id)
{
    char key[2 * PAL_LIMIT_ID_BYTES + 2];
    int wrote = snprintf(key, sizeof key, "%s/%s", kind, id);
    const json_t *place =
        wrote > 0 && (size_t)wrote < sizeof key ? json_object_get(at->places, key) : NULL;
    return place != NULL ? &at->items[json_integer_value(place)] : NULL;
}

/* What a document refers to, where it comes along. */
static const char *find_text(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                             size_t *len)
{
    (void)arena; /* it is there already */
    const struct incoming *item = find_taken(ctx, kind, id);
    *len = item != NULL ? item->len : 0;
    return item != NULL ? item->text : NULL;
}

static enum pal_rc find_home(void *ctx, const char *kind, const char *id, const char **project)
{
    struct importing *at = ctx;
    const struct incoming *item = find_taken(at, kind, id);
    if (item != NULL) {
        *project = item->record.project;
        return PAL_OK;
    }
    return pal_house_project_of(at->errand, kind, id, project);
}

/* ------------------------------------------------------------------------ reading */

static enum pal_rc add_name(struct importing *at, const char *name)
{
    return json_object_set_new(at->named, name, json_true()) == 0
               ? PAL_OK
               : pal_errand_explain(at->errand, PAL_E_MEMORY);
}

static enum pal_rc count_text(struct importing *at, const char *name, size_t len)
{
    at->text_bytes += len;
    return at->text_bytes <= PAL_IMPORT_TEXT_BYTES
               ? PAL_OK
               : pal_errand_fail(at->errand, PAL_E_LIMIT,
                                 "%.300s: an import takes %d MB of documents and tables at once; "
                                 "nothing was imported. Export one project at a time, or use a "
                                 "backup",
                                 name, PAL_IMPORT_TEXT_BYTES >> 20);
}

static enum pal_rc check_hash(struct importing *at, const char *name, const char *text, size_t len,
                              const char *kept)
{
    char hash[PAL_HASH_TEXT];
    pal_secret_hash(text, len, hash);
    return strcmp(hash, kept) == 0
               ? PAL_OK
               : pal_errand_fail(at->errand, PAL_E_INVALID,
                                 "%.300s is not the file that was exported; nothing was imported. "
                                 "Import it by its own name if it was changed on purpose",
                                 name);
}

static enum pal_rc read_listed(struct importing *at, const struct pal_listed_document *listed)
{
    struct incoming *item = &at->items[at->count];
    const char *name = pal_arena_printf(&at->arena, "%s/%s.yaml", listed->kind, listed->id);
    enum pal_rc rc = name != NULL ? add_name(at, name) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = add_name(at, listed->kind);
    }
    if (rc == PAL_OK) {
        rc = pal_folder_read(at->errand, &at->folder, name, PAL_LIMIT_FILE_BYTES, &at->arena,
                             &item->text, &item->len);
    }
    if (rc == PAL_OK) {
        rc = count_text(at, name, item->len);
    }
    if (rc == PAL_OK) {
        rc = check_hash(at, name, item->text, item->len, listed->hash);
    }
    item->name = name;
    item->listed = listed;
    item->rank = pal_shelf_kind(listed->kind)->comes; /* unknown kinds last: they are refused */
    item->number = at->count++;
    return rc;
}

static enum pal_rc read_table(struct importing *at, enum pal_table_id table,
                              struct pal_bringing *bringing)
{
    const struct pal_listed_table *listed = &at->list.tables[table];
    const char *text;
    size_t len;
    if (listed->hash == NULL) {
        return PAL_OK;
    }
    const char *name = pal_arena_printf(&at->arena, "%s.json", pal_tables[table].name);
    enum pal_rc rc = name != NULL ? add_name(at, name) : PAL_E_MEMORY;
    if (rc == PAL_OK) {
        rc = pal_folder_read(at->errand, &at->folder, name, PAL_IMPORT_TABLE_BYTES, &at->arena,
                             &text, &len);
    }
    if (rc == PAL_OK) {
        rc = count_text(at, name, len);
    }
    if (rc == PAL_OK) {
        rc = check_hash(at, name, text, len, listed->hash);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    return pal_rows_read(at->errand, table, text, len, listed->rows, &bringing->rows);
}

/* The contents of files are named by their rows. */
static enum pal_rc name_contents(struct importing *at, const json_t *rows)
{
    enum pal_rc rc = add_name(at, "files");
    for (size_t i = 0; i < json_array_size(rows) && rc == PAL_OK; i++) {
        const char *id = json_string_value(json_object_get(json_array_get(rows, i), "id"));
        const char *name = id != NULL ? pal_arena_printf(&at->arena, "files/%s", id) : "files";
        rc = name != NULL ? add_name(at, name) : pal_errand_explain(at->errand, PAL_E_MEMORY);
    }
    return rc;
}

/* Those of files that facts name, by their hashes. */
static enum pal_rc name_fact_contents(struct importing *at, const json_t *acts)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < json_array_size(acts) && rc == PAL_OK; i++) {
        const json_t *facts = json_object_get(json_array_get(acts, i), "facts");
        for (size_t j = 0; j < json_array_size(facts) && rc == PAL_OK; j++) {
            const char *hash = pal_content_named(json_array_get(facts, j));
            const char *name =
                hash != NULL ? pal_arena_printf(&at->arena, "contents/%s", hash) : NULL;
            rc = hash == NULL   ? PAL_OK
                 : name == NULL ? pal_errand_explain(at->errand, PAL_E_MEMORY)
                                : add_name(at, name);
            if (hash != NULL && rc == PAL_OK) {
                rc = add_name(at, "contents");
            }
        }
    }
    return rc;
}

static enum pal_rc read_folder(struct importing *at)
{
    const char *text;
    size_t len;
    const char *path = at->request->paths[0];
    const char *name = pal_arena_printf(&at->arena, "%s/%s", path, pal_carried_list);
    enum pal_rc rc = pal_folder_open(at->errand, path, &at->folder);
    if (rc == PAL_OK) {
        rc = pal_folder_read(at->errand, &at->folder, pal_carried_list, PAL_LIMIT_FILE_BYTES,
                             &at->arena, &text, &len);
    }
    if (rc == PAL_OK) {
        rc = name != NULL ? pal_list_read(at->errand, &at->app, name, text, len, &at->list)
                          : PAL_E_MEMORY;
    }
    if (rc == PAL_OK) {
        rc = add_name(at, pal_carried_list);
    }
    at->items = rc == PAL_OK ? PAL_NEW(&at->arena, struct incoming, at->list.count + 1) : NULL;
    if (rc == PAL_OK && at->items == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < at->list.count && rc == PAL_OK; i++) {
        rc = read_listed(at, &at->list.documents[i]);
    }
    for (size_t i = 0; i < PAL_CARRIED_TABLES && rc == PAL_OK; i++) {
        rc = read_table(at, pal_carried_tables[i], &at->tables[i]);
        if (rc == PAL_OK && pal_carried_tables[i] == PAL_TABLE_FILES) {
            rc = name_contents(at, at->tables[i].rows);
        } else if (rc == PAL_OK && pal_carried_tables[i] == PAL_TABLE_ACTS) {
            rc = name_fact_contents(at, at->tables[i].rows);
        }
    }
    for (size_t i = 0; i < PAL_OLDER_TABLES && rc == PAL_OK; i++) {
        rc = read_table(at, pal_older_tables[i], &at->older[i]);
    }
    return rc;
}

/* The kind of a text, as far as it can be told: what cannot is refused later, with a sentence. */
static int rank_of_text(const char *name, const char *text, size_t len)
{
    struct pal_app app;
    struct pal_opened document;
    pal_app_init(&app);
    int rank = pal_document_open_text(&app, name, text, len, &document) == PAL_OK
                   ? pal_shelf_kind(document.kind->word)->comes
                   : pal_shelf_kind("")->comes;
    pal_app_done(&app);
    return rank;
}

static enum pal_rc read_files(struct importing *at)
{
    enum pal_rc rc = PAL_OK;
    at->items = PAL_NEW(&at->arena, struct incoming, at->request->count + 1);
    if (at->items == NULL) {
        return PAL_E_MEMORY;
    }
    for (size_t i = 0; i < at->request->count && rc == PAL_OK; i++) {
        struct incoming *item = &at->items[at->count];
        item->name = at->request->paths[i];
        rc = pal_folder_read_one(at->errand, item->name, PAL_LIMIT_FILE_BYTES, &at->arena,
                                 &item->text, &item->len);
        if (rc == PAL_OK) {
            rc = count_text(at, item->name, item->len);
        }
        if (rc == PAL_OK) {
            item->rank = rank_of_text(item->name, item->text, item->len);
            item->number = at->count++;
        }
    }
    return rc;
}

/* ------------------------------------------------------------------------ checking */

static void refuse(struct importing *at, struct incoming *item, const char *why)
{
    at->out->refused++;
    item->is_taken = false;
    pal_carried_tell(at->out, "%.300s: %.500s; it was not imported", item->name, why);
}

/* Whether there is such a project, here or among what comes along. */
static enum pal_rc has_project(struct importing *at, const char *id, bool *out)
{
    const char *project;
    enum pal_rc rc = find_home(at, "project", id, &project);
    *out = rc == PAL_OK;
    return rc == PAL_E_NOT_FOUND ? PAL_OK : pal_errand_explain(at->errand, rc);
}

/* The project of a single file: the one that was asked for, or the one that it names itself. */
static const char *project_of_file(struct importing *at, struct pal_app *app,
                                   const struct incoming *item)
{
    struct pal_opened document;
    const char *named = NULL;
    if (pal_shelf_kind(item->record.kind)->belongs == PAL_OF_LIBRARY) {
        return "";
    }
    if (at->request->project != NULL) {
        return at->request->project;
    }
    if (pal_document_open_text(app, item->name, item->text, item->len, &document) == PAL_OK) {
        named = pal_node_text(pal_node_get(document.root, "project"));
    }
    return named != NULL ? pal_arena_copy(&at->arena, named, strlen(named)) : "";
}

/* What a project has one of goes by the project's id. */
static enum pal_rc check_id(struct importing *at, struct incoming *item)
{
    enum pal_rc rc = pal_shelf_check_id(at->errand, &item->record);
    if (rc == PAL_E_INVALID) {
        refuse(at, item, at->errand->err.message);
        at->errand->err = (struct pal_err){0};
        rc = PAL_OK;
    }
    return rc;
}

/* A document of a project has a home, or is refused: it never becomes the library's. */
static enum pal_rc find_place(struct importing *at, struct pal_app *app, struct incoming *item)
{
    struct pal_record *record = &item->record;
    char why[512];
    bool is_there = false;
    if (pal_shelf_kind(record->kind)->is_project) {
        return PAL_OK;
    }
    record->project = item->listed != NULL ? item->listed->project : project_of_file(at, app, item);
    if (record->project == NULL) {
        return PAL_E_MEMORY;
    }
    enum pal_rc rc =
        record->project[0] != '\0' ? has_project(at, record->project, &is_there) : PAL_OK;
    if (rc != PAL_OK || is_there) {
        return rc == PAL_OK ? check_id(at, item) : rc;
    }
    if (item->listed == NULL && pal_house_is_of_projects(record->kind)) {
        (void)snprintf(why, sizeof why,
                       "this %s belongs to a project and names none that is here (%s); say "
                       "which",
                       record->kind, pal_quote(record->project).text);
        refuse(at, item, why);
    } else if (record->project[0] != '\0') {
        (void)snprintf(why, sizeof why, "there is no project %s", pal_quote(record->project).text);
        refuse(at, item, why);
    } else if (pal_house_is_of_projects(record->kind)) {
        (void)snprintf(why, sizeof why, "this %s belongs to a project, and the list names none",
                       record->kind);
        refuse(at, item, why);
    }
    return PAL_OK;
}

/* Keeps what was found out about a document, which lives in scratch memory, until it is written. */
static enum pal_rc keep_record(struct importing *at, struct incoming *item)
{
    struct pal_record *record = &item->record;
    const char *const own = at->errand->principal.id != NULL ? at->errand->principal.id : "";
    const char *claim = item->listed != NULL ? item->listed->person : "";
    record->id = pal_arena_copy(&at->arena, record->id, strlen(record->id));
    record->title = pal_arena_copy(&at->arena, record->title, strlen(record->title));
    record->title_fr = pal_arena_copy(&at->arena, record->title_fr, strlen(record->title_fr));
    record->hash = pal_arena_copy(&at->arena, record->hash, strlen(record->hash));
    if (record->id == NULL || record->title == NULL || record->title_fr == NULL ||
        record->hash == NULL) {
        return PAL_E_MEMORY;
    }
    if (pal_shelf_kind(record->kind)->is_project) {
        record->project = record->id;
    }
    record->text = item->text;
    record->claim = strcmp(claim, own) != 0 ? claim : "";
    return PAL_OK;
}

static enum pal_rc note_place(struct importing *at, struct incoming *item, size_t i)
{
    const char *key = pal_arena_printf(&at->arena, "%s/%s", item->record.kind, item->record.id);
    return key != NULL && json_object_set_new(at->places, key, json_integer((json_int_t)i)) == 0
               ? PAL_OK
               : PAL_E_MEMORY;
}

/* A provider that may be there already under almost the same name comes in, and is told of: the
 * page would have asked. */
static enum pal_rc warn_of_similar(struct importing *at, const struct incoming *item)
{
    const struct pal_record *record = &item->record;
    const struct pal_named named = {record->kind, record->id, record->project, item->text,
                                    item->len};
    const char *sentence = NULL;
    enum pal_rc rc = pal_house_similar_in(at->errand, &named, &sentence);
    if (rc == PAL_OK && sentence != NULL) {
        pal_carried_tell(at->out, "%.300s: %.900s", item->name, sentence);
    }
    return rc;
}

/* What is done with a document, given what it is. */
static enum pal_rc settle(struct importing *at, struct pal_app *app, size_t i)
{
    struct incoming *item = &at->items[i];
    char why[512];
    if (item->what == PAL_BROUGHT_INVALID) {
        refuse(at, item, pal_carried_problem(app));
        return PAL_OK;
    }
    const struct pal_record *record = &item->record;
    if (item->listed != NULL && (strcmp(record->kind, item->listed->kind) != 0 ||
                                 strcmp(record->id, item->listed->id) != 0)) {
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "%.200s holds the %.100s %.100s; nothing was imported", item->name,
                               record->kind, record->id);
    }
    if (find_taken(at, record->kind, record->id) != NULL) {
        return pal_errand_fail(at->errand, PAL_E_INVALID,
                               "%.200s: the %.100s %.100s comes twice; nothing was imported",
                               item->name, record->kind, record->id);
    }
    enum pal_rc rc = keep_record(at, item);
    if (rc != PAL_OK || item->what == PAL_BROUGHT_SAME) {
        at->out->same += rc == PAL_OK;
        return rc;
    }
    if (item->what == PAL_BROUGHT_OTHER) {
        (void)snprintf(why, sizeof why, "there is another %s %s here", record->kind, record->id);
        refuse(at, item, why);
        return PAL_OK;
    }
    item->is_taken = true;
    rc = find_place(at, app, item);
    if (rc == PAL_OK && item->is_taken) {
        rc = warn_of_similar(at, item);
    }
    if (rc == PAL_OK && item->is_taken) {
        at->out->documents++;
        rc = note_place(at, item, i);
    }
    return rc;
}

/* Each document is checked in memory of its own. */
static enum pal_rc check_document(struct importing *at, size_t i)
{
    struct pal_arena scratch;
    struct pal_arena *kept = at->errand->arena;
    struct pal_app app;
    struct incoming *item = &at->items[i];
    item->record = (struct pal_record){
        .project = "",
        .version = item->listed != NULL ? item->listed->version : 1,
        .removed_at = item->listed != NULL && item->listed->is_removed ? at->errand->now : 0};
    pal_arena_init(&scratch, NULL);
    pal_app_init(&app);
    at->errand->arena = &scratch;
    enum pal_rc rc = pal_house_examine(at->errand, &app, &at->source, item->text, item->len,
                                       &item->record, &item->what);
    if (rc == PAL_OK) {
        rc = settle(at, &app, i);
    }
    at->errand->arena = kept;
    pal_app_done(&app);
    pal_arena_done(&scratch);
    return pal_errand_explain(at->errand, rc);
}

static enum pal_rc check_rows(struct importing *at, size_t i)
{
    struct pal_bringing *bringing = &at->tables[i];
    json_t *rows = bringing->rows;
    *bringing = (struct pal_bringing){.errand = at->errand,
                                      .folder = &at->folder,
                                      .id = pal_carried_tables[i],
                                      .rows = rows,
                                      .persons = at->tables[0].rows,
                                      .names = at->older_names,
                                      .homes = &at->homes,
                                      .takes_grants = at->request->takes_grants,
                                      .out = at->out};
    return rows != NULL ? pal_rows_check(bringing) : PAL_OK;
}

/* An export of before has no acts: these are they. */
static enum pal_rc check_older(struct importing *at)
{
    json_t *acts = json_array();
    enum pal_rc rc = acts != NULL && at->older_names != NULL ? PAL_OK : PAL_E_MEMORY;
    bool is_any = false;
    for (size_t i = 0; i < PAL_OLDER_TABLES && rc == PAL_OK; i++) {
        struct pal_bringing *older = &at->older[i];
        older->errand = at->errand;
        older->id = pal_older_tables[i];
        older->homes = &at->homes;
        older->out = at->out;
        is_any = is_any || older->rows != NULL;
        rc = older->rows != NULL ? pal_older_acts(older, older->rows, acts, at->older_names)
                                 : PAL_OK;
    }
    for (size_t i = 0; i < PAL_CARRIED_TABLES && rc == PAL_OK && is_any; i++) {
        if (pal_carried_tables[i] == PAL_TABLE_ACTS) {
            at->tables[i].rows = json_incref(acts);
        }
    }
    json_decref(acts);
    return rc;
}

/* Projects first: what is a project's own, of whatever kind, asks whether the project comes along.
 * They are written in the order of their kinds, a project behind what it names. */
static enum pal_rc check_documents(struct importing *at)
{
    const int of_projects = pal_shelf_kinds[PAL_KIND_PROJECT].comes;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < at->count && rc == PAL_OK; i++) {
        rc = at->items[i].rank == of_projects ? check_document(at, i) : PAL_OK;
    }
    for (size_t i = 0; i < at->count && rc == PAL_OK; i++) {
        rc = at->items[i].rank != of_projects ? check_document(at, i) : PAL_OK;
    }
    return rc;
}

/* Everything, against one state of the database. */
static enum pal_rc check_all(struct importing *at)
{
    if (at->count > 0) {
        qsort(at->items, at->count, sizeof *at->items, by_rank);
    }
    enum pal_rc rc = pal_errand_explain(at->errand, pal_db_begin_read(at->errand->db));
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_documents(at);
    if (rc == PAL_OK) {
        rc = check_older(at);
    }
    for (size_t i = 0; i < PAL_CARRIED_TABLES && rc == PAL_OK; i++) {
        rc = check_rows(at, i);
    }
    rc = pal_errand_explain(at->errand, rc);
    pal_db_rollback(at->errand->db);
    return rc;
}

/* ------------------------------------------------------------ what is not named */

static bool is_named(void *ctx, const char *name)
{
    const struct importing *at = ctx;
    /* A folder is looked into, though a document of that kind is named. */
    return json_object_get(at->named, name) != NULL &&
           (strchr(name, '/') != NULL || strchr(name, '.') != NULL);
}

static bool is_folder(void *ctx, const char *name)
{
    const struct importing *at = ctx;
    return json_object_get(at->named, name) != NULL;
}

static void tell_name(void *ctx, const char *name)
{
    struct importing *at = ctx;
    pal_carried_tell(at->out, "%.300s: the list does not name %s; it was left out",
                     at->request->paths[0], pal_quote(name).text);
}

/* ------------------------------------------------------------------------- writing */

static enum pal_rc bring_document(struct importing *at, struct incoming *item)
{
    struct pal_arena scratch;
    struct pal_arena *kept = at->errand->arena;
    pal_arena_init(&scratch, NULL);
    at->errand->arena = &scratch;
    enum pal_rc rc = pal_house_bring(at->errand, &item->record);
    at->errand->arena = kept;
    pal_arena_done(&scratch);
    return rc;
}

static enum pal_rc note_import(struct importing *at)
{
    const char *words = pal_arena_printf(at->errand->arena,
                                         "%lld documents, %lld rows; %lld were here, %lld refused",
                                         (long long)at->out->documents, (long long)at->out->rows,
                                         (long long)at->out->same, (long long)at->out->refused);
    return words != NULL ? pal_audit_write(at->errand, "import", "database", "", words)
                         : PAL_E_MEMORY;
}

/* Nothing is added to a consultation that is here and not open. */
static enum pal_rc check_shut(struct importing *at)
{
    const struct pal_shut shut = {at->errand, json_object()};
    enum pal_rc rc = shut.known != NULL ? PAL_OK : PAL_E_MEMORY;
    for (size_t i = 0; i < at->count && rc == PAL_OK; i++) {
        const struct incoming *item = &at->items[i];
        rc = item->is_taken ? pal_shut_check_document(&shut, item->name, item->record.kind,
                                                      item->record.project)
                            : PAL_OK;
    }
    for (size_t i = 0; i < PAL_CARRIED_TABLES && rc == PAL_OK; i++) {
        bool are_acts = pal_carried_tables[i] == PAL_TABLE_ACTS && at->tables[i].rows != NULL;
        rc = are_acts ? pal_shut_check_acts(&shut, &at->tables[i]) : PAL_OK;
    }
    json_decref(shut.known);
    return rc;
}

/* Within a transaction. */
static enum pal_rc bring_each(struct importing *at)
{
    enum pal_rc rc = pal_errand_lock(at->errand);
    rc = rc == PAL_OK ? check_shut(at) : rc;
    for (size_t i = 0; i < at->count && rc == PAL_OK; i++) {
        rc = at->items[i].is_taken ? bring_document(at, &at->items[i]) : PAL_OK;
    }
    for (size_t i = 0; i < PAL_CARRIED_TABLES && rc == PAL_OK; i++) {
        rc = at->tables[i].rows != NULL ? pal_rows_bring(&at->tables[i]) : PAL_OK;
    }
    if (rc == PAL_E_EXISTS) {
        return pal_errand_fail(at->errand, PAL_E_CONFLICT,
                               "somebody else has written some of it in the meantime; nothing was "
                               "imported, try again");
    }
    return rc == PAL_OK ? note_import(at) : rc;
}

static enum pal_rc bring_all(struct importing *at)
{
    at->errand->due = &at->due;
    enum pal_rc rc = pal_errand_begin(at->errand);
    rc = rc == PAL_OK ? pal_errand_end(at->errand, bring_each(at)) : rc;
    at->errand->due = NULL;
    return rc;
}

/* Scores are computed from what is written, and of acts that came in: each assessment once, when
 * all is there. Of what was here already, too: an import that was interrupted here is run again. A
 * model or a scheme that is new here, nothing was ever computed with. */
static enum pal_rc score_all(struct importing *at)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < at->count && rc == PAL_OK; i++) {
        const struct incoming *item = &at->items[i];
        const struct pal_record *record = &item->record;
        bool is_here = item->is_taken || item->what == PAL_BROUGHT_SAME;
        bool is_due =
            record->kind != NULL &&
            ((is_here && pal_shelf_kind(record->kind)->scored == PAL_SCORES_ITSELF) ||
             (item->is_taken && pal_shelf_kind(record->kind)->scored == PAL_SCORES_BY_PROFILE));
        rc = is_due ? pal_scores_note(&at->due, record->kind, record->id) : PAL_OK;
    }
    if (rc == PAL_OK) {
        rc = pal_scores_work_off(at->errand, &at->due);
    }
    return rc == PAL_OK ? rc
                        : pal_errand_fail(at->errand, rc,
                                          "everything came in, but not all points could be "
                                          "computed; run the import again, or \"palier migrate\"");
}

/* ------------------------------------------------------------------------- import */

static enum pal_rc check_request(struct pal_errand *errand,
                                 const struct pal_import_request *request, bool is_folder_named)
{
    struct pal_record record;
    enum pal_rc rc = pal_errand_require(errand, PAL_MAY_ADMINISTER, NULL);
    if (rc != PAL_OK || request->project == NULL) {
        return rc;
    }
    if (is_folder_named) {
        return pal_errand_fail(errand, PAL_E_USAGE,
                               "an export says itself what belongs to which project; a project is "
                               "named for single files");
    }
    rc = pal_record_head(errand->db, "project", request->project, errand->arena, &record);
    return rc == PAL_E_NOT_FOUND
               ? pal_errand_fail(errand, rc, "there is no project %s; import it first",
                                 pal_quote(request->project).text)
               : pal_errand_explain(errand, rc);
}

static enum pal_rc import(struct importing *at, bool is_folder_named)
{
    static const struct pal_folder_names names = {is_named, is_folder, tell_name, NULL};
    enum pal_rc rc = is_folder_named ? read_folder(at) : read_files(at);
    rc = pal_errand_explain(at->errand, rc);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = check_all(at);
    if (rc != PAL_OK) {
        return rc;
    }
    if (is_folder_named) {
        struct pal_folder_names telling = names;
        telling.ctx = at;
        pal_folder_others(&at->folder, &telling);
    }
    rc = bring_all(at);
    return rc == PAL_OK ? score_all(at) : rc;
}

enum pal_rc pal_import(struct pal_errand *errand, const struct pal_import_request *request,
                       struct pal_carried *out)
{
    struct stat info;
    struct importing at = {.errand = errand, .request = request, .out = out, .folder = {.fd = -1}};
    bool is_folder_named =
        request->count == 1 && stat(request->paths[0], &info) == 0 && S_ISDIR(info.st_mode);
    enum pal_rc rc = check_request(errand, request, is_folder_named);
    if (rc != PAL_OK) {
        return rc;
    }
    at.homes = (struct pal_homes){find_home, &at};
    at.source = (struct pal_app_source_of){find_text, &at};
    at.places = json_object();
    at.named = json_object();
    at.older_names = json_object();
    pal_arena_init(&at.arena, NULL);
    pal_app_init(&at.app);
    rc = at.places != NULL && at.named != NULL ? import(&at, is_folder_named)
                                               : pal_errand_explain(errand, PAL_E_MEMORY);
    for (size_t i = 0; i < PAL_CARRIED_TABLES; i++) {
        pal_rows_done(&at.tables[i]);
    }
    pal_scores_due_done(&at.due);
    for (size_t i = 0; i < PAL_OLDER_TABLES; i++) {
        pal_rows_done(&at.older[i]);
    }
    json_decref(at.older_names);
    json_decref(at.places);
    json_decref(at.named);
    pal_folder_close(&at.folder);
    pal_app_done(&at.app);
    pal_arena_done(&at.arena);
    return rc;
}
