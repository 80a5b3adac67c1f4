/*
 * reason_templates - reasons that are at hand: short texts that the experts of a project choose
 * from where they say why a step is marked so. Facts of the kind "reason-template" on the project,
 * each kept as a text of its own: what was chosen is copied, so a later change rewrites no reason.
 */
#ifndef PAL_APP_HOUSE_REASON_TEMPLATES_H
#define PAL_APP_HOUSE_REASON_TEMPLATES_H

#include "app/house/errand.h"

#define PAL_REASON_TEMPLATE_FACT "reason-template"

enum {
    PAL_REASON_TEMPLATES_MOST = 60, /* offered at once: all of them stand on each page of marks */
    PAL_REASON_TEMPLATE_BYTES = 400,
};

struct pal_reason_template {
    const char *id; /* the part of its fact */
    const char *text;
};

/* Those that were not withdrawn, by their texts; none to whoever is no expert of the project. In
 * the errand's arena. */
enum pal_rc pal_reason_templates(struct pal_errand *errand, const char *project,
                                 struct pal_reason_template **out, size_t *count) PAL_WARN_UNUSED;

#endif
