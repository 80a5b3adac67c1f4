#include "app/house/sorted.h"

#include <string.h>

#include "base/text.h"

static const char *join(struct pal_errand *errand, const char *const *words, size_t count)
{
    const char *all = words[0];
    for (size_t i = 1; i < count && all != NULL; i++) {
        all = pal_arena_printf(errand->arena, "%s, %s", all, words[i]);
    }
    return all != NULL ? all : "";
}

enum pal_rc pal_sorted_read(struct pal_errand *errand, const char *sort, const char *const *words,
                            size_t count, size_t *order, bool *is_down)
{
    *is_down = sort[0] == '-';
    for (*order = 0; *order < count; ++*order) {
        if (strcmp(sort + *is_down, words[*order]) == 0) {
            return PAL_OK;
        }
    }
    return pal_errand_fail(errand, PAL_E_INVALID,
                           "sort: %s is none of these: %s; each with - before it from the last on",
                           pal_quote(sort).text, join(errand, words, count));
}

enum pal_rc pal_sorted_place(struct pal_errand *errand, const char *cursor, const char *sort,
                             const char **id, const char **key)
{
    size_t len = strlen(sort);
    *id = NULL;
    *key = "";
    if (cursor == NULL) {
        return PAL_OK;
    }
    bool is_fine = strncmp(cursor, sort, len) == 0 && cursor[len] == ',';
    const char *from = is_fine ? cursor + len + 1 : "";
    size_t id_len = strcspn(from, ",");
    if (id_len > 0 && from[id_len] == ',') {
        *id = pal_arena_copy(errand->arena, from, id_len);
        *key = from + id_len + 1;
    }
    return *id != NULL ? PAL_OK
                       : pal_errand_fail(errand, PAL_E_INVALID,
                                         "cursor: the list does not go on at %s; leave it out to "
                                         "begin anew",
                                         pal_quote(cursor).text);
}

const char *pal_sorted_cursor(struct pal_errand *errand, const char *sort, const char *id,
                              const char *key)
{
    return pal_arena_printf(errand->arena, "%s,%s,%s", sort, id, key);
}
