/* scores_parts - what queries of scores share. Private to src/store. */
#ifndef PAL_STORE_SCORES_PARTS_H
#define PAL_STORE_SCORES_PARTS_H

#include "store/records.h"

/* Whether every step of the target is rated; of all that apply, where the project aims at none. */
#define PAL_SCORE_WHOLE(s)                                                                         \
    "(" s ".demanded IS NOT NULL AND " s ".not_rated = 0 OR " s ".demanded IS NULL AND " s         \
    ".rated = " s ".steps)"

/* The columns that pal_score_read takes, of `scores s`, its `documents d`, and what is said
 * of it (PAL_SCORE_COURSE, behind `s`). */
#define PAL_SCORE                                                                                  \
    "s.id, s.version, s.project, d.title, s.provider, s.day, s.achieved, s.target, s.gap,"         \
    " s.gap_provider, s.gap_project_manager, s.gap_expert, s.surplus, s.figure,"                   \
    " s.demanded, s.not_rated, s.gap_not_rated, s.not_applicable, d.title_fr,"                     \
    " s.steps, s.rated, s.again, CASE WHEN " PAL_SCORE_WHOLE(                                      \
        "s") " THEN 1 ELSE 0 END,"                                                                 \
             " h.state, h.principal, h.claim, h.at"
enum { PAL_SCORE_COLUMNS = 27 };
#define PAL_SCORE_COURSE                                                                           \
    " LEFT JOIN heads h ON h.subject_kind = 'assessment' AND h.subject = s.id"                     \
    " AND h.kind = 'course'"

/* From column `first` on. */
void pal_score_read(struct pal_query *query, int first, struct pal_arena *arena,
                    struct pal_score_row *out);

#endif
