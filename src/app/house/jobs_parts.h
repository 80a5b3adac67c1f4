/* jobs_parts - what the files of jobs share. Private to src/app/house. */
#ifndef PAL_APP_HOUSE_JOBS_PARTS_H
#define PAL_APP_HOUSE_JOBS_PARTS_H

#include "app/house/errand.h"
#include "store/jobs.h"

/* Whether the chain has the entry of whoever asked for just this: what somebody has written into
 * the table by hand is not done in another's name. PAL_E_DENIED. */
enum pal_rc pal_jobs_check_asked(struct pal_errand *errand,
                                 const struct pal_job_row *row) PAL_WARN_UNUSED;

#endif
