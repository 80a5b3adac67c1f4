/*
 * amount - money and hours as people read them: "1,234.50 EUR", "1 234,50 EUR" in French.
 */
#ifndef PAL_RENDER_AMOUNT_H
#define PAL_RENDER_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "render/template/language.h"

enum { PAL_AMOUNT_TEXT = 96 };

/* Minor units with two decimals and groups of three; without a currency. */
void pal_amount_write(uint64_t minor_units, const struct pal_language *language,
                      char out[PAL_AMOUNT_TEXT]);

/* The same with a minus sign before what is below 0. */
void pal_amount_write_signed(int64_t minor_units, const struct pal_language *language,
                             char out[PAL_AMOUNT_TEXT]);

/* A number of hours with one decimal. */
void pal_hours_write(double hours, const struct pal_language *language, char out[PAL_AMOUNT_TEXT]);

/* A standard error of money or of hours as these are written, rounded up. */
void pal_error_write(double error, bool is_money, const struct pal_language *language,
                     char out[PAL_AMOUNT_TEXT]);

#endif
