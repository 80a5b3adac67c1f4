/* blind_parts - reading what holds. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_BLIND_PARTS_H
#define PAL_APP_HOUSE_BLIND_PARTS_H

#include "app/house/blind.h"
#include "store/db.h"

/* Reads what holds for the visitor, a person; with their roles. In two steps, so that others are
 * asked together with it. */
struct pal_query *pal_blind_ask(struct pal_errand *errand);
enum pal_rc pal_blind_take(struct pal_errand *errand, struct pal_query *asked) PAL_WARN_UNUSED;

#endif
