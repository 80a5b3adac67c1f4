/* countries - the codes of ISO 3166-1 (alpha-2), which answers name countries by. */
#ifndef PAL_CORE_QUESTION_COUNTRIES_H
#define PAL_CORE_QUESTION_COUNTRIES_H

#include <stdbool.h>
#include <stddef.h>

/* In the order of the alphabet. */
extern const char *const pal_country_codes[];
extern const size_t pal_country_count;

bool pal_country_is_known(const char *code);

#endif
