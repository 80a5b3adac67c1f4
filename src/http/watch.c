/* watch - every connection has a deadline for what it does now. libmicrohttpd ends a
 * connection that is silent; one that sends a byte every few seconds would stay for ever
 * (slowloris), and enough of them would leave no room for others. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/impl.h"

enum { PHASE_BITS = 3, PHASE_MASK = 7, PERIOD_MS = 200, CUTS_AT_ONCE = 32 };

static uint64_t now(uint64_t per_second)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * per_second + (uint64_t)time.tv_nsec / (1000000000U / per_second);
}

uint64_t pal_watch_now_us(void)
{
    return now(1000000);
}

uint64_t pal_watch_now_ms(void)
{
    return now(1000);
}

static enum pal_phase phase_of(uint64_t clock)
{
    return (enum pal_phase)(clock & PHASE_MASK);
}

static uint64_t make_clock(enum pal_phase phase, uint64_t until_ms)
{
    return until_ms << PHASE_BITS | (uint64_t)phase;
}

bool pal_watch_enter(struct pal_connection *connection, enum pal_phase phase, uint64_t until_ms)
{
    uint64_t clock = atomic_load(&connection->clock);
    /* Only the watch can come between, and only to cut. */
    return phase_of(clock) != PAL_PHASE_CUT &&
           atomic_compare_exchange_strong(&connection->clock, &clock, make_clock(phase, until_ms));
}

bool pal_watch_has_cut(const struct pal_connection *connection)
{
    return phase_of(atomic_load(&connection->clock)) == PAL_PHASE_CUT;
}

/* ------------------------------------------------------------------ the list of connections */

size_t pal_watch_count(struct pal_http *http, const struct pal_address *address)
{
    struct pal_address network = pal_address_network(address->text);
    size_t count = 0;
    pthread_mutex_lock(&http->lock);
    for (const struct pal_connection *at = http->connections; at != NULL; at = at->next) {
        count += strcmp(at->network.text, network.text) == 0;
    }
    pthread_mutex_unlock(&http->lock);
    return count;
}

struct pal_connection *pal_watch_add(struct pal_http *http, int fd,
                                     const struct pal_address *remote)
{
    struct pal_connection *connection =
        pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, sizeof *connection);
    if (connection == NULL) {
        return NULL;
    }
    *connection = (struct pal_connection){.fd = fd,
                                          .remote = *remote,
                                          .network = pal_address_network(remote->text),
                                          .opened_ms = pal_watch_now_ms()};
    atomic_store(&connection->clock,
                 make_clock(PAL_PHASE_NEW,
                            connection->opened_ms + http->options.read_seconds * UINT64_C(1000)));
    pthread_mutex_lock(&http->lock);
    connection->next = http->connections;
    if (connection->next != NULL) {
        connection->next->prev = connection;
    }
    http->connections = connection;
    pthread_mutex_unlock(&http->lock);
    atomic_fetch_add(&http->connection_count, 1);
    return connection;
}

void pal_watch_remove(struct pal_http *http, struct pal_connection *connection)
{
    pthread_mutex_lock(&http->lock);
    if (connection->prev != NULL) {
        connection->prev->next = connection->next;
    } else {
        http->connections = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->prev = connection->prev;
    }
    pthread_mutex_unlock(&http->lock);
    atomic_fetch_sub(&http->connection_count, 1);
    (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, connection, 0);
}

/* ------------------------------------------------------------------ answers on the bare socket */

static void add_bare_head(struct pal_buf *out, const struct pal_exchange *exchange, size_t len)
{
    const struct pal_http_response *response = &exchange->response;
    const char *reason = MHD_get_reason_phrase_for(response->status);
    char date[64];
    struct tm utc;
    time_t seconds = time(NULL);
    (void)strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&seconds, &utc));
    pal_buf_printf(out,
                   "HTTP/1.1 %u %s\r\nDate: %s\r\nConnection: close\r\nContent-Length: %zu\r\n",
                   response->status, reason, date, len);
    if (response->content_type != NULL) {
        pal_buf_printf(out, "Content-Type: %s\r\n", response->content_type);
    }
    for (const struct pal_header *header = exchange->answer_headers; header != NULL;
         header = header->next) {
        pal_buf_printf(out, "%s: %s\r\n", header->name, header->value);
    }
    pal_buf_add(out, "\r\n");
}

/* What does not fit the socket's buffer at once is lost: nobody waits for such a client. */
void pal_watch_send_bare(int fd, const struct pal_exchange *exchange)
{
    if (exchange->http->options.certificate_file != NULL) {
        return;
    }
    struct pal_buf out;
    size_t len;
    const char *body = pal_exchange_bytes(exchange, &len);
    pal_buf_init(&out, PAL_HTTP_ANSWER_MAX + exchange->http->options.head_max, NULL);
    add_bare_head(&out, exchange, len);
    if (exchange->request.method != PAL_HEAD) {
        pal_buf_add_n(&out, body, len);
    }
    const char *bytes = pal_buf_text(&out);
    if (bytes != NULL) {
        (void)send(fd, bytes, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    pal_buf_done(&out);
}

/* ------------------------------------------------------------------ cutting off */

/* A connection that was cut off: a second handle of its socket, which stays ours when the reader
 * closes the first. */
struct cut {
    int fd;
    bool is_reading;
    struct pal_address remote;
};

static bool is_due(const struct pal_http *http, uint64_t clock, uint64_t now_ms)
{
    enum pal_phase phase = phase_of(clock);
    if (phase == PAL_PHASE_HANDLING || phase == PAL_PHASE_CUT) {
        return false;
    }
    bool is_unused = phase == PAL_PHASE_IDLE || phase == PAL_PHASE_NEW;
    return clock >> PHASE_BITS <= now_ms || (is_unused && atomic_load(&http->is_stopping));
}

/* Marks connections whose time is over; gives how many, at most CUTS_AT_ONCE. */
static size_t mark_due(struct pal_http *http, uint64_t now_ms, struct cut *cuts)
{
    size_t count = 0;
    pthread_mutex_lock(&http->lock);
    for (struct pal_connection *at = http->connections; at != NULL && count < CUTS_AT_ONCE;
         at = at->next) {
        uint64_t clock = atomic_load(&at->clock);
        if (!is_due(http, clock, now_ms) ||
            !atomic_compare_exchange_strong(&at->clock, &clock, make_clock(PAL_PHASE_CUT, 0))) {
            continue;
        }
        int fd = fcntl(at->fd, F_DUPFD_CLOEXEC, 0);
        if (fd < 0) { /* no handle is left: no answer either */
            (void)shutdown(at->fd, SHUT_RDWR);
            continue;
        }
        cuts[count++] = (struct cut){fd, phase_of(clock) == PAL_PHASE_READING, at->remote};
    }
    pthread_mutex_unlock(&http->lock);
    return count;
}

/* The exchange of the reader is not touched: the answer is of one made for it. */
static void answer_late(struct pal_http *http, const struct cut *cut)
{
    struct pal_exchange *exchange = pal_exchange_new(http, "", cut->remote.text);
    if (exchange != NULL) {
        pal_exchange_refuse(
            exchange, (struct pal_refusal){408, PAL_N_("The request took too long to arrive.")});
        pal_watch_send_bare(cut->fd, exchange);
        pal_exchange_free(exchange);
    }
}

/* The reader sees the end of the connection and closes it. */
static void cut_off(struct pal_http *http, const struct cut *cut)
{
    if (cut->is_reading) {
        answer_late(http, cut);
    }
    (void)shutdown(cut->fd, SHUT_RDWR);
    (void)close(cut->fd);
}

static void cut_due(struct pal_http *http, uint64_t now_ms)
{
    struct cut cuts[CUTS_AT_ONCE];
    size_t count;
    do {
        count = mark_due(http, now_ms, cuts);
        for (size_t i = 0; i < count; i++) {
            cut_off(http, &cuts[i]);
        }
    } while (count == CUTS_AT_ONCE);
}

void pal_watch_cut_all(struct pal_http *http)
{
    cut_due(http, UINT64_MAX);
}

/* ------------------------------------------------------------------ the thread */

/* Waits for the next look. False: there is none. */
static bool wait_for_look(struct pal_http *http)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += PERIOD_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&http->lock);
    int rc = 0;
    while (!http->is_over && rc != ETIMEDOUT) {
        rc = pthread_cond_timedwait(&http->over, &http->lock, &until);
    }
    bool goes_on = !http->is_over;
    pthread_mutex_unlock(&http->lock);
    return goes_on;
}

static void *watch(void *ctx)
{
    struct pal_http *http = ctx;
    while (wait_for_look(http)) {
        cut_due(http, pal_watch_now_ms());
    }
    return NULL;
}

enum pal_rc pal_watch_start(struct pal_http *http, struct pal_err *err)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&http->lock, NULL);
    pthread_cond_init(&http->over, &attributes);
    pthread_condattr_destroy(&attributes);
    int why = pthread_create(&http->watch, NULL, watch, http);
    if (why != 0) {
        pthread_cond_destroy(&http->over);
        pthread_mutex_destroy(&http->lock);
        return pal_err_set(err, PAL_E_IO,
                           "The thread that watches connections cannot be started: "
                           "%s.",
                           strerror(why));
    }
    return PAL_OK;
}

void pal_watch_stop(struct pal_http *http)
{
    pthread_mutex_lock(&http->lock);
    http->is_over = true;
    pthread_cond_signal(&http->over);
    pthread_mutex_unlock(&http->lock);
    pthread_join(http->watch, NULL);
    pthread_cond_destroy(&http->over);
    pthread_mutex_destroy(&http->lock);
}
