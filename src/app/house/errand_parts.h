/* errand_parts - what transactions of errands share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ERRAND_PARTS_H
#define PAL_APP_HOUSE_ERRAND_PARTS_H

#include "app/house/errand.h"

/* Whether the visitor may change anything at all: not with a token that only reads. */
enum pal_rc pal_errand_may_change(struct pal_errand *errand) PAL_WARN_UNUSED;

/* Before what was done is kept: nothing that memory was short for, no row without an entry. */
enum pal_rc pal_errand_settle(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
