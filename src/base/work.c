#include "base/work.h"

#include <stdio.h>
#include <string.h>

enum { HOUR = 60, DIGITS = 6, PARTS_OF_AN_HOUR = 4 };

/* Also the blanks that word processors put before a unit: no-break, and narrow no-break. */
static const char *skip_blanks(const char *at)
{
    for (;;) {
        if (*at == ' ' || *at == '\t') {
            at++;
        } else if (strncmp(at, "\xC2\xA0", 2) == 0) {
            at += 2;
        } else if (strncmp(at, "\xE2\x80\xAF", 3) == 0) {
            at += 3;
        } else {
            return at;
        }
    }
}

/* At most `most` digits; NULL: there are none, or more. */
static const char *read_digits(const char *at, size_t most, int64_t *out)
{
    size_t count = strspn(at, "0123456789");
    if (count == 0 || count > most) {
        return NULL;
    }
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        *out = *out * 10 + (at[i] - '0');
    }
    return at + count;
}

static bool is_letter(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}

/* Behind a unit of which letters may be left out at its end; NULL: it is another. */
static const char *read_unit(const char *at, const char *unit)
{
    size_t len = 0;
    while (is_letter(at[len])) {
        if (unit[len] == '\0' || (at[len] | 0x20) != unit[len]) {
            return NULL;
        }
        len++;
    }
    return len > 0 ? at + len : NULL;
}

/* What may stand behind hours: nothing, or minutes below an hour, with their unit or without. */
static bool read_rest(const char *at, int64_t *minutes)
{
    int64_t more = 0;
    at = skip_blanks(at);
    if (*at != '\0') {
        at = read_digits(at, 2, &more);
        if (at == NULL || more >= HOUR) {
            return false;
        }
        at = skip_blanks(at);
        at = *at != '\0' ? read_unit(at, "min") : at;
        if (at == NULL || *skip_blanks(at) != '\0') {
            return false;
        }
    }
    *minutes += more;
    return true;
}

/* "2:30", `at` behind the colon: two digits, as on a clock. */
static bool read_clock(const char *at, int64_t *minutes)
{
    int64_t more;
    const char *end = read_digits(at, 2, &more);
    if (end == NULL || end != at + 2 || more >= HOUR || *skip_blanks(end) != '\0') {
        return false;
    }
    *minutes += more;
    return true;
}

/* "2,5 h", `at` behind the comma. */
static bool read_decimal(const char *at, int64_t hours, int64_t *minutes)
{
    int64_t part = 0;
    int64_t scale = 1;
    const char *end = read_digits(at, PARTS_OF_AN_HOUR, &part);
    for (const char *digit = at; end != NULL && digit < end; digit++) {
        scale *= 10;
    }
    end = end != NULL ? read_unit(skip_blanks(end), "h") : NULL;
    *minutes = hours * HOUR + (part * HOUR + scale / 2) / scale;
    return end != NULL && *skip_blanks(end) == '\0';
}

bool pal_work_read(const char *text, int64_t *minutes)
{
    int64_t number;
    const char *at = read_digits(skip_blanks(text), DIGITS, &number);
    if (at == NULL) {
        return false;
    }
    if (*at == ',' || *at == '.') {
        return read_decimal(at + 1, number, minutes);
    }
    *minutes = number * HOUR;
    if (*at == ':') {
        return read_clock(at + 1, minutes);
    }
    at = skip_blanks(at);
    const char *behind = read_unit(at, "h");
    if (behind != NULL) {
        return read_rest(behind, minutes);
    }
    *minutes = number;
    at = *at != '\0' ? read_unit(at, "min") : at;
    return at != NULL && *skip_blanks(at) == '\0';
}

void pal_work_write(int64_t minutes, char out[PAL_WORK_TEXT])
{
    long long hours = (long long)(minutes / HOUR);
    long long rest = (long long)(minutes % HOUR);
    (void)(rest != 0 ? snprintf(out, PAL_WORK_TEXT, "%lld h %02lld", hours, rest)
                     : snprintf(out, PAL_WORK_TEXT, "%lld h", hours));
}
