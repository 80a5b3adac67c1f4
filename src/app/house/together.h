/*
 * together - acts that wait for the disk share a transaction.
 *
 * Who writes first begins a transaction; whoever comes meanwhile stands in line, has their act done
 * in it when their turn comes (by the thread that began it, behind a mark of its own: one that
 * fails is undone alone), and is told the end after the commit, not before. While that commit is on
 * its way to the disk the next ones gather. A commit that fails says nothing of any one act: each
 * is then tried again alone, those that were refused beside the others as well. Where one finds the
 * database locked or away, those in line try alone, too: each by their own time, not one behind the
 * other.
 */
#ifndef PAL_APP_HOUSE_TOGETHER_H
#define PAL_APP_HOUSE_TOGETHER_H

#include "app/house/errand.h"

enum { PAL_TOGETHER_MOST = 64 }; /* acts of one transaction */

struct pal_together;

/* NULL: memory is short. */
struct pal_together *pal_together_new(void);
void pal_together_free(struct pal_together *together);

/* What an act does, within a transaction that it shares: as between pal_errand_begin and
 * pal_errand_end. It may run twice, the first time for nothing: what it leaves in `ctx` is set anew
 * each time. Where the answer to a commit was lost, what was done the first time may be there the
 * second: an act knows its own by its id. */
typedef enum pal_rc (*pal_together_act)(struct pal_errand *errand, void *ctx);

/* Does it; PAL_OK: it is kept. Otherwise nothing of it is, and the sentence stands in the errand.
 */
enum pal_rc pal_together_write(struct pal_errand *errand, pal_together_act act,
                               void *ctx) PAL_WARN_UNUSED;

#endif
