/* parts - a page shows one part of what is too long for it; the API does where it is asked to. */
#include "web/parts.h"
#include "app/house/errand.h"

#include <string.h>

#include "base/text.h"
#include "web/shapes/shapes.h"
#include "web/web_parts.h"

enum { DEPTH = 6 }; /* lists within lists of a view */

/* Puts the part at `index` in the place of each long list, or counts alone where `index` is
 * SIZE_MAX; gives how many parts the longest has. */
static size_t choose(struct pal_call *call, struct pal_value *container, size_t index,
                     unsigned depth)
{
    size_t most = 1;
    bool is_object = container != NULL && container->kind == PAL_VALUE_OBJECT;
    bool is_list = container != NULL && container->kind == PAL_VALUE_LIST;
    if ((!is_object && !is_list) || depth == 0) {
        return 1;
    }
    PAL_EACH(item, container)
    {
        size_t parts = pal_value_part_count(item);
        if (parts == 1) {
            parts = choose(call, item, index, depth - 1);
        } else if (index != SIZE_MAX && is_object) {
            pal_set(container, item->key, pal_value_part(&call->values, item, index));
        }
        most = parts > most ? parts : most;
    }
    return most;
}

/* This page's address with another part. */
static const char *part_url(struct pal_call *call, size_t part)
{
    const char *url = pal_call_printf(call, "%s?part=%zu", call->place, part);
    for (size_t i = 0; i < call->request->query.count; i++) {
        const struct pal_field_value *field = &call->request->query.items[i];
        if (strcmp(field->name, "part") != 0 && pal_route_reads_query(call->route, field->name)) {
            url = pal_call_printf(call, "%s&%s=%s", url, field->name,
                                  pal_call_escaped(call, field->value));
        }
    }
    return url;
}

static void put_links(struct pal_call *call, struct pal_value *page, size_t part, size_t count)
{
    struct pal_value *parts = pal_put_object(page, "parts");
    pal_put_integer(parts, "part", (int64_t)part);
    pal_put_integer(parts, "of", (int64_t)count);
    if (part > 1) {
        pal_put_text(parts, "previous", part_url(call, part - 1));
    }
    if (part < count) {
        pal_put_text(parts, "next", part_url(call, part + 1));
    }
}

/* Which of `count` parts is asked for, from 1; 0: the API asks for none, or there is but one. */
static enum pal_rc read_part(struct pal_call *call, size_t count, size_t *out)
{
    const char *asked = pal_call_query(call, "part");
    const int64_t part = asked == NULL ? 1 : pal_whole_number(asked);
    if (part < 1 || (uint64_t)part > count) {
        return pal_errand_fail(&call->errand, PAL_E_INVALID,
                               "there is no part %s: this has %zu, counted from 1",
                               pal_quote(asked).text, count);
    }
    *out = count == 1 || (call->is_api && asked == NULL) ? 0 : (size_t)part;
    return PAL_OK;
}

static void tell_part(struct pal_call *call, struct pal_value *page, struct pal_value *data,
                      size_t part, size_t count)
{
    put_links(call, page, part, count);
    struct pal_value *told = pal_put_object(data, "part");
    pal_put_integer(told, "part", (int64_t)part);
    pal_put_integer(told, "of", (int64_t)count);
}

enum pal_rc pal_parts_span(struct pal_call *call, size_t count, size_t per_part,
                           struct pal_span *out)
{
    const size_t parts = count > per_part ? (count + per_part - 1) / per_part : 1;
    size_t part = 0;
    enum pal_rc rc = read_part(call, parts, &part);
    *out = (struct pal_span){0, count};
    if (rc == PAL_OK && part > 0) {
        out->first = (part - 1) * per_part;
        out->count = count - out->first < per_part ? count - out->first : per_part;
        tell_part(call, call->page, call->data, part, parts);
    }
    return rc;
}

enum pal_rc pal_parts_choose(struct pal_call *call, struct pal_view *view)
{
    /* A page shows what `page` has, beside areas of `data` in the same parts. */
    size_t count = choose(call, call->is_api ? view->data : view->page, SIZE_MAX, DEPTH);
    size_t part = 0;
    enum pal_rc rc = read_part(call, count, &part);
    if (rc != PAL_OK) {
        return rc;
    }
#ifdef PAL_HOLD_SHAPES
    if (!pal_shapes_have_parts(call)) {
        return pal_errand_explain(&call->errand, PAL_E_IO);
    }
#endif
    if (part == 0) {
        return PAL_OK;
    }
    (void)choose(call, view->data, part - 1, DEPTH);
    (void)choose(call, view->page, part - 1, DEPTH);
    tell_part(call, view->page, view->data, part, count);
    return PAL_OK;
}
