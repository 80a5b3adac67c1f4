/*
 * cost_words - what is said of the four ways wherever they are shown: in text, on pages, in
 * figures.
 */
#ifndef PAL_RENDER_COST_WORDS_H
#define PAL_RENDER_COST_WORDS_H

#include "base/buf.h"
#include "base/date.h"
#include "core/money/ways.h"
#include "render/amount.h"

/* "Adaptive instead of strictest saves …", or costs more, or as much: the sentence that the numbers
 * are for. Not escaped. */
void pal_cost_verdict(struct pal_buf *out, const struct pal_ways *ways,
                      const struct pal_language *language);

/* A simulated number of money or hours and its standard error: "912.3 ± 4.1". */
void pal_cost_estimate(const struct pal_estimate *of, bool is_money,
                       const struct pal_language *language, char out[PAL_AMOUNT_TEXT]);

/* The exposed hours of a way; where they were simulated with their standard error: "912.3 ± 4.1".
 */
void pal_cost_exposed(const struct pal_ways *ways, enum pal_way_id way,
                      const struct pal_language *language, char out[PAL_AMOUNT_TEXT]);

/* How many prepared steps the adaptive way switches on at an alert level (index in the scheme of
 * the outlook). What is active there is these and the permanent ones; the time until they are
 * active is left out. */
size_t pal_cost_switched_on(const struct pal_ways *ways, size_t level);

/* The label of a level of the outlook's scheme; its id where it has none. */
const char *pal_cost_level_label(const struct pal_ways *ways, size_t level,
                                 const struct pal_language *language);

/* A time as people read it: "2003-12-19 18:00", or the day alone for its first minute. */
void pal_cost_instant(uint64_t minutes, char out[PAL_INSTANT_TEXT]);

#endif
