/* sorted - what is asked of a list that has several orders: its sort, and where it goes on. Private
 * to src/app/house. */
#ifndef PAL_APP_HOUSE_SORTED_H
#define PAL_APP_HOUSE_SORTED_H

#include "app/house/errand.h"

/* "title", or "-title" from the last on: which of the words it is. PAL_E_INVALID with a sentence.
 */
enum pal_rc pal_sorted_read(struct pal_errand *errand, const char *sort, const char *const *words,
                            size_t count, size_t *order, bool *is_down) PAL_WARN_UNUSED;

/* A cursor names its order, the last row and its key, "-title,museum,the museum": a part of another
 * order is refused, not guessed. NULL: from the beginning, `id` is NULL. */
enum pal_rc pal_sorted_place(struct pal_errand *errand, const char *cursor, const char *sort,
                             const char **id, const char **key) PAL_WARN_UNUSED;
/* Such a cursor; NULL: memory is short. */
const char *pal_sorted_cursor(struct pal_errand *errand, const char *sort, const char *id,
                              const char *key);

#endif
