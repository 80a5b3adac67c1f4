/* view_parts - what the views of view.h are built from. Private to render/view*.c. */
#ifndef PAL_RENDER_VIEW_VIEW_PARTS_H
#define PAL_RENDER_VIEW_VIEW_PARTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "render/template/language.h"

/* Appends a stolen reference; sets `failed` when memory is short. */
void pal_json_append(json_t *list, json_t *value, bool *failed);

json_t *pal_json_number(uint64_t value);
json_t *pal_json_text(const char *text); /* null for NULL */
json_t *pal_json_in_language(const struct pal_text *text, const struct pal_language *language);
json_t *pal_json_language_or_null(const struct pal_text *text,
                                  const struct pal_language *language); /* null when empty */

/* Texts in one language; the ids of a set of steps. */
json_t *pal_json_texts(const struct pal_text *list, size_t count,
                       const struct pal_language *language, bool *failed);
json_t *pal_json_steps(const struct pal_ladder *ladder, pal_mask mask, bool *failed);

/* A duration as it is written in documents; null: not stated. */
json_t *pal_json_duration(uint32_t minutes);

/* Gives `object` back, or NULL (and frees it) after a failure. */
json_t *pal_json_finish(json_t *object, bool failed);

#endif
