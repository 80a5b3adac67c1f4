#include "web/look.h"

#include <string.h>

#include "web/web_parts.h"

/* How its words are called where the page reads them, and where it only keeps them: there a page
 * may mean something else by one (marks: the basis that is marked). */
static const char *const names[PAL_LOOK_WORDS][2] = {
    {"profile", "profile"},   {"alert", "alert"},
    {"basis", "kept-basis"},  {"effort", "effort"},
    {"alerts", "alerts"},     {"years", "years"},
    {"budget", "budget"},     {"by", "by"},
    {"provider", "provider"}, {"project_manager", "project_manager"},
    {"expert", "expert"},     {"money", "money"}};

/* The pages with figures are those that read which profile they are held against. */
static bool reads_look(const struct pal_route *route)
{
    struct pal_take take;
    return route != NULL && pal_take_find(route->query, names[PAL_LOOK_PROFILE][0], &take);
}

bool pal_look_is_shown(const struct pal_call *call)
{
    return reads_look(pal_route_page(call->route));
}

struct pal_look pal_look_asked(const struct pal_call *call)
{
    struct pal_look look = {{NULL}};
    bool is_shown = pal_look_is_shown(call);
    for (size_t i = 0; i < PAL_LOOK_WORDS; i++) {
        const char *word = pal_fields_get(&call->request->query, names[i][!is_shown]);
        look.words[i] = word != NULL && word[0] != '\0' ? word : NULL;
    }
    if (pal_call_is_pass(call)) { /* sees what the project aims at, and not what else there is */
        look.words[PAL_LOOK_PROFILE] = NULL;
        for (size_t i = PAL_LOOK_MEANS; i < PAL_LOOK_WORDS; i++) {
            look.words[i] = NULL;
        }
    }
    return look;
}

bool pal_look_is_any(const struct pal_look *look)
{
    for (size_t i = 0; i < PAL_LOOK_WORDS; i++) {
        if (look->words[i] != NULL) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------- addresses */

/* The page that an address of ours leads to; what begins with "?" is the page at hand. */
static const struct pal_route *page_at(const struct pal_call *call, const char *url)
{
    return url[0] == '/' ? pal_route_at(url) : pal_route_page(call->route);
}

/* An address with one word more in its query, before what stands behind "#". */
static const char *with_word(struct pal_call *call, const char *url, const char *name,
                             const char *value)
{
    size_t len = strcspn(url, "#");
    bool has_query = strcspn(url, "?") < len;
    return pal_call_printf(call, "%.*s%c%s=%s%s", (int)len, url, has_query ? '&' : '?', name,
                           pal_call_escaped(call, value), url + len);
}

static const char *with_look(struct pal_call *call, const char *url, const struct pal_route *page,
                             const struct pal_look *look)
{
    bool is_shown = reads_look(page);
    for (size_t i = 0; i < PAL_LOOK_WORDS; i++) {
        if (look->words[i] != NULL) {
            url = with_word(call, url, names[i][!is_shown], look->words[i]);
        }
    }
    return url;
}

const char *pal_look_kept(struct pal_call *call, const char *url)
{
    return call->look != NULL ? with_look(call, url, page_at(call, url), call->look) : url;
}

const char *pal_look_behind(struct pal_call *call, const char *url)
{
    return call->look != NULL ? with_look(call, "", page_at(call, url), call->look) : "";
}

const char *pal_look_after(struct pal_call *call, const char *url)
{
    static const char root[] = "/assessments/";
    size_t len = call->params[0] != NULL ? strlen(call->params[0]) : 0;
    const char *id = strncmp(url, root, sizeof root - 1) == 0 ? url + sizeof root - 1 : NULL;
    bool is_its_own = call->route->scope == PAL_SCOPE_ASSESSMENT && id != NULL &&
                      strncmp(id, call->params[0], len) == 0 && strchr("/?#", id[len]) != NULL;
    const struct pal_look look = pal_look_asked(call);
    return is_its_own && pal_look_is_any(&look) ? with_look(call, url, page_at(call, url), &look)
                                                : url;
}

/* The page as it was asked for, without the look. */
static const char *left(struct pal_call *call)
{
    const struct pal_fields *query = &call->request->query;
    const struct pal_route *page = pal_route_page(call->route);
    const bool is_shown = reads_look(page);
    const char *url = call->place;
    for (size_t i = 0; i < query->count; i++) {
        struct pal_take take;
        const struct pal_field_value *field = &query->items[i];
        bool is_own = field->value_len > 0 && pal_take_find(page->query, field->name, &take);
        for (size_t k = 0; k < PAL_LOOK_WORDS; k++) {
            is_own = is_own && strcmp(field->name, names[k][!is_shown]) != 0;
        }
        url = is_own ? with_word(call, url, field->name, field->value) : url;
    }
    return url;
}

void pal_look_use(struct pal_call *call, const struct pal_look *look, const char *text)
{
    struct pal_look *own = PAL_NEW(call->request->arena, struct pal_look, 1);
    if (own == NULL) {
        call->failed = true;
        return;
    }
    *own = *look;
    call->look = own;
    if (text[0] == '\0') {
        return;
    }
    const bool is_shown = pal_look_is_shown(call);
    struct pal_value *row = pal_value_object(&call->values);
    pal_put_text(row, "text", text);
    pal_put_boolean(row, "is_aside", !is_shown);
    pal_put_text(row, "leave_url", left(call));
    struct pal_value *kept = pal_put_list(row, "kept");
    for (size_t i = 0; i < PAL_LOOK_WORDS; i++) {
        if (look->words[i] != NULL) {
            struct pal_value *word = pal_add_object(kept);
            pal_put_text(word, "name", names[i][!is_shown]);
            pal_put_text(word, "value", look->words[i]);
        }
    }
    pal_set(call->page, "what_if", row);
}
