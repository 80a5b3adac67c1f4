/*
 * value_json - a view from JSON: for what comes from outside as JSON (tests, fixtures).
 */
#ifndef PAL_RENDER_TEMPLATE_VALUE_JSON_H
#define PAL_RENDER_TEMPLATE_VALUE_JSON_H

#include <jansson.h>

#include "base/value.h"

/* The same value, copied into the arena of `values`. NULL gives null. */
struct pal_value *pal_value_of_json(struct pal_values *values, const json_t *json);

#endif
