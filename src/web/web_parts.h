/* web_parts - what the files of the server share. Private to src/web. */
#ifndef PAL_WEB_WEB_PARTS_H
#define PAL_WEB_WEB_PARTS_H

#include <stdatomic.h>

#include "web/call.h"
#include "web/web.h"

/* A template that a worker has compiled. */
struct pal_compiled {
    const char *name;
    const struct pal_mustache *template;
    struct pal_compiled *next;
};

/* What a worker keeps from request to request. */
struct pal_worker {
    struct pal_arena arena;
    struct pal_language language[PAL_LANG_COUNT];
    struct pal_mustache_env env[PAL_LANG_COUNT];
    struct pal_compiled *compiled[PAL_LANG_COUNT];
};

struct pal_web {
    struct pal_web_options options;
    struct pal_house *house;
    struct pal_http *http;
    struct pal_worker *workers;
    size_t worker_count;
    char style[96]; /* with the hash of what is behind it: it may be kept for a year */
    char script[96];
    int64_t started_at;
    _Atomic int64_t tidied_at;    /* when sessions, links and attempts that are over were removed */
    _Atomic uint64_t answered[6]; /* by the first digit of the status */
    _Atomic uint64_t microseconds;
    _Atomic uint64_t queries;
};

/* The worker's compiled template, or NULL after `err`. */
const struct pal_mustache *pal_worker_template(struct pal_worker *worker, enum pal_lang lang,
                                               const char *name, struct pal_err *err);

/* Answers one request. */
void pal_web_handle(void *ctx, struct pal_http_request *request,
                    struct pal_http_response *response);

/* An error without a page that would have to be built: for what HTTP itself refuses. */
void pal_web_refuse(void *ctx, const struct pal_http_request *request, unsigned status,
                    const char *sentence, struct pal_http_response *response);

size_t pal_web_body_max(void *ctx, const struct pal_http_request *head);

/* The route of a request, its parameters; NULL after setting `status` 404 or 405. */
const struct pal_route *pal_route_find(const struct pal_http_request *request, bool *is_api,
                                       const char *params[4], unsigned *status);

/* Headers that every answer carries. */
void pal_web_guard(struct pal_http_response *response, bool is_secure);

/* The words for a status. */
const char *pal_status_title(unsigned status);

/* Puts the keys that every page has into `page`. */
void pal_shell_fill(struct pal_call *call, const char *title);

/* Compresses a body for a browser that takes it; left alone where it would not pay. */
void pal_web_compress(struct pal_http_request *request, struct pal_http_response *response);

/* What a session's forms carry; "" for a stranger. */
const char *pal_call_csrf(struct pal_call *call);

enum { PAL_FORM_MAX = 1 << 20, PAL_UPLOAD_MAX = 16 << 20, PAL_PAGE_MAX = 64 << 20 };

#endif
