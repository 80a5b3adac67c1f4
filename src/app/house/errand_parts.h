/* errand_parts - what transactions of errands share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_ERRAND_PARTS_H
#define PAL_APP_HOUSE_ERRAND_PARTS_H

#include "app/house/errand.h"

/* Who acts, as an entry names them: whoever holds a pass by that pass ("pass/ID"); "": nobody who
 * signed in. NULL: memory is short. */
const char *pal_errand_actor(const struct pal_errand *errand);

/* Whether the visitor may change anything at all: not with a token that only reads. */
enum pal_rc pal_errand_may_change(struct pal_errand *errand) PAL_WARN_UNUSED;

/* What an act has read, for whatever of it comes later within the same transaction; in the errand's
 * arena. `close` gives back what is not. */
struct pal_of_act {
    void (*close)(struct pal_of_act *held);
};
/* Holds it in place of what was held before. */
void pal_errand_hold(struct pal_errand *errand, struct pal_of_act *held);
/* The act is over, or what it read is: it is closed. */
void pal_errand_let_go(struct pal_errand *errand);

/* Before what was done is kept: nothing that memory was short for, no row without an entry. */
enum pal_rc pal_errand_settle(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
