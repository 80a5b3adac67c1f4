#include "base/text.h"

#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

struct pal_quote pal_quote(const char *text)
{
    struct pal_quote quote = {{0}};
    size_t len = strlen(text);
    bool cut = len > PAL_LIMIT_QUOTE_BYTES;
    char *at = quote.text;
    *at++ = '"';
    char *start = at;
    size_t keep = cut ? PAL_LIMIT_QUOTE_BYTES : len;
    for (size_t i = 0; i < keep; i++) {
        unsigned char c = (unsigned char)text[i];
        *at++ = (c < 0x20 || c == 0x7F) ? '?' : (char)c;
    }
    *at = '\0';
    if (cut) {
        pal_utf8_trim(start);
        at = start + strlen(start);
        memcpy(at, "\xE2\x80\xA6", 3);
        at += 3;
    }
    *at++ = '"';
    *at = '\0';
    return quote;
}

enum { NEAR_MAX = 64 };

/* Levenshtein distance of two short words; words beyond NEAR_MAX bytes are never near. */
static size_t distance(const char *a, const char *b)
{
    size_t la = strlen(a);
    size_t lb = strlen(b);
    if (la > NEAR_MAX || lb > NEAR_MAX) {
        return SIZE_MAX;
    }
    size_t row[NEAR_MAX + 1];
    for (size_t j = 0; j <= lb; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= la; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            size_t above = row[j];
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            row[j] = best;
            diagonal = above;
        }
    }
    return row[lb];
}

const char *pal_nearest(const char *word, const char *const *words, size_t count)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t d = distance(word, words[i]);
        if (d < best_distance || (d == best_distance && best == NULL)) {
            best = words[i];
            best_distance = d;
        }
    }
    return best;
}

void pal_text_xml(struct pal_buf *buf, const char *text)
{
    const char *run = text;
    for (const char *at = text;; at++) {
        const char *entity = NULL;
        switch (*at) {
        case '&':
            entity = "&amp;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        case '"':
            entity = "&quot;";
            break;
        case '\'':
            entity = "&#39;";
            break;
        default:
            break;
        }
        if (entity == NULL && *at != '\0') {
            continue;
        }
        pal_buf_add_n(buf, run, (size_t)(at - run));
        if (*at == '\0') {
            return;
        }
        pal_buf_add(buf, entity);
        run = at + 1;
    }
}

void pal_text_csv(struct pal_buf *buf, const char *text)
{
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    bool quoted = formula || strpbrk(text, ",\"\r\n;") != NULL;
    if (!quoted) {
        pal_buf_add(buf, text);
        return;
    }
    pal_buf_add_char(buf, '"');
    if (formula) {
        pal_buf_add_char(buf, '\'');
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"') {
            pal_buf_add_char(buf, '"');
        }
        pal_buf_add_char(buf, *at);
    }
    pal_buf_add_char(buf, '"');
}

void pal_text_terminal(struct pal_buf *buf, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t len = strlen(text);
    size_t i = 0;
    while (i < len) {
        uint32_t code = 0;
        size_t step = pal_utf8_read(at + i, len - i, &code);
        bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) ||
                       (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
        if (step != 0 && code == '\n') {
            pal_buf_add_char(buf, ' ');
        } else if (step == 0 || control) {
            pal_buf_add(buf, "\xEF\xBF\xBD");
        } else {
            pal_buf_add_n(buf, text + i, step);
        }
        i += step == 0 ? 1 : step;
    }
}
