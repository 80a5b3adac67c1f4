/*
 * profile_yaml - a proposed profile as a document profile/1, with the sentence of the rule for each
 * area.
 */
#ifndef PAL_RENDER_PROFILE_YAML_H
#define PAL_RENDER_PROFILE_YAML_H

#include "base/buf.h"
#include "core/model/propose.h"
#include "render/template/language.h"

/* Writes the document; what it means is read back by `palier check` and `palier score`. */
enum pal_rc pal_profile_yaml(const struct pal_proposal *proposal,
                             const struct pal_language *language,
                             struct pal_buf *out) PAL_WARN_UNUSED;

#endif
