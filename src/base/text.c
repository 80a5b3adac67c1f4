#include "base/text.h"

#include <stdint.h>
#include <string.h>

#include "base/bidi.h"
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

bool pal_is_blank(const char *text)
{
    size_t len = text != NULL ? strlen(text) : 0;
    for (size_t at = 0; at < len;) {
        uint32_t code;
        size_t step = pal_utf8_read((const unsigned char *)text + at, len - at, &code);
        if (step == 0 || !pal_utf8_is_unseen(code)) {
            return false;
        }
        at += step;
    }
    return true;
}

bool pal_words_have(const struct pal_words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->of[i], word) == 0) {
            return true;
        }
    }
    return false;
}

bool pal_is_among(const char *word, const char *words)
{
    size_t len = strlen(word);
    for (const char *at = words; *at != '\0';) {
        size_t each = strcspn(at, " ");
        if (each == len && memcmp(at, word, len) == 0) {
            return true;
        }
        at += each;
        at += *at == ' ';
    }
    return false;
}

bool pal_is_same_text(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

void pal_text_capital(char *text)
{
    if (text[0] >= 'a' && text[0] <= 'z') {
        text[0] = (char)(text[0] - 'a' + 'A');
    } else if ((unsigned char)text[0] == 0xC3 && (unsigned char)text[1] >= 0xA0 &&
               (unsigned char)text[1] != 0xB7 && (unsigned char)text[1] != 0xBF) {
        text[1] = (char)((unsigned char)text[1] - 0x20);
    }
}

int64_t pal_whole_number(const char *text)
{
    enum { DIGITS = 18 };
    size_t len = strlen(text);
    int64_t value = 0;
    if (len == 0 || len > DIGITS || strspn(text, "0123456789") != len) {
        return -1;
    }
    for (size_t i = 0; i < len; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
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

/* Whether an attribute whose name ends at `end` is read by people and not by programs: the others
 * (value, href …) must keep what they hold. */
static bool is_for_reading(const char *start, const char *end)
{
    static const char *const names[] = {" title", " aria-label", " alt", " placeholder"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);
        if ((size_t)(end - start) >= len && memcmp(end - len, names[i], len) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether what is added here is read, as text or in an attribute for it, and not edited: what a
 * form shows is sent back, and must come back as it was. What stands before holds no other "<" and
 * ">" than those of tags. */
static bool is_read_here(const struct pal_buf *buf)
{
    const char *start = buf->data;
    for (size_t at = buf->len; at > 0; at--) {
        if (start[at - 1] == '<') { /* in a tag: a quote opens the last attribute */
            const char *name = start + at - 1;
            const char *end = start + buf->len - 1;
            while (end > name && (end[0] != '=' || end[1] != '"')) {
                end--;
            }
            return end > name && is_for_reading(name, end);
        }
        if (start[at - 1] == '>') {
            while (at > 0 && start[at - 1] != '<') {
                at--;
            }
            return at == 0 || strncmp(start + at, "textarea", 8) != 0;
        }
    }
    return true;
}

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

enum { BIDI_LEAST = 0xD8 }; /* the least first byte of what pal_bidi_at marks */

/* Bytes at which pal_text_xml stops to look: those that it writes in another way, the end, and
 * those that may begin a mark of direction. */
static const bool may_need_care[256] = {
    ['\0'] = true, ['&'] = true,  ['<'] = true,  ['>'] = true,
    ['"'] = true,  ['\''] = true, [0xD8] = true, [0xE2] = true,
};

void pal_text_xml(struct pal_buf *buf, const char *text)
{
    char mark[PAL_BIDI_MARK];
    const char *run = text;
    const char *at = text;
    for (;;) {
        while (!may_need_care[(unsigned char)*at]) {
            at++;
        }
        if (*at == '\0') {
            break;
        }
        size_t len = (unsigned char)*at >= BIDI_LEAST ? pal_bidi_at(at, mark) : 0;
        const char *written = len > 0 ? mark : entity_of(*at);
        if (written == NULL) {
            at++;
            continue;
        }
        pal_buf_add_n(buf, run, (size_t)(at - run));
        if (len > 0 && !buf->failed && !is_read_here(buf)) {
            pal_buf_add_n(buf, at, len);
        } else {
            pal_buf_add(buf, written);
        }
        at += len > 0 ? len : 1;
        run = at;
    }
    pal_buf_add_n(buf, run, (size_t)(at - run));
}

bool pal_text_is_formula(const char *text)
{
    const char first = text[strspn(text, "'")];
    return first != '\0' && strchr("=+-@\t\r", first) != NULL;
}

/* A blank, in bytes; 0: none stands there. Spreadsheets leave those that do not break, too. */
static size_t blank_at(const char *text, size_t len)
{
    if (len > 0 && memchr(" \t\r\n", text[0], 4) != NULL) {
        return 1;
    }
    if (len > 1 && memcmp(text, "\xC2\xA0", 2) == 0) {
        return 2;
    }
    return len > 2 && memcmp(text, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
}

static size_t blank_before(const char *text, size_t len)
{
    for (size_t size = 1; size <= 3 && size <= len; size++) {
        if (blank_at(text + len - size, size) == size) {
            return size;
        }
    }
    return 0;
}

const char *pal_text_trimmed(const char *text, size_t *len)
{
    for (size_t size; (size = blank_at(text, *len)) > 0;) {
        text += size;
        *len -= size;
    }
    for (size_t size; (size = blank_before(text, *len)) > 0;) {
        *len -= size;
    }
    return text;
}

/* Whether whoever reads a cell without quotes would leave some of it. */
static bool has_blanks_around(const char *text)
{
    size_t len = strlen(text);
    const size_t whole = len;
    (void)pal_text_trimmed(text, &len);
    return len < whole;
}

void pal_text_csv(struct pal_buf *buf, const char *text)
{
    bool formula = pal_text_is_formula(text);
    bool quoted = formula || strpbrk(text, ",\"\r\n;\t") != NULL || has_blanks_around(text);
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
        char mark[PAL_BIDI_MARK];
        size_t step = pal_utf8_read(at + i, len - i, &code);
        bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
        if (step != 0 && pal_bidi_at(text + i, mark) != 0) {
            pal_buf_add(buf, mark);
        } else if (step != 0 && code == '\n') {
            pal_buf_add_char(buf, ' ');
        } else if (step == 0 || control) {
            pal_buf_add(buf, "\xEF\xBF\xBD");
        } else {
            pal_buf_add_n(buf, text + i, step);
        }
        i += step == 0 ? 1 : step;
    }
}
