/* countries - the codes of ISO 3166-1 (alpha-2), which answers name countries by. */
#ifndef PAL_CORE_QUESTION_COUNTRIES_H
#define PAL_CORE_QUESTION_COUNTRIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"

/* In the order of the alphabet. */
extern const char *const pal_country_codes[];
extern const size_t pal_country_count;

bool pal_country_is_known(const char *code);
/* The position of a code; -1: there is none of it. */
int pal_country_find(const char *code);

/* What people call the country at a position. */
const struct pal_text *pal_country_title(size_t at);
/* The position of the country that stands at a place of the list by name, from 0. */
size_t pal_country_by_name(enum pal_lang lang, size_t place);

#endif
