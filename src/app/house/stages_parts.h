/* stages_parts - the kind of facts that say the state of a stage. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_STAGES_PARTS_H
#define PAL_APP_HOUSE_STAGES_PARTS_H

#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_stage; /* a row of fact_kinds.c */

#endif
