/*
 * buf - the one growing text buffer, with a mandatory maximum and sticky failure.
 *
 * Append without checking; look at `failed` (or the result of pal_buf_text) once at the end.
 * After a failure the content is gone and appends do nothing.
 */
#ifndef PAL_BASE_BUF_H
#define PAL_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"

struct pal_buf {
    const struct pal_alloc *alloc;
    char *data; /* NUL-terminated once something was added */
    size_t len;
    size_t cap;
    size_t max;
    bool failed;
};

/* An empty buffer that may hold `max` bytes. `alloc` may be NULL: the heap. Never fails. */
void pal_buf_init(struct pal_buf *buf, size_t max, const struct pal_alloc *alloc);

/* Frees the content; the buffer may be used again. */
void pal_buf_done(struct pal_buf *buf);

/* Makes room for `more` bytes, and for no more than them; false: it failed. */
bool pal_buf_reserve(struct pal_buf *buf, size_t more);

/* For whoever cannot write what belongs here: as if an append had failed. */
void pal_buf_fail(struct pal_buf *buf);

void pal_buf_add(struct pal_buf *buf, const char *text);
void pal_buf_add_n(struct pal_buf *buf, const char *bytes, size_t len);
void pal_buf_add_char(struct pal_buf *buf, char c);
void pal_buf_add_integer(struct pal_buf *buf, int64_t value);

/* The text with each "@" replaced by the next of the values, of which there are as many: what a
 * figure has thousands of would take several times as long by pal_buf_printf. */
void pal_buf_fill(struct pal_buf *buf, const char *text, const int64_t *values);
void pal_buf_add_times(struct pal_buf *buf, const char *text, size_t times);
void pal_buf_printf(struct pal_buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The content (borrowed, "" when empty), or NULL when an append failed. */
const char *pal_buf_text(const struct pal_buf *buf);

#endif
