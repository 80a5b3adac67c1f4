/* server - starts and stops what web.h promises. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/desk/library.h"
#include "app/house/arrivals.h"
#include "app/house/clerk.h"
#include "app/house/house.h"
#include "app/house/mail_way.h"
#include "app/house/postman.h"
#include "app/house/secret.h"
#include "web/web_parts.h"

enum {
    WORKERS_MOST = 16,
    CONNECTIONS = 1024,
    CONNECTIONS_PER_ADDRESS = 256,
    CONNECTIONS_KEPT = 256, /* 70 kB each */
    QUEUE = 1024,
    OPEN_WORKERS = 2,
    PASSWORD_WORKERS = 2, /* as many passwords are hashed at a time, 19 MB each */
    PASSWORD_QUEUE = 32,
    DOCUMENT_QUEUE = 256,
    ACT_WORKERS = 16, /* so many acts wait for the disk together */
    HEAD_MAX = 16 * 1024,
    STRANGERS_MAX = 32 << 20,
    MEMORY_MAX = 256 << 20,
    APART_MAX = 32 << 20, /* of strangers, and of whoever signs in: nobody else can use it up */
    READ_SECONDS = 20,
    IDLE_SECONDS = 60,
    STOP_SECONDS = 10,
    KEPT_BLOCK = 1 << 20, /* larger blocks of memory go back at once */
    KEPT_MOST = 2 << 20,  /* of each thread */
};

/* A program that watches itself is slower by so much. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SLOWNESS = 10 };
#else
enum { SLOWNESS = 1 };
#endif

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
           strcmp(address, "localhost") == 0;
}

static enum pal_rc check_options(const struct pal_web_options *options, struct pal_err *err)
{
    if (!is_loopback(options->address) && options->certificate_file == NULL &&
        !options->is_behind_proxy) {
        return pal_err_lacks(err, PAL_E_USAGE, "behind-proxy",
                             "%s is not a loopback address: passwords would cross the network in "
                             "the clear; give a certificate with its key, or say which proxy does "
                             "TLS",
                             options->address);
    }
    if (options->is_behind_proxy && options->proxy_count == 0) {
        return pal_err_set(err, PAL_E_USAGE,
                           "behind a proxy its address is needed: whose forwarded headers are "
                           "believed");
    }
    return PAL_OK;
}

/* How many threads each lane has, and how they give way to each other. */
static void choose_lanes(struct pal_web *web)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    size_t cores = online < 1 ? 1 : online > WORKERS_MOST ? WORKERS_MOST : (size_t)online;
    size_t wished = web->options.workers;
    size_t pages = wished > 0 && wished < WORKERS_MOST ? wished : cores + 1;
    enum { MS = PAL_REQUEST_SECONDS * 1000 * SLOWNESS };
    web->lanes[PAL_LANE_PAGES] = (struct pal_http_lane){pages, QUEUE, 4, MS, false};
    web->lanes[PAL_LANE_OPEN] = (struct pal_http_lane){OPEN_WORKERS, QUEUE, 0, MS, true};
    web->lanes[PAL_LANE_PASSWORDS] =
        (struct pal_http_lane){PASSWORD_WORKERS, PASSWORD_QUEUE, 2, MS, true};
    web->lanes[PAL_LANE_ACTS] = (struct pal_http_lane){ACT_WORKERS, QUEUE, 4, MS, false};
    web->lanes[PAL_LANE_DOCUMENTS] = (struct pal_http_lane){cores, DOCUMENT_QUEUE, 8, MS, false};
}

static size_t worker_count(const struct pal_web *web)
{
    size_t count = 0;
    for (size_t i = 0; i < PAL_HTTP_LANES; i++) {
        count += web->lanes[i].workers;
    }
    return count;
}

/* "/ui/web.css?v=…": the address changes with the content. */
static void name_file(const char *name, char *out, size_t room)
{
    char hash[PAL_HASH_TEXT];
    const struct pal_library_file *file = NULL;
    for (size_t i = 0; i < pal_library_file_count; i++) {
        file = strcmp(pal_library_files[i].name, name) == 0 ? &pal_library_files[i] : file;
    }
    pal_secret_hash(file != NULL ? (const void *)file->bytes : "", file != NULL ? file->len : 0,
                    hash);
    (void)snprintf(out, room, "/%s?v=%.12s", name, hash);
}

static enum pal_rc listen_on(struct pal_web *web, struct pal_err *err)
{
    const struct pal_web_options *options = &web->options;
    struct pal_http_options http = {
        .address = options->address,
        .port = options->port,
        .certificate_file = options->certificate_file,
        .key_file = options->key_file,
        .connections_max = CONNECTIONS,
        .connections_per_address = CONNECTIONS_PER_ADDRESS,
        .kept_max = CONNECTIONS_KEPT,
        .head_max = HEAD_MAX,
        .read_seconds = READ_SECONDS,
        .idle_seconds = IDLE_SECONDS,
        .hosts = options->hosts,
        .host_count = options->host_count,
        .proxies = options->proxies,
        .proxy_count = options->proxy_count,
        .ctx = web,
        .strangers_max = STRANGERS_MAX,
        .memory_max = MEMORY_MAX,
        .apart_max = APART_MAX,
        .request_max = PAL_REQUEST_MAX,
        .bodies_max = options->bodies_max > 0 ? options->bodies_max : PAL_WEB_BODIES_MAX,
        .body_max = pal_web_body_max,
        .admit = pal_web_admit,
        .is_streamed = pal_web_is_streamed,
        .take = pal_web_take,
        .give = pal_web_give,
        .lane_of = pal_web_lane_of,
        .handle = pal_web_handle,
        .refuse = pal_web_refuse,
        .log = pal_web_log_request,
    };
    memcpy(http.lanes, web->lanes, sizeof http.lanes);
    return pal_http_start(&http, &web->http, err);
}

/* What a page has used stays with its thread for the next one, up to some megabytes: given back to
 * the system after each, it would be asked for anew, page fault by page fault. */
static void keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, KEPT_BLOCK);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_MOST);
}

static void free_web(struct pal_web *web)
{
    pal_postman_stop(web->postman);
    pal_clerk_stop(web->clerk);
    pal_web_templates_free(web->templates);
    pal_house_close(web->house);
    free(web);
}

/* The house, and whoever works in it beside the requests. */
static enum pal_rc open_house(struct pal_web *web, struct pal_err *err)
{
    const struct pal_web_options *options = &web->options;
    struct pal_mail_way *mail = NULL;
    /* Before anything else is: what is said of mail may be wrong, and a library is loaded. */
    enum pal_rc rc = options->mail != NULL ? pal_mail_way_new(options->mail, &mail, err) : PAL_OK;
    if (rc == PAL_OK) {
        rc = pal_house_open(options->database,
                            worker_count(web) + PAL_CLERK_CONNECTIONS + PAL_POSTMAN_CONNECTIONS,
                            &web->house, err);
    }
    if (rc != PAL_OK) {
        pal_mail_way_free(mail);
        return rc;
    }
    pal_house_take_mail(web->house, mail);
    rc = pal_clerk_start(web->house, pal_web_log_job, web, &web->clerk, err);
    return rc == PAL_OK ? pal_postman_start(web->house, pal_web_log_job, web, &web->postman, err)
                        : rc;
}

enum pal_rc pal_web_start(const struct pal_web_options *options, struct pal_web **out,
                          struct pal_err *err)
{
    enum pal_rc rc = check_options(options, err);
    struct pal_web *web = rc == PAL_OK ? calloc(1, sizeof *web) : NULL;
    *out = NULL;
    if (web == NULL) {
        return rc != PAL_OK ? rc : pal_err_set(err, PAL_E_MEMORY, "there is not enough memory");
    }
    keep_memory();
    web->options = *options;
    web->options.file_most = options->file_most > 0 ? options->file_most : PAL_ARRIVAL_FILE;
    web->options.project_most =
        options->project_most > 0 ? options->project_most : PAL_ARRIVAL_PROJECT;
    web->started_at = (int64_t)time(NULL);
    choose_lanes(web);
    web->templates = pal_web_templates_new(err);
    rc = web->templates != NULL ? PAL_OK : PAL_E_MEMORY;
    name_file("ui/web.css", web->style, sizeof web->style);
    name_file("ui/web.js", web->script, sizeof web->script);
    name_file("ui/grid.js", web->grid_script, sizeof web->grid_script);
    name_file("ui/draw.js", web->draw_script, sizeof web->draw_script);
    name_file("ui/read.js", web->read_script, sizeof web->read_script);
    name_file("ui/place.js", web->place_script, sizeof web->place_script);
    name_file("ui/visit.js", web->visit_script, sizeof web->visit_script);
    if (rc == PAL_OK) {
        rc = open_house(web, err);
    }
    if (rc == PAL_OK) {
        rc = listen_on(web, err);
    }
    if (rc != PAL_OK) {
        free_web(web);
        return rc;
    }
    *out = web;
    return PAL_OK;
}

uint16_t pal_web_port(const struct pal_web *web)
{
    return pal_http_port(web->http);
}

void pal_web_stop(struct pal_web *web)
{
    if (web != NULL) {
        pal_http_stop(web->http, STOP_SECONDS);
        free_web(web);
    }
}
