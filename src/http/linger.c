/* linger - closing without losing the answer. Where bytes lie unread when a socket is closed,
 * or come afterwards, the system tells the other side that the connection broke, and a browser then
 * shows that instead of the answer which lies before it. So the last handle of such a socket stays
 * here, and what comes is thrown away, until the other side has ended too or a moment is over. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "http/impl.h"

enum { MOST = 64, LINGER_MS = 3000, LOOK_MS = 100, PIECE = 64 * 1024, BYTES = 20 << 20 };

struct lingering {
    int fd;
    uint64_t until_ms;
    size_t bytes; /* that it may still send */
};

struct pal_linger {
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    struct lingering came[MOST];
    size_t came_count;
    size_t count; /* of all, in `came` and with the thread */
    int wake_fd;
    bool is_over;
};

/* What has come is read and forgotten. False: the other side has ended, or sends too much. */
static bool throw_away(struct lingering *row)
{
    char piece[PIECE];
    ssize_t count = recv(row->fd, piece, sizeof piece, MSG_DONTWAIT);
    if (count < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    row->bytes -= (size_t)count < row->bytes ? (size_t)count : row->bytes;
    return count > 0 && row->bytes > 0;
}

/* Adds those that came; gives how many there are. */
static size_t take_new(struct pal_linger *linger, struct lingering *rows, size_t count, bool *over)
{
    pthread_mutex_lock(&linger->lock);
    if (linger->came_count > 0) {
        memcpy(rows + count, linger->came, linger->came_count * sizeof *rows);
        count += linger->came_count;
        linger->came_count = 0;
    }
    *over = linger->is_over;
    pthread_mutex_unlock(&linger->lock);
    return count;
}

/* Closes what has ended; gives how many are left. */
static size_t look(struct pal_linger *linger, struct lingering *rows, size_t count,
                   const struct pollfd *wanted, size_t asked, bool is_over)
{
    size_t left = 0;
    uint64_t now_ms = pal_watch_now_ms();
    for (size_t i = 0; i < count; i++) {
        bool is_ended = i < asked && wanted[i + 1].revents != 0 && !throw_away(&rows[i]);
        if (is_ended || is_over || now_ms >= rows[i].until_ms) {
            (void)close(rows[i].fd);
        } else {
            rows[left++] = rows[i];
        }
    }
    pthread_mutex_lock(&linger->lock);
    linger->count -= count - left;
    pthread_mutex_unlock(&linger->lock);
    return left;
}

static void *run(void *ctx)
{
    struct pal_linger *linger = ctx;
    struct lingering rows[MOST];
    struct pollfd wanted[MOST + 1];
    size_t count = 0;
    bool is_over = false;
    while (!is_over) {
        uint64_t woken;
        size_t asked = count;
        wanted[0] = (struct pollfd){.fd = linger->wake_fd, .events = POLLIN};
        for (size_t i = 0; i < asked; i++) {
            wanted[i + 1] = (struct pollfd){.fd = rows[i].fd, .events = POLLIN};
        }
        if (poll(wanted, asked + 1, asked > 0 ? LOOK_MS : -1) < 0) {
            continue; /* interrupted */
        }
        if (wanted[0].revents != 0) {
            (void)!read(linger->wake_fd, &woken, sizeof woken);
        }
        count = take_new(linger, rows, count, &is_over);
        count = look(linger, rows, count, wanted, asked, is_over);
    }
    return NULL;
}

static void wake(struct pal_linger *linger)
{
    const uint64_t one = 1;
    (void)!write(linger->wake_fd, &one, sizeof one);
}

void pal_linger_add(struct pal_http *http, int fd)
{
    struct pal_linger *linger = http->linger;
    pthread_mutex_lock(&linger->lock);
    int own = linger->count < MOST && !linger->is_over ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (own >= 0) {
        linger->came[linger->came_count++] =
            (struct lingering){own, pal_watch_now_ms() + LINGER_MS, BYTES};
        linger->count++;
    }
    pthread_mutex_unlock(&linger->lock);
    if (own >= 0) {
        (void)shutdown(own, SHUT_WR);
        wake(linger);
    }
}

enum pal_rc pal_linger_start(struct pal_http *http, struct pal_err *err)
{
    struct pal_linger *linger = pal_alloc_heap.resize(pal_alloc_heap.ctx, NULL, sizeof *linger);
    if (linger == NULL) {
        return pal_err_set(err, PAL_E_MEMORY, "Memory is short: the server cannot start.");
    }
    *linger = (struct pal_linger){.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    pthread_mutex_init(&linger->lock, NULL);
    int why = linger->wake_fd < 0 ? errno : pthread_create(&linger->thread, NULL, run, linger);
    if (why != 0) {
        pthread_mutex_destroy(&linger->lock);
        if (linger->wake_fd >= 0) {
            (void)close(linger->wake_fd);
        }
        (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, linger, 0);
        return pal_err_set(err, PAL_E_IO, "The thread that ends connections cannot be started: %s.",
                           strerror(why));
    }
    http->linger = linger;
    return PAL_OK;
}

void pal_linger_stop(struct pal_http *http)
{
    struct pal_linger *linger = http->linger;
    pthread_mutex_lock(&linger->lock);
    linger->is_over = true;
    pthread_mutex_unlock(&linger->lock);
    wake(linger);
    pthread_join(linger->thread, NULL);
    pthread_mutex_destroy(&linger->lock);
    (void)close(linger->wake_fd);
    (void)pal_alloc_heap.resize(pal_alloc_heap.ctx, linger, 0);
}
