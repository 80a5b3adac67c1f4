/*
 * number - numbers as people type them: read as what they are, never as something else.
 */
#ifndef PAL_BASE_NUMBER_H
#define PAL_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number in its parts. */
struct pal_number {
    int64_t whole;
    int64_t behind; /* the digits behind the point */
    int64_t scale;  /* of those: ten for each */
    size_t behind_len;
    bool is_doubtful; /* "5,000": five to the one, five thousand to the other */
};

/* "5000", "5 000", "5000,25", "5000.25": at most nine digits, in groups of three where blanks,
 * no-break and narrow ones too, stand between them, and six behind a point. False: it is none. */
bool pal_number_read(const char *text, struct pal_number *out);

/* A decimal as documents write it: at most six digits behind a point, without zeros at the end. */
enum { PAL_DECIMAL_TEXT = 64 };
void pal_decimal_write(double value, char out[PAL_DECIMAL_TEXT]);

#endif
