/*
 * type_answers - many people who type answers at once, each with a connection of their own, for
 * bench/bench_answers.py: one thread and no library, so that the server has the machine.
 *
 * usage: type_answers PORT WARM_S SECONDS EVERY_MS < LIST
 *
 * A line of the list is one of them: address, cookie, token of forms and the fields of the answer,
 * encoded as a form, with tabs between. Each sends a save every EVERY_MS, evenly spread, at its
 * time whether or not the server keeps up: a save takes from the moment at which it was due until
 * its answer is there. Those of the first WARM_S seconds are made and not timed. What a lost
 * connection has not answered is sent again, the same act. Prints one line of JSON: saves and how
 * many of them were timed, errors, reconnects, and of the time of a save half, 99 of 100 and the
 * longest, in ms; the first error on stderr. Fails where there was one.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    TYPISTS_MOST = 4000,
    SAVES_MOST = 2000000,
    LINE_MOST = 8192,
    ROOM = 16384,
    EVENTS = 256,
    GRACE_S = 30, /* for what is still under way at the end */
    TRIES = 3,
    ADDRESSES = 16, /* they come from 127.0.0.2 on: a server holds to a number for each address */
};

struct typist {
    char *path;
    char *cookie;
    char *token;
    char *fields;
    int socket;
    unsigned saved;
    unsigned tries;
    bool is_busy;
    int64_t due;  /* of the save that is under way, in microseconds */
    int64_t next; /* of one that waits for it; 0: none does */
    size_t got;
    char answer[ROOM];
};

static struct typist typists[TYPISTS_MOST];
static size_t typist_count;
static int32_t *times; /* of each save, in microseconds */
static size_t time_count;
static int64_t timed_from;
static size_t saves;
static size_t errors;
static size_t reconnects;
static int poll_fd;
static uint16_t port;

static int64_t now_us(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static void tell_error(const struct typist *typist, const char *what)
{
    if (errors++ == 0) {
        fprintf(stderr, "%s: %s: %.600s\n", typist->path, what, typist->answer);
    }
}

static bool open_socket(struct typist *typist)
{
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const uint32_t own = (uint32_t)((typist - typists) % ADDRESSES) + 1;
    const struct sockaddr_in from = {.sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK + own)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = typist};
    int yes = 1;
    typist->socket = socket(AF_INET, SOCK_STREAM, 0);
    bool is_open = typist->socket >= 0 &&
                   bind(typist->socket, (const void *)&from, sizeof from) == 0 &&
                   connect(typist->socket, (const void *)&to, sizeof to) == 0;
    (void)setsockopt(typist->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return is_open && epoll_ctl(poll_fd, EPOLL_CTL_ADD, typist->socket, &event) == 0;
}

static void close_socket(struct typist *typist)
{
    (void)close(typist->socket);
    typist->socket = -1;
}

/* The next words of the answer; the id of the act is of the one who types and the number. */
static void send_save(struct typist *typist)
{
    static char body[LINE_MOST + 512];
    static char whole[2 * LINE_MOST];
    int len = snprintf(body, sizeof body,
                       "%s&remark=typed+so+far%%3A+%u+words&was=open&turn=%u"
                       "&act=%08x%08x%08x%08x",
                       typist->fields, typist->saved + 1, typist->saved,
                       (unsigned)(typist - typists), typist->saved, (unsigned)getpid(), port);
    int wrote = snprintf(whole, sizeof whole,
                         "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: palier_pass=%s\r\n"
                         "X-CSRF-Token: %s\r\nOrigin: null\r\nSec-Fetch-Site: same-origin\r\n"
                         "Accept: application/json\r\nAccept-Language: en\r\n"
                         "Content-Type: application/x-www-form-urlencoded\r\n"
                         "Content-Length: %d\r\n\r\n%s",
                         typist->path, port, typist->cookie, typist->token, len, body);
    typist->got = 0;
    typist->is_busy = true;
    if (typist->socket < 0) {
        reconnects++;
        if (!open_socket(typist)) {
            typist->is_busy = false;
            typist->answer[0] = '\0';
            tell_error(typist, "no connection");
            return;
        }
    }
    (void)!send(typist->socket, whole, (size_t)wrote, MSG_NOSIGNAL); /* else it is heard so */
}

static void begin_save(struct typist *typist, int64_t due)
{
    typist->due = due;
    typist->tries = 0;
    send_save(typist);
}

/* The connection is over: one that is idle is opened with the next save, as a browser does it. */
static void lose(struct typist *typist)
{
    close_socket(typist);
    if (typist->is_busy && typist->tries++ < TRIES) {
        send_save(typist);
    } else if (typist->is_busy) {
        typist->is_busy = false;
        tell_error(typist, "the connection is lost");
    }
}

static void end_save(struct typist *typist)
{
    int64_t took = now_us() - typist->due;
    if (strncmp(typist->answer, "HTTP/1.1 200 ", 13) != 0) {
        tell_error(typist, "was not saved");
    } else {
        typist->saved++;
        saves++;
        if (typist->due >= timed_from && time_count < SAVES_MOST) {
            times[time_count++] = (int32_t)took;
        }
    }
    typist->is_busy = false;
    if (typist->next != 0) {
        int64_t due = typist->next;
        typist->next = 0;
        begin_save(typist, due);
    }
}

/* Whether all of the answer is there. */
static bool is_whole(const struct typist *typist)
{
    const char *head = strstr(typist->answer, "\r\n\r\n");
    const char *said = strstr(typist->answer, "\r\nContent-Length:");
    return head != NULL && said != NULL && said < head &&
           typist->got >= (size_t)(head + 4 - typist->answer) + strtoul(said + 17, NULL, 10);
}

static void hear(struct typist *typist)
{
    ssize_t len = recv(typist->socket, typist->answer + typist->got, ROOM - 1 - typist->got, 0);
    if (len <= 0) {
        lose(typist);
        return;
    }
    typist->got += (size_t)len;
    typist->answer[typist->got] = '\0';
    if (is_whole(typist)) {
        end_save(typist);
    } else if (typist->got + 1 >= ROOM) {
        tell_error(typist, "a long answer");
        typist->is_busy = false;
    }
}

static bool is_any_busy(void)
{
    for (size_t i = 0; i < typist_count; i++) {
        if (typists[i].is_busy) {
            return true;
        }
    }
    return false;
}

static void hear_for(int64_t us)
{
    struct epoll_event events[EVENTS];
    int ms = us > 0 ? (int)((us + 999) / 1000) : 0;
    int count = epoll_wait(poll_fd, events, EVENTS, ms);
    for (int i = 0; i < count; i++) {
        hear(events[i].data.ptr);
    }
}

static void type(int64_t warm, int64_t seconds, int64_t every)
{
    int64_t start = now_us();
    int64_t end = start + (warm + seconds) * 1000000;
    timed_from = start + warm * 1000000;
    for (size_t at = 0;; at++) {
        struct typist *typist = &typists[at % typist_count];
        int64_t due = start + (int64_t)at * every / (int64_t)typist_count;
        if (due >= end) {
            break;
        }
        while (now_us() < due) {
            hear_for(due - now_us());
        }
        hear_for(0);
        if (!typist->is_busy) {
            begin_save(typist, due);
        } else if (typist->next == 0) {
            typist->next = due;
        } else {
            typist->answer[0] = '\0';
            tell_error(typist, "two saves wait: the server does not keep up");
        }
    }
    while (is_any_busy() && now_us() < end + (int64_t)GRACE_S * 1000000) {
        hear_for(100000);
    }
}

static bool read_list(void)
{
    static char line[LINE_MOST];
    while (typist_count < TYPISTS_MOST && fgets(line, sizeof line, stdin) != NULL) {
        char *rest = NULL;
        line[strcspn(line, "\n")] = '\0';
        char *own = strdup(line);
        struct typist *typist = &typists[typist_count++];
        typist->path = strtok_r(own, "\t", &rest);
        typist->cookie = strtok_r(NULL, "\t", &rest);
        typist->token = strtok_r(NULL, "\t", &rest);
        typist->fields = strtok_r(NULL, "\t", &rest);
        if (typist->fields == NULL || !open_socket(typist)) {
            fprintf(stderr, "line %zu: %s\n", typist_count, strerror(errno));
            return false;
        }
    }
    return typist_count > 0;
}

static int by_time(const void *one, const void *other)
{
    int32_t a = *(const int32_t *)one;
    int32_t b = *(const int32_t *)other;
    return (a > b) - (a < b);
}

static double ms_at(size_t percent)
{
    return time_count > 0 ? times[(time_count - 1) * percent / 100] / 1000.0 : 0;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: type_answers PORT WARM_S SECONDS EVERY_MS < LIST\n");
        return 2;
    }
    port = (uint16_t)strtoul(argv[1], NULL, 10);
    poll_fd = epoll_create1(0);
    times = calloc(SAVES_MOST, sizeof *times);
    if (times == NULL || poll_fd < 0 || !read_list()) {
        return 2;
    }
    type(strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10), strtol(argv[4], NULL, 10) * 1000);
    for (size_t i = 0; i < typist_count; i++) {
        if (typists[i].is_busy || typists[i].next != 0) {
            tell_error(&typists[i], "was never answered");
        }
    }
    qsort(times, time_count, sizeof *times, by_time);
    printf("{\"saves\": %zu, \"timed\": %zu, \"errors\": %zu, \"reconnects\": %zu, \"half\": %.2f, "
           "\"p99\": %.2f, "
           "\"most\": %.2f}\n",
           saves, time_count, errors, reconnects, ms_at(50), ms_at(99), ms_at(100));
    return errors > 0 ? 1 : 0;
}
