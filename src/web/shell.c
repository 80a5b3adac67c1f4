/* shell - what stands around every page: names, places, language, what was just saved. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "palier_version.h"
#include "web/web_parts.h"

static void add_place(struct pal_call *call, json_t *list, const char *title, const char *url,
                      const char *prefix)
{
    const char *path = call->request->path;
    json_t *row = json_object();
    pal_call_text(call, row, "title", title);
    pal_call_text(call, row, "url", url);
    pal_call_put(call, row, "is_current",
                 json_boolean(strcmp(path, url) == 0 ||
                              (prefix != NULL && strncmp(path, prefix, strlen(prefix)) == 0)));
    pal_call_add(call, list, row);
}

static json_t *navigation(struct pal_call *call)
{
    json_t *list = json_array();
    add_place(call, list, pal_call_tr(call, "Projects"), "/", "/projects/");
    if (pal_errand_may(&call->errand, PAL_MAY_READ_LIBRARY, NULL)) {
        add_place(call, list, pal_call_tr(call, "Library"), "/library", "/library/");
    }
    if (pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL)) {
        add_place(call, list, pal_call_tr(call, "People"), "/people", "/people/");
    }
    if (pal_errand_may(&call->errand, PAL_MAY_AUDIT, NULL)) {
        add_place(call, list, pal_call_tr(call, "Audit"), "/audit", NULL);
    }
    if (pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL)) {
        add_place(call, list, pal_call_tr(call, "Settings"), "/settings", NULL);
    }
    return list;
}

static json_t *languages(struct pal_call *call)
{
    static const char *const titles[] = {"English", "Français"};
    json_t *list = json_array();
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (i != (size_t)call->language.lang) {
            json_t *row = json_object();
            pal_call_text(call, row, "code", pal_lang_codes[i]);
            pal_call_text(call, row, "title", titles[i]);
            pal_call_text(call, row, "url", pal_call_printf(call, "?lang=%s", pal_lang_codes[i]));
            pal_call_add(call, list, row);
        }
    }
    return list;
}

/* "Saved 14:03:07.": what a change has sent the browser on with; "same": there was none. */
static json_t *message(struct pal_call *call)
{
    const char *saved = pal_call_query(call, "saved");
    if (saved != NULL && strcmp(saved, "same") == 0) {
        json_t *same = json_object();
        pal_call_put(call, same, "saved", json_false());
        pal_call_text(
            call, same, "text",
            pal_call_tr(call, "Nothing changed: what was sent is what was saved before."));
        return same;
    }
    char text[16];
    struct tm parts;
    time_t at = saved != NULL ? (time_t)strtoll(saved, NULL, 10) : 0;
    if (at <= 0 || gmtime_r(&at, &parts) == NULL ||
        strftime(text, sizeof text, "%H:%M:%S", &parts) == 0) {
        return json_null();
    }
    json_t *row = json_object();
    pal_call_put(call, row, "saved", json_true());
    pal_call_text(call, row, "text",
                  pal_call_printf(call, pal_call_tr(call, "Saved %s UTC."), text));
    return row;
}

static json_t *person(struct pal_call *call)
{
    if (call->errand.person.id == NULL) {
        return json_null();
    }
    json_t *row = json_object();
    pal_call_text(call, row, "id", call->errand.person.id);
    pal_call_text(call, row, "name", call->errand.person.name);
    pal_call_put(call, row, "can_administer",
                 json_boolean(pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL)));
    pal_call_put(call, row, "can_audit",
                 json_boolean(pal_errand_may(&call->errand, PAL_MAY_AUDIT, NULL)));
    return row;
}

/* A key that a handler has set itself stays. */
static void set(struct pal_call *call, const char *key, json_t *value)
{
    if (json_object_get(call->page, key) != NULL) {
        json_decref(value);
        return;
    }
    pal_call_put(call, call->page, key, value);
}

void pal_shell_fill(struct pal_call *call, const char *title)
{
    set(call, "lang", json_string(pal_lang_codes[call->language.lang]));
    set(call, "title", json_string(title));
    set(call, "csrf", json_string(pal_call_csrf(call)));
    set(call, "style", json_string(call->web->style));
    set(call, "script", json_string(call->web->script));
    set(call, "person", person(call));
    set(call, "navigation", navigation(call));
    set(call, "languages", languages(call));
    set(call, "message", message(call));
    set(call, "version", json_string(PALIER_VERSION));
    set(call, "errors", json_array());
    set(call, "crumbs", json_array());
    set(call, "marking", call->marking != NULL ? json_string(call->marking) : json_null());
}
