/* carry_list - what an export says of itself: its list, and its tables as JSON; see carry_parts.h.
 */
#include <stdlib.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/carry_parts.h"
#include "app/house/errand.h"
#include "base/text.h"

const char pal_carried_list[] = "export.yaml";

const char *pal_carried_problem(const struct pal_app *app)
{
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        if (at->diag.error_count > 0) {
            return at->diag.errors[0].message;
        }
    }
    return "it is not valid";
}

static int by_kind_and_id(const void *a, const void *b)
{
    const struct pal_listed_document *one = a;
    const struct pal_listed_document *other = b;
    int order = strcmp(one->kind, other->kind);
    return order != 0 ? order : strcmp(one->id, other->id);
}

static const char *word(const struct pal_node *node, const char *key)
{
    const char *text = pal_node_text(pal_node_get(node, key));
    return text != NULL ? text : "";
}

static enum pal_rc read_documents(struct pal_errand *errand, struct pal_app *app, const char *path,
                                  const struct pal_node *list, struct pal_list *out)
{
    size_t count = pal_node_count(list);
    out->documents = PAL_NEW(&app->arena, struct pal_listed_document, count + 1);
    if (out->documents == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    const struct pal_node *node = count > 0 ? list->first : NULL;
    for (; node != NULL; node = node->next) {
        out->documents[out->count++] = (struct pal_listed_document){
            .kind = word(node, "kind"),
            .id = word(node, "id"),
            .project = word(node, "project"),
            .hash = word(node, "sha256"),
            .person = word(node, "person"),
            .version = pal_node_integer(pal_node_get(node, "version"), 1),
            .is_removed = pal_node_boolean(pal_node_get(node, "removed"), false),
        };
    }
    if (out->count > 0) {
        qsort(out->documents, out->count, sizeof *out->documents, by_kind_and_id);
    }
    for (size_t i = 1; i < out->count; i++) {
        const struct pal_listed_document *at = &out->documents[i];
        if (by_kind_and_id(at - 1, at) == 0) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "%.200s: %.100s/%.100s is listed twice; nothing was imported",
                                   path, at->kind, at->id);
        }
    }
    return PAL_OK;
}

static enum pal_rc read_tables(struct pal_errand *errand, const char *path,
                               const struct pal_node *list, struct pal_list *out)
{
    const struct pal_node *node = pal_node_count(list) > 0 ? list->first : NULL;
    for (; node != NULL; node = node->next) {
        const char *name = word(node, "name");
        enum pal_table_id table = pal_carried_table(name);
        if (table == PAL_TABLE_COUNT) {
            return pal_errand_fail(
                errand, PAL_E_INVALID,
                "%.200s: there is no table %s in an export; nothing was imported", path,
                pal_quote(name).text);
        }
        if (out->tables[table].hash != NULL) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "%.200s: %s is listed twice; nothing was imported", path, name);
        }
        out->tables[table].hash = word(node, "sha256");
        out->tables[table].rows = pal_node_integer(pal_node_get(node, "rows"), 0);
    }
    return PAL_OK;
}

/* What is said in acts stood in tables of its own before. */
static enum pal_rc check_tables(struct pal_errand *errand, const char *path, bool is_older,
                                const struct pal_list *list)
{
    if (is_older && list->tables[PAL_TABLE_ACTS].hash != NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "%.200s: there are no acts in an export of that kind; nothing was "
                               "imported",
                               path);
    }
    for (size_t i = 0; !is_older && i < PAL_OLDER_TABLES; i++) {
        if (list->tables[pal_older_tables[i]].hash != NULL) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "%.200s: there are no %s in an export of that kind, which has "
                                   "them as acts; nothing was imported",
                                   path, pal_tables[pal_older_tables[i]].name);
        }
    }
    return PAL_OK;
}

enum pal_rc pal_list_read(struct pal_errand *errand, struct pal_app *app, const char *path,
                          const char *text, size_t len, struct pal_list *out)
{
    struct pal_opened document;
    *out = (struct pal_list){0};
    enum pal_rc rc = pal_document_open_text(app, path, text, len, &document);
    if (rc == PAL_OK) {
        rc = pal_document_expect(&document, PAL_KIND_EXPORT);
    }
    if (rc == PAL_OK) {
        pal_type_check(&document.reader, document.kind->type, document.root);
        rc = pal_diag_rc(document.reader.diag);
    }
    if (rc != PAL_OK) {
        return pal_errand_fail(errand, rc, "%.200s: %.240s; nothing was imported", path,
                               pal_carried_problem(app));
    }
    rc = read_documents(errand, app, path, pal_node_get(document.root, "documents"), out);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = read_tables(errand, path, pal_node_get(document.root, "tables"), out);
    bool is_older = strcmp(word(document.root, "palier"), pal_kinds[PAL_KIND_EXPORT].name) != 0;
    return rc == PAL_OK ? check_tables(errand, path, is_older, out) : rc;
}

/* -------------------------------------------------------------------- rows */

/* Objects and values of a JSON text are counted before any is made: {} takes two bytes there and
 * some hundred in memory. */
static bool is_within_bounds(enum pal_table_id table, const char *text, size_t len)
{
    /* An act has a list of facts, and each of those an object that it says. */
    size_t per_row = table == PAL_TABLE_ACTS ? 3 : 1;
    size_t lists_most = table == PAL_TABLE_ACTS ? PAL_IMPORT_ROWS + 1 : 1;
    size_t objects = 0;
    size_t lists = 0;
    size_t values = 0;
    bool is_text = false;
    for (size_t i = 0; i < len; i++) {
        if (is_text) {
            is_text = text[i] != '"';
            i += text[i] == '\\';
            continue;
        }
        is_text = text[i] == '"';
        objects += text[i] == '{';
        lists += text[i] == '[';
        values += text[i] == ',';
    }
    return objects <= per_row * PAL_IMPORT_ROWS && lists <= lists_most &&
           values <= (size_t)PAL_IMPORT_ROWS * PAL_COLUMNS_MAX;
}

enum pal_rc pal_rows_read(struct pal_errand *errand, enum pal_table_id table, const char *text,
                          size_t len, int64_t count, json_t **out)
{
    const char *name = pal_tables[table].name;
    json_error_t error;
    *out = NULL;
    if (!is_within_bounds(table, text, len)) {
        return pal_errand_fail(
            errand, PAL_E_LIMIT,
            "%s.json: it has more than %d rows, or rows within rows; nothing was "
            "imported",
            name, PAL_IMPORT_ROWS);
    }
    *out = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (*out == NULL) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "%s.json, line %d: %.160s; nothing was imported", name, error.line,
                               error.text);
    }
    if (!json_is_array(*out) || (int64_t)json_array_size(*out) != count) {
        return pal_errand_fail(
            errand, PAL_E_INVALID,
            "%s.json: it does not hold the %lld rows that the list says; nothing "
            "was imported",
            name, (long long)count);
    }
    return PAL_OK;
}
