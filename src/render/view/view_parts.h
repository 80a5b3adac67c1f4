/* view_parts - what the views of view.h are built from. Private to render/view. */
#ifndef PAL_RENDER_VIEW_VIEW_PARTS_H
#define PAL_RENDER_VIEW_VIEW_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/value.h"
#include "core/model/model.h"
#include "render/template/language.h"

struct pal_value *pal_view_in_language(struct pal_values *in, const struct pal_text *text,
                                       const struct pal_language *language);
/* Null when empty. */
struct pal_value *pal_view_language_or_null(struct pal_values *in, const struct pal_text *text,
                                            const struct pal_language *language);

/* Texts in one language; the ids of a set of steps. */
struct pal_value *pal_view_texts(struct pal_values *in, const struct pal_text *list, size_t count,
                                 const struct pal_language *language);
struct pal_value *pal_view_steps(struct pal_values *in, const struct pal_ladder *ladder,
                                 pal_mask mask);

/* A duration as it is written in documents; null: not stated. */
struct pal_value *pal_view_duration(struct pal_values *in, uint32_t minutes);

#endif
