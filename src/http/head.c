/* head - the head of a request, held to the letter of RFC 9110 and 9112 where another reading
 * of it, by a proxy before us, would let one request pass for two. */
#include <string.h>
#include <strings.h>

#include "http/impl.h"
#include "http/parts.h"

static struct pal_refusal refuse(unsigned status, const char *sentence)
{
    return (struct pal_refusal){status, sentence};
}

static const struct pal_refusal ACCEPTED = {0, NULL};
static const struct pal_refusal NO_MEMORY = {503, PAL_N_("Memory is short: try again later.")};

/* Where the next piece of the head must start, when lines end with CR LF and no text was cut short
 * by a NUL. libmicrohttpd 0.9.75 takes a bare LF for a line's end and a NUL for a text's, and does
 * not say so; but it gives the pieces where they lie in what was read, one behind the other. */
static void expect_piece(struct pal_exchange *exchange, const char *start, const char *next)
{
    exchange->is_odd = exchange->is_odd || (uintptr_t)start != exchange->next_piece;
    exchange->next_piece = (uintptr_t)next;
}

static void expect_request_line(struct pal_exchange *exchange)
{
    const char *target = exchange->sent_target;
    exchange->next_piece = (uintptr_t)(exchange->method + strlen(exchange->method) + 1);
    expect_piece(exchange, target, target + strlen(exchange->request.target) + 1);
    expect_piece(exchange, exchange->version, exchange->version + strlen(exchange->version) + 2);
}

static enum MHD_Result keep_header(void *ctx, enum MHD_ValueKind kind, const char *name,
                                   size_t name_len, const char *value, size_t value_len)
{
    struct pal_exchange *exchange = ctx;
    struct pal_arena *arena = &exchange->arena;
    struct pal_header *header = PAL_NEW(arena, struct pal_header, 1);
    (void)kind;
    if (value != NULL) {
        expect_piece(exchange, name, value + value_len + 2);
    }
    if (header == NULL) {
        return MHD_NO;
    }
    header->name = pal_arena_copy(arena, name, name_len);
    header->value = pal_arena_copy(arena, value != NULL ? value : "", value_len);
    header->value_len = value_len;
    *exchange->headers_end = header;
    exchange->headers_end = &header->next;
    return header->name != NULL && header->value != NULL ? MHD_YES : MHD_NO;
}

/* The copies stay while libmicrohttpd moves its own about. */
static bool keep_headers(struct pal_exchange *exchange)
{
    int count = MHD_get_connection_values_n(exchange->mhd, MHD_HEADER_KIND, NULL, NULL);
    return MHD_get_connection_values_n(exchange->mhd, MHD_HEADER_KIND, keep_header, exchange) ==
           count;
}

static bool is_token(const char *text)
{
    const char *at = text;
    while (*at > ' ' && *at < 0x7F && strchr("()<>@,;:\\\"/[]?={}", *at) == NULL) {
        at++;
    }
    return at > text && *at == '\0';
}

/* A NUL, a bare CR or LF and their like mean something to some parsers. */
static bool is_field_value(const struct pal_header *header)
{
    for (size_t i = 0; i < header->value_len; i++) {
        unsigned char c = (unsigned char)header->value[i];
        if ((c < ' ' && c != '\t') || c == 0x7F) {
            return false;
        }
    }
    return true;
}

static struct pal_refusal check_headers(struct pal_exchange *exchange)
{
    for (const struct pal_header *header = exchange->headers; header != NULL;
         header = header->next) {
        if (!is_token(header->name) || !is_field_value(header)) {
            return refuse(400, PAL_N_("A header of the request is not well formed."));
        }
    }
    return ACCEPTED;
}

static size_t count_headers(const struct pal_exchange *exchange, const char *name)
{
    size_t count = 0;
    for (const struct pal_header *header = exchange->headers; header != NULL;
         header = header->next) {
        count += strcasecmp(header->name, name) == 0;
    }
    return count;
}

/* What a second value of would be read differently by different programs. */
static struct pal_refusal check_once(struct pal_exchange *exchange)
{
    static const char *const ONCE[] = {"Host",   "Content-Length", "Transfer-Encoding",
                                       "Cookie", "Content-Type",   "Authorization",
                                       "Expect", "Origin"};
    for (size_t i = 0; i < sizeof ONCE / sizeof *ONCE; i++) {
        if (count_headers(exchange, ONCE[i]) > 1) {
            return refuse(400, PAL_N_("A header that may be there once is there twice."));
        }
    }
    return ACCEPTED;
}

/* Request line and headers must lie behind one another without a gap. Other versions of the library
 * keep them in other ways, and refuse by themselves what this finds. */
static struct pal_refusal check_pieces(struct pal_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    uintptr_t end = info != NULL ? (uintptr_t)exchange->method + info->header_size : 0;
    if (strcmp(MHD_get_version(), "0.9.75") != 0 ||
        (!exchange->is_odd && exchange->next_piece + 2 == end)) {
        return ACCEPTED;
    }
    return refuse(400, PAL_N_("The request holds a NUL, or its lines do not end as they must."));
}

/* How the request's end is found must be beyond doubt. */
static struct pal_refusal check_framing(struct pal_exchange *exchange)
{
    const char *length = pal_http_header(&exchange->request, "Content-Length");
    const char *encoding = pal_http_header(&exchange->request, "Transfer-Encoding");
    if (encoding != NULL && (length != NULL || !exchange->is_1_1)) {
        return refuse(400, PAL_N_("The length of the request is given in two ways."));
    }
    if (encoding != NULL && strcasecmp(encoding, "chunked") != 0) {
        return refuse(501, PAL_N_("This transfer encoding is not known here."));
    }
    if (length != NULL &&
        (*length == '\0' || strlen(length) > 18 || length[strspn(length, "0123456789")] != '\0')) {
        return refuse(400, PAL_N_("Content-Length is no number."));
    }
    return ACCEPTED;
}

static struct pal_refusal check_host(struct pal_exchange *exchange)
{
    const struct pal_http *http = exchange->http;
    const char *value = pal_http_header(&exchange->request, "Host");
    if (value == NULL) { /* HTTP/1.0 knows none, but then links could not be made */
        return refuse(400, PAL_N_("The request names no Host."));
    }
    exchange->request.host = pal_host_find(value, http->hosts, http->host_count);
    if (exchange->request.host == NULL) {
        exchange->request.host = "";
        return refuse(
            421, PAL_N_("This server does not answer to that name. Its operator can allow it."));
    }
    return ACCEPTED;
}

static struct pal_refusal read_method(struct pal_exchange *exchange)
{
    static const char *const KNOWN[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    static const char *const NEVER[] = {"OPTIONS", "TRACE", "CONNECT"};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        if (strcmp(exchange->method, KNOWN[i]) == 0) {
            exchange->request.method = (enum pal_method)i;
            return ACCEPTED;
        }
    }
    for (size_t i = 0; i < sizeof NEVER / sizeof *NEVER; i++) {
        if (strcmp(exchange->method, NEVER[i]) == 0) {
            return refuse(405, PAL_N_("This method is not used here."));
        }
    }
    return refuse(501, PAL_N_("This method is not known here."));
}

static struct pal_refusal refuse_part(enum pal_rc rc, const char *invalid)
{
    switch ((int)rc) {
    case PAL_OK:
        return ACCEPTED;
    case PAL_E_LIMIT:
        return refuse(414, PAL_N_("The address has too many parts."));
    case PAL_E_MEMORY:
        return NO_MEMORY;
    default:
        return refuse(400, invalid);
    }
}

/* No blanks, no control characters, no fragment: browsers send none. */
static bool is_target(const char *text)
{
    while ((unsigned char)*text > ' ' && *text != 0x7F && *text != '#') {
        text++;
    }
    return *text == '\0';
}

static struct pal_refusal read_target(struct pal_exchange *exchange)
{
    struct pal_http_request *request = &exchange->request;
    size_t path_len = strcspn(request->target, "?");
    const char *query = request->target + path_len;
    query += *query == '?';
    if (!is_target(request->target)) {
        return refuse(400, PAL_N_("The address is not well formed."));
    }
    char *path = pal_arena_copy(request->arena, request->target, path_len);
    if (path == NULL) {
        return NO_MEMORY;
    }
    request->path = path;
    struct pal_refusal refusal = refuse_part(
        pal_path_split(request->arena, path, request->segments, &request->segment_count),
        PAL_N_("The address is not well formed."));
    return refusal.status != 0
               ? refusal
               : refuse_part(
                     pal_query_parse(request->arena, query, strlen(query), &request->query),
                     PAL_N_("What follows the question mark of the address is not well formed."));
}

static struct pal_refusal read_cookies(struct pal_exchange *exchange)
{
    const char *value = pal_http_header(&exchange->request, "Cookie");
    return value == NULL
               ? ACCEPTED
               : refuse_part(pal_cookies_parse(&exchange->arena, value, &exchange->request.cookies),
                             PAL_N_("A cookie is not well formed."));
}

/* All X-Forwarded-For of the request as one list: each proxy adds at the end. */
static const char *forwarded_list(struct pal_exchange *exchange)
{
    const char *list = "";
    for (const struct pal_header *header = exchange->headers; header != NULL;
         header = header->next) {
        if (strcasecmp(header->name, "X-Forwarded-For") == 0) {
            list = *list == '\0' ? header->value
                                 : pal_arena_printf(&exchange->arena, "%s,%s", list, header->value);
        }
        if (list == NULL) {
            return NULL;
        }
    }
    return list;
}

/* What proxies add. */
static bool is_forwarded(const struct pal_http_request *request)
{
    static const char *const MARKS[] = {"Forwarded",
                                        "X-Forwarded-For",
                                        "X-Forwarded-Host",
                                        "X-Forwarded-Proto",
                                        "X-Forwarded-Server",
                                        "X-Real-IP",
                                        "Via"};
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        if (pal_http_header(request, MARKS[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static struct pal_refusal read_forwarded(struct pal_exchange *exchange)
{
    const struct pal_http_options *options = &exchange->http->options;
    struct pal_http_request *request = &exchange->request;
    request->is_proxied =
        is_forwarded(request) ||
        pal_proxy_is_named(request->remote, options->proxies, options->proxy_count);
    if (!pal_proxy_is_named(request->remote, options->proxies, options->proxy_count)) {
        return ACCEPTED;
    }
    const char *list = forwarded_list(exchange);
    const char *proto = pal_http_header(request, "X-Forwarded-Proto");
    if (list == NULL) {
        return NO_MEMORY;
    }
    struct pal_address client =
        pal_forwarded_client(list, request->remote, options->proxies, options->proxy_count);
    request->remote = pal_arena_copy(request->arena, client.text, strlen(client.text));
    if (proto != NULL && count_headers(exchange, "X-Forwarded-Proto") == 1) {
        request->is_secure = request->is_secure || strcasecmp(proto, "https") == 0;
    }
    return request->remote != NULL ? ACCEPTED : NO_MEMORY;
}

/* Only after check_framing, which finds it to be a number. */
size_t pal_head_length(const struct pal_exchange *exchange)
{
    const char *digits = pal_http_header(&exchange->request, "Content-Length");
    size_t length = 0;
    for (; digits != NULL && *digits != '\0'; digits++) {
        length = length * 10 + (size_t)(*digits - '0');
    }
    return length;
}

static struct pal_refusal check_body(struct pal_exchange *exchange)
{
    const struct pal_http_options *options = &exchange->http->options;
    bool is_chunked = pal_http_header(&exchange->request, "Transfer-Encoding") != NULL;
    const char *expect = pal_http_header(&exchange->request, "Expect");
    exchange->body_max = options->body_max(options->ctx, &exchange->request, &exchange->is_open);
    pal_buf_init(&exchange->body, exchange->body_max, NULL); /* also of a piece */
    if (expect != NULL && strcasecmp(expect, "100-continue") != 0) {
        return refuse(417, PAL_N_("What the request expects is not known here."));
    }
    if (exchange->body_max == 0 && (is_chunked || pal_head_length(exchange) > 0)) {
        return refuse(413, PAL_N_("Nothing can be sent to this address."));
    }
    if (pal_head_length(exchange) > exchange->body_max) {
        return refuse(413, PAL_N_("What was sent is larger than this address takes."));
    }
    return ACCEPTED;
}

static struct pal_refusal check_size(struct pal_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info != NULL && info->header_size <= exchange->http->options.head_max
               ? ACCEPTED
               : refuse(431, PAL_N_("The head of the request is too large."));
}

static struct pal_refusal check_version(struct pal_exchange *exchange)
{
    return exchange->is_1_1 || strcmp(exchange->version, "HTTP/1.0") == 0
               ? ACCEPTED
               : refuse(505, PAL_N_("Only HTTP/1.1 is spoken here."));
}

struct pal_refusal pal_head_read(struct pal_exchange *exchange, const char *method,
                                 const char *version)
{
    /* The order matters: each may rely on what those before it found. */
    static struct pal_refusal (*const STEPS[])(struct pal_exchange *) = {
        check_size,     check_version, check_pieces, check_headers, check_once,  check_framing,
        read_forwarded, check_host,    read_method,  read_cookies,  read_target, check_body};
    exchange->method = method;
    exchange->version = version;
    exchange->is_1_1 = strcmp(version, "HTTP/1.1") == 0;
    expect_request_line(exchange);
    struct pal_refusal refusal = keep_headers(exchange) ? ACCEPTED : NO_MEMORY;
    for (size_t i = 0; refusal.status == 0 && i < sizeof STEPS / sizeof *STEPS; i++) {
        refusal = STEPS[i](exchange);
    }
    return refusal;
}
