/*
 * steps - the notation of a set of steps, the same in text, pages and figures: "1.1–2.4 3.2".
 */
#ifndef PAL_RENDER_STEPS_H
#define PAL_RENDER_STEPS_H

#include "base/buf.h"
#include "core/model/model.h"

/* The steps of a mask, runs as "2.4–3.3", parted by spaces; nothing for an empty set.
 * Ids are not escaped. */
void pal_steps(struct pal_buf *out, const struct pal_ladder *ladder, pal_mask mask);

#endif
