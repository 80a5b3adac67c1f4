/* body - who may send a body, and where its memory comes from. A body costs its sender nothing
 * before somebody has said that it may come; those that anybody may send share one small room. */
#include "http/impl.h"

enum { STEP = 4096 }; /* of a room: a body's memory doubles from here */

static bool has_body(const struct pal_exchange *exchange)
{
    return pal_head_length(exchange) > 0 ||
           pal_http_header(&exchange->request, "Transfer-Encoding") != NULL;
}

static bool fits(const struct pal_room *room, size_t bytes)
{
    return bytes <= room->max - room->used;
}

/* Takes as much more of the room as makes `bytes`. */
static bool hold(struct pal_exchange *exchange, size_t bytes)
{
    size_t more = bytes > exchange->held ? bytes - exchange->held : 0;
    if (!fits(exchange->room, more)) {
        return false;
    }
    exchange->room->used += more;
    exchange->held += more;
    return true;
}

void pal_body_release(struct pal_exchange *exchange)
{
    if (exchange->room != NULL) {
        exchange->room->used -= exchange->held;
        exchange->held = 0;
    }
}

static const struct pal_refusal NO_ROOM = {503,
                                           PAL_N_("Too much is being sent to this server at this "
                                                  "moment: try again in a few seconds.")};

static const struct pal_refusal TOO_LARGE = {
    413, PAL_N_("What was sent is larger than this address takes.")};
static const struct pal_refusal SHORT = {503, PAL_N_("Memory is short: try again later.")};

static enum pal_body_way refuse(struct pal_exchange *exchange)
{
    pal_exchange_refuse(exchange, NO_ROOM);
    return PAL_BODY_REFUSED;
}

/* A stranger's place is not kept for what was only promised: many would promise much and send
 * nothing. It holds what the head has taken and what has come. */
static enum pal_body_way begin_open(struct pal_exchange *exchange)
{
    exchange->room = &exchange->http->strangers;
    exchange->head_len = pal_arena_size(&exchange->arena) + sizeof *exchange;
    return fits(exchange->room, exchange->head_len + pal_head_length(exchange)) &&
                   hold(exchange, exchange->head_len)
               ? PAL_BODY_COMES
               : refuse(exchange);
}

enum pal_body_way pal_body_begin(struct pal_exchange *exchange)
{
    if (!has_body(exchange)) {
        return PAL_BODY_COMES;
    }
    if (exchange->is_open || exchange->http->options.admit == NULL) {
        return begin_open(exchange);
    }
    exchange->asked_ms = pal_watch_now_ms();
    return PAL_BODY_ASKED;
}

/* Who is known finds the place there when the bytes come. */
enum pal_body_way pal_body_admit(struct pal_exchange *exchange)
{
    const struct pal_http_options *options = &exchange->http->options;
    exchange->room = &exchange->http->bodies;
    exchange->request.is_streamed =
        options->is_streamed != NULL && options->is_streamed(options->ctx, &exchange->request);
    size_t wanted =
        exchange->request.is_streamed ? (size_t)PAL_HTTP_PIECE : pal_head_length(exchange);
    return hold(exchange, wanted) ? PAL_BODY_COMES : refuse(exchange);
}

/* Memory for a body of `len` bytes in all: twice as much each time, but not over what was promised
 * or may come, so that what is held is what is taken. */
static bool make_room(struct pal_exchange *exchange, size_t len)
{
    if (len < exchange->body.cap) {
        return true;
    }
    size_t most = pal_head_length(exchange) > 0 ? pal_head_length(exchange) : exchange->body_max;
    size_t wanted = exchange->body.cap * 2 > STEP ? exchange->body.cap * 2 : STEP;
    wanted = wanted > len ? wanted : len;
    wanted = wanted < most ? wanted : most;
    return hold(exchange, exchange->head_len + wanted) &&
           pal_buf_reserve(&exchange->body, wanted - exchange->body.len);
}

struct pal_refusal pal_body_keep(struct pal_exchange *exchange, const char *bytes, size_t count)
{
    if (count > exchange->body_max - exchange->body.len) {
        return TOO_LARGE;
    }
    if (exchange->room == NULL || !make_room(exchange, exchange->body.len + count)) {
        return NO_ROOM;
    }
    pal_buf_add_n(&exchange->body, bytes, count);
    return exchange->body.failed ? SHORT : (struct pal_refusal){0, NULL};
}

struct pal_refusal pal_body_gather(struct pal_exchange *exchange, const char *bytes, size_t *count)
{
    size_t left = PAL_HTTP_PIECE - exchange->body.len;
    if (*count > exchange->body_max - exchange->came) {
        return TOO_LARGE;
    }
    *count = *count < left || exchange->is_refused ? *count : left;
    exchange->came += *count;
    if (exchange->is_refused) { /* and what comes is thrown away */
        return (struct pal_refusal){0, NULL};
    }
    if (exchange->body.cap <= PAL_HTTP_PIECE && exchange->body.len == 0) {
        (void)pal_buf_reserve(&exchange->body, PAL_HTTP_PIECE);
    }
    pal_buf_add_n(&exchange->body, bytes, *count);
    return exchange->body.failed ? SHORT : (struct pal_refusal){0, NULL};
}
