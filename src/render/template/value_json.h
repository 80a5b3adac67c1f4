/*
 * value_json - values from JSON and back: for documents that are kept, and for fixtures of tests.
 */
#ifndef PAL_RENDER_TEMPLATE_VALUE_JSON_H
#define PAL_RENDER_TEMPLATE_VALUE_JSON_H

#include <jansson.h>

#include "base/value.h"

/* The same value, copied into the arena of `values`. NULL gives null. */
struct pal_value *pal_value_of_json(struct pal_values *values, const json_t *json);

/* The other way, for documents that forms write. New reference; NULL when memory is short or a text
 * is no UTF-8. */
json_t *pal_json_of_value(const struct pal_value *value);

#endif
