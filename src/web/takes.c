/* takes - the words with which a route says what it takes; see struct pal_route. */
#include <string.h>

#include "web/shapes/shapes.h"
#include "web/web_parts.h"

bool pal_take_next(const char **words, struct pal_take *out)
{
    const char *at = *words + strspn(*words, " ");
    size_t len = strcspn(at, " ");
    size_t name = strcspn(at, " =[@");
    if (len == 0) {
        return false;
    }
    *out = (struct pal_take){.name = at,
                             .name_len = name,
                             .is_list = at[name] == '[',
                             .is_file = at[name] == '@',
                             .is_long = at[name] == '@' || (len == 4 && memcmp(at, "text", 4) == 0),
                             .choices = at[name] == '=' ? at + name + 1 : NULL,
                             .choices_len = at[name] == '=' ? len - name - 1 : 0};
    *words = at + len;
    return true;
}

bool pal_take_find(const char *words, const char *name, struct pal_take *out)
{
    size_t len = strlen(name);
    while (pal_take_next(&words, out)) {
        bool is_any = out->name_len == 1 && out->name[0] == '*';
        if (is_any || (out->name_len == len && memcmp(out->name, name, len) == 0)) {
            return true;
        }
    }
    return false;
}

const char *pal_take_choices(struct pal_arena *arena, const struct pal_take *take)
{
    const char *told = "";
    for (size_t at = 0; told != NULL && at < take->choices_len;) {
        size_t len = strcspn(take->choices + at, "| ");
        told = pal_arena_printf(arena, "%s%s%.*s", told, at > 0 ? ", " : "", (int)len,
                                take->choices + at);
        at += len + 1;
    }
    return told != NULL ? told : "";
}

const char *pal_take_told(struct pal_arena *arena, const char *words)
{
    const char *told = "";
    struct pal_take take;
    while (told != NULL && pal_take_next(&words, &take)) {
        bool is_any = take.name_len == 1 && take.name[0] == '*';
        const char *choices = pal_take_choices(arena, &take);
        told = pal_arena_printf(arena, "%s%s%.*s%s%s%s", told, told[0] != '\0' ? ", " : "",
                                is_any ? (int)strlen("…") : (int)take.name_len,
                                is_any ? "…" : take.name, choices[0] != '\0' ? " (" : "", choices,
                                choices[0] != '\0' ? ")" : "");
    }
    return told != NULL ? told : "";
}

bool pal_take_has_long(const char *words, bool is_file)
{
    struct pal_take take;
    while (pal_take_next(&words, &take)) {
        if (take.is_long && take.is_file == is_file) {
            return true;
        }
    }
    return false;
}

bool pal_take_allows(const struct pal_take *take, const char *value)
{
    size_t len = strlen(value);
    for (size_t at = 0; at < take->choices_len;) {
        size_t choice = strcspn(take->choices + at, "| ");
        if (choice == len && memcmp(take->choices + at, value, len) == 0) {
            return true;
        }
        at += choice + 1;
    }
    return take->choices == NULL;
}

bool pal_route_reads_query(const struct pal_route *route, const char *name)
{
    struct pal_take take;
    /* What an act answers with may be its page. */
    return route == NULL || strcmp(name, "lang") == 0 || strcmp(name, "saved") == 0 ||
           (strcmp(name, "format") == 0 && pal_shape_rows(route) != NULL) ||
           pal_take_find(route->query, name, &take) ||
           pal_take_find(pal_route_page(route)->query, name, &take);
}

bool pal_route_reads_field(const struct pal_route *route, const char *name)
{
    struct pal_take take;
    return strcmp(name, "csrf") == 0 || pal_take_find(route->fields, name, &take);
}
