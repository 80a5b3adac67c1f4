/*
 * scores - what is computed of assessments for the lists: points, gaps, a small figure. It can be
 * dropped and computed again; nothing else is read from it. Private to src/app.
 */
#ifndef PAL_APP_HOUSE_SCORES_H
#define PAL_APP_HOUSE_SCORES_H

#include "app/house/house.h"

/* After a document was written, within its transaction: computes again what depends on it. An
 * assessment is scored; of a project, all its assessments; of a profile, those of the projects that
 * aim at it; of a model or an alert scheme, all. */
enum pal_rc pal_scores_follow(struct pal_errand *errand,
                              const struct pal_record *written) PAL_WARN_UNUSED;

/* Drops all scores and computes them again, within a transaction. */
enum pal_rc pal_scores_renew(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
