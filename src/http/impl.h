/*
 * impl - what the files of src/http share; nobody else includes it.
 *
 * Who touches what: a connection belongs to the reader thread, an exchange (a
 * request and its answer) to that thread too, except between suspending and resuming its
 * connection, when it belongs to a worker. The watch (watch.c) looks at all connections and
 * touches only their socket and their clock.
 */
#ifndef PAL_HTTP_IMPL_H
#define PAL_HTTP_IMPL_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "http/host.h"
#include "http/http.h"
#include "http/lease.h"
#include "http/workers.h"

enum { PAL_HTTP_SLOWEST = 8 /* at which a client may take an answer, or send a piece */ };
enum { PAL_HTTP_ID_MAX = 17, PAL_HTTP_ANSWER_MAX = 64 * 1024 * 1024, PAL_HTTP_LOOPBACK_NAMES = 3 };

/* What a connection does, and until when it may: deadline in milliseconds << 3 | phase, one word so
 * that the watch and the reader agree on who was first. */
enum pal_phase {
    PAL_PHASE_NEW,      /* nothing came yet */
    PAL_PHASE_IDLE,     /* kept after an answer */
    PAL_PHASE_READING,  /* from the request line to the last byte */
    PAL_PHASE_HANDLING, /* with a worker: no deadline */
    PAL_PHASE_SENDING,
    PAL_PHASE_CUT, /* the watch cut it off */
};

struct pal_exchange;
struct pal_linger;

struct pal_connection {
    struct pal_connection *next;
    struct pal_connection *prev;
    int fd;
    _Atomic uint64_t clock;
    struct pal_address remote;
    struct pal_address network; /* whose connections are counted together */
    uint64_t opened_ms;
    bool was_used;                 /* a request line was read */
    bool is_cut_short;             /* it ends while more may be on its way */
    struct pal_exchange *exchange; /* under way */
};

/* Memory that requests share: how much may be taken and how much is. The reader's alone. */
struct pal_room {
    size_t max;
    size_t used;
};

struct pal_http {
    struct pal_http_options options;
    const char **hosts; /* of the options and, on loopback, its names */
    size_t host_count;
    int listen_fd;
    uint16_t port;
    struct MHD_Daemon *daemon;
    struct pal_lane {
        struct pal_http *http;
        struct pal_workers *workers; /* NULL: the lane is not used */
        struct pal_pool *pool;       /* where its requests take their memory */
        unsigned request_ms;
    } lanes[PAL_HTTP_LANES];
    struct pal_pool pool;  /* of memory for handlers and answers */
    struct pal_pool apart; /* of the lanes whose memory is kept apart */
    pthread_t reader;
    int wake_fd;               /* written to when the reader should look up */
    struct pal_room strangers; /* for requests with a body that nobody was asked for */
    struct pal_room bodies;    /* for those that `admit` has let through */
    bool is_closed;            /* the reader's: nobody is let in any more */
    bool has_ended;            /* the reader's: a connection has ended in this round */
    pthread_t watch;
    pthread_mutex_t lock; /* guards `connections`, `is_over` and the sockets being open */
    pthread_cond_t over;
    bool is_over;
    struct pal_linger *linger;
    struct pal_connection *connections;
    _Atomic size_t connection_count;
    _Atomic size_t request_count;
    _Atomic bool is_stopping; /* no connection is kept */
    _Atomic bool is_dropping; /* no queued request is begun */
    _Atomic bool is_woken;    /* somebody has written to `wake_fd` */
    _Atomic bool is_read_out; /* the reader ends */
    _Atomic bool is_started;
    char why_not[PAL_ERR_MESSAGE_MAX / 2]; /* what libmicrohttpd says while it starts */
};

struct pal_header {
    const char *name;
    const char *value;
    size_t value_len;
    struct pal_header *next;
};

enum pal_stage {
    PAL_STAGE_HEAD,
    PAL_STAGE_ASKED,    /* a worker finds out whether the body may come */
    PAL_STAGE_ADMITTED, /* it may */
    PAL_STAGE_BODY,
    PAL_STAGE_PIECE,  /* a worker takes a piece of the body, or has taken it */
    PAL_STAGE_WORKER, /* a worker makes the answer, or has made it */
    PAL_STAGE_GIVING, /* it is sent in pieces, which a worker makes */
};

/* A request and its answer. */
struct pal_exchange {
    struct pal_http *http;
    struct MHD_Connection *mhd;
    struct pal_connection *connection;
    enum pal_stage stage;
    struct pal_arena arena; /* of the head, and of the answer's headers */
    struct pal_lease lease; /* of the handler and the answer's body */
    struct pal_arena work;  /* the handler's */
    struct pal_http_request request;
    struct pal_http_response response;
    const char *method; /* this and the next five: while the head is read */
    const char *version;
    const char *sent_target; /* where it lies in what was read */
    bool is_1_1;
    bool is_odd;                /* the pieces of the head do not lie as they must */
    uintptr_t next_piece;       /* where the next one must start */
    struct pal_header *headers; /* of the request, in order */
    struct pal_header **headers_end;
    struct pal_header *answer_headers;
    struct pal_buf body; /* whole, or a piece of it */
    size_t body_max;
    size_t came;           /* bytes of a body in pieces */
    bool is_refused;       /* the answer is there before the body is */
    bool is_given_up;      /* no further piece of the answer can be made */
    size_t given;          /* of the piece of the answer that is at hand */
    bool is_open;          /* anybody may send the body */
    struct pal_room *room; /* where `held` bytes are taken; NULL: none are */
    size_t held;
    size_t head_len;        /* of `held`: what the head takes */
    uint64_t read_until_ms; /* when the request must be there, whole */
    uint64_t asked_ms;      /* when `admit` was asked; until then that clock stands still */
    unsigned status;        /* that was answered; 0: none */
    uint64_t answer_len;
    bool is_short;   /* of memory */
    bool is_closing; /* the connection ends with this answer */
    bool is_probed;  /* it was asked whether its client has closed */
    bool is_over;    /* nobody waits for an answer (any more) */
    uint64_t started_us;
    char id[PAL_HTTP_ID_MAX];
};

/* Why a request is not answered by the handler; status 0: it is. */
struct pal_refusal {
    unsigned status;
    const char *sentence;
};

/* http.c: the workers for what an exchange needs next. */
struct pal_workers *pal_lane_of(const struct pal_exchange *exchange);

/* exchange.c: making, filling and freeing exchanges. */
struct pal_exchange *pal_exchange_new(struct pal_http *http, const char *target,
                                      const char *remote);
void pal_exchange_free(struct pal_exchange *exchange);
/* Fills the answer of a refusal. */
void pal_exchange_refuse(struct pal_exchange *exchange, struct pal_refusal refusal);
/* Runs the handler. */
void pal_exchange_handle(struct pal_exchange *exchange, const struct pal_lane *lane);
/* Asks whether the body may come; goes to PAL_STAGE_ADMITTED, or the answer is made. */
void pal_exchange_admit(struct pal_exchange *exchange, const struct pal_lane *lane);
/* Has a piece of the body taken. */
void pal_exchange_take(struct pal_exchange *exchange, const struct pal_lane *lane);
/* Has a piece of the answer made. */
void pal_exchange_give(struct pal_exchange *exchange, const struct pal_lane *lane);
/* The answer's body. */
const char *pal_exchange_bytes(const struct pal_exchange *exchange, size_t *len);

/* head.c: fills the request from its head, or says why it is refused. */
struct pal_refusal pal_head_read(struct pal_exchange *exchange, const char *method,
                                 const char *version);

/* The length of the body that the head promises; 0: none, or chunks. */
size_t pal_head_length(const struct pal_exchange *exchange);

/* body.c: who may send a body, and the memory for it. */
/* The body may come; a worker is to be asked; it may not, and the answer is made. */
enum pal_body_way { PAL_BODY_COMES, PAL_BODY_ASKED, PAL_BODY_REFUSED };
/* The head was accepted. */
enum pal_body_way pal_body_begin(struct pal_exchange *exchange);
/* `admit` has let it through. */
enum pal_body_way pal_body_admit(struct pal_exchange *exchange);
/* Keeps some bytes of the body; status 0: kept. */
struct pal_refusal pal_body_keep(struct pal_exchange *exchange, const char *bytes, size_t count);
/* Keeps what belongs to the piece at hand of a body that is taken in pieces: `count` bytes of those
 * that came, fewer than all where the piece is whole with them. */
struct pal_refusal pal_body_gather(struct pal_exchange *exchange, const char *bytes, size_t *count);
/* Gives back what is held. */
void pal_body_release(struct pal_exchange *exchange);

/* streams.c: bodies and answers in pieces, in the reader. */
/* When a piece must have come or gone that begins now. */
uint64_t pal_stream_until(const struct pal_exchange *exchange);
/* Libmicrohttpd's answer for an exchange whose `stream_len` was set. NULL: memory is short. */
struct MHD_Response *pal_stream_answer(struct pal_exchange *exchange);

/* gone.c: whether somebody waits for the answer of an exchange, before its handler runs. */
enum pal_taker {
    PAL_TAKER_WAITS,
    PAL_TAKER_IS_GONE,
    PAL_TAKER_MAY_BE_GONE, /* known in a moment: said once of each exchange */
};
enum pal_taker pal_gone_look(struct pal_exchange *exchange);
/* Sends the answer to a client that has closed its half of the connection: libmicrohttpd would read
 * that end first, and lose the answer. False: it was not sent; over TLS, or one too long to be
 * taken at once, it never is. */
bool pal_gone_answer(struct pal_exchange *exchange);
/* The same when the request ends, if that end came just when the answer was there. The socket is
 * open until then, as the daemon runs with MHD_USE_TURBO. */
void pal_gone_end(struct pal_exchange *exchange);

/* linger.c: connections that ended with an answer before the body had come. Closed at once,
 * they would lose the answer on the way: what comes is thrown away for a moment first. */
enum pal_rc pal_linger_start(struct pal_http *http, struct pal_err *err) PAL_WARN_UNUSED;
/* Takes a connection whose socket is about to be closed. */
void pal_linger_add(struct pal_http *http, int fd);
void pal_linger_stop(struct pal_http *http);

/* reader.c: the thread that reads and writes. Once `is_stopping` is set and it is woken, it
 * lets nobody in any more. */
enum pal_rc pal_reader_start(struct pal_http *http, struct pal_err *err) PAL_WARN_UNUSED;
/* After anything that the reader should see: a connection resumed, `is_stopping` set. */
void pal_reader_wake(struct pal_http *http);
void pal_reader_stop(struct pal_http *http);

/* watch.c: the connections and their deadlines. */
uint64_t pal_watch_now_us(void);
uint64_t pal_watch_now_ms(void);
enum pal_rc pal_watch_start(struct pal_http *http, struct pal_err *err) PAL_WARN_UNUSED;
void pal_watch_stop(struct pal_http *http);
/* How many connections the network of an address has. */
size_t pal_watch_count(struct pal_http *http, const struct pal_address *address);
struct pal_connection *pal_watch_add(struct pal_http *http, int fd,
                                     const struct pal_address *remote);
void pal_watch_remove(struct pal_http *http, struct pal_connection *connection);
/* Goes on to a phase that may last until then. False: the watch has cut the connection off. */
bool pal_watch_enter(struct pal_connection *connection, enum pal_phase phase, uint64_t until_ms);
bool pal_watch_has_cut(const struct pal_connection *connection);
/* Cuts off every connection that no worker answers. */
void pal_watch_cut_all(struct pal_http *http);
/* Sends an answer on the bare socket where libmicrohttpd cannot: while a request is still being
 * sent. Over TLS nothing is sent. The connection must be closed then. */
void pal_watch_send_bare(int fd, const struct pal_exchange *exchange);

#endif
