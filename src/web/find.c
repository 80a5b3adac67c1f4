/* find - which route a request means, which page an act is of, and what a route waits among. */
#include <string.h>

#include "app/house/facts.h"
#include "app/house/sending.h"
#include "format/kinds.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

/* ------------------------------------------------------------------ waiting */

/* What waits for the disk alone; a kind that much is computed of is what a document is. The kind is
 * the last {…} of the path. */
static enum pal_web_lane lane_of_facts(const struct pal_route *route, const char *params[4])
{
    size_t count = 0;
    for (const char *at = strchr(route->path, '{'); at != NULL; at = strchr(at + 1, '{')) {
        count++;
    }
    return pal_facts_are_followed(params[count - 1]) ? PAL_LANE_DOCUMENTS : PAL_LANE_ACTS;
}

enum pal_web_lane pal_route_lane(const struct pal_route *route, const char *params[4])
{
    if ((route->traits & PAL_ROUTE_HASHES) != 0) {
        return PAL_LANE_PASSWORDS;
    }
    if ((route->traits & PAL_ROUTE_LONG) != 0) {
        return PAL_LANE_DOCUMENTS;
    }
    if ((route->traits & PAL_ROUTE_WAITS) != 0) {
        return PAL_LANE_ACTS;
    }
    if ((route->traits & PAL_ROUTE_FOLLOWS) != 0) {
        return lane_of_facts(route, params);
    }
    return route->right == PAL_MAY_ANYTHING_ANYONE && route->run != pal_do_pass ? PAL_LANE_OPEN
                                                                                : PAL_LANE_PAGES;
}

/* ------------------------------------------------------------------ finding */

/* Whether a path of the table fits the segments; parameters are kept. `written`: which of them
 * stand in the path as they are, the first in the highest bit. */
static bool fits(const char *path, const char *const *segments, size_t count, const char *params[4],
                 unsigned *written)
{
    size_t used = 0;
    size_t at = 0;
    *written = 0;
    while (*path == '/' && path[1] != '\0') {
        path++;
        bool is_other = at < count && path[0] != '{' && path[0] != segments[at][0];
        if (at == count || is_other) { /* most of the table is no more than looked at */
            return false;
        }
        size_t len = strcspn(path, "/");
        if (path[0] == '{') {
            params[used++] = segments[at];
        } else if (strlen(segments[at]) != len || memcmp(segments[at], path, len) != 0) {
            return false;
        } else {
            *written |= 1U << (PAL_HTTP_SEGMENTS - at);
        }
        path += len;
        at++;
    }
    return at == count;
}

enum { PATH_MOST = 256 };

/* An address without its query, cut into its segments in `copy`; 0: it is too long, or the root. */
static size_t split(const char *url, char copy[PATH_MOST], const char *segments[PAL_HTTP_SEGMENTS])
{
    size_t len = strcspn(url, "?#");
    size_t count = 0;
    if (len >= PATH_MOST) {
        return 0;
    }
    memcpy(copy, url, len);
    copy[len] = '\0';
    for (char *at = copy; *at == '/' && count < PAL_HTTP_SEGMENTS;) {
        *at++ = '\0';
        segments[count++] = at;
        at += strcspn(at, "/");
    }
    return count;
}

unsigned pal_route_pass(const char *path)
{
    const char *segments[PAL_HTTP_SEGMENTS];
    char copy[PATH_MOST];
    const char *params[4];
    unsigned written;
    size_t count = split(path, copy, segments);
    for (size_t i = 0; i < pal_route_count && count > 0; i++) {
        if (pal_routes[i].method == PAL_GET && pal_routes[i].pass != 0 &&
            fits(pal_routes[i].path, segments, count, params, &written)) {
            return pal_routes[i].pass;
        }
    }
    return 0;
}

const struct pal_route *pal_route_at(const char *url)
{
    const char *segments[PAL_HTTP_SEGMENTS];
    char copy[PATH_MOST];
    const char *params[4];
    unsigned written;
    unsigned best = 0;
    const struct pal_route *found = NULL;
    size_t count = split(url, copy, segments);
    for (size_t i = 0; i < pal_route_count && count > 0; i++) {
        if (pal_routes[i].method == PAL_GET &&
            fits(pal_routes[i].path, segments, count, params, &written) && written > best) {
            best = written;
            found = &pal_routes[i];
        }
    }
    return found;
}

bool pal_route_is_link(const struct pal_route *route)
{
    return route->run == pal_page_pass || route->run == pal_do_pass;
}

/* What stands before the address. */
static struct pal_door find_door(const struct pal_http_request *request)
{
    const char *const *segments = request->segments;
    struct pal_door door = {0};
    if (request->segment_count >= PAL_DOOR_SEGMENTS && strcmp(segments[0], "p") == 0) {
        door.pass = segments[1];
        door.segments = PAL_DOOR_SEGMENTS;
    }
    if (request->segment_count >= door.segments + PAL_DOOR_SEGMENTS &&
        strcmp(segments[door.segments], "api") == 0 &&
        strcmp(segments[door.segments + 1], "v1") == 0) {
        door.is_api = true;
        door.segments += PAL_DOOR_SEGMENTS;
    }
    return door;
}

/* Whether the table opens a route to whoever stands at the door. */
static bool is_open(const struct pal_route *route, const struct pal_door *door)
{
    if (door->pass != NULL) {
        return route->pass != 0 && (!door->is_api || route->scope == PAL_SCOPE_SENDING);
    }
    return !(door->is_api && pal_route_is_link(route));
}

/* Of two paths that fit, the one is meant that is written out sooner; it may lack the method. */
const struct pal_route *pal_route_find(const struct pal_http_request *request,
                                       struct pal_door *door, const char *params[4],
                                       unsigned *status)
{
    enum pal_method method = request->method == PAL_HEAD ? PAL_GET : request->method;
    const struct pal_route *found = NULL;
    unsigned best = 0;
    *door = find_door(request);
    *status = 404;
    memset(params, 0, 4 * sizeof *params);
    for (size_t i = 0; i < pal_route_count; i++) {
        const struct pal_route *route = &pal_routes[i];
        const char *own[4] = {NULL};
        unsigned written;
        if (!is_open(route, door) ||
            !fits(route->path, request->segments + door->segments,
                  request->segment_count - door->segments, own, &written) ||
            written < best) {
            continue;
        }
        if (*status == 404 || written > best) {
            best = written;
            found = NULL;
            memcpy(params, own, sizeof own);
        }
        *status = 405;
        found = route->method == method ? route : found;
    }
    return found;
}

const char *pal_scope_kind(enum pal_scope scope)
{
    return scope == PAL_SCOPE_ASSESSMENT ? pal_kinds[PAL_KIND_ASSESSMENT].word
           : scope == PAL_SCOPE_SENDING  ? PAL_SENDING_KIND
                                         : NULL;
}

/* --------------------------------------------------------------- page, act */

/* Whether a path of the table is that of `route`, or stands above it. */
static bool is_above(const char *path, const char *below)
{
    size_t len = strcmp(path, "/") == 0 ? 0 : strlen(path);
    return strncmp(path, below, len) == 0 && (below[len] == '\0' || below[len] == '/');
}

const struct pal_route *pal_route_page(const struct pal_route *route)
{
    const struct pal_route *page = NULL;
    for (size_t i = 0; i < pal_route_count && route->method != PAL_GET; i++) {
        const struct pal_route *above = &pal_routes[i];
        if (above->method == PAL_GET && is_above(above->path, route->path) &&
            (page == NULL || strlen(above->path) > strlen(page->path))) {
            page = above;
        }
    }
    return page != NULL ? page : route;
}

static size_t segments_of(const char *path)
{
    size_t count = 0;
    for (const char *at = path; strcmp(path, "/") != 0 && *at != '\0'; at++) {
        count += *at == '/';
    }
    return count;
}

const char *pal_route_place(const struct pal_http_request *request, const struct pal_door *door,
                            const struct pal_route *route)
{
    const struct pal_route *page = pal_route_page(route);
    size_t count = door->segments + segments_of(page->path);
    const char *end = request->path;
    if (page == route) {
        return request->path;
    }
    while (count-- > 0) {
        end += 1 + strcspn(end + 1, "/");
    }
    return end == request->path
               ? "/"
               : pal_arena_copy(request->arena, request->path, (size_t)(end - request->path));
}

const char *pal_route_elsewhere(const struct pal_http_request *request)
{
    const char *params[4];
    unsigned status;
    struct pal_door door;
    struct pal_http_request other = *request;
    if (request->method != PAL_GET && request->method != PAL_HEAD) {
        return NULL;
    }
    other.method = PAL_POST;
    const struct pal_route *act = pal_route_find(&other, &door, params, &status);
    const struct pal_route *page = act != NULL ? pal_route_page(act) : NULL;
    bool is_apart = page != NULL && strcmp(page->path, act->path) != 0;
    return is_apart && !door.is_api ? pal_route_place(request, &door, act) : NULL;
}
