/*
 * scratch - a copy of a backup in a folder of its own: looking at it leaves the backup as it is.
 * Private to src/app/house.
 *
 * A backup comes from outside. It is taken for one where it is a plain file that begins as SQLite
 * files do and is as long as it says; holes stay holes. The copy is gone on every way out, also
 * where a signal ends the program; one program has one at a time.
 */
#ifndef PAL_APP_HOUSE_SCRATCH_H
#define PAL_APP_HOUSE_SCRATCH_H

#include <stdint.h>

#include "base/rc.h"

struct pal_scratch {
    char path[4096]; /* of the copy */
    int64_t bytes;   /* that the backup really has on the disk: what may take time */
};

enum pal_rc pal_scratch_make(const char *path, struct pal_scratch *out,
                             struct pal_err *err) PAL_WARN_UNUSED;
void pal_scratch_remove(void);

#endif
