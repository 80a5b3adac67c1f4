#include "web/call.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/desk/document_json.h"
#include "app/house/errand.h"
#include "app/house/passes.h"
#include "app/house/people.h"
#include "app/house/shelf.h"
#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/work.h"
#include "render/template/value_json.h"
#include "render/template/writers.h"
#include "web/lists.h"
#include "web/parts.h"
#include "web/web_parts.h"

const char *pal_call_field(const struct pal_call *call, const char *name)
{
    assert(pal_route_reads_field(call->route, name)); /* the table tells the whole truth */
    return pal_fields_get(&call->form, name);
}

const char *pal_call_word(const struct pal_call *call, const char *name)
{
    const char *value = pal_call_field(call, name);
    return value != NULL ? value : "";
}

const char *pal_call_typed(const struct pal_call *call, const char *name)
{
    return call->is_form_again && pal_route_reads_field(call->route, name)
               ? pal_fields_get(&call->form, name)
               : NULL;
}

bool pal_call_is_again(const struct pal_call *call, pal_handler act)
{
    return call->is_form_again && call->route->run == act;
}

const char *pal_call_query(const struct pal_call *call, const char *name)
{
    assert(pal_route_reads_query(call->route, name));
    const char *value = pal_fields_get(&call->request->query, name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

enum pal_rc pal_call_no_place(struct pal_call *call)
{
    return pal_errand_fail(
        &call->errand, PAL_E_INVALID,
        "cursor: %s is no place in this list; give next_cursor as it came, or none",
        pal_quote(pal_call_query(call, "cursor")).text);
}

/* "2026-01-02,1700000000,ID" */
enum pal_rc pal_call_place(struct pal_call *call, struct pal_list_place *room,
                           const struct pal_list_place **out)
{
    const char *cursor = pal_call_query(call, "cursor");
    *out = NULL;
    if (cursor == NULL) {
        return PAL_OK;
    }
    size_t day = strcspn(cursor, ",");
    const char *at = cursor[day] == ',' ? cursor + day + 1 : "";
    size_t number = strcspn(at, ",");
    room->day = pal_call_printf(call, "%.*s", (int)day, cursor);
    room->at = pal_whole_number(pal_call_printf(call, "%.*s", (int)number, at));
    room->id = at[number] == ',' ? at + number + 1 : "";
    if (!pal_date_check(room->day) || room->at < 0 || room->id[0] == '\0') {
        return pal_call_no_place(call);
    }
    *out = room;
    return PAL_OK;
}

void pal_call_next(struct pal_call *call, const char *day, int64_t at, const char *id)
{
    const char *cursor =
        day != NULL ? pal_call_printf(call, "%s,%lld,%s", day, (long long)at, id) : NULL;
    pal_list_next(call, cursor);
}

bool pal_call_is_short(const struct pal_call *call)
{
    return call->failed || call->values.failed;
}

const char *pal_call_printf(struct pal_call *call, const char *fmt, ...)
{
    char text[2048];
    va_list args;
    va_start(args, fmt);
    int wrote = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    size_t len = wrote > 0 ? (size_t)wrote : 0;
    char *made = pal_arena_take_text(call->request->arena, len + 1);
    if (made == NULL) {
        call->failed = true;
        return "";
    }
    if (len < sizeof text) {
        memcpy(made, text, len);
    } else { /* it is longer: no text is cut */
        va_start(args, fmt);
        (void)vsnprintf(made, len + 1, fmt, args);
        va_end(args);
    }
    return made;
}

const char *pal_call_escaped(struct pal_call *call, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = pal_arena_take_text(call->request->arena, 3 * strlen(text) + 1);
    size_t len = 0;
    if (out == NULL) {
        call->failed = true;
        return "";
    }
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z') || strchr("-._~", byte) != NULL;
        if (is_plain) {
            out[len++] = *at;
        } else {
            out[len++] = '%';
            out[len++] = hex[byte >> 4];
            out[len++] = hex[byte & 15];
        }
    }
    out[len] = '\0';
    return out;
}

static char *put_digits(char *at, int value, int digits)
{
    for (int i = digits; i-- > 0; value /= 10) {
        at[i] = (char)('0' + value % 10);
    }
    return at + digits;
}

/* "2026-07-31T12:00:00Z". By hand: a list of a hundred entries spends a tenth of its time in
 * strftime. */
static const char *written(struct pal_call *call, int64_t at, bool has_time)
{
    enum { YEAR_LAST = 9999 };
    char text[32];
    struct tm parts;
    time_t when = (time_t)at;
    if (at <= 0 || gmtime_r(&when, &parts) == NULL || parts.tm_year + 1900 > YEAR_LAST) {
        return "";
    }
    char *end = put_digits(text, parts.tm_year + 1900, 4);
    *end++ = '-';
    end = put_digits(end, parts.tm_mon + 1, 2);
    *end++ = '-';
    end = put_digits(end, parts.tm_mday, 2);
    if (has_time) {
        *end++ = 'T';
        end = put_digits(end, parts.tm_hour, 2);
        *end++ = ':';
        end = put_digits(end, parts.tm_min, 2);
        *end++ = ':';
        end = put_digits(end, parts.tm_sec, 2);
        *end++ = 'Z';
    }
    const char *copy = pal_arena_copy(call->request->arena, text, (size_t)(end - text));
    return copy != NULL ? copy : "";
}

const char *pal_call_time(struct pal_call *call, int64_t at)
{
    return written(call, at, true);
}

const char *pal_call_day(struct pal_call *call, int64_t at)
{
    return written(call, at, false);
}

const char *pal_call_hours(struct pal_call *call, int64_t minutes)
{
    char text[PAL_WORK_TEXT];
    pal_work_write(minutes, text);
    return pal_call_printf(call, "%s", text);
}

int64_t pal_seconds_of_day(const char *date)
{
    uint64_t epoch;
    uint64_t minutes;
    if (!pal_date_check(date) || !pal_instant_read("1970-01-01", &epoch) ||
        !pal_instant_read(date, &minutes) || minutes <= epoch) {
        return 0;
    }
    return (int64_t)(minutes - epoch) * 60;
}

enum pal_rc pal_call_show(struct pal_call *call, const char *template, const char *title)
{
    call->template = template;
    pal_list_files(call);
    pal_shell_fill(call, title);
    return pal_call_is_short(call) ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

enum pal_rc pal_call_go(struct pal_call *call, bool saved, const char *fmt, ...)
{
    char path[1024];
    va_list args;
    va_start(args, fmt);
    int wrote = vsnprintf(path, sizeof path, fmt, args);
    va_end(args);
    if (wrote < 0 || (size_t)wrote >= sizeof path) {
        return pal_errand_fail(&call->errand, PAL_E_LIMIT, "the address is too long");
    }
    const char *url = pal_look_after(call, pal_call_printf(call, "%s", path));
    call->location =
        saved ? pal_call_printf(call, "%s%csaved=%lld", url, strchr(url, '?') != NULL ? '&' : '?',
                                (long long)call->errand.now)
              : url;
    return PAL_OK;
}

/* The list under a key of the page, made when it is first asked for. */
static struct pal_value *page_list(struct pal_call *call, const char *key)
{
    struct pal_value *list = pal_value_get(call->page, key);
    if (list == NULL) {
        list = pal_value_list(&call->values);
        pal_set(call->page, key, list);
    }
    return list;
}

static struct pal_value *page_object(struct pal_call *call, struct pal_value *in, const char *key)
{
    struct pal_value *object = pal_value_get(in, key);
    if (object == NULL) {
        const char *kept = pal_arena_copy(call->request->arena, key, strlen(key));
        if (kept == NULL) {
            call->failed = true;
            return &call->values.none;
        }
        object = pal_put_object(in, kept);
    }
    return object;
}

static struct pal_value *link_row(struct pal_call *call, const char *title, const char *url)
{
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "title", title);
    pal_put_text(row, "url", url);
    return row;
}

bool pal_call_is_pass(const struct pal_call *call)
{
    return call->is_quiet;
}

const char *pal_call_url(struct pal_call *call, const char *path)
{
    const struct pal_pass *held = call->errand.principal.pass;
    if (!call->is_quiet) {
        return path;
    }
    bool is_open = held != NULL && call->pass != NULL && (pal_route_pass(path) & held->rights) != 0;
    return is_open ? pal_call_under(call, call->pass, path) : NULL;
}

const char *pal_call_under(struct pal_call *call, const char *pass, const char *path)
{
    return pal_call_printf(call, "/p/%s%s", pass, path);
}

const char *pal_call_whole_url(struct pal_call *call, const char *path, const char *secret)
{
    return pal_call_printf(call, "%s://%s%s%s", call->request->is_secure ? "https" : "http",
                           pal_http_header(call->request, "Host"), path, secret);
}

void pal_call_crumb(struct pal_call *call, const char *title, const char *url)
{
    const char *own = pal_call_url(call, url);
    if (own != NULL) {
        pal_add(page_list(call, "crumbs"), link_row(call, title, own));
    }
}

void pal_call_tab(struct pal_call *call, const char *title, const char *url)
{
    const char *own = pal_call_url(call, url);
    if (own == NULL) {
        return;
    }
    const char *kept = pal_call_printf(call, "%s%s", own, pal_look_behind(call, url));
    struct pal_value *row = link_row(call, title, kept);
    pal_put_boolean(row, "is_current", strcmp(call->place, own) == 0);
    pal_add(page_list(call, "tabs"), row);
}

void pal_call_tab_is_here(struct pal_call *call)
{
    struct pal_value *tabs = page_list(call, "tabs");
    struct pal_value *last = pal_value_at(tabs, pal_value_count(tabs) - 1);
    if (last != NULL) {
        pal_set_boolean(last, "is_current", true);
    }
}

const char *pal_call_asked(struct pal_call *call, const char *path)
{
    const struct pal_fields *query = &call->request->query;
    char mark = '?';
    for (size_t i = 0; i < query->count; i++) {
        struct pal_take take;
        const struct pal_field_value *field = &query->items[i];
        bool is_part = strcmp(field->name, "part") == 0;
        if (!is_part && field->value_len > 0 &&
            pal_take_find(pal_route_page(call->route)->query, field->name, &take)) {
            path = pal_call_printf(call, "%s%c%s=%s", path, mark, field->name,
                                   pal_call_escaped(call, field->value));
            mark = '&';
        }
    }
    return path;
}

void pal_call_export(struct pal_call *call, const char *title, const char *url)
{
    const char *own = pal_call_url(call, url);
    if (own != NULL) {
        pal_add(page_list(call, "exports"), link_row(call, title, own));
    }
}

/* What is shown in a field: what was typed where the form is shown again. A page may hold fields of
 * other forms than the one that was sent. */
static const char *shown(const struct pal_call *call, const char *name, const char *value)
{
    const char *typed = call->is_form_again ? pal_fields_get(&call->form, name) : NULL;
    return typed != NULL ? typed : value;
}

void pal_call_form(struct pal_call *call, const char *name, const char *value)
{
    struct pal_value *field = page_object(call, page_object(call, call->page, "form"), name);
    pal_set_text(field, "value", shown(call, name, value));
}

enum pal_rc pal_call_check_text(struct pal_call *call, const char *name, const char *text,
                                size_t most)
{
    uint32_t code = 0;
    size_t count = 0;
    if (!pal_utf8_is_text(text, strlen(text), &code)) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, name,
                                  "the text holds the control character U+%04X; remove it",
                                  (unsigned)code);
    }
    for (const char *at = text; *at != '\0'; at++) {
        count += ((unsigned char)*at & 0xC0) != 0x80;
    }
    return most == 0 || count <= most
               ? PAL_OK
               : pal_errand_fail_at(&call->errand, PAL_E_INVALID, name,
                                    "the text has %zu characters; at most %u are read", count,
                                    (unsigned)most);
}

void pal_call_error(struct pal_call *call, const char *name, const char *sentence)
{
    struct pal_value *field = page_object(call, page_object(call, call->page, "form"), name);
    pal_set_text(field, "error", sentence);
}

const char *pal_call_told(const struct pal_call *call, const char *name)
{
    const struct pal_value *field = pal_value_get(pal_value_get(call->page, "form"), name);
    return pal_value_as_text(pal_value_get(field, "error"));
}

void pal_call_option(struct pal_call *call, const char *name, const char *value, const char *title,
                     const char *chosen)
{
    struct pal_value *field = page_object(call, page_object(call, call->page, "form"), name);
    struct pal_value *options = pal_value_get(field, "options");
    if (options == NULL) {
        options = pal_value_list(&call->values);
        pal_put(field, "options", options);
    }
    const char *at = shown(call, name, chosen);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "value", value);
    pal_put_text(row, "title", title);
    pal_put_boolean(row, "is_chosen", at != NULL && strcmp(at, value) == 0);
    pal_add(options, row);
}

void pal_call_keep(struct pal_call *call, const char *name, const char *chosen, const char *title)
{
    struct pal_value *field = page_object(call, page_object(call, call->page, "form"), name);
    const char *at = shown(call, name, chosen);
    bool is_there = at == NULL || at[0] == '\0';
    PAL_EACH(row, pal_value_get(field, "options"))
    {
        const char *value = pal_value_as_text(pal_value_get(row, "value"));
        is_there = is_there || (value != NULL && strcmp(value, at) == 0);
    }
    if (!is_there) {
        pal_call_option(call, name, at,
                        pal_call_printf(call, pal_call_tr(call, "%s: does not fit (any more)"),
                                        title != NULL ? title : at),
                        at);
    }
}

struct pal_value *pal_call_document(struct pal_call *call, const char *text, size_t len)
{
    return pal_house_value(pal_call_app(call), text, len, &call->values);
}

void pal_call_yaml(const struct pal_value *document, struct pal_buf *out)
{
    json_t *json = pal_json_of_value(document);
    if (json != NULL) {
        pal_document_yaml(json, out);
    } else {
        out->failed = true;
    }
    json_decref(json);
}

struct pal_app *pal_call_app(struct pal_call *call)
{
    if (!call->has_app) {
        pal_app_init_in(&call->app, call->request->arena->alloc);
        call->app.voice = call->errand.voice;
        pal_house_use(&call->errand, &call->app);
        call->has_app = true;
    }
    return &call->app;
}

enum pal_rc pal_call_names(struct pal_call *call, const char *const *ids, size_t count)
{
    const char **wanted = PAL_NEW(call->request->arena, const char *, count);
    const char **names = PAL_NEW(call->request->arena, const char *, count);
    struct pal_value *known = page_object(call, call->page, "names");
    size_t used = 0;
    if (wanted == NULL || names == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        if (ids[i] != NULL && ids[i][0] != '\0' && pal_value_get(known, ids[i]) == NULL) {
            wanted[used++] = ids[i];
            pal_put_text(known, ids[i], ids[i]);
        }
    }
    enum pal_rc rc = pal_people_names(&call->errand, wanted, used, names);
    for (size_t i = 0; i < used && rc == PAL_OK; i++) {
        bool has_name = names[i] != NULL && names[i][0] != '\0';
        pal_set_text(known, wanted[i], has_name ? names[i] : wanted[i]);
    }
    return pal_errand_explain(&call->errand, rc);
}

const char *pal_call_person(struct pal_call *call, const char *id)
{
    const char *name = pal_value_as_text(pal_value_get(pal_value_get(call->page, "names"), id));
    return name != NULL ? name : id;
}

const char *pal_call_author(struct pal_call *call, const char *person, const char *claim)
{
    if (claim == NULL || claim[0] == '\0' || strcmp(claim, person) == 0) {
        return pal_call_person(call, person);
    }
    const char *by =
        person[0] != '\0' ? pal_call_person(call, person) : pal_call_tr(call, "the operator");
    return pal_call_printf(call, pal_call_tr(call, "imported by %s, who says it was %s"), by,
                           pal_call_person(call, claim));
}

enum pal_rc pal_call_who(struct pal_call *call, const struct pal_document *record)
{
    const char *ids[] = {record->changed_by, record->claim};
    bool is_claimed = record->claim != NULL && record->claim[0] != '\0';
    if (pal_call_is_pass(call) || (record->changed_by[0] == '\0' && !is_claimed)) {
        return PAL_OK;
    }
    enum pal_rc rc = pal_call_names(call, ids, 2);
    struct pal_value *who = pal_value_object(&call->values);
    pal_put_text(who, "name", pal_call_author(call, record->changed_by, record->claim));
    pal_put_text(who, "at", pal_call_time(call, record->changed_at));
    pal_set(call->page, "who", who);
    return rc;
}

const char *pal_call_tr(const struct pal_call *call, const char *text)
{
    return pal_tr(&call->language, text);
}

bool pal_call_may(const struct pal_call *call, enum pal_right right)
{
    return pal_errand_may(&call->errand, right, call->project);
}

/* ------------------------------------------------ reports inside the shell */

enum pal_rc pal_call_report(struct pal_call *call, struct pal_view view, const char *template,
                            const char *title)
{
    pal_shell_fill(call, title);
    if (pal_call_is_short(call)) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY); /* the view may be none */
    }
    enum pal_rc rc = pal_parts_choose(call, &view);
    if (rc != PAL_OK) {
        return rc;
    }
    call->template = template;
    pal_set_all(view.page, call->page);
    call->page = view.page;
    if (call->report_key != NULL) {
        pal_set(call->data, call->report_key, view.data);
    } else {
        pal_set_missing(view.data, call->data);
        call->data = view.data;
    }
    return call->values.failed ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

const char *pal_call_size(struct pal_call *call, int64_t size)
{
    char room[PAL_WRITTEN_MAX];
    return pal_call_printf(call, "%s", pal_write_size(&call->language, size, room));
}
