/*
 * amount - money and hours as people read them: "1,234.50 EUR", "1 234,50 EUR" in French.
 */
#ifndef PAL_RENDER_AMOUNT_H
#define PAL_RENDER_AMOUNT_H

#include <stdint.h>

#include "render/template/language.h"

enum { PAL_AMOUNT_TEXT = 48 };

/* Minor units with two decimals and groups of three; without a currency. */
void pal_amount_write(uint64_t minor_units, const struct pal_language *language,
                      char out[PAL_AMOUNT_TEXT]);

/* A number of hours with one decimal. */
void pal_hours_write(double hours, const struct pal_language *language, char out[PAL_AMOUNT_TEXT]);

#endif
