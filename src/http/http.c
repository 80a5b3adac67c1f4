/* http - libmicrohttpd's callbacks, in the order in which a request meets them, then start and
 * stop. Readers never wait: a request that is whole goes to the workers while its connection is
 * suspended. */
#include "http/http.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "http/impl.h"

enum {
    MEMORY_BESIDE_HEAD =
        16 * 1024,        /* of a connection: what is made of the head, and the answer's */
    MEMORY_OF_FIELD = 96, /* for libmicrohttpd's own splitting of queries and cookies */
    PEM_MAX = 256 * 1024,
    LOOK_MS = 10,
};

static void *heap(void *old, size_t size)
{
    return pal_alloc_heap.resize(pal_alloc_heap.ctx, old, size);
}

/* ------------------------------------------------------------------ connections */

static enum MHD_Result accept_address(void *ctx, const struct sockaddr *address, socklen_t len)
{
    struct pal_http *http = ctx;
    const struct pal_http_options *options = &http->options;
    (void)len;
    struct pal_address remote = pal_address_text(address);
    return !atomic_load(&http->is_stopping) &&
                   (pal_proxy_is_named(remote.text, options->proxies, options->proxy_count) ||
                    pal_watch_count(http, &remote) < options->connections_per_address)
               ? MHD_YES
               : MHD_NO;
}

static struct pal_connection *open_connection(struct pal_http *http, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct pal_address remote = {{0}};
    if (info != NULL && info->client_addr != NULL) {
        remote = pal_address_text(info->client_addr);
    }
    info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info == NULL) {
        return NULL;
    }
    struct pal_connection *connection = pal_watch_add(http, info->connect_fd, &remote);
    if (connection == NULL) { /* nothing is let in without a deadline */
        (void)shutdown(info->connect_fd, SHUT_RDWR);
    }
    return connection;
}

static struct pal_connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

/* ------------------------------------------------------------------ requests */

/* Whole, from the first byte on a new connection, or from the request line on a kept one. */
static uint64_t read_until(const struct pal_http *http, const struct pal_connection *connection)
{
    uint64_t since = connection->was_used ? pal_watch_now_ms() : connection->opened_ms;
    return since + http->options.read_seconds * UINT64_C(1000);
}

static struct pal_exchange *open_exchange(struct pal_http *http, const char *target,
                                          struct MHD_Connection *mhd,
                                          struct pal_connection *connection)
{
    struct pal_exchange *exchange = pal_exchange_new(http, target, connection->remote.text);
    if (exchange != NULL) {
        exchange->mhd = mhd;
        exchange->connection = connection;
        exchange->sent_target = target;
        exchange->read_until_ms = read_until(http, connection);
        connection->was_used = true;
        connection->exchange = exchange;
        atomic_fetch_add(&http->request_count, 1);
    }
    return exchange;
}

/* The status for the log: also what libmicrohttpd or the watch answered by themselves. */
static unsigned status_of(const struct pal_exchange *exchange)
{
    if (exchange->status != 0) {
        return exchange->status;
    }
    if (pal_watch_has_cut(exchange->connection)) {
        return 408;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->mhd, MHD_CONNECTION_INFO_HTTP_STATUS);
    return info != NULL ? info->http_status : 0;
}

static void close_exchange(struct pal_http *http, struct pal_exchange *exchange)
{
    if (http->options.log != NULL) {
        http->options.log(http->options.ctx, &exchange->request, status_of(exchange),
                          exchange->request.method == PAL_HEAD ? 0 : exchange->answer_len,
                          pal_watch_now_us() - exchange->started_us);
    }
    exchange->connection->exchange = NULL;
    pal_body_release(exchange);
    pal_exchange_free(exchange);
    atomic_fetch_sub(&http->request_count, 1);
}

/* libmicrohttpd takes an answer before the body and after it: at other times it goes out on the
 * bare socket, and the connection ends. */
static void refuse_bare(struct pal_exchange *exchange, struct pal_refusal refusal, int how)
{
    if (pal_watch_enter(exchange->connection, PAL_PHASE_CUT, 0)) {
        pal_exchange_refuse(exchange, refusal);
        exchange->status = refusal.status;
        pal_watch_send_bare(exchange->connection->fd, exchange);
        (void)shutdown(exchange->connection->fd, how);
    }
}

/* libmicrohttpd also splits the query, in the connection's memory: for that there is room for as
 * many fields as we take, and with more it loses the request without a word. */
static bool has_many_fields(const char *target)
{
    size_t count = 0;
    for (; *target != '\0'; target++) {
        count += *target == '&';
    }
    return count >= PAL_HTTP_QUERY_FIELDS;
}

/* Called with the target as it was sent, before it is decoded or split. What is given back is the
 * request's context; NULL ends the connection. */
static void *begin_request(void *ctx, const char *target, struct MHD_Connection *mhd)
{
    struct pal_http *http = ctx;
    struct pal_connection *connection = connection_of(mhd);
    if (connection == NULL ||
        !pal_watch_enter(connection, PAL_PHASE_READING, read_until(http, connection))) {
        return NULL;
    }
    struct pal_exchange *exchange = open_exchange(http, target, mhd, connection);
    if (exchange != NULL && has_many_fields(target)) {
        refuse_bare(exchange, (struct pal_refusal){414, PAL_N_("The address has too many parts.")},
                    SHUT_RDWR);
    }
    return exchange;
}

static bool is_crowded(struct pal_http *http)
{
    size_t most = http->options.kept_max;
    return most != 0 && atomic_load(&http->connection_count) > most;
}

static bool add_answer_headers(struct MHD_Response *answer, const struct pal_exchange *exchange)
{
    const struct pal_http_response *response = &exchange->response;
    bool is_whole = true;
    if (response->content_type != NULL) {
        is_whole =
            MHD_add_response_header(answer, "Content-Type", response->content_type) == MHD_YES;
    }
    for (const struct pal_header *header = exchange->answer_headers; header != NULL;
         header = header->next) {
        is_whole =
            MHD_add_response_header(answer, header->name, header->value) == MHD_YES && is_whole;
    }
    if (exchange->is_closing || is_crowded(exchange->http) ||
        atomic_load(&exchange->http->is_stopping)) {
        is_whole = MHD_add_response_header(answer, "Connection", "close") == MHD_YES && is_whole;
    }
    return is_whole;
}

/* NULL: memory is short, or a header that a handler set is none. The bytes stay ours until the
 * request is completed. */
static struct MHD_Response *make_answer(struct pal_exchange *exchange)
{
    size_t len;
    union {
        const char *from;
        void *to; /* libmicrohttpd does not write there, its type only says so */
    } bytes = {.from = pal_exchange_bytes(exchange, &len)};
    exchange->answer_len = exchange->response.stream_len > 0 ? exchange->response.stream_len : len;
    struct MHD_Response *answer =
        exchange->response.stream_len > 0
            ? pal_stream_answer(exchange)
            : MHD_create_response_from_buffer(len, bytes.to, MHD_RESPMEM_PERSISTENT);
    if (answer != NULL && !add_answer_headers(answer, exchange)) {
        MHD_destroy_response(answer);
        answer = NULL;
    }
    return answer;
}

static enum MHD_Result send_answer(struct pal_exchange *exchange)
{
    if (exchange->is_over) {
        return MHD_NO; /* which closes the connection */
    }
    struct MHD_Response *answer = make_answer(exchange);
    if (answer == NULL) {
        pal_exchange_refuse(exchange,
                            (struct pal_refusal){500, PAL_N_("The answer could not be made.")});
        answer = make_answer(exchange);
    }
    if (answer == NULL) {
        return MHD_NO;
    }
    uint64_t until = pal_watch_now_ms() + exchange->http->options.read_seconds * UINT64_C(1000) +
                     exchange->answer_len / PAL_HTTP_SLOWEST;
    if (exchange->response.stream_len > 0) { /* each piece has a time of its own */
        until = pal_stream_until(exchange);
        exchange->stage = PAL_STAGE_GIVING;
    }
    enum MHD_Result result = MHD_NO;
    if (pal_watch_enter(exchange->connection, PAL_PHASE_SENDING, until)) {
        exchange->status = exchange->response.status;
        result = MHD_queue_response(exchange->mhd, exchange->status, answer);
    }
    MHD_destroy_response(answer);
    return result;
}

/* The connection ends with a refusal before the body: whatever follows is no request. */
static enum MHD_Result refuse_before_body(struct pal_exchange *exchange)
{
    exchange->is_closing = true;
    exchange->connection->is_cut_short = true;
    return send_answer(exchange);
}

struct pal_workers *pal_lane_of(const struct pal_exchange *exchange)
{
    const struct pal_http *http = exchange->http;
    size_t lane = 0;
    if (http->options.lane_of != NULL && exchange->stage != PAL_STAGE_ASKED) {
        lane = http->options.lane_of(http->options.ctx, &exchange->request);
    }
    return http->lanes[lane].workers != NULL ? http->lanes[lane].workers : http->lanes[0].workers;
}

/* The request goes to a worker, whose it is from pal_workers_offer on. */
static enum MHD_Result hand_to_workers(struct pal_exchange *exchange, enum pal_stage stage)
{
    if (!pal_watch_enter(exchange->connection, PAL_PHASE_HANDLING, 0)) {
        return MHD_NO;
    }
    exchange->stage = stage;
    struct pal_workers *lane = pal_lane_of(exchange);
    MHD_suspend_connection(exchange->mhd);
    if (!pal_workers_offer(lane, exchange)) {
        pal_exchange_refuse(exchange,
                            (struct pal_refusal){503, PAL_N_("Too much is asked at this moment: "
                                                             "try again in a second.")});
        exchange->is_refused = true;
        MHD_resume_connection(exchange->mhd);
        pal_reader_wake(exchange->http);
    }
    return MHD_YES;
}

static enum MHD_Result go_on(struct pal_exchange *exchange, enum pal_body_way way)
{
    switch (way) {
    case PAL_BODY_COMES:
        exchange->stage = PAL_STAGE_BODY;
        return MHD_YES;
    case PAL_BODY_ASKED:
        return hand_to_workers(exchange, PAL_STAGE_ASKED);
    case PAL_BODY_REFUSED:
        break;
    }
    return refuse_before_body(exchange);
}

static enum MHD_Result take_head(struct pal_exchange *exchange, const char *method,
                                 const char *version)
{
    struct pal_refusal refusal = pal_head_read(exchange, method, version);
    if (refusal.status == 0) {
        return go_on(exchange, pal_body_begin(exchange));
    }
    exchange->stage = PAL_STAGE_BODY;
    pal_exchange_refuse(exchange, refusal);
    return refuse_before_body(exchange);
}

/* The clock of the body goes on where it stood when `admit` was asked. */
static enum MHD_Result take_admission(struct pal_exchange *exchange)
{
    enum pal_body_way way = pal_body_admit(exchange);
    exchange->read_until_ms += pal_watch_now_ms() - exchange->asked_ms;
    uint64_t until =
        exchange->request.is_streamed ? pal_stream_until(exchange) : exchange->read_until_ms;
    return pal_watch_enter(exchange->connection, PAL_PHASE_READING, until) ? go_on(exchange, way)
                                                                           : MHD_NO;
}

static enum MHD_Result refuse_within_body(struct pal_exchange *exchange, struct pal_refusal refusal)
{
    exchange->connection->is_cut_short = true;
    refuse_bare(exchange, refusal, SHUT_WR);
    return MHD_NO;
}

/* What is left of `bytes` behind a piece comes again, once a worker has taken that. */
static enum MHD_Result take_of_stream(struct pal_exchange *exchange, const char *bytes, size_t *len)
{
    size_t count = *len;
    size_t before = exchange->came;
    struct pal_refusal refusal = pal_body_gather(exchange, bytes, &count);
    *len -= count;
    if (refusal.status != 0) {
        return refuse_within_body(exchange, refusal);
    }
    bool is_next =
        exchange->is_refused && exchange->came / PAL_HTTP_PIECE > before / PAL_HTTP_PIECE;
    if (is_next && /* what is thrown away comes piece by piece, too */
        !pal_watch_enter(exchange->connection, PAL_PHASE_READING, pal_stream_until(exchange))) {
        return MHD_NO;
    }
    return exchange->body.len == PAL_HTTP_PIECE ? hand_to_workers(exchange, PAL_STAGE_PIECE)
                                                : MHD_YES;
}

static enum MHD_Result take_body(struct pal_exchange *exchange, const char *bytes, size_t *len)
{
    if (exchange->request.is_streamed) {
        return take_of_stream(exchange, bytes, len);
    }
    struct pal_refusal refusal = pal_body_keep(exchange, bytes, *len);
    *len = 0;
    return refusal.status != 0 ? refuse_within_body(exchange, refusal) : MHD_YES;
}

/* The request is whole. */
static enum MHD_Result take_end(struct pal_exchange *exchange)
{
    if (exchange->is_refused) {
        exchange->stage = PAL_STAGE_WORKER;
        return send_answer(exchange);
    }
    if (exchange->body.len > 0) {
        exchange->request.body = exchange->body.data;
        exchange->request.body_len = exchange->body.len;
    }
    return hand_to_workers(exchange, PAL_STAGE_WORKER);
}

/* libmicrohttpd offers what stands behind a chunk though the connection was suspended just now. */
static bool is_suspended(const struct pal_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->mhd, MHD_CONNECTION_INFO_CONNECTION_SUSPENDED);
    return info != NULL && info->suspended == MHD_YES;
}

/* A piece was taken, and the next one begins with what came behind it. */
static enum MHD_Result take_on(struct pal_exchange *exchange, const char *bytes, size_t *len)
{
    if (is_suspended(exchange)) { /* the exchange is a worker's: it is offered again */
        return MHD_YES;
    }
    exchange->stage = PAL_STAGE_BODY;
    exchange->body.len = 0;
    if (!pal_watch_enter(exchange->connection, PAL_PHASE_READING, pal_stream_until(exchange))) {
        return MHD_NO;
    }
    return *len > 0 ? take_body(exchange, bytes, len) : take_end(exchange);
}

/* Gives whether the exchange waits again, behind all others: nobody may be there to take it. */
static bool answer_whole(const struct pal_lane *lane, struct pal_exchange *exchange)
{
    enum pal_taker taker = pal_gone_look(exchange);
    if (taker == PAL_TAKER_MAY_BE_GONE && pal_workers_offer(lane->workers, exchange)) {
        return true;
    }
    exchange->is_over = taker == PAL_TAKER_IS_GONE;
    if (!exchange->is_over) {
        pal_exchange_handle(exchange, lane);
        exchange->is_over = pal_gone_answer(exchange);
    }
    return false;
}

/* What is on its way already ends; else there is an answer. */
static void drop(struct pal_exchange *exchange)
{
    if (exchange->stage == PAL_STAGE_GIVING) {
        exchange->is_given_up = true;
        return;
    }
    pal_exchange_refuse(exchange,
                        (struct pal_refusal){503, PAL_N_("The server is being stopped.")});
    exchange->is_refused = true;
}

/* In a worker. After resuming, the exchange is the reader's again. */
static void work(void *ctx, void *task)
{
    const struct pal_lane *lane = ctx;
    struct pal_http *http = lane->http;
    struct pal_exchange *exchange = task;
    if (atomic_load(&http->is_dropping)) {
        drop(exchange);
    } else if (exchange->stage == PAL_STAGE_ASKED) {
        pal_exchange_admit(exchange, lane);
    } else if (exchange->stage == PAL_STAGE_PIECE) {
        pal_exchange_take(exchange, lane);
    } else if (exchange->stage == PAL_STAGE_GIVING) {
        pal_exchange_give(exchange, lane);
    } else if (answer_whole(lane, exchange)) {
        return;
    }
    MHD_resume_connection(exchange->mhd);
    pal_reader_wake(http);
}

static enum MHD_Result answer_request(void *ctx, struct MHD_Connection *mhd, const char *path,
                                      const char *method, const char *version, const char *bytes,
                                      size_t *len, void **request_context)
{
    struct pal_exchange *exchange = *request_context;
    (void)ctx;
    (void)mhd;
    (void)path; /* already split at "?"; the target is read by our own rules */
    if (exchange == NULL) {
        return MHD_NO;
    }
    switch (exchange->stage) {
    case PAL_STAGE_HEAD:
        return take_head(exchange, method, version);
    case PAL_STAGE_ASKED: /* and it was answered: the body may not come */
        return refuse_before_body(exchange);
    case PAL_STAGE_ADMITTED:
        return take_admission(exchange);
    case PAL_STAGE_BODY:
        return *len > 0 ? take_body(exchange, bytes, len) : take_end(exchange);
    case PAL_STAGE_PIECE:
        return take_on(exchange, bytes, len);
    case PAL_STAGE_WORKER:
        return send_answer(exchange);
    case PAL_STAGE_GIVING: /* never asked again: the answer is libmicrohttpd's */
        break;
    }
    return MHD_NO;
}

static void end_request(void *ctx, struct MHD_Connection *mhd, void **request_context,
                        enum MHD_RequestTerminationCode code)
{
    struct pal_http *http = ctx;
    struct pal_exchange *exchange = *request_context;
    (void)mhd;
    (void)code;
    if (exchange != NULL) {
        pal_gone_end(exchange);
        (void)pal_watch_enter(exchange->connection, PAL_PHASE_IDLE,
                              pal_watch_now_ms() + http->options.idle_seconds * UINT64_C(1000));
        close_exchange(http, exchange);
        *request_context = NULL;
    }
}

/* A request that libmicrohttpd gave up in its first line ends with its connection. */
static void note_connection(void *ctx, struct MHD_Connection *mhd, void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct pal_http *http = ctx;
    struct pal_connection *connection = *socket_context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = open_connection(http, mhd);
        return;
    }
    http->has_ended = true;
    if (connection != NULL) {
        if (connection->exchange != NULL) {
            close_exchange(http, connection->exchange);
        }
        if (connection->is_cut_short) {
            pal_linger_add(http, connection->fd);
        }
        pal_watch_remove(http, connection);
        *socket_context = NULL;
    }
}

/* Paths are decoded segment by segment (http/parts.h), where "%2f" is no slash and "%00" no end. */
static size_t keep_escapes(void *ctx, struct MHD_Connection *mhd, char *text)
{
    (void)ctx;
    (void)mhd;
    return strlen(text);
}

/* ------------------------------------------------------------------ start */

/* What libmicrohttpd complains about while it starts; later that is clients, whom the log knows. */
static void hear(void *ctx, const char *format, va_list args) PAL_PRINTF(2, 0);

static void hear(void *ctx, const char *format, va_list args)
{
    struct pal_http *http = ctx;
    if (!atomic_load(&http->is_started)) {
        (void)vsnprintf(http->why_not, sizeof http->why_not, format, args);
        http->why_not[strcspn(http->why_not, "\r\n")] = '\0';
    }
}

static enum pal_rc allow_hosts(struct pal_http *http, struct pal_err *err)
{
    static const char *const LOOPBACK[PAL_HTTP_LOOPBACK_NAMES] = {"localhost", "127.0.0.1", "::1"};
    const struct pal_http_options *options = &http->options;
    http->hosts = heap(NULL, (options->host_count + PAL_HTTP_LOOPBACK_NAMES) * sizeof *http->hosts);
    if (http->hosts == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "Memory is short: the server cannot start.");
    }
    for (size_t i = 0; i < options->host_count; i++) {
        http->hosts[http->host_count++] = options->hosts[i];
    }
    for (size_t i = 0; i < PAL_HTTP_LOOPBACK_NAMES && pal_address_is_loopback(options->address);
         i++) {
        http->hosts[http->host_count++] = LOOPBACK[i];
    }
    return PAL_OK;
}

/* A certificate or a key, to be wiped and freed by wipe_pem. */
static enum pal_rc read_pem(const char *path, char **out, struct pal_err *err)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return pal_err_set(err, PAL_E_IO, "%s cannot be read: %s.", path, strerror(errno));
    }
    char *text = heap(NULL, PEM_MAX);
    size_t len = text != NULL ? fread(text, 1, PEM_MAX, file) : 0;
    bool is_read = text != NULL && !ferror(file) && len > 0 && len < PEM_MAX;
    (void)fclose(file);
    if (!is_read) {
        (void)heap(text, 0);
        return pal_err_set(err, PAL_E_IO,
                           "%s is no PEM file: it is empty, too large or unreadable.", path);
    }
    text[len] = '\0';
    *out = text;
    return PAL_OK;
}

static void wipe_pem(char *text)
{
    if (text != NULL) {
        explicit_bzero(text, PEM_MAX);
        (void)heap(text, 0);
    }
}

/* Not STRICT_FOR_CLIENT: all that it adds in 0.9.75 is refusing a missing Host, with a doubled
 * head, and blanks in the target, without a word. head.c refuses both, and much more. */
static struct MHD_Daemon *start_daemon(struct pal_http *http, char *certificate, char *key)
{
    const struct pal_http_options *options = &http->options;
    unsigned longest = options->idle_seconds > options->read_seconds ? options->idle_seconds
                                                                     : options->read_seconds;
    /* Forward secrecy and authenticated encryption alone. */
    char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:"
                        "-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:"
                        "-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:"
                        "%SERVER_PRECEDENCE";
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     MHD_USE_TURBO | (certificate != NULL ? MHD_USE_TLS : 0U);
    return MHD_start_daemon(
        flags, 0, accept_address, http, answer_request, http, /* the logger comes first */
        MHD_OPTION_EXTERNAL_LOGGER, hear, http, MHD_OPTION_LISTEN_SOCKET, http->listen_fd,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)options->connections_max, MHD_OPTION_CONNECTION_TIMEOUT, longest + 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        options->head_max * 2 + MEMORY_BESIDE_HEAD + PAL_HTTP_QUERY_FIELDS * MEMORY_OF_FIELD,
        MHD_OPTION_NOTIFY_CONNECTION, note_connection, http, MHD_OPTION_URI_LOG_CALLBACK,
        begin_request, http, MHD_OPTION_NOTIFY_COMPLETED, end_request, http,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, http, MHD_OPTION_ARRAY,
        certificate != NULL ? tls : none, MHD_OPTION_END);
}

static enum pal_rc start_listening(struct pal_http *http, struct pal_err *err)
{
    const struct pal_http_options *options = &http->options;
    char *certificate = NULL;
    char *key = NULL;
    enum pal_rc rc = PAL_OK;
    if (options->certificate_file != NULL) {
        rc = MHD_is_feature_supported(MHD_FEATURE_TLS) == MHD_YES
                 ? read_pem(options->certificate_file, &certificate, err)
                 : pal_err_set(err, PAL_E_USAGE,
                               "This libmicrohttpd was built without TLS: leave the certificate "
                               "out and put a proxy before the server.");
        if (rc == PAL_OK) {
            rc = read_pem(options->key_file, &key, err);
        }
    }
    if (rc == PAL_OK) {
        http->daemon = start_daemon(http, certificate, key);
        if (http->daemon == NULL) {
            rc = pal_err_set(err, PAL_E_IO, "The server cannot start%s%s. %s",
                             *http->why_not != '\0' ? ": " : "", http->why_not,
                             certificate != NULL ? "Do the certificate and the key belong "
                                                   "together?"
                                                 : "");
        }
    }
    wipe_pem(certificate);
    wipe_pem(key);
    return rc;
}

static enum pal_rc check_options(const struct pal_http_options *options, struct pal_err *err)
{
    bool is_zero = options->lanes[0].workers == 0 || options->connections_max == 0 ||
                   options->connections_per_address == 0 || options->head_max == 0 ||
                   options->strangers_max == 0 || options->bodies_max == 0 ||
                   options->memory_max == 0 || options->request_max == 0 ||
                   options->read_seconds == 0 || options->idle_seconds == 0;
    for (size_t i = 0; i < PAL_HTTP_LANES; i++) {
        const struct pal_http_lane *lane = &options->lanes[i];
        is_zero |= lane->workers > 0 && (lane->queue_max == 0 || lane->request_ms == 0);
        is_zero |= lane->is_apart && options->apart_max == 0;
    }
    if (is_zero) {
        return pal_err_set(err, PAL_E_USAGE, "A limit of the server is 0.");
    }
    if ((options->certificate_file == NULL) != (options->key_file == NULL)) {
        return pal_err_set(err, PAL_E_USAGE, "TLS takes both a certificate and a key.");
    }
    return PAL_OK;
}

static void stop_lanes(struct pal_http *http)
{
    for (size_t i = 0; i < PAL_HTTP_LANES; i++) {
        if (http->lanes[i].workers != NULL) {
            pal_workers_stop(http->lanes[i].workers);
        }
    }
}

static void free_lanes(struct pal_http *http)
{
    for (size_t i = 0; i < PAL_HTTP_LANES; i++) {
        if (http->lanes[i].workers != NULL) {
            pal_workers_free(http->lanes[i].workers);
        }
    }
}

static enum pal_rc start_lanes(struct pal_http *http, struct pal_err *err)
{
    enum pal_rc rc = PAL_OK;
    pal_pool_init(&http->pool, http->options.memory_max);
    pal_pool_init(&http->apart, http->options.apart_max);
    for (size_t i = 0; i < PAL_HTTP_LANES && rc == PAL_OK; i++) {
        const struct pal_http_lane *wanted = &http->options.lanes[i];
        struct pal_lane *lane = &http->lanes[i];
        *lane = (struct pal_lane){.http = http,
                                  .pool = wanted->is_apart ? &http->apart : &http->pool,
                                  .request_ms = wanted->request_ms};
        if (wanted->workers > 0) {
            rc = pal_workers_start(wanted->workers, wanted->queue_max, wanted->niceness, work, lane,
                                   &lane->workers, err);
        }
    }
    if (rc != PAL_OK) {
        stop_lanes(http);
        free_lanes(http);
    }
    return rc;
}

/* What is started first is stopped last. */
static enum pal_rc start_parts(struct pal_http *http, struct pal_err *err)
{
    enum pal_rc rc = pal_linger_start(http, err);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_watch_start(http, err);
    if (rc != PAL_OK) {
        pal_linger_stop(http);
        return rc;
    }
    rc = start_lanes(http, err);
    if (rc == PAL_OK) {
        rc = start_listening(http, err);
        if (rc == PAL_OK) {
            atomic_store(&http->is_started, true);
            rc = pal_reader_start(http, err);
            if (rc == PAL_OK) {
                return PAL_OK;
            }
            MHD_stop_daemon(http->daemon);
        }
        stop_lanes(http);
        free_lanes(http);
    }
    pal_watch_stop(http);
    pal_linger_stop(http);
    return rc;
}

enum pal_rc pal_http_start(const struct pal_http_options *options, struct pal_http **out,
                           struct pal_err *err)
{
    enum pal_rc rc = check_options(options, err);
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_http *http = heap(NULL, sizeof *http);
    if (http == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "Memory is short: the server cannot start.");
    }
    *http = (struct pal_http){.options = *options,
                              .listen_fd = -1,
                              .strangers = {.max = options->strangers_max},
                              .bodies = {.max = options->bodies_max}};
    rc = allow_hosts(http, err);
    if (rc == PAL_OK) {
        rc = pal_host_listen(options->address, options->port, &http->listen_fd, &http->port, err);
    }
    if (rc == PAL_OK) {
        *out = http; /* before any thread: handlers may ask for it */
        rc = start_parts(http, err);
        if (rc != PAL_OK) { /* libmicrohttpd closes it in some of its failures */
            pal_host_unlisten(http->listen_fd, http->port);
        }
    }
    if (rc != PAL_OK) {
        *out = NULL;
        (void)heap(http->hosts, 0);
        (void)heap(http, 0);
    }
    return rc;
}

uint16_t pal_http_port(const struct pal_http *http)
{
    return http->port;
}

void pal_http_load(const struct pal_http *http, size_t *connections, size_t *requests)
{
    *connections = atomic_load(&http->connection_count);
    *requests = atomic_load(&http->request_count);
}

/* ------------------------------------------------------------------ stop */

/* Until no connection is left; unused ones are cut off by the watch. */
static void wait_for_connections(const struct pal_http *http, uint64_t until_ms)
{
    while (atomic_load(&http->connection_count) > 0 && pal_watch_now_ms() < until_ms) {
        (void)usleep(LOOK_MS * 1000);
    }
}

void pal_http_stop(struct pal_http *http, unsigned seconds)
{
    uint64_t until_ms = pal_watch_now_ms() + seconds * UINT64_C(1000);
    atomic_store(&http->is_stopping, true);
    pal_reader_wake(http);
    wait_for_connections(http, until_ms);
    atomic_store(&http->is_dropping, true);
    pal_watch_cut_all(http);
    stop_lanes(http); /* resumes every connection: none may be suspended below */
    pal_reader_stop(http);
    MHD_stop_daemon(http->daemon);
    free_lanes(http);
    pal_watch_stop(http);
    pal_linger_stop(http);
    (void)heap(http->hosts, 0);
    (void)heap(http, 0);
}
