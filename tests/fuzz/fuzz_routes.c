/* fuzz_routes - which route answers a path. The first byte chooses the method (g, h, p, else
 * another), the rest is the path; what is found is held against a second, plainer reading of the
 * table. Where a browser is sent from an act's address is a page. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/errand.h"
#include "http/parts.h"
#include "must.h"
#include "web/web_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum pal_method method_of(uint8_t byte)
{
    return byte == 'g' ? PAL_GET : byte == 'h' ? PAL_HEAD : byte == 'p' ? PAL_POST : PAL_DELETE;
}

/* A path of the table as segments; "{name}" stands for any. `order`: "wp" of "/written/{any}": of
 * two that fit the one that is written out sooner is meant, and comes last by these letters. */
static bool fits_plainly(struct pal_arena *arena, const char *path, const char *const *segments,
                         size_t count, char order[PAL_HTTP_SEGMENTS + 1])
{
    const char *parts[PAL_HTTP_SEGMENTS];
    size_t part_count = 0;
    char *copy = pal_arena_copy(arena, path, strlen(path));
    must(copy != NULL);
    for (char *save, *part = strtok_r(copy, "/", &save); part != NULL;
         part = strtok_r(NULL, "/", &save)) {
        parts[part_count++] = part;
    }
    bool is_same = part_count == count;
    memset(order, 0, PAL_HTTP_SEGMENTS + 1);
    for (size_t i = 0; i < count && is_same; i++) {
        order[i] = parts[i][0] == '{' ? 'p' : 'w';
        is_same = parts[i][0] == '{' || strcmp(parts[i], segments[i]) == 0;
    }
    return is_same;
}

/* Whoever asks for an act as for a page is sent to a page, which stands above it. */
static void check_elsewhere(struct pal_arena *arena, const struct pal_http_request *request,
                            bool is_act)
{
    const char *place = pal_route_elsewhere(request);
    const char *params[4];
    unsigned status;
    struct pal_door door;
    struct pal_http_request page = {.method = PAL_GET};
    must((place != NULL) == is_act);
    if (place == NULL) {
        return;
    }
    must(strcmp(place, "/") == 0 || strncmp(place, request->path, strlen(place)) == 0);
    must(pal_path_split(arena, place, page.segments, &page.segment_count) == PAL_OK);
    must(pal_route_find(&page, &door, params, &status) != NULL);
}

/* What the table means by the segments, and whether it has such a path for any method. */
static const struct pal_route *find_plainly(struct pal_arena *arena, const char *const *segments,
                                            size_t count, const struct pal_door *door,
                                            enum pal_method method, bool *has_path)
{
    const struct pal_route *plain = NULL;
    char best[PAL_HTTP_SEGMENTS + 1] = "";
    char order[PAL_HTTP_SEGMENTS + 1];
    *has_path = false;
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        bool is_closed =
            door->pass != NULL
                ? route->pass == 0 || (door->is_api && route->scope != PAL_SCOPE_SENDING)
                : door->is_api && pal_route_is_link(route);
        if (is_closed || !fits_plainly(arena, route->path, segments, count, order) ||
            (*has_path && strcmp(order, best) < 0)) {
            continue;
        }
        plain = *has_path && strcmp(order, best) == 0 ? plain : NULL;
        plain = route->method == method ? route : plain;
        memcpy(best, order, sizeof best);
        *has_path = true;
    }
    return plain;
}

static void check_route(struct pal_arena *arena, const struct pal_http_request *request)
{
    const char *params[4];
    unsigned status;
    struct pal_door door;
    bool has_path;
    const struct pal_route *found = pal_route_find(request, &door, params, &status);
    size_t skipped = door.segments;
    enum pal_method method = request->method == PAL_HEAD ? PAL_GET : request->method;
    const struct pal_route *plain =
        find_plainly(arena, request->segments + skipped, request->segment_count - skipped, &door,
                     method, &has_path);
    must(found == plain);
    must(found != NULL || status == (has_path ? 405 : 404));
    for (size_t i = 0; found != NULL && i < 4 && params[i] != NULL; i++) {
        bool is_segment = false;
        for (size_t j = skipped; j < request->segment_count; j++) {
            is_segment = is_segment || params[i] == request->segments[j];
        }
        must(is_segment);
    }
    check_elsewhere(arena, request, found == NULL && has_path && method == PAL_GET && !door.is_api);
    bool is_open = false;
    size_t most = pal_web_body_max(NULL, request, &is_open);
    must(found != NULL ? most <= found->body_max && (most > 0) == (found->body_max > 0)
                       : most == 0);
    must(is_open == (found != NULL && found->right == PAL_MAY_ANYTHING_ANYONE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    struct pal_http_request request = {0};
    if (size == 0) {
        return 0;
    }
    pal_arena_init(&arena, NULL);
    arena.is_piecewise = true; /* so that an overrun is seen */
    const char *path = pal_arena_copy(&arena, (const char *)data + 1, size - 1);
    request.method = method_of(data[0]);
    request.path = path;
    request.arena = &arena;
    if (path != NULL &&
        pal_path_split(&arena, path, request.segments, &request.segment_count) == PAL_OK) {
        check_route(&arena, &request);
    }
    pal_arena_done(&arena);
    return 0;
}
