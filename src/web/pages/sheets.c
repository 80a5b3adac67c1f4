/* sheets - documents of the library, and those that a project has of its own, as forms that their
 * descriptors make. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/slug.h"
#include "base/text.h"
#include "base/utf8.h"
#include "format/comments.h"
#include "web/pages/pages.h"
#include "web/sheet_forms.h"
#include "web/web_parts.h"

/* The id of an item that is none yet, which no item has. */
#define NEW_ITEM "new"

/* A document as its form has it. */
struct form_of {
    const struct pal_kind *kind;
    const char *project;        /* whose own it is; "": the library's */
    struct pal_document record; /* version 0: there is none yet */
    struct pal_value *before;
    struct pal_sheet sheet;
    const char *part; /* a key of it; NULL: all. Of a list "questions/POL-01" is one item */
    const struct pal_field *list_of;   /* of one item: its list; NULL: it is no item */
    const char *item;                  /* the id of that item; that of a new one is "new" */
    const struct pal_value *item_kept; /* NULL: a new one */
    size_t item_at;                    /* in the list */
    const char *list;                  /* the address of the page that lists it */
    const char *place;                 /* its own address; of a new one that of its kind */
    const char *text;                  /* the address of its text; NULL: there is none yet */
};

/* Whether the address is a project's: what stands there is its own. */
static bool is_in_project(const struct pal_call *call)
{
    return call->project != NULL && call->project[0] != '\0';
}

static const struct pal_kind *kind_of_word(const char *word)
{
    for (size_t i = 0; i < PAL_KIND_COUNT; i++) {
        if (strcmp(pal_kinds[i].word, word) == 0) {
            return &pal_kinds[i];
        }
    }
    return NULL;
}

/* No form that its verb would refuse: of a project some kinds need another right than the address.
 */
static enum pal_rc may_write(struct pal_call *call, const char *kind)
{
    return is_in_project(call)
               ? pal_errand_require(&call->errand, pal_shelf_kind(kind)->writes, call->project)
               : PAL_OK;
}

/* Where a new document would stand: in the library, or among what the project has of its own. */
static enum pal_rc find_new_place(struct pal_call *call, struct form_of *out)
{
    bool is_own = is_in_project(call);
    const char *word = call->params[is_own];
    enum pal_rc rc = is_own ? pal_own_check(call, word) : pal_library_check(call);
    rc = rc == PAL_OK ? may_write(call, word) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    out->kind = kind_of_word(word);
    out->project = is_own ? call->project : "";
    out->list = is_own ? pal_call_printf(call, "/projects/%s/library", out->project) : "/library";
    out->place = pal_call_printf(call, "%s/%s", out->list, word);
    return PAL_OK;
}

/* Whether a field is a list of parts that each have an id: of such a list each has a form. */
static bool is_of_items(const struct pal_field *field)
{
    const struct pal_type *type = field != NULL ? field->type : NULL;
    return type != NULL && type->kind == PAL_TYPE_LIST && type->item->kind == PAL_TYPE_OBJECT &&
           pal_field_of(type->item, "id") != NULL;
}

/* The part that the query, or the form itself, names. */
static enum pal_rc find_part(struct pal_call *call, struct form_of *out)
{
    const char *part = call->route->method == PAL_POST ? pal_call_word(call, "part")
                                                       : pal_call_query(call, "part");
    out->part = part != NULL && part[0] != '\0' ? part : NULL;
    const char *slash = out->part != NULL ? strchr(out->part, '/') : NULL;
    const char *key =
        slash != NULL ? pal_call_printf(call, "%.*s", (int)(slash - part), part) : out->part;
    const struct pal_field *field = key != NULL ? pal_field_of(out->kind->type, key) : NULL;
    if (slash != NULL && is_of_items(field)) {
        out->list_of = field;
        out->item = slash + 1;
    }
    return out->part == NULL || (field != NULL && (slash == NULL || out->item != NULL))
               ? PAL_OK
               : pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "this document has no part %s",
                                 pal_quote(out->part).text);
}

/* The form of one item of a list, by its id. */
static enum pal_rc open_item(struct pal_call *call, struct form_of *out)
{
    const bool is_new = strcmp(out->item, NEW_ITEM) == 0;
    PAL_EACH(item, pal_value_get(out->before, out->list_of->key))
    {
        if (!is_new && strcmp(pal_word_in(item, "id"), out->item) == 0) {
            out->item_kept = item;
            break;
        }
        out->item_at++;
    }
    if (!is_new && out->item_kept == NULL) {
        return pal_errand_fail(&call->errand, PAL_E_NOT_FOUND, "this document has no part %s",
                               pal_quote(out->part).text);
    }
    const struct pal_value *kept = is_new ? pal_value_object(&call->values) : out->item_kept;
    enum pal_rc rc =
        pal_sheet_open(call, &out->sheet, out->list_of->type->item, NULL, kept, is_new);
    out->sheet.under = pal_call_printf(call, "%s[%zu]", out->list_of->key, out->item_at);
    return rc;
}

/* What a new document that must name one of a kind begins with, until another is chosen: the first
 * model, the scheme that the project follows; NULL: nothing is more likely. What can be named of it
 * can be offered then. */
static const char *first_named(struct pal_call *call, const struct pal_field *field)
{
    if (field->refers == NULL || !field->is_required) {
        return NULL;
    }
    if (pal_kind_is(field->refers, PAL_KIND_ALERT_SCHEME)) {
        return call->alert.scheme != NULL ? call->alert.scheme->id : NULL;
    }
    const struct pal_value *first = pal_value_first(pal_documents_offered(call, field->refers));
    return pal_value_as_text(pal_value_get(first, "value"));
}

static void name_others(struct pal_call *call, const struct form_of *of)
{
    const struct pal_type *type = of->kind->type;
    for (size_t i = 0; i < type->field_count; i++) {
        const char *id = first_named(call, &type->fields[i]);
        if (id != NULL) {
            pal_put_text(of->before, type->fields[i].key, pal_call_printf(call, "%s", id));
        }
    }
}

/* What stands around the form of a new document. */
static enum pal_rc frame_new(struct pal_call *call, const struct form_of *of)
{
    struct pal_document project;
    struct pal_value *document = NULL;
    bool is_own = is_in_project(call);
    enum pal_rc rc = is_own ? pal_project_frame(call, of->project, &project, &document) : PAL_OK;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_call_crumb(call, pal_call_tr(call, "Library"), of->list);
    if (is_own) {
        pal_project_tabs(call, of->project);
    }
    return PAL_OK;
}

static enum pal_rc open_new(struct pal_call *call, struct form_of *out)
{
    *out = (struct form_of){0};
    enum pal_rc rc = find_new_place(call, out);
    if (rc == PAL_OK && pal_shelf_kind(out->kind->word)->is_copied) {
        return pal_errand_fail(
            &call->errand, PAL_E_INVALID,
            "a document of the kind %s is a changed copy of another: copy one of "
            "the library, and change the copy",
            pal_quote(out->kind->word).text);
    }
    rc = rc == PAL_OK ? frame_new(call, out) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    out->before = pal_value_object(&call->values);
    pal_put_text(out->before, "palier", out->kind->name);
    if (!call->is_api) { /* what a program does not name is not there */
        name_others(call, out);
    }
    return pal_sheet_open(call, &out->sheet, out->kind->type, NULL, out->before, true);
}

static enum pal_rc open_kept(struct pal_call *call, struct form_of *out)
{
    struct pal_here here;
    *out = (struct form_of){0};
    enum pal_rc rc = pal_document_here(call, &here);
    rc = rc == PAL_OK ? may_write(call, here.kind) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    out->kind = kind_of_word(here.kind);
    rc = find_part(call, out);
    rc = rc == PAL_OK ? pal_house_get(&call->errand, here.kind, here.id, &out->record) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    if (out->record.version == 0) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "what is built in stays as it is: copy it, and change the copy");
    }
    out->before = pal_call_document(call, out->record.text, strlen(out->record.text));
    if (out->before == NULL) {
        return pal_tell_problem(call, PAL_E_INVALID);
    }
    out->project = out->record.project;
    out->place = here.place;
    out->text = pal_call_printf(call, is_in_project(call) ? "%s/text" : "%s/edit", here.place);
    return out->item != NULL
               ? open_item(call, out)
               : pal_sheet_open(call, &out->sheet, out->kind->type, out->part, out->before, false);
}

/* ------------------------------------------------------------------ the page */

/* The parts of a document that is too long for one form, each with the form that it can have. */
static void add_parts(struct pal_call *call, const struct form_of *of)
{
    struct pal_value *list = pal_value_list(&call->values);
    const struct pal_type *type = of->kind->type;
    for (size_t i = 0; i < type->field_count; i++) {
        struct pal_sheet part;
        char room[64];
        const char *key = type->fields[i].key;
        bool is_list = is_of_items(&type->fields[i]); /* each of its items has a form */
        pal_sheet_init(&part, call->request->arena, call->errand.voice, type, key);
        if (!is_list) {
            pal_sheet_fill(&part, of->before);
        }
        size_t size = pal_sheet_size(&part);
        bool is_shown = is_list || (size > 0 && size <= PAL_SHEET_FIELDS);
        if (!is_shown || pal_value_get(of->before, key) == NULL) {
            continue;
        }
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title",
                     pal_call_tr(call, pal_field_title(&type->fields[i], room, sizeof room)));
        pal_put_text(row, "url", pal_call_printf(call, "%s/form?part=%s", of->place, key));
    }
    struct pal_value *parts = pal_value_object(&call->values);
    pal_put(parts, "list", list);
    pal_put_null(parts, "new_url");
    pal_set(call->page, "too_long", parts);
}

/* What an item is called in a list: its id, and what is said of it. */
static const char *item_title(struct pal_call *call, const struct pal_value *item)
{
    enum { SHOWN = 100 };
    static const char *const keys[] = {"title", "question", "label"};
    const char *said = "";
    for (size_t i = 0; i < sizeof keys / sizeof *keys && said[0] == '\0'; i++) {
        const struct pal_value *value = pal_value_get(item, keys[i]);
        said = value != NULL ? pal_said(call, value) : "";
    }
    size_t len = pal_utf8_fit(said, SHOWN);
    return pal_call_printf(call, "%s %.*s%s", pal_word_in(item, "id"), (int)len, said,
                           said[len] != '\0' ? "…" : "");
}

/* The items of a list that is too long for one form. */
static void add_items(struct pal_call *call, const struct form_of *of,
                      const struct pal_field *field)
{
    struct pal_value *parts = pal_value_object(&call->values);
    struct pal_value *list = pal_put_list(parts, "list");
    const char *url = pal_call_printf(call, "%s/form?part=%s/", of->place, field->key);
    PAL_EACH(item, pal_value_get(of->before, field->key))
    {
        struct pal_value *row = pal_add_object(list);
        pal_put_text(row, "title", item_title(call, item));
        pal_put_text(
            row, "url",
            pal_call_printf(call, "%s%s", url, pal_call_escaped(call, pal_word_in(item, "id"))));
    }
    pal_put_text(parts, "new_url", pal_call_printf(call, "%s%s", url, NEW_ITEM));
    pal_set(call->page, "too_long", parts);
}

/* What may be chosen of what is too long for one form. */
static void add_choices(struct pal_call *call, const struct form_of *of)
{
    const struct pal_field *field =
        of->part != NULL ? pal_field_of(of->kind->type, of->part) : NULL;
    if (is_of_items(field)) {
        add_items(call, of, field);
    } else {
        add_parts(call, of);
    }
}

/* Where one goes from the form: of an item to its list. */
static const char *item_list(struct pal_call *call, const struct form_of *of)
{
    return of->item != NULL ? pal_call_printf(call, "%s/form?part=%s", of->place, of->list_of->key)
                            : of->place;
}

static enum pal_rc show(struct pal_call *call, struct form_of *of)
{
    bool is_new = of->record.version == 0;
    const char *address = is_new ? pal_call_printf(call, "%s/new", of->place)
                                 : pal_call_printf(call, "%s/form", of->place);
    call->version = of->record.version;
    pal_set_text(call->data, "kind", of->kind->word);
    pal_set_text(call->data, "id", is_new ? NULL : of->record.id);
    pal_set_integer(call->data, "version", pal_form_version_shown(call));
    pal_set(call->data, "document", of->before);
    pal_set_text(call->page, "save_url", address);
    pal_set_text(call->page, "part", of->part);
    pal_set_text(call->page, "kind_title", pal_call_tr(call, of->kind->type->doc));
    pal_call_form(call, "note", "");
    /* what was pasted may be a row more */
    size_t most = PAL_SHEET_FIELDS * (call->route->method == PAL_POST ? 2 : 1);
    if (pal_sheet_size(&of->sheet) > most) {
        add_choices(call, of);
    } else {
        pal_sheet_page(call, &of->sheet, pal_call_printf(call, "%s/rows", address));
    }
    pal_set_text(call->page, "cancel", is_new ? of->list : item_list(call, of));
    pal_set_text(call->page, "item",
                 of->item_kept != NULL ? item_title(call, of->item_kept) : NULL);
    pal_set_text(call->page, "list_url",
                 is_new && of->kind == &pal_kinds[PAL_KIND_QUESTIONNAIRE]
                     ? pal_call_printf(call, "%s/list", address)
                     : NULL);
    pal_set_text(call->page, "text_url", of->text);
    if (is_new) {
        return pal_call_show(call, "web_sheet",
                             pal_call_printf(call, pal_call_tr(call, "New: %s"),
                                             pal_call_tr(call, of->kind->type->name)));
    }
    pal_set_boolean(call->page, "has_comments", pal_text_has_comments(of->record.text));
    enum pal_rc rc = pal_document_frame(call, &of->record);
    return rc == PAL_OK ? pal_call_show(call, "web_sheet",
                                        pal_document_title(call, of->record.text, of->record.title))
                        : rc;
}

enum pal_rc pal_page_sheet_new(struct pal_call *call)
{
    struct form_of of;
    enum pal_rc rc = open_new(call, &of);
    if (rc == PAL_OK && call->is_form_again && of.kind == &pal_kinds[PAL_KIND_PROVIDER]) {
        const char *title = pal_fields_get(&call->form, "title");
        rc = pal_show_similar(call, of.project, title != NULL ? title : "");
    }
    return rc == PAL_OK ? show(call, &of) : rc;
}

enum pal_rc pal_page_sheet(struct pal_call *call)
{
    struct form_of of;
    enum pal_rc rc = open_kept(call, &of);
    return rc == PAL_OK ? show(call, &of) : rc;
}

enum pal_rc pal_do_sheet_new_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_sheet_new(call);
}

enum pal_rc pal_do_sheet_rows(struct pal_call *call)
{
    call->is_form_again = true;
    return pal_page_sheet(call);
}

/* -------------------------------------------------------------------- saving */

/* Whether a new document may have an id. Of some kinds nobody is told whether there is one under an
 * id that is not his to see: then writing it says so. */
static enum pal_rc may_be_free(struct pal_call *call, const char *kind, const char *id, bool *out)
{
    struct pal_document record;
    *out = false;
    if (pal_id_is_reserved(id)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_house_get(&call->errand, kind, id, &record);
    *out = rc == PAL_E_NOT_FOUND || rc == PAL_E_DENIED;
    if (*out) {
        call->errand.err = (struct pal_err){0};
    }
    return *out ? PAL_OK : rc;
}

/* The next id that is made of a name, behind `number`, which moves on. */
static enum pal_rc next_id(struct pal_call *call, const struct pal_new_document *what,
                           unsigned *number, const char **out)
{
    enum { TRIES_MOST = 200 };
    char id[PAL_LIMIT_ID_BYTES + 1];
    bool is_free = false;
    while (*number <= TRIES_MOST) {
        pal_slug(what->name, (*number)++, id, sizeof id);
        if (id[0] == '\0') {
            return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "id",
                                      "no id can be made of this title: write one");
        }
        enum pal_rc rc = may_be_free(call, what->kind, id, &is_free);
        if (rc != PAL_OK) {
            return rc;
        }
        if (is_free) {
            *out = pal_call_printf(call, "%s", id);
            return PAL_OK;
        }
    }
    return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "id",
                              "many documents are called so already: write an id");
}

enum pal_rc pal_form_put_new(struct pal_call *call, const struct pal_new_document *what)
{
    bool is_proposed = what->id[0] == '\0' && !pal_is_blank(what->name);
    const char *id = what->id[0] != '\0' ? what->id : "nameless";
    unsigned number = 1;
    enum pal_rc rc = pal_form_id(call, id);
    if (rc != PAL_OK) {
        return rc;
    }
    do {
        rc = is_proposed ? next_id(call, what, &number, &id) : PAL_OK;
        if (rc != PAL_OK) {
            return rc;
        }
        rc = what->put(call, what->ctx, id);
    } while (is_proposed && rc == PAL_E_EXISTS);
    return rc == PAL_E_EXISTS ? pal_errand_at(&call->errand, rc, "id") : rc;
}

/* What is written of a sheet, and what came of it. */
struct new_of_sheet {
    const struct form_of *of;
    struct pal_value *document;
    struct pal_document *out;
};

static enum pal_rc put_of_sheet(struct pal_call *call, void *ctx, const char *id)
{
    const struct new_of_sheet *what = ctx;
    pal_set_text(what->document, "id", id);
    return pal_put_json(call, what->of->project, what->document, 0, pal_call_word(call, "note"),
                        what->out);
}

static enum pal_rc put_new(struct pal_call *call, const struct form_of *of,
                           struct pal_value *document, struct pal_document *out)
{
    struct new_of_sheet sheet = {of, document, out};
    const struct pal_new_document what = {of->kind->word, pal_word_in(document, "id"),
                                          pal_said(call, pal_value_get(document, "title")),
                                          put_of_sheet, &sheet};
    return pal_form_put_new(call, &what);
}

static const char *title_of(struct pal_call *call, const struct pal_value *document)
{
    return pal_said(call, pal_value_get(document, "title"));
}

/* Another one was meant, which is there already. */
static enum pal_rc go_taken(struct pal_call *call, const struct pal_document *taken)
{
    pal_set_text(call->data, "id", taken->id);
    return pal_call_go(call, false, "%s", pal_document_place(call, taken));
}

/* What was typed; the id stands before the title, as people read it. */
static struct pal_value *new_document(struct pal_call *call, const struct form_of *of,
                                      const struct pal_value *typed)
{
    struct pal_value *document = pal_value_object(&call->values);
    pal_put_text(document, "palier", of->kind->name);
    pal_put_text(document, "id", pal_word_in(typed, "id"));
    pal_set_missing(document, typed);
    return document;
}

enum pal_rc pal_do_sheet_new(struct pal_call *call)
{
    struct form_of of;
    struct pal_document written;
    if (pal_sheet_asks_rows(call)) {
        return pal_do_sheet_new_rows(call);
    }
    enum pal_rc rc = open_new(call, &of);
    struct pal_value *document = NULL;
    if (rc == PAL_OK) {
        document = new_document(call, &of, pal_sheet_document(&of.sheet, &call->values, of.before));
        rc = pal_sheet_refusal(call, &of.sheet);
    }
    struct pal_document taken = {.id = NULL};
    if (rc == PAL_OK && of.kind == &pal_kinds[PAL_KIND_PROVIDER]) {
        rc = pal_settle_similar(call, of.project, title_of(call, document),
                                pal_word_in(document, "id"), &taken);
    }
    if (rc == PAL_OK && taken.id != NULL) {
        return go_taken(call, &taken);
    }
    rc = rc == PAL_OK ? put_new(call, &of, document, &written) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", written.id);
    return pal_go_written(call, &written, pal_document_place(call, &written));
}

/* The document with one item of a list as the form has it, a new one behind the others. */
static struct pal_value *with_item(struct pal_call *call, const struct form_of *of,
                                   struct pal_value *item)
{
    struct pal_value *document = pal_value_object(&call->values);
    const char *key = of->list_of->key;
    PAL_EACH(kept, of->before)
    {
        if (strcmp(kept->key, key) != 0) {
            pal_put(document, kept->key, kept);
            continue;
        }
        struct pal_value *list = pal_put_list(document, key);
        PAL_EACH(other, kept)
        {
            pal_add(list, other == of->item_kept ? item : other);
        }
    }
    if (of->item_kept == NULL) {
        struct pal_value *list = pal_value_get(document, key);
        pal_add(list != NULL ? list : pal_put_list(document, key), item);
    }
    return document;
}

enum pal_rc pal_do_sheet(struct pal_call *call)
{
    struct form_of of;
    struct pal_document written;
    struct pal_value *document = NULL;
    if (pal_sheet_asks_rows(call)) {
        return pal_do_sheet_rows(call);
    }
    enum pal_rc rc = open_kept(call, &of);
    if (rc == PAL_OK) {
        document = pal_sheet_document(&of.sheet, &call->values,
                                      of.item != NULL ? of.item_kept : of.before);
        document = of.item != NULL ? with_item(call, &of, document) : document;
        rc = pal_sheet_refusal(call, &of.sheet);
    }
    if (rc == PAL_OK) {
        rc = pal_put_json(call, of.record.project, document, pal_form_version(call),
                          pal_call_word(call, "note"), &written);
    }
    if (rc == PAL_E_CONFLICT || rc == PAL_E_EXISTS) {
        return pal_tell_conflict(call, of.kind->word, of.record.id);
    }
    return rc == PAL_OK ? pal_go_written(call, &written, item_list(call, &of)) : rc;
}
