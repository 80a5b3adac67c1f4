/*
 * reason_templates_parts - the kind of facts that are reasons at hand. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_REASON_TEMPLATES_PARTS_H
#define PAL_APP_HOUSE_REASON_TEMPLATES_PARTS_H

#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_reason_template; /* a row of fact_kinds.c */

#endif
