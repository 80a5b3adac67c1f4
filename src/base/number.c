#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { WHOLE_MOST = 9, BEHIND_MOST = 6, GROUP = 3 };

/* Of a blank that people put between digits, no-break and narrow ones too: its bytes; 0: none. */
static size_t blank_at(const char *at)
{
    static const char *const blanks[] = {" ", "\xC2\xA0", "\xE2\x80\xAF"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        size_t len = strlen(blanks[i]);
        if (strncmp(at, blanks[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

static const char *skip_blanks(const char *at)
{
    for (size_t len = blank_at(at); len > 0; len = blank_at(at)) {
        at += len;
    }
    return at;
}

static size_t digits_at(const char *at)
{
    return strspn(at, "0123456789");
}

static int64_t number_of(const char *digits, size_t len, int64_t before)
{
    for (size_t i = 0; i < len; i++) {
        before = before * 10 + (digits[i] - '0');
    }
    return before;
}

/* The digits before a point, in groups of three where blanks, narrow ones too, stand between them;
 * NULL: it is no such number. */
static const char *read_whole(const char *at, struct pal_number *out, bool *is_grouped)
{
    size_t len = digits_at(at);
    size_t count = len;
    if (len == 0 || len > WHOLE_MOST) {
        return NULL;
    }
    out->whole = number_of(at, len, 0);
    at += len;
    for (size_t blank = blank_at(at); blank > 0 && digits_at(at + blank) > 0;
         blank = blank_at(at)) {
        count += GROUP;
        if (len > GROUP || digits_at(at + blank) != GROUP || count > WHOLE_MOST) {
            return NULL;
        }
        out->whole = number_of(at + blank, GROUP, out->whole);
        at += blank + GROUP;
        *is_grouped = true;
    }
    return at;
}

bool pal_number_read(const char *text, struct pal_number *out)
{
    *out = (struct pal_number){0};
    bool is_grouped = false;
    const char *first = skip_blanks(text);
    const char *at = read_whole(first, out, &is_grouped);
    if (at == NULL) {
        return false;
    }
    if (*at == ',' || *at == '.') {
        size_t len = digits_at(at + 1);
        if (len == 0 || len > BEHIND_MOST) {
            return false;
        }
        out->is_doubtful =
            *at == ',' && len == GROUP && !is_grouped && at - first <= GROUP && *first != '0';
        out->behind = number_of(at + 1, len, 0);
        out->behind_len = len;
        at += len + 1;
    }
    out->scale = 1;
    for (size_t i = 0; i < out->behind_len; i++) {
        out->scale *= 10;
    }
    return *skip_blanks(at) == '\0';
}

void pal_decimal_write(double value, char out[PAL_DECIMAL_TEXT])
{
    int wrote = snprintf(out, PAL_DECIMAL_TEXT, "%.6f", value);
    size_t len = wrote > 0 && wrote < PAL_DECIMAL_TEXT ? (size_t)wrote : 0;
    while (len > 1 && out[len - 1] == '0') {
        len--;
    }
    len -= len > 1 && out[len - 1] == '.';
    out[len] = '\0';
}
