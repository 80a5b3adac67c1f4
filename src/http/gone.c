/* gone - whether anybody waits for an answer any more (docs/decisions/0022). */
#define _GNU_SOURCE
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "http/impl.h"

static short look(const struct pal_exchange *exchange)
{
    struct pollfd at = {.fd = exchange->connection->fd, .events = POLLRDHUP};
    return poll(&at, 1, 0) > 0 ? at.revents : 0;
}

static bool is_reset(short seen)
{
    return (seen & (POLLERR | POLLHUP)) != 0;
}

/* Every client of HTTP/1.1 passes over an interim answer; a socket that is closed resets. */
static void probe(const struct pal_exchange *exchange)
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    (void)send(exchange->connection->fd, interim, sizeof interim - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

enum pal_taker pal_gone_look(struct pal_exchange *exchange)
{
    const struct pal_http_options *options = &exchange->http->options;
    enum { SHORT_US = 5000 }; /* whoever waited less found nobody before him, and held up nobody */
    bool is_asking = exchange->request.method == PAL_GET || exchange->request.method == PAL_HEAD;
    bool has_waited = pal_watch_now_us() - exchange->started_us > SHORT_US;
    short seen = is_asking && has_waited ? look(exchange) : 0;
    if (is_reset(seen)) {
        return PAL_TAKER_IS_GONE;
    }
    if ((seen & POLLRDHUP) == 0) {
        return PAL_TAKER_WAITS;
    }
    if (options->certificate_file != NULL) {
        return PAL_TAKER_IS_GONE;
    }
    if (!exchange->is_1_1) {
        return pal_proxy_is_named(exchange->connection->remote.text, options->proxies,
                                  options->proxy_count)
                   ? PAL_TAKER_IS_GONE
                   : PAL_TAKER_WAITS;
    }
    if (exchange->is_probed) {
        return PAL_TAKER_WAITS;
    }
    exchange->is_probed = true;
    probe(exchange);
    return is_reset(look(exchange)) ? PAL_TAKER_IS_GONE : PAL_TAKER_MAY_BE_GONE;
}

/* Whether the socket takes so many bytes at once, with what the kernel needs beside them. */
static bool has_room(int fd, size_t bytes)
{
    int room = 0;
    socklen_t len = sizeof room;
    int wanted = bytes < INT_MAX / 2 ? (int)bytes * 2 : INT_MAX;
    if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, &len) == 0 && room < wanted) {
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted);
    }
    len = sizeof room;
    return getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, &len) == 0 && room >= wanted;
}

bool pal_gone_answer(struct pal_exchange *exchange)
{
    enum { HEAD = 8192 };
    int fd = exchange->connection->fd;
    short seen = look(exchange);
    size_t len;
    (void)pal_exchange_bytes(exchange, &len);
    if (exchange->http->options.certificate_file != NULL || (seen & POLLRDHUP) == 0 ||
        exchange->response.stream_len > 0 || is_reset(seen) || !has_room(fd, len + HEAD)) {
        return false;
    }
    pal_watch_send_bare(fd, exchange);
    exchange->status = exchange->response.status;
    exchange->answer_len = len;
    return true;
}

void pal_gone_end(struct pal_exchange *exchange)
{
    bool has_answer = exchange->stage == PAL_STAGE_WORKER && exchange->response.status != 0;
    if (has_answer && exchange->status == 0 && !exchange->is_over) {
        exchange->is_over = pal_gone_answer(exchange);
    }
}
