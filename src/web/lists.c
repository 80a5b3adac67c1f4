#include "web/lists.h"

#include <string.h>

#include "web/shapes/shapes.h"
#include "web/web_parts.h"

/* What says where in the list one is, or how it is handed over: no part of what the list is. */
static bool is_of_place(const char *name)
{
    static const char *const names[] = {"cursor", "part", "lang", "saved", "format"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const char *add_parameter(struct pal_call *call, const char *url, const char *name,
                                 const char *value)
{
    return pal_call_printf(call, "%s%c%s=%s", url, strchr(url, '?') != NULL ? '&' : '?', name,
                           pal_call_escaped(call, value));
}

/* An address with what the list is filtered and sorted by, but for one parameter (NULL: none). */
static const char *chosen(struct pal_call *call, const char *url, const char *name)
{
    const struct pal_fields *query = &call->request->query;
    for (size_t i = 0; i < query->count; i++) {
        const struct pal_field_value *field = &query->items[i];
        struct pal_take take;
        if (field->value_len > 0 && (name == NULL || strcmp(field->name, name) != 0) &&
            !is_of_place(field->name) &&
            pal_take_find(pal_route_page(call->route)->query, field->name, &take)) {
            url = add_parameter(call, url, field->name, field->value);
        }
    }
    return url;
}

const char *pal_list_url(struct pal_call *call, const char *name, const char *value)
{
    const char *url = chosen(call, call->place, name);
    return value != NULL ? add_parameter(call, url, name, value) : url;
}

/* What the list is sorted by, of one that has orders. */
static const char *sort_of(struct pal_call *call)
{
    return pal_route_reads_query(call->route, "sort") ? pal_call_query(call, "sort") : NULL;
}

void pal_list_heads(struct pal_call *call, const struct pal_list_sort *sorts, size_t count,
                    const char *now)
{
    struct pal_value *heads = pal_value_object(&call->values);
    bool is_down = now[0] == '-';
    for (size_t i = 0; i < count; i++) {
        bool is_now = strcmp(now + is_down, sorts[i].id) == 0;
        bool goes_down = is_now ? !is_down : sorts[i].is_down_first;
        struct pal_value *head = pal_put_object(heads, sorts[i].id);
        pal_put_text(
            head, "url",
            pal_list_url(call, "sort",
                         pal_call_printf(call, "%s%s", goes_down ? "-" : "", sorts[i].id)));
        pal_put_text(head, "aria", !is_now ? NULL : is_down ? "descending" : "ascending");
    }
    pal_set(call->page, "heads", heads);
}

void pal_list_filtered(struct pal_call *call, const char *name, const char *title,
                       const char *shown)
{
    struct pal_value *list = pal_value_get(call->page, "filters");
    if (list == NULL) {
        const char *sort = sort_of(call);
        list = pal_value_list(&call->values);
        pal_set(call->page, "filters", list);
        pal_set_text(call->page, "all_url",
                     sort != NULL ? add_parameter(call, call->place, "sort", sort) : call->place);
        pal_set_boolean(call->page, "is_filtered", true);
    }
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "title", title);
    pal_put_text(row, "shown", shown);
    pal_put_text(row, "url", pal_list_url(call, name, NULL));
}

size_t pal_list_part(const struct pal_call *call, size_t shown)
{
    enum { OF_A_TABLE = 100 }; /* each may come with 256 kB of its text */
    return call->table != PAL_TABLE_NONE && shown < OF_A_TABLE ? OF_A_TABLE : shown;
}

void pal_list_files(struct pal_call *call)
{
    if (call->is_api || call->route == NULL ||
        pal_shape_rows(pal_route_page(call->route)) == NULL) {
        return;
    }
    const char *place = strcmp(call->place, "/") == 0 ? "/projects" : call->place;
    pal_call_export(
        call, "CSV",
        pal_call_printf(call, "/api/v1%s",
                        add_parameter(call, chosen(call, place, NULL), "format", "spreadsheet")));
    pal_call_export(call, "JSON", pal_call_asked(call, pal_call_printf(call, "/api/v1%s", place)));
}

/* A field of the form; `value` NULL: nothing is asked for by it. */
static struct pal_value *add_search(struct pal_call *call, const char *name, const char *label,
                                    const char *shown)
{
    struct pal_value *list = pal_value_get(call->page, "searches");
    const char *value = pal_call_query(call, name);
    if (list == NULL) {
        list = pal_value_list(&call->values);
        pal_set(call->page, "searches", list);
        pal_set_text(call->page, "sort", sort_of(call));
    }
    if (value != NULL) {
        pal_list_filtered(call, name, label, shown);
    }
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "name", name);
    pal_put_text(row, "label", label);
    pal_put_text(row, "value", value);
    return row;
}

void pal_list_search(struct pal_call *call, const char *name, const char *label)
{
    struct pal_value *row = add_search(call, name, label, pal_call_query(call, name));
    pal_put_boolean(row, "is_text", true);
}

static void add_option(struct pal_value *list, const char *value, const char *title,
                       const char *chosen)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_text(row, "value", value);
    pal_put_text(row, "title", title);
    pal_put_boolean(row, "is_chosen", strcmp(value, chosen) == 0);
}

void pal_list_select(struct pal_call *call, const char *name, const char *label,
                     const struct pal_list_option *options, size_t count)
{
    const char *query = pal_call_query(call, name);
    const char *chosen = query != NULL ? query : "";
    const char *shown = NULL;
    for (size_t i = 0; i < count; i++) {
        shown = strcmp(options[i].value, chosen) == 0 ? options[i].title : shown;
    }
    struct pal_value *row = add_search(call, name, label, shown != NULL ? shown : query);
    struct pal_value *list = pal_put_list(row, "options");
    add_option(list, "", pal_call_tr(call, "any"), chosen);
    for (size_t i = 0; i < count; i++) {
        add_option(list, options[i].value, options[i].title, chosen);
    }
    if (query != NULL && shown == NULL) { /* it stays to be seen */
        add_option(list, query,
                   pal_call_printf(call, pal_call_tr(call, "%s: does not fit (any more)"), query),
                   chosen);
    }
    pal_put_boolean(row, "is_select", true);
}

void pal_list_box(struct pal_call *call, const char *name, const char *label)
{
    struct pal_value *row = add_search(call, name, label, NULL);
    pal_put_boolean(row, "is_box", true);
}

void pal_list_next(struct pal_call *call, const char *cursor)
{
    pal_set_text(call->data, "next_cursor", cursor);
    pal_set_text(call->page, "next_url",
                 cursor != NULL ? pal_list_url(call, "cursor", cursor) : NULL);
}
