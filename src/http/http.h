/*
 * http - HTTP/1.1 without any knowledge of palier: a thread reads requests through libmicrohttpd, a
 * pool of workers answers them, so that a slow answer never holds up another connection.
 *
 * Everything a stranger can send has a limit, given in pal_http_options; what breaks one, or is not
 * HTTP in the strict sense (two Content-Length, Content-Length with Transfer-Encoding, two Host, a
 * NUL or a bad escape in the path, a Host that is not allowed …), is refused before a handler sees
 * it. The bodies of such refusals come from `refuse` so that they look like all others. A few come
 * from libmicrohttpd, in English and without style: what is no request line or header at all, a
 * head over twice the limit, a broken chunk, a Content-Length that is no number.
 */
#ifndef PAL_HTTP_HTTP_H
#define PAL_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/rc.h"
#include "base/stop.h"

enum pal_method { PAL_GET, PAL_HEAD, PAL_POST, PAL_PUT, PAL_PATCH, PAL_DELETE, PAL_METHOD_OTHER };
enum { PAL_HTTP_SEGMENTS = 16, PAL_HTTP_FIELDS = 1280, PAL_HTTP_QUERY_FIELDS = 256 };

/* Bytes of a piece of a body, or of an answer, that comes or goes in pieces (below). */
enum { PAL_HTTP_PIECE = 252 * 1024 };

/* A name and its value, both decoded: of a query, a form or a cookie. UTF-8 without NUL. */
struct pal_field_value {
    const char *name;
    const char *value;
    size_t value_len;
    const char *file_name;    /* of an uploaded file; NULL: a plain field */
    const char *content_type; /* likewise */
};

struct pal_fields {
    const struct pal_field_value *items;
    size_t count;
};

/* All pointers are borrowed from the request's arena. */
struct pal_http_request {
    enum pal_method method;
    const char *target;                      /* as sent, for logs: path and query */
    const char *path;                        /* as sent, without the query */
    const char *segments[PAL_HTTP_SEGMENTS]; /* decoded one by one; "/" has none */
    size_t segment_count;
    struct pal_fields query;
    struct pal_fields cookies;
    const char *body; /* NUL behind it */
    size_t body_len;
    const char *host;        /* as allowed */
    const char *remote;      /* address of the client; the forwarded one from a named proxy */
    bool is_proxied;         /* by a proxy, named or not: `remote` may not be who it seems */
    bool is_secure;          /* TLS here or at a named proxy */
    const char *id;          /* for logs and error pages */
    struct pal_arena *arena; /* lives as long as the request; of a handler, as long as it runs, and
                                bounded by `request_max` together with the answer's body */
    struct pal_arena *lasting; /* of what comes or goes in pieces: for `state`, which is small */
    void *state;               /* what a handler keeps from piece to piece; NULL at first */
    bool is_streamed;          /* the body comes in pieces: `handle` is given what is left of it */
    void *impl;
};

/* The value of a header, NULL when it was not sent. Case does not matter. */
const char *pal_http_header(const struct pal_http_request *request, const char *name);

/* The first field of that name, or NULL. */
const char *pal_fields_get(const struct pal_fields *fields, const char *name);

/* The body as a form: application/x-www-form-urlencoded or multipart/form-data. PAL_E_INVALID with
 * a sentence for anything else or a broken one; PAL_E_LIMIT for more than PAL_HTTP_FIELDS. `voice`
 * says the sentence; NULL: in English. */
enum pal_rc pal_http_form(struct pal_http_request *request, struct pal_fields *out,
                          const struct pal_voice *voice, struct pal_err *err) PAL_WARN_UNUSED;

struct pal_http_response {
    unsigned status;          /* 200 when a handler leaves it */
    const char *content_type; /* NULL: no body */
    struct pal_buf body;
    const void *fixed; /* instead of `body`: bytes that live as long as the program */
    size_t fixed_len;
    uint64_t stream_len; /* not 0: instead of `body`, so many bytes that `give` makes */
    struct pal_http_request *request;
    void *impl;
};

/* Adds a header; name and value must hold no line end (asserted). Copied. When memory is short, the
 * answer becomes a 500: without its headers it must not go out. */
void pal_http_set(struct pal_http_response *response, const char *name, const char *value);

/* Why a handler finds no more memory; the first two are its own. */
enum pal_http_end {
    PAL_HTTP_GOES_ON,
    PAL_HTTP_TOO_LARGE, /* it would use more than one request may */
    PAL_HTTP_NO_TIME,   /* it has worked longer than one request may */
    PAL_HTTP_NO_MEMORY, /* all requests together use what they may */
};
enum pal_http_end pal_http_end_of(const struct pal_http_request *request);

/* The same time for what a handler has done elsewhere; lives as long as the request. */
const struct pal_stop *pal_http_stop_of(const struct pal_http_request *request);

/* For the handler that tells of such an end: it may use so many bytes more, and its time is not
 * counted any more. */
void pal_http_go_beyond(struct pal_http_request *request, size_t bytes);

/* Threads for requests of one sort: they hold up no other sort. */
struct pal_http_lane {
    size_t workers;      /* 0: the lane is not used */
    size_t queue_max;    /* requests waiting for one of them; more are answered 503 */
    int niceness;        /* of its threads, from 0: the lower the sooner they run */
    unsigned request_ms; /* time of the processor that a handler may take */
    bool is_apart;       /* memory is taken where no other lane can use it up */
};
enum { PAL_HTTP_LANES = 5 };

/* All that is pointed to must stay until pal_http_stop. No limit may be 0. */
struct pal_http_options {
    const char *address;          /* "127.0.0.1", "::1", "0.0.0.0" … */
    uint16_t port;                /* 0: a free one, see pal_http_port */
    const char *certificate_file; /* NULL: no TLS */
    const char *key_file;
    struct pal_http_lane lanes[PAL_HTTP_LANES]; /* the first must have workers */
    size_t connections_max;                     /* at one time */
    size_t connections_per_address; /* IPv6: per 64-bit network; not for a named proxy */
    size_t kept_max; /* while more are open, none is kept after its answer: each holds the memory of
                        a head; 0: all are kept */
    size_t head_max; /* bytes of a request's line and headers */
    size_t strangers_max;     /* bytes that requests with a body that nobody was asked for may take
                                 together, their heads included; more are answered 503 */
    size_t bodies_max;        /* bytes that all other bodies may take together; likewise */
    size_t memory_max;        /* bytes that handlers and answers may take together */
    size_t apart_max;         /* the same, of the lanes that stand apart; may be 0 without such */
    size_t request_max;       /* bytes that one of them may take */
    unsigned read_seconds;    /* a request must be there, whole, within this time (408); an answer
                                 must be taken within it and a second for each 8000 bytes */
    unsigned idle_seconds;    /* a kept connection */
    const char *const *hosts; /* allowed in Host, without port; localhost and the loopback addresses
                                 are always allowed when listening on loopback */
    size_t host_count;
    const char *const *proxies; /* addresses whose X-Forwarded-For / -Proto are believed */
    size_t proxy_count;
    void *ctx;
    /* How long a body may be, known before it is read; 0: the request takes none. `is_open`, false
     * when it is called: anybody may send it, `admit` is not asked. Runs in a reader and must not
     * wait. */
    size_t (*body_max)(void *ctx, const struct pal_http_request *head, bool *is_open);
    /* Whether the body of this request may come: asked when its head was read, before any byte of
     * the body is kept. False: `response` is the answer, and the connection ends with it. Runs in a
     * worker. What it finds out is no right: `handle` asks again. NULL: every body may come. */
    bool (*admit)(void *ctx, struct pal_http_request *head, struct pal_http_response *response);
    /* Whether a body that `admit` has let through is taken in pieces: the connection waits while
     * one is taken, so that no more than one is in memory, and each must be there within
     * `read_seconds` and a second for each 8000 bytes. Runs in a reader and must not wait. NULL:
     * none is. */
    bool (*is_streamed)(void *ctx, const struct pal_http_request *head);
    /* Takes PAL_HTTP_PIECE bytes of such a body, which are the request's; what is left at its end
     * comes with `handle`. Runs in a worker, as `handle` does. False: `response` is the answer; it
     * is sent when all has come, and what comes is thrown away. A connection that breaks ends
     * without a word. */
    bool (*take)(void *ctx, struct pal_http_request *request, struct pal_http_response *response);
    /* Makes the next piece of an answer whose `stream_len` was set, of at most PAL_HTTP_PIECE bytes
     * and no less than one. Runs in a worker; nothing is held while it is on its way. False: the
     * connection ends, before all was sent. */
    bool (*give)(void *ctx, struct pal_http_request *request, struct pal_buf *out);
    /* The lane of a request, below PAL_HTTP_LANES; asked when it is whole, or a piece is. One
     * without workers is the first one, in which what `admit` does is done too. Runs in a reader
     * and must not wait. NULL: the first. */
    size_t (*lane_of)(void *ctx, const struct pal_http_request *request);
    /* Answers a request; runs in a worker. Security headers are the handler's. */
    void (*handle)(void *ctx, struct pal_http_request *request, struct pal_http_response *response);
    /* Fills the answer of a refusal whose status and sentence are given, a literal behind PAL_N_ in
     * English: how it is said is whose it is. May run in any thread,
     * must not wait. Of the request, what was not read yet is empty; remote and id are always
     * there. It may put a status that is nearer in place of the one in the response. */
    void (*refuse)(void *ctx, const struct pal_http_request *request, unsigned status,
                   const char *sentence, struct pal_http_response *response);
    /* One line per request, after the answer was handed over; runs in a reader and must not wait.
     * Status 0: the client went away before an answer. May be NULL. */
    void (*log)(void *ctx, const struct pal_http_request *request, unsigned status, size_t bytes,
                uint64_t microseconds);
};

struct pal_http;

/* Starts to listen and to answer; `out` is set before the first request. PAL_E_IO with a sentence
 * (address in use, no such file …). */
enum pal_rc pal_http_start(const struct pal_http_options *options, struct pal_http **out,
                           struct pal_err *err) PAL_WARN_UNUSED;
uint16_t pal_http_port(const struct pal_http *http);

/* Connections open and requests under way, for metrics. */
void pal_http_load(const struct pal_http *http, size_t *connections, size_t *requests);

/* Takes no more connections, lets requests under way end for at most `seconds`, stops. Frees. A
 * handler that runs even then is waited for: its thread cannot be ended from outside. */
void pal_http_stop(struct pal_http *http, unsigned seconds);

#endif
