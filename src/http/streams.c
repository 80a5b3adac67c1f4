/* streams - answers in pieces: while a worker makes the next one, the connection is suspended, and
 * nothing but one piece is held for whoever takes it slowly. */
#include <string.h>

#include "http/impl.h"

enum { BLOCK = 32 * 1024 }; /* that libmicrohttpd asks for at a time */

uint64_t pal_stream_until(const struct pal_exchange *exchange)
{
    return pal_watch_now_ms() + exchange->http->options.read_seconds * UINT64_C(1000) +
           PAL_HTTP_PIECE / PAL_HTTP_SLOWEST;
}

/* False: no worker takes it. */
static bool ask_for_next(struct pal_exchange *exchange)
{
    if (!pal_watch_enter(exchange->connection, PAL_PHASE_HANDLING, 0)) {
        return false;
    }
    exchange->given = SIZE_MAX; /* asked for, until a worker says how many there are */
    MHD_suspend_connection(exchange->mhd);
    if (!pal_workers_offer(pal_lane_of(exchange), exchange)) {
        exchange->is_given_up = true;
        MHD_resume_connection(exchange->mhd);
        pal_reader_wake(exchange->http);
    }
    return true;
}

/* Called when the socket takes more. 0: not yet; the connection is suspended until then. */
static ssize_t give_bytes(void *ctx, uint64_t position, char *out, size_t room)
{
    struct pal_exchange *exchange = ctx;
    const struct pal_buf *piece = &exchange->response.body;
    (void)position; /* bytes are asked for one behind the other */
    if (exchange->is_given_up) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    if (exchange->given >= piece->len) {
        return ask_for_next(exchange) ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;
    }
    if (exchange->given == 0 &&
        !pal_watch_enter(exchange->connection, PAL_PHASE_SENDING, pal_stream_until(exchange))) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t left = piece->len - exchange->given;
    size_t count = left < room ? left : room;
    memcpy(out, piece->data + exchange->given, count);
    exchange->given += count;
    return (ssize_t)count;
}

struct MHD_Response *pal_stream_answer(struct pal_exchange *exchange)
{
    pal_buf_done(&exchange->response.body);
    return MHD_create_response_from_callback(exchange->response.stream_len, BLOCK, give_bytes,
                                             exchange, NULL);
}
