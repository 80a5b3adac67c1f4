/* describe - shapes as JSON Schemas, for the description of the API. */
#ifndef PAL_WEB_SHAPES_DESCRIBE_H
#define PAL_WEB_SHAPES_DESCRIBE_H

#include <jansson.h>

#include "web/shapes/shapes.h"

/* The schema of what a route answers; NULL: it has no shape (a file). Objects are added to `known`,
 * which are components/schemas. */
json_t *pal_shape_answer(const struct pal_route *route, json_t *known, bool *failed);

/* That of a refusal. */
json_t *pal_shape_refused(json_t *known, bool *failed);

#endif
