#include "core/question/thousandths.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/question/questionnaire.h"

enum { DIGITS_BEHIND = 3 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The whole part; NULL: there is none, or it is too great. */
static const char *read_whole(const char *at, int64_t *out)
{
    *out = 0;
    if (!is_digit(*at)) {
        return NULL;
    }
    for (; is_digit(*at); at++) {
        *out = *out * 10 + (*at - '0');
        if (*out > PAL_ANSWER_NUMBER_MOST) {
            return NULL;
        }
    }
    return at;
}

bool pal_thousandths_read(const char *text, int64_t *out)
{
    int64_t whole = 0;
    int64_t part = 0;
    const char *at = read_whole(text, &whole);
    int64_t worth = PAL_THOUSANDTHS;
    if (at == NULL) {
        return false;
    }
    if (*at == '.') {
        at++;
        if (!is_digit(*at)) {
            return false;
        }
        for (int i = 0; i < DIGITS_BEHIND && is_digit(*at); i++, at++) {
            worth /= 10;
            part += (*at - '0') * worth;
        }
    }
    *out = whole * PAL_THOUSANDTHS + part;
    return *at == '\0' && *out <= PAL_ANSWER_NUMBER_MOST * PAL_THOUSANDTHS;
}

void pal_thousandths_write(int64_t amount, char out[PAL_THOUSANDTHS_TEXT])
{
    int64_t part = amount % PAL_THOUSANDTHS;
    if (part == 0) {
        (void)snprintf(out, PAL_THOUSANDTHS_TEXT, "%" PRId64, amount / PAL_THOUSANDTHS);
        return;
    }
    int len = snprintf(out, PAL_THOUSANDTHS_TEXT, "%" PRId64 ".%03" PRId64,
                       amount / PAL_THOUSANDTHS, part);
    while (len > 0 && out[len - 1] == '0') {
        out[--len] = '\0';
    }
}
