/* heads - what lists show of a project whose text is too long for them. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_HEADS_H
#define PAL_APP_HOUSE_HEADS_H

#include "app/house/errand.h"
#include "store/records.h"

/* Where a list of projects came with texts of at most `most` characters, puts a short text in the
 * place of each that was cut off: state, marking, alert level and candidates of the whole one,
 * without their notes; NULL where it is gone or cannot be read. Takes no more memory than one whole
 * text at a time. */
enum pal_rc pal_heads_of_projects(struct pal_errand *errand, struct pal_record *rows, size_t count,
                                  size_t most) PAL_WARN_UNUSED;

#endif
