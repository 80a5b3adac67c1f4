/*
 * web - the server: pages and API over the verbs of app/house.
 */
#ifndef PAL_WEB_WEB_H
#define PAL_WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rc.h"

struct pal_mail_options; /* app/house/mail_way.h */

/* What the bodies of people who signed in may take together, unless said otherwise. */
enum { PAL_WEB_BODIES_MAX = 128 << 20 };

struct pal_web_options {
    const char *database; /* URL */
    const char *address;
    uint16_t port;
    const char *certificate_file; /* NULL: no TLS */
    const char *key_file;
    bool is_behind_proxy;
    const char *const *hosts;
    size_t host_count;
    const char *const *proxies;
    size_t proxy_count;
    size_t workers;       /* 0: as many as fit the machine */
    size_t bodies_max;    /* 0: PAL_WEB_BODIES_MAX */
    int64_t file_most;    /* bytes of a file; 0: PAL_ARRIVAL_FILE (app/house/arrivals.h) */
    int64_t project_most; /* of all files of a project; 0: PAL_ARRIVAL_PROJECT */
    const struct pal_mail_options *mail; /* how mail is sent; NULL: it is not */
    const char *metrics_token; /* for /metrics from elsewhere than this machine; NULL: nobody */
    bool is_log_json;
    void (*log)(void *ctx, const char *line); /* NULL: no log */
    void *ctx;
};

struct pal_web;

/* Brings the schema up to date, listens, answers. PAL_E_USAGE: an address that is not loopback
 * without TLS and without a proxy. */
enum pal_rc pal_web_start(const struct pal_web_options *options, struct pal_web **out,
                          struct pal_err *err) PAL_WARN_UNUSED;
uint16_t pal_web_port(const struct pal_web *web);

/* Lets requests under way end, then stops. */
void pal_web_stop(struct pal_web *web);

/* The API as OpenAPI 3.1, from the route table. */
enum pal_rc pal_web_openapi(struct pal_buf *out) PAL_WARN_UNUSED;

#endif
