/* sheet_describe - the names of the fields of a form. Private to src/web. */
#ifndef PAL_WEB_SHEET_DESCRIBE_H
#define PAL_WEB_SHEET_DESCRIBE_H

#include <jansson.h>
#include <stdbool.h>

#include "format/desc.h"

/* A JSON Schema with a pattern for each name that the form of a type reads, or of one key of it
 * (NULL: of all). New reference. */
json_t *pal_sheet_describe(const struct pal_type *type, const char *part, bool *failed);

#endif
