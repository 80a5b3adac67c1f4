#include "render/amount.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* "1234567" as "1,234,567", or with narrow no-break spaces. */
static size_t write_groups(uint64_t number, const char *group, char *out, size_t room)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    size_t used = 0;
    for (int i = 0; i < count && used + 8 < room; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            memcpy(out + used, group, strlen(group));
            used += strlen(group);
        }
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return used;
}

static const char *group_of(const struct pal_language *language)
{
    return language->lang == PAL_LANG_FR ? "\u202f" : ",";
}

static char point_of(const struct pal_language *language)
{
    return language->lang == PAL_LANG_FR ? ',' : '.';
}

void pal_amount_write(uint64_t minor_units, const struct pal_language *language,
                      char out[PAL_AMOUNT_TEXT])
{
    size_t used = write_groups(minor_units / 100, group_of(language), out, PAL_AMOUNT_TEXT);
    (void)snprintf(out + used, PAL_AMOUNT_TEXT - used, "%c%02u", point_of(language),
                   (unsigned)(minor_units % 100));
}

void pal_amount_write_signed(int64_t minor_units, const struct pal_language *language,
                             char out[PAL_AMOUNT_TEXT])
{
    static const char minus[] = "\u2212";
    char size[PAL_AMOUNT_TEXT];
    bool is_negative = minor_units < 0;
    pal_amount_write(is_negative ? 0 - (uint64_t)minor_units : (uint64_t)minor_units, language,
                     size);
    (void)snprintf(out, PAL_AMOUNT_TEXT, "%s%.40s", is_negative ? minus : "", size);
}

void pal_hours_write(double hours, const struct pal_language *language, char out[PAL_AMOUNT_TEXT])
{
    uint64_t tenths = (uint64_t)(hours * 10 + 0.5);
    size_t used = write_groups(tenths / 10, group_of(language), out, PAL_AMOUNT_TEXT);
    (void)snprintf(out + used, PAL_AMOUNT_TEXT - used, "%c%u", point_of(language),
                   (unsigned)(tenths % 10));
}

void pal_error_write(double error, bool is_money, const struct pal_language *language,
                     char out[PAL_AMOUNT_TEXT])
{
    /* A thousandth of the last digit is the rounding of doubles, no error. */
    double units = is_money ? error : error * 10;
    uint64_t whole = (uint64_t)units;
    whole += units - (double)whole > 1e-3;
    if (is_money) {
        pal_amount_write(whole, language, out);
    } else {
        pal_hours_write((double)whole / 10, language, out);
    }
}
