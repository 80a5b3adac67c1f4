/* log - what the server writes down: one line per request, and why something failed inside. Nothing
 * that a stranger wrote can end a line, close a quote or turn the direction of reading, and no
 * secret of a link is in it, however its address was written. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "web/web_parts.h"

enum { PATH_ROOM = 1024, LINE_ROOM = 2048, SECRET_RUN = 40 };

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           strchr("-._~!$&()*+,;=:@", c) != NULL;
}

/* Whether a segment holds what may be a link's or a token's secret: so many letters and digits in a
 * row have no name of ours, and a backslash is how some write the stroke before it. */
static bool is_secret(const char *segment)
{
    size_t run = 0;
    if (strchr(segment, '\\') != NULL) {
        return true;
    }
    for (; *segment != '\0' && run < SECRET_RUN; segment++) {
        bool is_letter = (*segment >= '0' && *segment <= '9') ||
                         (*segment >= 'a' && *segment <= 'z') ||
                         (*segment >= 'A' && *segment <= 'Z') || *segment == '-' || *segment == '_';
        run = is_letter ? run + 1 : 0;
    }
    return run == SECRET_RUN;
}

/* Adds "/segment", escaped; what does not fit is left out. Gives the new length. */
static size_t add_segment(char out[PATH_ROOM], size_t len, const char *segment)
{
    static const char hex[] = "0123456789ABCDEF";
    if (len + 2 < PATH_ROOM) {
        out[len++] = '/';
    }
    for (; *segment != '\0' && len + 4 < PATH_ROOM; segment++) {
        if (is_plain(*segment)) {
            out[len++] = *segment;
        } else {
            out[len++] = '%';
            out[len++] = hex[(unsigned char)*segment >> 4];
            out[len++] = hex[(unsigned char)*segment & 15];
        }
    }
    out[len] = '\0';
    return len;
}

/* The path, from its segments as they were understood: one that was written in another way, or
 * could not be read to its end, gives away no more. */
static void write_path(const struct pal_http_request *request, char out[PATH_ROOM])
{
    size_t len = 0;
    bool is_link = false;
    for (size_t i = 0; i < request->segment_count; i++) {
        const char *segment = request->segments[i];
        len = add_segment(out, len, is_link || is_secret(segment) ? "-" : segment);
        is_link = is_link || strcasecmp(segment, "link") == 0 || strcasecmp(segment, "pass") == 0;
    }
    if (len == 0) {
        (void)snprintf(out, PATH_ROOM, "%s", strcmp(request->path, "/") == 0 ? "/" : "-");
    }
}

/* False: there is no log. */
static bool write_time(const struct pal_web *web, char when[32])
{
    struct tm parts;
    time_t now = time(NULL);
    return web->options.log != NULL && gmtime_r(&now, &parts) != NULL &&
           strftime(when, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0;
}

void pal_web_log_request(void *ctx, const struct pal_http_request *request, unsigned status,
                         size_t bytes, uint64_t microseconds)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "-"};
    struct pal_web *web = ctx;
    char line[LINE_ROOM];
    char path[PATH_ROOM];
    char when[32];
    size_t group = status / 100 < 6 ? status / 100 : 0;
    atomic_fetch_add(&web->answered[group], 1);
    atomic_fetch_add(&web->microseconds, microseconds);
    if (!write_time(web, when)) {
        return;
    }
    /* The query is left out: it may hold what somebody searched for. */
    write_path(request, path);
    if (web->options.is_log_json) {
        (void)snprintf(line, sizeof line,
                       "{\"at\":\"%s\",\"id\":\"%s\",\"from\":\"%s\",\"method\":\"%s\","
                       "\"path\":\"%s\",\"status\":%u,\"bytes\":%zu,\"microseconds\":%llu}",
                       when, request->id, request->remote, methods[request->method], path, status,
                       bytes, (unsigned long long)microseconds);
    } else {
        (void)snprintf(line, sizeof line, "%s %s %s %s %s %u %zu %llu", when, request->id,
                       request->remote, methods[request->method], path, status, bytes,
                       (unsigned long long)microseconds);
    }
    web->options.log(web->options.ctx, line);
}

/* The sentence as ASCII without quotes, backslashes and line ends. */
static void flatten(const char *sentence, char *out, size_t room)
{
    size_t len = 0;
    for (; *sentence != '\0' && len + 1 < room; sentence++) {
        bool is_fine = *sentence >= ' ' && *sentence < 0x7F && *sentence != '\\';
        out[len++] = *sentence == '"' ? '\'' : is_fine ? *sentence : '?';
    }
    out[len] = '\0';
}

static void write_failure(struct pal_web *web, const char *id, const char *sentence)
{
    char line[LINE_ROOM];
    char flat[PAL_ERR_MESSAGE_MAX];
    char when[32];
    if (!write_time(web, when)) {
        return;
    }
    flatten(sentence, flat, sizeof flat);
    (void)snprintf(line, sizeof line,
                   web->options.is_log_json ? "{\"at\":\"%s\",\"id\":\"%s\",\"failure\":\"%s\"}"
                                            : "%s %s failure: %s",
                   when, id, flat);
    web->options.log(web->options.ctx, line);
}

void pal_web_log_failure(struct pal_web *web, const struct pal_http_request *request,
                         const char *sentence)
{
    write_failure(web, request->id, sentence);
}

void pal_web_log_job(void *web, const char *job, const char *sentence)
{
    write_failure(web, job, sentence);
}
