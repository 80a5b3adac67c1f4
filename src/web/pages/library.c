/* library - models, profiles, schemes and the rest: read, copied, brought in. */
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/fold.h"
#include "base/text.h"
#include "render/report/report_means.h"
#include "render/report/report_profile.h"
#include "web/lists.h"
#include "web/pages/pages.h"
#include "web/parts.h"

enum {
    ITEMS_MOST = 5000,     /* more than a shelf that somebody looks through */
    IDS_MAX = 256,         /* of one kind that are built in */
    SHOWN_MOST = 256 << 10 /* bytes of a document that its page shows as they are */
};

/* The kinds that the library holds, in the order of the page; the number of them. */
static size_t list_shelves(const struct pal_shelf_kind *shelves[PAL_KIND_COUNT])
{
    size_t count = 0;
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        const struct pal_shelf_kind *kind = &pal_shelf_kinds[i];
        size_t at = count;
        if (kind->shelf == NULL) {
            continue;
        }
        for (; at > 0 && shelves[at - 1]->shelf_order > kind->shelf_order; at--) {
            shelves[at] = shelves[at - 1];
        }
        shelves[at] = kind;
        count++;
    }
    return count;
}

/* One of a shelf, before the shelf is put in order. */
struct shelved {
    const char *id;
    const char *title;
    const char *folded; /* by which it is sorted and found */
    int64_t version;
    int64_t changed_at;
};

struct shelving {
    const char *words; /* folded; NULL: any */
    struct shelved *items;
    size_t count;
};

static void take_item(struct pal_call *call, struct shelving *shelf, const char *id,
                      const char *title, int64_t version, int64_t changed_at)
{
    struct pal_arena *arena = call->request->arena;
    const char *both = pal_call_printf(call, "%s %s", title, id);
    const char *folded = pal_fold(arena, both);
    call->failed = call->failed || folded == NULL;
    if (folded != NULL && (shelf->words == NULL || strstr(folded, shelf->words) != NULL)) {
        shelf->items[shelf->count++] = (struct shelved){id, title, folded, version, changed_at};
    }
}

static int by_title(const void *one, const void *other)
{
    return strcmp(((const struct shelved *)one)->folded, ((const struct shelved *)other)->folded);
}

static int by_title_down(const void *one, const void *other)
{
    return by_title(other, one);
}

/* What is built in was never changed: it comes before all that was. */
static int by_change(const void *one, const void *other)
{
    int64_t a = ((const struct shelved *)one)->changed_at;
    int64_t b = ((const struct shelved *)other)->changed_at;
    return a != b ? (a > b) - (a < b) : by_title(one, other);
}

static int by_change_down(const void *one, const void *other)
{
    return by_change(other, one);
}

/* In the order that is asked for; without one what is built in comes first, and then what changed
 * last. */
static enum pal_rc sort_shelf(struct pal_call *call, struct shelving *shelf)
{
    static const struct {
        const char *sort;
        int (*compare)(const void *, const void *);
    } orders[] = {{"title", by_title},
                  {"-title", by_title_down},
                  {"changed_at", by_change},
                  {"-changed_at", by_change_down}};
    const char *sort = pal_call_query(call, "sort");
    for (size_t i = 0; i < sizeof orders / sizeof *orders && sort != NULL; i++) {
        if (strcmp(orders[i].sort, sort) == 0) {
            qsort(shelf->items, shelf->count, sizeof *shelf->items, orders[i].compare);
            return PAL_OK;
        }
    }
    return sort == NULL ? PAL_OK
                        : pal_errand_fail(&call->errand, PAL_E_INVALID,
                                          "sort: %s is none of these: %s; each with - before it "
                                          "from the last on",
                                          pal_quote(sort).text, "title, changed_at");
}

static void add_item(struct pal_call *call, struct pal_value *items, const char *kind,
                     const struct shelved *item)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", item->id);
    pal_put_text(row, "title", item->title);
    pal_put(row, "version",
            item->version > 0 ? pal_value_integer(&call->values, item->version)
                              : pal_value_null(&call->values));
    pal_put_boolean(row, "is_built_in", item->version == 0);
    pal_put_text(row, "url", pal_call_printf(call, "/library/%s/%s", kind, item->id));
    pal_put_text(row, "changed_at",
                 item->changed_at != 0 ? pal_call_time(call, item->changed_at) : NULL);
    pal_add(items, row);
}

/* The title of a built-in document, without reading the whole of it. */
static const char *built_in_title(struct pal_call *call, const char *folder, const char *id)
{
    const struct pal_library_file *file = pal_library_find(folder, id);
    return file != NULL ? pal_document_title(call, (const char *)file->bytes, id) : id;
}

static void add_built_in(struct pal_call *call, struct shelving *shelf,
                         const struct pal_shelf_kind *kind)
{
    struct pal_library_id ids[IDS_MAX];
    size_t count = kind->folder != NULL ? pal_library_list(kind->folder, ids, IDS_MAX) : 0;
    for (size_t i = 0; i < count && i < IDS_MAX; i++) {
        const char *id = pal_arena_copy(call->request->arena, ids[i].text, ids[i].len);
        if (id != NULL) {
            take_item(call, shelf, id, built_in_title(call, kind->folder, id), 0, 0);
        }
    }
}

/* The documents of a kind: those that are built in, and the house's. */
static enum pal_rc add_shelf(struct pal_call *call, struct pal_value *groups,
                             const struct pal_shelf_kind *kind, const struct pal_document *rows,
                             size_t count)
{
    const char *words = pal_call_query(call, "q");
    struct pal_arena *arena = call->request->arena;
    struct shelving shelf = {.words = words != NULL ? pal_fold(arena, words) : NULL,
                             .items = PAL_NEW(arena, struct shelved, count + IDS_MAX)};
    if (shelf.items == NULL || (words != NULL && shelf.words == NULL)) {
        return PAL_E_MEMORY;
    }
    add_built_in(call, &shelf, kind);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].kind, kind->word) == 0) {
            take_item(call, &shelf, rows[i].id, rows[i].title, rows[i].version, rows[i].changed_at);
        }
    }
    enum pal_rc rc = sort_shelf(call, &shelf);
    struct pal_value *group = pal_add_object(groups);
    pal_put_text(group, "kind", kind->word);
    pal_put_text(group, "title", pal_call_tr(call, kind->shelf));
    pal_put_boolean(group, "is_copied", kind->is_copied);
    struct pal_value *items = pal_put_list(group, "items");
    for (size_t i = 0; i < shelf.count && rc == PAL_OK; i++) {
        add_item(call, items, kind->word, &shelf.items[i]);
    }
    return rc;
}

/* The form of the list, and the heads of each shelf. */
static void offer_filters(struct pal_call *call, const struct pal_shelf_kind *const *shelves,
                          size_t count)
{
    static const struct pal_list_sort sorts[] = {{"title", false}, {"changed_at", true}};
    struct pal_list_option kinds[PAL_KIND_COUNT];
    const char *sort = pal_call_query(call, "sort");
    for (size_t i = 0; i < count; i++) {
        kinds[i] = (struct pal_list_option){shelves[i]->word, pal_call_tr(call, shelves[i]->shelf)};
    }
    pal_list_heads(call, sorts, 2, sort != NULL ? sort : "");
    pal_list_search(call, "q", pal_call_tr(call, "Title or id holds"));
    pal_list_select(call, "kind", pal_call_tr(call, "Kind"), kinds, count);
}

enum pal_rc pal_page_library(struct pal_call *call)
{
    struct pal_document_search list = {.project = "", .max = ITEMS_MOST};
    struct pal_document *rows = NULL;
    size_t count = 0;
    const struct pal_shelf_kind *shelves[PAL_KIND_COUNT];
    size_t shelf_count = list_shelves(shelves);
    struct pal_value *groups = pal_value_list(&call->values);
    const char *kind = pal_call_query(call, "kind");
    enum pal_rc rc = pal_house_find(&call->errand, &list, &rows, &count);
    for (size_t shelf = 0; shelf < shelf_count && rc == PAL_OK; shelf++) {
        if (kind == NULL || strcmp(kind, shelves[shelf]->word) == 0) {
            rc = add_shelf(call, groups, shelves[shelf], rows, count);
        }
    }
    offer_filters(call, shelves, shelf_count);
    pal_set(call->data, "groups", groups);
    if (rc == PAL_OK) {
        rc = pal_add_removed(call, NULL, NULL);
    }
    pal_set_boolean(call->page, "can_edit",
                    pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL));
    pal_call_form(call, "text", "");
    if (rc == PAL_OK && call->is_form_again) {
        rc = pal_ask_similar(call, "");
    }
    return rc == PAL_OK ? pal_call_show(call, "web_library", pal_call_tr(call, "Library"))
                        : pal_errand_explain(&call->errand, rc);
}

/* Brings a document in; its kind and id stand in it. What belongs to a project has no place here:
 * it would be of none, and nobody would find it. */
static enum pal_rc bring(struct pal_call *call)
{
    size_t len;
    const char *text = pal_document_sent(call, &len);
    struct pal_document record;
    struct pal_checked checked;
    enum pal_rc rc = pal_app_check_text(pal_fresh_app(call), "document", text, len, &checked);
    if (rc == PAL_OK && pal_form_version(call) > 0 &&
        pal_house_get(&call->errand, checked.kind->word, checked.id, &record) == PAL_OK) {
        text = pal_document_text(call, record.text, &len);
    }
    const struct pal_shelf_kind *kind = rc == PAL_OK ? pal_shelf_kind(checked.kind->word) : NULL;
    /* What is kept nowhere the verb refuses, with the reason. */
    if (kind != NULL && kind->shelf == NULL && kind->refusal == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "%s: the library holds none; bring it in where it belongs",
                               pal_kind_said(call->errand.voice, checked.kind->word));
    }
    if (rc == PAL_OK && checked.kind == &pal_kinds[PAL_KIND_PROVIDER] &&
        pal_form_version(call) == 0) {
        struct pal_document taken;
        rc = pal_settle_similar(call, "", pal_text_in(&checked.title, PAL_LANG_EN), checked.id,
                                &taken);
        if (rc != PAL_OK) {
            return rc;
        }
        if (taken.id != NULL) {
            pal_set_text(call->data, "kind", "provider");
            pal_set_text(call->data, "id", taken.id);
            return pal_call_go(call, false, "/library/provider/%s", taken.id);
        }
    }
    rc = pal_house_put(&call->errand, pal_fresh_app(call), "", text, len, pal_form_seen(call),
                       pal_call_word(call, "note"), &record);
    if (rc != PAL_OK) {
        return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
    }
    pal_set_text(call->data, "kind", record.kind);
    pal_set_text(call->data, "id", record.id);
    return pal_go_written(call, &record,
                          pal_call_printf(call, "/library/%s/%s", record.kind, record.id));
}

enum pal_rc pal_do_library(struct pal_call *call)
{
    return pal_document_refused(call, bring(call));
}

enum pal_rc pal_library_check(struct pal_call *call)
{
    if (pal_shelf_kind(call->params[0])->shelf != NULL) {
        return PAL_OK;
    }
    return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "the library holds no %s",
                           pal_quote(call->params[0]).text);
}

/* The document as the API gives it; the page shows its text. */
static void put_document(struct pal_call *call, const char *text)
{
    struct pal_value *document = call->is_api ? pal_call_document(call, text, strlen(text)) : NULL;
    pal_set(call->data, "document", document != NULL ? document : pal_value_null(&call->values));
}

/* A history is as long as ten thousand changes: a part of it is shown. */
static enum pal_rc outlook_of(struct pal_call *call, const struct pal_outlook *outlook,
                              struct pal_value **out)
{
    struct pal_span shown = {0, 0};
    enum pal_rc rc = pal_parts_span(call, outlook->is_replay ? outlook->history.count : 0,
                                    PAL_PART_CHANGES, &shown);
    *out = pal_report_outlook(outlook, shown, &call->language, &call->values);
    return rc;
}

/* What a budget, efforts, a history or rates say, as tables of the page; nothing where they cannot
 * be read (their model or scheme is gone). */
static enum pal_rc add_means(struct pal_call *call, const char *kind, const char *id)
{
    enum pal_rc rc = PAL_OK;
    const char *path = pal_call_printf(call, "%s/%s", kind, id);
    const struct pal_budget *budget;
    const struct pal_outlook *outlook;
    const struct pal_efforts *efforts;
    struct pal_app *app = pal_call_app(call);
    struct pal_value *means = NULL;
    if (pal_kind_is(kind, PAL_KIND_BUDGET) && pal_app_budget(app, path, &budget) == PAL_OK) {
        means = pal_report_budget(budget, &call->language, &call->values);
    } else if (pal_kind_is(kind, PAL_KIND_EFFORT) && pal_app_efforts(app, id, &efforts) == PAL_OK) {
        means = pal_report_efforts(efforts, &call->language, &call->values);
    } else if ((pal_kind_is(kind, PAL_KIND_ALERT_HISTORY) ||
                pal_kind_is(kind, PAL_KIND_ALERT_RATES)) &&
               pal_app_outlook(app, path, &outlook) == PAL_OK) {
        rc = outlook_of(call, outlook, &means);
    }
    if (means != NULL) {
        pal_set(call->page, "means", means);
    }
    return rc;
}

/* The page of a profile or a scheme is its report, under "document". One that cannot be read (its
 * model is gone) is shown as its text alone. */
static enum pal_rc show_item(struct pal_call *call, const char *kind, const char *id,
                             const char *text, const char *title)
{
    const struct pal_profile *profile = NULL;
    const struct pal_alert_scheme *scheme = NULL;
    struct pal_app *app = pal_call_app(call);
    if (pal_kind_is(kind, PAL_KIND_PROFILE) && pal_app_profile(app, id, &profile) != PAL_OK) {
        profile = NULL;
    }
    if (pal_kind_is(kind, PAL_KIND_ALERT_SCHEME) && pal_app_scheme(app, id, &scheme) != PAL_OK) {
        scheme = NULL;
    }
    pal_set_boolean(call->data, "has_profile", profile != NULL);
    pal_set_boolean(call->data, "has_alert", scheme != NULL);
    if (profile == NULL && scheme == NULL) {
        put_document(call, text);
        enum pal_rc rc = call->is_api ? PAL_OK : add_means(call, kind, id);
        pal_set_boolean(call->page, "open_text", pal_value_get(call->page, "means") == NULL);
        return rc == PAL_OK ? pal_call_show(call, "web_library_item", title) : rc;
    }
    call->report_key = "document";
    struct pal_view view = profile != NULL
                               ? pal_report_profile(profile, &call->language, &call->values)
                               : pal_report_alert(scheme, &call->language, &call->values);
    return pal_call_report(call, view, "web_library_item", title);
}

/* What can be done with it, and where. */
static void add_acts(struct pal_call *call, const struct pal_document *record, const char *place)
{
    bool is_shelved = pal_shelf_kind(record->kind)->shelf != NULL;
    bool is_own = record->project[0] != '\0';
    bool may_shelve = pal_errand_may(&call->errand, PAL_MAY_EDIT_LIBRARY, NULL) && is_shelved;
    bool is_let_in =
        is_own ? pal_errand_may(&call->errand, PAL_MAY_EDIT_PROJECT, record->project) : may_shelve;
    bool can_edit = record->version > 0 && is_let_in && pal_house_may_write(&call->errand, record);
    if (is_own ? can_edit : may_shelve) {
        struct pal_value *copy = pal_value_object(&call->values);
        pal_put_text(copy, "value", pal_call_printf(call, "%s-copy", record->id));
        pal_put_text(copy, "url", place);
        pal_set(call->page, "copy", copy);
    }
    if (may_shelve && is_own) {
        pal_set_text(call->page, "publish_url", pal_call_printf(call, "%s/publish", place));
    }
    if (can_edit) {
        pal_set_text(call->page, "form_url", pal_call_printf(call, "%s/form", place));
        pal_set_text(call->page, "edit_url",
                     pal_call_printf(call, is_own ? "%s/text" : "%s/edit", place));
    }
    if (record->version > 0) {
        pal_set_text(call->page, "history_url", pal_call_printf(call, "%s/history", place));
    }
    if (pal_kind_is(record->kind, PAL_KIND_PROFILE)) {
        pal_set_text(call->page, can_edit ? "draw_url" : "lines_url",
                     pal_call_printf(call, "%s/drawing", place));
    }
    pal_set_text(call->page, "download_url", pal_call_printf(call, "%s/file", place));
}

enum pal_rc pal_page_library_item(struct pal_call *call)
{
    struct pal_here here;
    struct pal_document record;
    enum pal_rc rc = pal_document_here(call, &here);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_house_get(&call->errand, here.kind, here.id, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_document_frame(call, &record);
    if (rc != PAL_OK) {
        return rc;
    }
    call->version = record.version;
    pal_set_text(call->data, "kind", record.kind);
    pal_set_text(call->data, "id", record.id);
    pal_set_text(call->data, "text", record.text);
    pal_set_boolean(call->page, "show_text", strlen(record.text) <= SHOWN_MOST);
    pal_set_integer(call->data, "version", record.version);
    pal_set_boolean(call->data, "is_built_in", record.version == 0);
    pal_set_text(call->data, "project", record.project[0] != '\0' ? record.project : NULL);
    pal_set_boolean(call->page, "can_be_published", pal_shelf_kind(record.kind)->shelf != NULL);
    add_acts(call, &record, pal_document_place(call, &record));
    return show_item(call, here.kind, here.id, record.text,
                     record.version > 0
                         ? record.title
                         : built_in_title(call, pal_shelf_kind(here.kind)->folder, here.id));
}

/* What is copied, and what the copy is called. */
struct copying {
    const char *text;
    size_t len;
    const char *project; /* a copy stays where its original is: it is no way out of a project */
    const char *id;
    const char *note;
    const char *of; /* the id of the original, where a copy names it; NULL: it does not */
};

/* The line of a text with its key `copy_of`, and what stands behind it; NULL: it has none. */
static const char *line_of_original(const char *text, const char **behind)
{
    static const char key[] = "\ncopy_of:";
    const char *line = strncmp(text, key + 1, sizeof key - 2) == 0 ? text : strstr(text, key);
    if (line == NULL) {
        return NULL;
    }
    line += *line == '\n';
    *behind = line + strcspn(line, "\n");
    *behind += **behind == '\n';
    return line;
}

/* What stands behind the line of the id. Answers to an original are answers to its copy, which
 * therefore says whose it is. */
static void add_rest(struct pal_buf *buf, const struct copying *what, const char *rest)
{
    const char *behind = NULL;
    const char *end = what->text + what->len;
    const char *line = what->of != NULL ? line_of_original(rest, &behind) : NULL;
    if (what->of != NULL) {
        pal_buf_printf(buf, "%scopy_of: %s", *rest == '\r' ? "\r\n" : "\n", what->of);
    }
    pal_buf_add_n(buf, rest, (size_t)((line != NULL ? line : end) - rest));
    if (line != NULL) {
        pal_buf_add_n(buf, behind, (size_t)(end - behind));
    }
}

/* Writes a text under another id: the id's line is the only one that changes, beside that of the
 * original. */
static enum pal_rc put_under(struct pal_call *call, const struct copying *what,
                             struct pal_document *out)
{
    const char *text = what->text;
    const char *id = what->id;
    enum pal_rc rc = pal_form_id(call, id);
    if (rc != PAL_OK) {
        call->errand.err.field = "copy";
        return rc;
    }
    const char *line = strncmp(text, "id:", 3) == 0 ? text : strstr(text, "\nid:");
    if (line == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "this document's id does not stand on a line of its own; copy its "
                               "text by hand");
    }
    line += line != text;
    const char *rest = line + strcspn(line, "\r\n");
    struct pal_buf buf;
    pal_buf_init(&buf, PAL_LIMIT_FILE_BYTES, call->request->arena->alloc);
    pal_buf_add_n(&buf, text, (size_t)(line - text));
    pal_buf_printf(&buf, "id: %s", id);
    add_rest(&buf, what, rest);
    const char *copy = pal_buf_text(&buf);
    rc = copy != NULL ? pal_house_put(&call->errand, pal_fresh_app(call), what->project, copy,
                                      buf.len, (struct pal_seen){0, 0}, what->note, out)
                      : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    pal_buf_done(&buf);
    return rc == PAL_E_INVALID ? pal_tell_refusal(call, rc) : rc;
}

/* The id that a copy names as that of its original; NULL: its kind names none. */
static const char *original_of(const char *kind, const char *id)
{
    return pal_kind_is(kind, PAL_KIND_QUESTIONNAIRE) ? id : NULL;
}

/* Copies a document under another id. */
enum pal_rc pal_do_library_copy(struct pal_call *call)
{
    struct pal_here here;
    struct pal_document record;
    struct pal_document written;
    enum pal_rc rc = pal_document_here(call, &here);
    rc = rc == PAL_OK ? pal_house_get(&call->errand, here.kind, here.id, &record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const struct copying what = {record.text,
                                 strlen(record.text),
                                 record.project,
                                 pal_call_word(call, "copy"),
                                 pal_call_printf(call, pal_call_tr(call, "copy of %s"), record.id),
                                 original_of(here.kind, record.id)};
    rc = put_under(call, &what, &written);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", written.id);
    return pal_call_go(call, true, written.project[0] == '\0' ? "%s/edit" : "%s/text",
                       pal_document_place(call, &written));
}

/* What was typed, as a document of its own: the way out where others name what it lacks. */
enum pal_rc pal_do_library_text_copy(struct pal_call *call)
{
    struct pal_here here;
    struct pal_document before;
    struct pal_document written;
    size_t len;
    enum pal_rc rc = pal_document_here(call, &here);
    rc = rc == PAL_OK ? pal_house_get(&call->errand, here.kind, here.id, &before) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    const char *text = pal_document_text(call, before.text, &len);
    const struct copying what = {text,
                                 len,
                                 before.project,
                                 pal_call_word(call, "copy"),
                                 pal_call_word(call, "note"),
                                 original_of(here.kind, before.id)};
    rc = pal_document_refused(call, put_under(call, &what, &written));
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "kind", written.kind);
    pal_set_text(call->data, "id", written.id);
    return pal_go_written(call, &written, pal_document_place(call, &written));
}
