#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void pal_buf_init(struct pal_buf *buf, size_t max, const struct pal_alloc *alloc)
{
    *buf = (struct pal_buf){.alloc = alloc != NULL ? alloc : &pal_alloc_heap, .max = max};
}

void pal_buf_done(struct pal_buf *buf)
{
    if (buf->data != NULL) {
        (void)buf->alloc->resize(buf->alloc->ctx, buf->data, 0);
    }
    pal_buf_init(buf, buf->max, buf->alloc);
}

void pal_buf_fail(struct pal_buf *buf)
{
    pal_buf_done(buf);
    buf->failed = true;
}

/* Room for `more` bytes and a NUL; `factor`: how much the room grows at least. */
static bool grow(struct pal_buf *buf, size_t more, size_t factor)
{
    if (buf->failed) {
        return false;
    }
    if (more > buf->max - buf->len) {
        pal_buf_fail(buf);
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->cap) {
        return true;
    }
    size_t cap = buf->cap < 256 ? 256 : buf->cap * factor;
    if (cap < need) {
        cap = need;
    }
    char *data = buf->alloc->resize(buf->alloc->ctx, buf->data, cap);
    if (data == NULL) {
        pal_buf_fail(buf);
        return false;
    }
    buf->data = data;
    buf->cap = cap;
    return true;
}

static bool reserve(struct pal_buf *buf, size_t more)
{
    return grow(buf, more, 2);
}

bool pal_buf_reserve(struct pal_buf *buf, size_t more)
{
    return grow(buf, more, 1);
}

void pal_buf_add_n(struct pal_buf *buf, const char *bytes, size_t len)
{
    bool fits = len < buf->cap - buf->len && len <= buf->max - buf->len; /* nearly always */
    if (!fits && !reserve(buf, len)) {
        return;
    }
    if (len > 0) {
        memcpy(buf->data + buf->len, bytes, len);
    }
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void pal_buf_add(struct pal_buf *buf, const char *text)
{
    pal_buf_add_n(buf, text, strlen(text));
}

void pal_buf_add_char(struct pal_buf *buf, char c)
{
    if (buf->cap - buf->len > 1 && buf->len < buf->max) { /* nearly always */
        buf->data[buf->len++] = c;
        buf->data[buf->len] = '\0';
    } else {
        pal_buf_add_n(buf, &c, 1);
    }
}

void pal_buf_add_integer(struct pal_buf *buf, int64_t value)
{
    enum { DIGITS_MAX = 20 };
    char digits[DIGITS_MAX];
    char *at = digits + sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        *--at = '-';
    }
    pal_buf_add_n(buf, at, (size_t)(digits + sizeof digits - at));
}

void pal_buf_fill(struct pal_buf *buf, const char *text, const int64_t *values)
{
    for (;;) {
        size_t len = strcspn(text, "@");
        pal_buf_add_n(buf, text, len);
        if (text[len] == '\0') {
            return;
        }
        pal_buf_add_integer(buf, *values++);
        text += len + 1;
    }
}

void pal_buf_add_times(struct pal_buf *buf, const char *text, size_t times)
{
    for (size_t i = 0; i < times && !buf->failed; i++) {
        pal_buf_add(buf, text);
    }
}

void pal_buf_printf(struct pal_buf *buf, const char *fmt, ...)
{
    /* Most of it fits into the room there is, and is formatted once. */
    size_t room = buf->data != NULL ? buf->cap - buf->len : 0;
    bool may_fit = room > 0 && !buf->failed;
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(may_fit ? buf->data + buf->len : NULL, may_fit ? room : 0, fmt, args);
    va_end(args);
    if (len < 0) {
        pal_buf_fail(buf);
        return;
    }
    if (!reserve(buf, (size_t)len)) {
        return;
    }
    if (may_fit && (size_t)len < room) {
        buf->len += (size_t)len;
        return;
    }
    va_start(args, fmt);
    (void)vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, args);
    va_end(args);
    buf->len += (size_t)len;
}

const char *pal_buf_text(const struct pal_buf *buf)
{
    if (buf->failed) {
        return NULL;
    }
    return buf->data != NULL ? buf->data : "";
}
