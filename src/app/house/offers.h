/* offers - what the files about documents share of it. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_OFFERS_H
#define PAL_APP_HOUSE_OFFERS_H

#include "app/house/errand.h"
#include "store/records.h"

/* Takes the library's providers that the visitor may not know of out of a list. */
enum pal_rc pal_offers_filter(struct pal_errand *errand, struct pal_record *rows,
                              size_t *count) PAL_WARN_UNUSED;

#endif
