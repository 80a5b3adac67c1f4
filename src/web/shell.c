/* shell - what stands around every page: names, places, language, what was just saved. */
#include <string.h>

#include "app/house/errand.h"
#include "app/house/passes.h"
#include "base/text.h"
#include "palier_version.h"
#include "web/forms.h"
#include "web/web_parts.h"

static void add_place(struct pal_call *call, struct pal_value *list, const char *title,
                      const char *url, const char *prefix)
{
    const char *path = call->place;
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "title", title);
    pal_put_text(row, "url", url);
    pal_put_boolean(row, "is_current",
                    strcmp(path, url) == 0 ||
                        (prefix != NULL && strncmp(path, prefix, strlen(prefix)) == 0));
    pal_add(list, row);
}

static struct pal_value *navigation(struct pal_call *call)
{
    struct pal_value *list = pal_value_list(&call->values);
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

/* The page as it was asked for, a look that it keeps with it; where an act has shown it, not at the
 * act's address. */
static const char *same_page(struct pal_call *call)
{
    const char *place = call->place == call->request->path ? "" : call->place;
    const char *asked = call->route != NULL ? pal_call_asked(call, place) : place;
    return call->route == NULL || pal_look_is_shown(call) ? asked : pal_look_kept(call, asked);
}

/* The page again, in another language. */
static struct pal_value *languages(struct pal_call *call)
{
    static const char *const titles[] = {"English", "Français"};
    const char *same = same_page(call);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < PAL_LANG_COUNT; i++) {
        if (i != (size_t)call->language.lang) {
            struct pal_value *row = pal_value_object(&call->values);
            pal_put_text(row, "code", pal_lang_codes[i]);
            pal_put_text(row, "title", titles[i]);
            pal_put_text(row, "url",
                         pal_call_printf(call, "%s%clang=%s", same,
                                         strchr(same, '?') != NULL ? '&' : '?', pal_lang_codes[i]));
            pal_add(list, row);
        }
    }
    return list;
}

/* "Saved 14:03:07 UTC+1.": what a change has sent the browser on with; "same": there was none. */
static struct pal_value *message(struct pal_call *call)
{
    const char *saved = pal_call_query(call, "saved");
    if (saved != NULL && strcmp(saved, "same") == 0) {
        struct pal_value *same = pal_value_object(&call->values);
        pal_put_boolean(same, "saved", false);
        pal_put_text(same, "text",
                     pal_call_tr(call, "Nothing changed: what was sent is what was saved before."));
        return same;
    }
    char text[PAL_ZONE_TEXT];
    int64_t at = saved != NULL ? pal_whole_number(saved) : 0;
    if (at <= 0) {
        return pal_value_null(&call->values);
    }
    pal_zone_write_clock(call->zone, at, text);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_boolean(row, "saved", true);
    pal_put_text(row, "text", pal_call_printf(call, pal_call_tr(call, "Saved %s."), text));
    return row;
}

static struct pal_value *person(struct pal_call *call)
{
    if (call->errand.principal.id == NULL) {
        return pal_value_null(&call->values);
    }
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "id", call->errand.principal.id);
    pal_put_text(row, "name", call->errand.principal.name);
    pal_put_boolean(row, "can_administer", pal_errand_may(&call->errand, PAL_MAY_ADMINISTER, NULL));
    pal_put_boolean(row, "can_audit", pal_errand_may(&call->errand, PAL_MAY_AUDIT, NULL));
    return row;
}

/* A key that a handler has set itself stays. */
static void set(struct pal_call *call, const char *key, struct pal_value *value)
{
    if (pal_value_get(call->page, key) != NULL) {
        return;
    }
    pal_set(call->page, key, value);
}

/* What a page says that is read with a pass: until when. */
static struct pal_value *pass(struct pal_call *call)
{
    const struct pal_pass *held = call->errand.principal.pass;
    if (!pal_call_is_pass(call)) {
        return pal_value_null(&call->values);
    }
    struct pal_value *row = pal_value_object(&call->values);
    bool answers = held != NULL && (held->rights & PAL_PASS_ANSWER) != 0;
    pal_put_text(
        row, "text",
        held != NULL
            ? pal_call_printf(call,
                              answers ? pal_call_tr(call, "Link to a questionnaire, open until %s")
                                      : pal_call_tr(call, "Read-only link, until %s"),
                              pal_call_day(call, held->expires_at - 1))
            : NULL);
    return row;
}

/* The last crumb where it is the thing whose pages the tabs are: its title stands below, in full.
 */
static void leave_out_thing(struct pal_call *call)
{
    struct pal_value *crumbs = pal_value_get(call->page, "crumbs");
    const size_t count = pal_value_count(crumbs);
    const char *thing = pal_value_as_text(pal_value_get(call->page, "thing"));
    struct pal_value *last = count > 0 ? pal_value_at(crumbs, count - 1) : NULL;
    if (last != NULL && thing != NULL && strcmp(thing, pal_word_in(last, "title")) == 0) {
        pal_put_boolean(last, "is_thing", true);
    }
}

void pal_shell_fill(struct pal_call *call, const char *title)
{
    set(call, "lang", pal_value_borrowed(&call->values, pal_lang_codes[call->language.lang]));
    set(call, "title", pal_value_text(&call->values, title));
    set(call, "here", pal_value_borrowed(&call->values, call->place));
    set(call, "query",
        pal_value_text(&call->values, call->route != NULL ? pal_call_asked(call, "") : ""));
    set(call, "look",
        pal_value_text(&call->values, call->route != NULL ? pal_look_behind(call, "") : ""));
    set(call, "csrf", pal_value_text(&call->values, pal_call_csrf(call)));
    set(call, "style", pal_value_borrowed(&call->values, call->web->style));
    set(call, "script", pal_value_borrowed(&call->values, call->web->script));
    set(call, "person", person(call));
    set(call, "pass", pass(call));
    set(call, "navigation",
        pal_call_is_pass(call) ? pal_value_list(&call->values) : navigation(call));
    set(call, "languages", languages(call));
    set(call, "message", message(call));
    set(call, "version", pal_value_borrowed(&call->values, PALIER_VERSION));
    set(call, "errors", pal_value_list(&call->values));
    set(call, "crumbs", pal_value_list(&call->values));
    leave_out_thing(call);
    set(call, "marking",
        call->marking != NULL ? pal_value_text(&call->values, call->marking)
                              : pal_value_null(&call->values));
}
