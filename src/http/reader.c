/* reader - the thread that reads and writes for all connections.
 *
 * It calls libmicrohttpd; libmicrohttpd does not run a thread of its own. One of 0.9.75 asks the
 * kernel for 128 events and, given exactly 128, asks again and waits, with all that came still
 * unanswered: 128 busy clients stand still until one more comes. Called without waiting it cannot;
 * the waiting is done here.
 *
 * A connection that is resumed while libmicrohttpd looks around may be overlooked in that round, so
 * whoever resumes one wakes the reader for another. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "http/impl.h"

/* Milliseconds until libmicrohttpd has something to do by itself; -1: never. Where a connection has
 * ended there may be room for one that waits at the door, which it sees when it is called again. */
static int longest_wait(const struct pal_http *http)
{
    MHD_UNSIGNED_LONG_LONG wait;
    if (http->has_ended) {
        return 0;
    }
    if (MHD_get_timeout(http->daemon, &wait) != MHD_YES) {
        return -1;
    }
    return wait > INT_MAX ? INT_MAX : (int)wait;
}

/* From now on nobody is let in: refused at once, not left waiting. */
static void close_door(struct pal_http *http)
{
    int fd = MHD_quiesce_daemon(http->daemon);
    if (fd >= 0) {
        (void)close(fd);
    }
    http->is_closed = true;
}

static void *read_and_write(void *ctx)
{
    struct pal_http *http = ctx;
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd wanted[] = {{.fd = info->epoll_fd, .events = POLLIN},
                              {.fd = http->wake_fd, .events = POLLIN}};
    while (!atomic_load(&http->is_read_out)) {
        uint64_t woken;
        if (poll(wanted, 2, longest_wait(http)) > 0 && wanted[1].revents != 0) {
            (void)!read(http->wake_fd, &woken, sizeof woken);
            atomic_store(&http->is_woken, false); /* whoever wakes from here on is seen below */
        }
        if (atomic_load(&http->is_stopping) && !http->is_closed) {
            close_door(http);
        }
        http->has_ended = false;
        (void)MHD_run(http->daemon);
    }
    (void)MHD_run(http->daemon); /* what was answered last */
    return NULL;
}

void pal_reader_wake(struct pal_http *http)
{
    const uint64_t one = 1;
    if (!atomic_exchange(&http->is_woken, true)) {
        (void)!write(http->wake_fd, &one, sizeof one);
    }
}

enum pal_rc pal_reader_start(struct pal_http *http, struct pal_err *err)
{
    http->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (http->wake_fd < 0) {
        return pal_err_set(err, PAL_E_IO, "The server cannot start: %s.", strerror(errno));
    }
    int why = pthread_create(&http->reader, NULL, read_and_write, http);
    if (why != 0) {
        (void)close(http->wake_fd);
        return pal_err_set(err, PAL_E_IO, "The thread that reads cannot be started: %s.",
                           strerror(why));
    }
    return PAL_OK;
}

void pal_reader_stop(struct pal_http *http)
{
    atomic_store(&http->is_read_out, true);
    pal_reader_wake(http);
    pthread_join(http->reader, NULL);
    (void)close(http->wake_fd);
}
