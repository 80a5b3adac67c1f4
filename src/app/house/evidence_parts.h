/* evidence_parts - the kind of facts that name evidence. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_EVIDENCE_PARTS_H
#define PAL_APP_HOUSE_EVIDENCE_PARTS_H

#include "app/house/fact_kinds.h"

extern const struct pal_fact_kind pal_fact_evidence; /* a row of fact_kinds.c */

#endif
