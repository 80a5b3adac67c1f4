/* compress - gzip for bodies, where the browser takes it. */
#include <string.h>
#include <zlib.h>

#include "web/web_parts.h"

enum { LEAST = 1024, LEVEL = 1, GZIP_WINDOW = 15 + 16 };

static bool takes_gzip(const struct pal_http_request *request)
{
    const char *accepted = pal_http_header(request, "Accept-Encoding");
    const char *at = accepted != NULL ? strstr(accepted, "gzip") : NULL;
    return at != NULL && strncmp(at + 4, ";q=0,", 5) != 0 && strcmp(at + 4, ";q=0") != 0;
}

/* Texts are; images and files are compressed already, or are not worth it. */
static bool is_text(const char *type)
{
    return strncmp(type, "text/", 5) == 0 || strstr(type, "json") != NULL ||
           strstr(type, "yaml") != NULL;
}

/* Compresses into a new buffer; false: memory is short, and the body stays as it is. */
static bool compress_into(const void *bytes, size_t len, struct pal_buf *out)
{
    z_stream stream = {.next_in = (z_const Bytef *)(uintptr_t)bytes, .avail_in = (uInt)len};
    unsigned char part[16384];
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return false;
    }
    int status;
    do {
        stream.next_out = part;
        stream.avail_out = sizeof part;
        status = deflate(&stream, Z_FINISH);
        pal_buf_add_n(out, (const char *)part, sizeof part - stream.avail_out);
    } while (status == Z_OK);
    deflateEnd(&stream);
    return status == Z_STREAM_END && !out->failed;
}

void pal_web_compress(struct pal_http_request *request, struct pal_http_response *response)
{
    const void *bytes = response->fixed != NULL ? response->fixed : response->body.data;
    size_t len = response->fixed != NULL ? response->fixed_len : response->body.len;
    if (len < LEAST || response->content_type == NULL || !is_text(response->content_type) ||
        response->body.failed) {
        return;
    }
    pal_http_set(response, "Vary", "Accept-Encoding");
    if (!takes_gzip(request)) {
        return;
    }
    struct pal_buf out;
    pal_buf_init(&out, PAL_PAGE_MAX, response->body.alloc);
    if (!compress_into(bytes, len, &out)) {
        pal_buf_done(&out);
        return;
    }
    pal_buf_done(&response->body);
    response->fixed = NULL;
    response->body = out;
    pal_http_set(response, "Content-Encoding", "gzip");
}
