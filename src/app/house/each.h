/* each - every document of a list, one after the other. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_EACH_H
#define PAL_APP_HOUSE_EACH_H

#include "app/house/errand.h"
#include "store/records.h"

/* Takes each document that `list` is about, newest change first, whoever may read it. `own` is the
 * errand with memory that is given back after some of them; what is to stay goes elsewhere. Texts
 * come whole where the list asks for them. Ends with the first `take` that fails. */
typedef enum pal_rc (*pal_take_each)(void *ctx, struct pal_errand *own,
                                     const struct pal_record *record);
enum pal_rc pal_house_each(struct pal_errand *errand, struct pal_record_list list,
                           pal_take_each take, void *ctx) PAL_WARN_UNUSED;

#endif
