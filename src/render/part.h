/*
 * part - what is too long to be shown at once is shown part by part.
 *
 * The lists of a view that grow with the model (areas, figures, actions) are rows that know how
 * many of them make a part (base/value.h). Whoever writes a file writes them all; a page shows one
 * part.
 */
#ifndef PAL_RENDER_PART_H
#define PAL_RENDER_PART_H

#include "core/model/model.h"

enum {
    PAL_PART_AREAS = 64,
    PAL_PART_ACTIONS = 128, /* steps to be taken: each with what is to be done */
    PAL_PART_CHANGES = 128, /* of an alert history */
};

/* Areas that follow each other in the model. */
struct pal_span {
    size_t first;
    size_t count;
};
struct pal_span pal_span_all(const struct pal_model *model);

/* How many parts the areas of a model make (one, unless there are more than PAL_PART_AREAS), and
 * which areas one of them has. */
size_t pal_part_count(const struct pal_model *model);
struct pal_span pal_part_span(const struct pal_model *model, size_t index);

#endif
