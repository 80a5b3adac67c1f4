/*
 * within - whether a text of a model can take the place of another one: all that documents name of
 * the one is in the other.
 */
#ifndef PAL_CORE_MODEL_WITHIN_H
#define PAL_CORE_MODEL_WITHIN_H

#include <stdbool.h>

#include "core/model/model.h"

/* True when every level, area, step and practice of `before` is in `now`, each step rated in the
 * same way and each area in the same category: no document that can be read with `before` lacks
 * anything with `now`. False says nothing about a certain document. */
bool pal_model_is_within(const struct pal_model *before, const struct pal_model *now);

#endif
