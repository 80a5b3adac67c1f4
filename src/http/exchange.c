/* exchange - a request and its answer, from the first line to the log. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "http/impl.h"
#include "http/parts.h"

enum { REFUSAL_MAX = 64 * 1024 }; /* what a refusal may take beyond what a request may */

static void make_id(char id[PAL_HTTP_ID_MAX])
{
    uint64_t number = 0;
    /* 8 bytes are given whole or, early at the computer's start, waited for. */
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) {
        number = pal_watch_now_us();
    }
    (void)snprintf(id, PAL_HTTP_ID_MAX, "%016llx", (unsigned long long)number);
}

struct pal_exchange *pal_exchange_new(struct pal_http *http, const char *target, const char *remote)
{
    struct pal_exchange *exchange =
        pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, sizeof *exchange);
    if (exchange == NULL) {
        return NULL;
    }
    *exchange = (struct pal_exchange){.http = http, .started_us = pal_watch_now_us()};
    make_id(exchange->id);
    pal_arena_init(&exchange->arena, NULL);
    pal_buf_init(&exchange->body, 0, NULL);
    pal_lease_init(&exchange->lease, &http->pool, http->options.request_max);
    pal_arena_init(&exchange->work, &exchange->lease.alloc);
    pal_buf_init(&exchange->response.body, PAL_HTTP_ANSWER_MAX, &exchange->lease.alloc);
    exchange->headers_end = &exchange->headers;
    exchange->request = (struct pal_http_request){
        .method = PAL_METHOD_OTHER,
        .target = pal_arena_copy(&exchange->arena, target, strlen(target)),
        .path = "",
        .body = "",
        .host = "",
        .remote = pal_arena_copy(&exchange->arena, remote, strlen(remote)),
        .is_secure = http->options.certificate_file != NULL,
        .id = exchange->id,
        .arena = &exchange->arena,
        .lasting = &exchange->arena,
        .impl = exchange,
    };
    exchange->response.request = &exchange->request;
    exchange->response.impl = exchange;
    if (exchange->request.target == NULL || exchange->request.remote == NULL) {
        pal_exchange_free(exchange);
        return NULL;
    }
    return exchange;
}

void pal_exchange_free(struct pal_exchange *exchange)
{
    pal_buf_done(&exchange->body);
    pal_buf_done(&exchange->response.body);
    pal_arena_done(&exchange->work);
    pal_lease_done(&exchange->lease);
    pal_arena_done(&exchange->arena);
    (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, exchange, 0);
}

const char *pal_http_header(const struct pal_http_request *request, const char *name)
{
    const struct pal_exchange *exchange = request->impl;
    for (const struct pal_header *header = exchange != NULL ? exchange->headers : NULL;
         header != NULL; header = header->next) {
        if (strcasecmp(header->name, name) == 0) {
            return header->value;
        }
    }
    return NULL;
}

void pal_http_set(struct pal_http_response *response, const char *name, const char *value)
{
    struct pal_exchange *exchange = response->impl;
    struct pal_arena *arena = /* of a piece, until it is known to be refused: keep_headers */
        exchange->stage == PAL_STAGE_PIECE ? exchange->request.arena : &exchange->arena;
    assert(strpbrk(name, "\r\n") == NULL && strpbrk(value, "\r\n") == NULL);
    struct pal_header *header = PAL_NEW(arena, struct pal_header, 1);
    char *own_name = pal_arena_copy(arena, name, strlen(name));
    char *own_value = pal_arena_copy(arena, value, strlen(value));
    if (header == NULL || own_name == NULL || own_value == NULL) {
        exchange->is_short = true; /* an answer without, say, a security header must not go out */
        return;
    }
    struct pal_header **end = &exchange->answer_headers;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *header = (struct pal_header){.name = own_name, .value = own_value};
    *end = header;
}

static bool has_type(const char *content_type, const char *wanted)
{
    size_t len = strlen(wanted);
    return strncasecmp(content_type, wanted, len) == 0 &&
           strchr(" \t;", content_type[len]) != NULL; /* the end, too */
}

static enum pal_rc read_plain_form(struct pal_http_request *request, struct pal_fields *out,
                                   const struct pal_voice *voice, struct pal_err *err)
{
    enum pal_rc rc = pal_query_parse(request->arena, request->body, request->body_len, out);
    if (rc == PAL_E_LIMIT) {
        return pal_err_say(err, rc, voice, "The form has more than %d fields.", PAL_HTTP_FIELDS);
    }
    return rc == PAL_OK
               ? rc
               : pal_err_say(err, rc, voice,
                             rc == PAL_E_MEMORY ? PAL_N_("Memory is short: try again later.")
                                                : PAL_N_("The form is broken: a field is not UTF-8 "
                                                         "or badly escaped."));
}

enum pal_rc pal_http_form(struct pal_http_request *request, struct pal_fields *out,
                          const struct pal_voice *voice, struct pal_err *err)
{
    const char *type = pal_http_header(request, "Content-Type");
    *out = (struct pal_fields){0};
    if (type != NULL && has_type(type, "application/x-www-form-urlencoded")) {
        return read_plain_form(request, out, voice, err);
    }
    if (type != NULL && has_type(type, "multipart/form-data")) {
        return pal_multipart_parse(request->arena, type, request->body, request->body_len, out,
                                   voice, err);
    }
    return pal_err_say(err, PAL_E_INVALID, voice,
                       "What was sent is no form: its Content-Type must be "
                       "application/x-www-form-urlencoded or multipart/form-data.");
}

/* An answer begun is given up. */
static void clear_answer(struct pal_exchange *exchange)
{
    pal_buf_done(&exchange->response.body);
    exchange->response.body.failed = false;
    exchange->response.content_type = NULL;
    exchange->response.fixed = NULL;
    exchange->response.fixed_len = 0;
    exchange->response.stream_len = 0;
    exchange->answer_headers = NULL;
    exchange->is_short = false;
}

static bool is_incomplete(const struct pal_exchange *exchange)
{
    return exchange->is_short || exchange->response.body.failed;
}

void pal_exchange_refuse(struct pal_exchange *exchange, struct pal_refusal refusal)
{
    const struct pal_http_options *options = &exchange->http->options;
    clear_answer(exchange);
    pal_http_go_beyond(&exchange->request, REFUSAL_MAX);
    exchange->response.status = refusal.status;
    if (options->refuse != NULL) {
        options->refuse(options->ctx, &exchange->request, refusal.status, refusal.sentence,
                        &exchange->response);
    }
    if (refusal.status == 405) {
        pal_http_set(&exchange->response, "Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
    }
    if (refusal.status == 503) {
        pal_http_set(&exchange->response, "Retry-After", "1");
    }
    if (is_incomplete(exchange)) { /* the status alone still goes out */
        clear_answer(exchange);
    }
    pal_lease_stop(&exchange->lease);
}

static void refuse_incomplete(struct pal_exchange *exchange)
{
    if (is_incomplete(exchange)) {
        unsigned status = exchange->lease.end == PAL_HTTP_NO_MEMORY ? 503 : 500;
        pal_exchange_refuse(
            exchange, (struct pal_refusal){status, PAL_N_("The answer could not be made: memory is "
                                                          "short or it is too large.")});
    }
}

/* The handler works in memory of its own, which is gone when it has answered. */
static void begin_work(struct pal_exchange *exchange, const struct pal_lane *lane)
{
    exchange->request.arena = &exchange->work;
    exchange->response.status = 200;
    pal_lease_start(&exchange->lease, lane->pool, lane->request_ms);
}

/* Before the handler's memory is gone. */
static void keep_type(struct pal_exchange *exchange)
{
    const char *type = exchange->response.content_type;
    if (type != NULL) {
        exchange->response.content_type = pal_arena_copy(&exchange->arena, type, strlen(type));
        exchange->is_short |= exchange->response.content_type == NULL;
    }
}

/* Of a piece that is refused; what is said of one that is taken goes with the handler's memory, so
 * that thousands of pieces do not pile up. */
static void keep_headers(struct pal_exchange *exchange)
{
    struct pal_header *header = exchange->answer_headers;
    exchange->request.arena = &exchange->arena;
    exchange->answer_headers = NULL;
    for (; header != NULL; header = header->next) {
        pal_http_set(&exchange->response, header->name, header->value);
    }
}

static void end_work(struct pal_exchange *exchange)
{
    exchange->request.arena = &exchange->arena;
    pal_arena_done(&exchange->work);
    pal_lease_stop(&exchange->lease);
}

void pal_exchange_handle(struct pal_exchange *exchange, const struct pal_lane *lane)
{
    const struct pal_http_options *options = &exchange->http->options;
    begin_work(exchange, lane);
    options->handle(options->ctx, &exchange->request, &exchange->response);
    keep_type(exchange);
    end_work(exchange);
    refuse_incomplete(exchange);
}

void pal_exchange_admit(struct pal_exchange *exchange, const struct pal_lane *lane)
{
    const struct pal_http_options *options = &exchange->http->options;
    begin_work(exchange, lane);
    bool is_admitted = options->admit(options->ctx, &exchange->request, &exchange->response);
    if (is_admitted) { /* what it wrote on the way is not sent, and what it lacked lacks nobody */
        clear_answer(exchange);
    }
    keep_type(exchange);
    end_work(exchange);
    if (is_admitted) {
        exchange->stage = PAL_STAGE_ADMITTED;
    } else {
        refuse_incomplete(exchange);
    }
}

void pal_exchange_take(struct pal_exchange *exchange, const struct pal_lane *lane)
{
    const struct pal_http_options *options = &exchange->http->options;
    begin_work(exchange, lane);
    exchange->request.body = exchange->body.data;
    exchange->request.body_len = exchange->body.len;
    exchange->is_refused = !options->take(options->ctx, &exchange->request, &exchange->response);
    if (!exchange->is_refused) {
        clear_answer(exchange);
    }
    keep_type(exchange);
    keep_headers(exchange);
    end_work(exchange);
    exchange->request.body = "";
    exchange->request.body_len = 0;
    if (exchange->is_refused) {
        refuse_incomplete(exchange);
    }
}

/* The piece before has gone: its memory is free for this one. */
void pal_exchange_give(struct pal_exchange *exchange, const struct pal_lane *lane)
{
    const struct pal_http_options *options = &exchange->http->options;
    struct pal_buf *body = &exchange->response.body;
    pal_buf_done(body);
    begin_work(exchange, lane);
    bool is_made = options->give(options->ctx, &exchange->request, body);
    end_work(exchange);
    exchange->given = 0;
    exchange->is_given_up = !is_made || body->failed || body->len == 0;
}

enum pal_http_end pal_http_end_of(const struct pal_http_request *request)
{
    const struct pal_exchange *exchange = request->impl;
    return exchange->lease.end;
}

const struct pal_stop *pal_http_stop_of(const struct pal_http_request *request)
{
    const struct pal_exchange *exchange = request->impl;
    return &exchange->lease.stop;
}

void pal_http_go_beyond(struct pal_http_request *request, size_t bytes)
{
    struct pal_exchange *exchange = request->impl;
    pal_lease_go_beyond(&exchange->lease, bytes);
}

const char *pal_exchange_bytes(const struct pal_exchange *exchange, size_t *len)
{
    const struct pal_http_response *response = &exchange->response;
    *len = 0;
    if (response->content_type == NULL) {
        return "";
    }
    if (response->fixed != NULL) {
        *len = response->fixed_len;
        return response->fixed;
    }
    *len = response->body.len;
    return *len > 0 ? response->body.data : "";
}
