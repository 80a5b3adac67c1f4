#include "base/duration.h"

#include <stdio.h>
#include <string.h>

enum { HOUR = 60, DAY = 24 * HOUR, WEEK = 7 * DAY };
static const uint64_t longest = (uint64_t)100 * 366 * DAY;

/* Reads "12X" for the units of `units`, each at most once and in order; gives what is left. */
static const char *read_parts(const char *at, const char *units, const uint32_t *sizes,
                              uint64_t *minutes, bool *has_part)
{
    while (*at >= '0' && *at <= '9') {
        uint64_t value = 0;
        for (; *at >= '0' && *at <= '9'; at++) {
            value = value * 10 + (uint64_t)(*at - '0');
            if (value > longest) {
                return NULL;
            }
        }
        const char *unit = *at != '\0' ? strchr(units, *at) : NULL;
        if (unit == NULL) {
            return NULL;
        }
        *minutes += value * sizes[unit - units];
        sizes += unit - units + 1;
        units = unit + 1;
        *has_part = true;
        at++;
    }
    return at;
}

bool pal_duration_read(const char *text, uint32_t *minutes)
{
    static const uint32_t days[] = {WEEK, DAY};
    static const uint32_t hours[] = {HOUR, 1};
    uint64_t sum = 0;
    bool has_part = false;
    if (text[0] != 'P') {
        return false;
    }
    const char *at = read_parts(text + 1, "WD", days, &sum, &has_part);
    if (at != NULL && *at == 'T') {
        bool has_time = false;
        at = read_parts(at + 1, "HM", hours, &sum, &has_time);
        has_part = has_time;
    }
    if (at == NULL || *at != '\0' || !has_part || sum > longest) {
        return false;
    }
    *minutes = (uint32_t)sum;
    return true;
}

void pal_duration_write(uint32_t minutes, char out[PAL_DURATION_TEXT])
{
    uint32_t parts[] = {minutes / DAY, minutes % DAY / HOUR, minutes % HOUR};
    int used = snprintf(out, PAL_DURATION_TEXT, "P");
    if (parts[0] > 0) {
        used += snprintf(out + used, PAL_DURATION_TEXT - (size_t)used, "%uD", (unsigned)parts[0]);
    }
    if (parts[1] > 0 || parts[2] > 0 || parts[0] == 0) {
        used += snprintf(out + used, PAL_DURATION_TEXT - (size_t)used, "T");
    }
    if (parts[1] > 0) {
        used += snprintf(out + used, PAL_DURATION_TEXT - (size_t)used, "%uH", (unsigned)parts[1]);
    }
    if (parts[2] > 0 || minutes == 0) {
        (void)snprintf(out + used, PAL_DURATION_TEXT - (size_t)used, "%uM", (unsigned)parts[2]);
    }
}
