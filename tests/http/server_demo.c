/*
 * server_demo - the smallest server over http/http.h, for test_http.py: what came in goes back as
 * text. Prints "port N" and answers until SIGTERM.
 *
 * usage: server_demo [NAME=VALUE]...   with the names of OPTIONS below
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/http.h"

enum { LIST_MAX = 8, SMALL = 64 * 1024, BIG = 8 * 1024 * 1024, HUGE = 64 * 1024 * 1024 };

static const char *hosts[LIST_MAX];
static const char *proxies[LIST_MAX];
static bool is_logging;
static struct pal_http *http;

static bool is_at(const struct pal_http_request *request, const char *segment)
{
    return request->segment_count > 0 && strcmp(request->segments[0], segment) == 0;
}

static size_t body_max(void *ctx, const struct pal_http_request *head, bool *is_open)
{
    (void)ctx;
    *is_open = !is_at(head, "guarded") && !is_at(head, "pieces");
    if (head->method == PAL_GET || head->method == PAL_HEAD) {
        return 0;
    }
    if (is_at(head, "pieces")) {
        return HUGE;
    }
    return is_at(head, "big") || is_at(head, "guarded") ? BIG : SMALL;
}

static void add_fields(struct pal_buf *out, const char *kind, const struct pal_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct pal_field_value *field = &fields->items[i];
        pal_buf_printf(out, "%s %s=", kind, field->name);
        if (field->file_name != NULL) {
            unsigned sum = 0;
            for (size_t j = 0; j < field->value_len; j++) {
                sum = sum * 31 + (unsigned char)field->value[j];
            }
            pal_buf_printf(out, "file %s %s %zu bytes sum %u", field->file_name,
                           field->content_type != NULL ? field->content_type : "-",
                           field->value_len, sum);
        } else {
            pal_buf_add_n(out, field->value, field->value_len);
        }
        pal_buf_add(out, "\n");
    }
}

static void add_form(struct pal_http_request *request, struct pal_buf *out)
{
    struct pal_fields form;
    struct pal_err err;
    enum pal_rc rc = pal_http_form(request, &form, NULL, &err);
    if (rc == PAL_OK) {
        pal_buf_printf(out, "fields %zu\n", form.count);
        add_fields(out, "form", &form);
    } else {
        pal_buf_printf(out, "form refused: %s\n", err.message);
    }
}

static void echo(struct pal_http_request *request, struct pal_buf *out)
{
    static const char *const METHODS[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "?"};
    pal_buf_printf(out, "method %s\n", METHODS[request->method]);
    for (size_t i = 0; i < request->segment_count; i++) {
        pal_buf_printf(out, "segment %s\n", request->segments[i]);
    }
    add_fields(out, "query", &request->query);
    add_fields(out, "cookie", &request->cookies);
    pal_buf_printf(out, "host %s\nremote %s\nsecure %d\nbody %zu\n", request->host, request->remote,
                   request->is_secure, request->body_len);
    if (request->body_len > 0) {
        add_form(request, out);
    }
}

static size_t lane_of(void *ctx, const struct pal_http_request *request)
{
    (void)ctx;
    return is_at(request, "slow") ? 1 : 0;
}

static size_t number_of(const struct pal_http_request *request, const char *name)
{
    const char *value = pal_fields_get(&request->query, name);
    return value != NULL ? strtoul(value, NULL, 10) : 0;
}

/* Takes so many bytes, or works so many milliseconds of the processor, and says how it ended. */
static void use_up(struct pal_http_request *request, struct pal_http_response *response)
{
    static const char *const ends[] = {"went on", "too large", "no time", "no memory"};
    size_t left = number_of(request, "bytes");
    bool is_refused = false;
    while (left > 0 && !is_refused) {
        size_t some = left < 100000 ? left : 100000;
        is_refused = pal_arena_take(request->arena, 1, some) == NULL;
        left -= some;
    }
    clock_t until = clock() + (clock_t)number_of(request, "ms") * CLOCKS_PER_SEC / 1000;
    while (clock() < until && !is_refused) {
        is_refused = pal_alloc_is_over(request->arena->alloc);
    }
    (void)usleep((useconds_t)number_of(request, "hold") * 1000);
    enum pal_http_end end = pal_http_end_of(request);
    pal_http_go_beyond(request, 4096);
    pal_buf_printf(&response->body, "%s\n", ends[end]);
}

static void wait_as_told(const struct pal_http_request *request)
{
    const char *milliseconds = pal_fields_get(&request->query, "ms");
    if (milliseconds != NULL) {
        (void)usleep((useconds_t)strtoul(milliseconds, NULL, 10) * 1000);
    }
}

/* Whoever has the word may send to /guarded. */
static bool admit(void *ctx, struct pal_http_request *head, struct pal_http_response *response)
{
    const char *word = pal_http_header(head, "Authorization");
    (void)ctx;
    wait_as_told(head);
    if (word != NULL && strcmp(word, "open") == 0) {
        return true;
    }
    response->status = 403;
    response->content_type = "text/plain; charset=utf-8";
    pal_buf_add(&response->body, "not admitted\n");
    return false;
}

/* ----------------------------------------------------------- bodies and answers in pieces */

struct passage {
    size_t pieces;
    size_t bytes;
    unsigned sum;
};

static bool is_streamed(void *ctx, const struct pal_http_request *head)
{
    (void)ctx;
    return is_at(head, "pieces");
}

static struct passage *passage_of(struct pal_http_request *request)
{
    if (request->state == NULL) {
        struct passage *fresh = PAL_NEW(request->lasting, struct passage, 1);
        if (fresh != NULL) {
            *fresh = (struct passage){0};
        }
        request->state = fresh;
    }
    return request->state;
}

static void count_piece(struct pal_http_request *request)
{
    struct passage *passage = passage_of(request);
    for (size_t i = 0; i < request->body_len; i++) {
        passage->sum = passage->sum * 31 + (unsigned char)request->body[i];
    }
    passage->bytes += request->body_len;
    passage->pieces += request->body_len > 0;
}

/* "refuse=2" refuses the second piece; "ms" is how long each takes. */
static bool take(void *ctx, struct pal_http_request *request, struct pal_http_response *response)
{
    (void)ctx;
    wait_as_told(request);
    count_piece(request);
    if (number_of(request, "refuse") == passage_of(request)->pieces) {
        response->status = 422;
        response->content_type = "text/plain; charset=utf-8";
        pal_buf_add(&response->body, "not this\n");
        return false;
    }
    return true;
}

/* "bytes" of a pattern; "break=2" ends with the second piece. */
static bool give(void *ctx, struct pal_http_request *request, struct pal_buf *out)
{
    struct passage *passage = passage_of(request);
    size_t left = number_of(request, "bytes") - passage->bytes;
    size_t count = left < PAL_HTTP_PIECE ? left : PAL_HTTP_PIECE;
    (void)ctx;
    wait_as_told(request);
    char pattern[251];
    for (size_t i = 0; i < sizeof pattern; i++) {
        pattern[i] = (char)((passage->bytes + i) % sizeof pattern);
    }
    (void)pal_buf_reserve(out, count);
    for (size_t i = 0; i < count; i += sizeof pattern) {
        pal_buf_add_n(out, pattern, count - i < sizeof pattern ? count - i : sizeof pattern);
    }
    passage->bytes += count;
    return ++passage->pieces != number_of(request, "break");
}

static void answer_pieces(struct pal_http_request *request, struct pal_http_response *response)
{
    if (request->method == PAL_GET || request->method == PAL_HEAD) {
        response->stream_len = number_of(request, "bytes");
        return;
    }
    count_piece(request);
    const struct passage *passage = passage_of(request);
    pal_buf_printf(&response->body, "%zu bytes in %zu pieces, sum %u\n", passage->bytes,
                   passage->pieces, passage->sum);
}

static void handle(void *ctx, struct pal_http_request *request, struct pal_http_response *response)
{
    (void)ctx;
    pal_http_set(response, "X-Id", request->id);
    response->content_type = "text/plain; charset=utf-8";
    if (is_at(request, "slow")) {
        wait_as_told(request);
        pal_buf_add(&response->body, "slept\n");
    } else if (is_at(request, "use")) {
        use_up(request, response);
    } else if (is_at(request, "fixed")) {
        static char bytes[4 * 1024 * 1024];
        response->fixed = bytes;
        response->fixed_len = sizeof bytes;
    } else if (is_at(request, "pieces")) {
        answer_pieces(request, response);
    } else if (is_at(request, "nothing")) {
        response->status = 204;
        response->content_type = NULL;
    } else if (is_at(request, "bad-header")) {
        pal_http_set(response, "Bad\tname", "x");
    } else if (is_at(request, "load")) {
        size_t connections;
        size_t requests;
        pal_http_load(http, &connections, &requests);
        pal_buf_printf(&response->body, "%zu connections, %zu requests\n", connections, requests);
    } else if (is_at(request, "huge")) {
        pal_buf_add_times(&response->body, "0123456789abcdef", 5 * 1024 * 1024); /* > 64 MiB */
    } else if (is_at(request, "echo") || is_at(request, "big") || is_at(request, "guarded")) {
        echo(request, &response->body);
    } else {
        response->status = 404;
        pal_buf_add(&response->body, "nothing there\n");
    }
}

static void refuse(void *ctx, const struct pal_http_request *request, unsigned status,
                   const char *sentence, struct pal_http_response *response)
{
    (void)ctx;
    response->content_type = "text/plain; charset=utf-8";
    pal_buf_printf(&response->body, "refused %u: %s (%s)\n", status, sentence, request->id);
}

static void log_line(void *ctx, const struct pal_http_request *request, unsigned status,
                     size_t bytes, uint64_t microseconds)
{
    (void)ctx;
    (void)microseconds;
    if (is_logging) {
        fprintf(stderr, "%s %u %zu %s\n", request->id, status, bytes, request->target);
    }
}

/* The last of a list whose end is NULL. */
static void add(const char **list, size_t *count, const char *value)
{
    if (*count < LIST_MAX) {
        list[(*count)++] = value;
    }
}

/* A limit by its name, or NULL. */
static size_t *find_limit(struct pal_http_options *options, const char *name, size_t len)
{
    const struct {
        const char *name;
        size_t *value;
    } limits[] = {{"workers", &options->lanes[0].workers},
                  {"connections", &options->connections_max},
                  {"per_address", &options->connections_per_address},
                  {"kept", &options->kept_max},
                  {"queue", &options->lanes[0].queue_max},
                  {"strangers", &options->strangers_max},
                  {"bodies", &options->bodies_max},
                  {"slow_workers", &options->lanes[1].workers},
                  {"slow_queue", &options->lanes[1].queue_max},
                  {"memory", &options->memory_max},
                  {"request", &options->request_max},
                  {"head", &options->head_max}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (strlen(limits[i].name) == len && strncmp(name, limits[i].name, len) == 0) {
            return limits[i].value;
        }
    }
    return NULL;
}

static void read_option(struct pal_http_options *options, const char *text)
{
    const char *value = strchr(text, '=');
    size_t len = value != NULL ? (size_t)(value - text) : strlen(text);
    value = value != NULL ? value + 1 : "";
    size_t *limit = find_limit(options, text, len);
    if (limit != NULL) {
        *limit = strtoul(value, NULL, 10);
    } else if (strncmp(text, "address", len) == 0) {
        options->address = value;
    } else if (strncmp(text, "port", len) == 0) {
        options->port = (uint16_t)strtoul(value, NULL, 10);
    } else if (strncmp(text, "certificate", len) == 0) {
        options->certificate_file = value;
    } else if (strncmp(text, "key", len) == 0) {
        options->key_file = value;
    } else if (strncmp(text, "time", len) == 0) {
        options->lanes[0].request_ms = (unsigned)strtoul(value, NULL, 10);
    } else if (strncmp(text, "read", len) == 0) {
        options->read_seconds = (unsigned)strtoul(value, NULL, 10);
    } else if (strncmp(text, "idle", len) == 0) {
        options->idle_seconds = (unsigned)strtoul(value, NULL, 10);
    } else if (strncmp(text, "host", len) == 0) {
        add(hosts, &options->host_count, value);
    } else if (strncmp(text, "proxy", len) == 0) {
        add(proxies, &options->proxy_count, value);
    } else if (strncmp(text, "log", len) == 0) {
        is_logging = true;
    } else {
        fprintf(stderr, "server_demo: %s?\n", text);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    struct pal_http_options options = {
        .address = "127.0.0.1",
        .lanes = {{.workers = 4, .queue_max = 256, .request_ms = 2000},
                  {.request_ms = 2000, .is_apart = true}},
        .connections_max = 1000,
        .connections_per_address = 500,
        .head_max = 16 * 1024,
        .strangers_max = 64 << 20,
        .bodies_max = 64 << 20,
        .memory_max = 256 << 20,
        .apart_max = 4 << 20,
        .request_max = 128 << 20,
        .read_seconds = 10,
        .idle_seconds = 10,
        .hosts = hosts,
        .proxies = proxies,
        .body_max = body_max,
        .admit = admit,
        .is_streamed = is_streamed,
        .take = take,
        .give = give,
        .lane_of = lane_of,
        .handle = handle,
        .refuse = refuse,
        .log = log_line};
    struct pal_err err;
    sigset_t ends;
    int signal_number;
    for (int i = 1; i < argc; i++) {
        read_option(&options, argv[i]);
    }
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before any thread: all inherit it */
    (void)signal(SIGPIPE, SIG_IGN);
    if (pal_http_start(&options, &http, &err) != PAL_OK) {
        fprintf(stderr, "server_demo: %s\n", err.message);
        return 1;
    }
    printf("port %u\n", (unsigned)pal_http_port(http));
    fflush(stdout);
    sigwait(&ends, &signal_number);
    pal_http_stop(http, 5);
    printf("stopped\n");
    return 0;
}
