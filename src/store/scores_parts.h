/* scores_parts - what queries of scores share. Private to src/store. */
#ifndef PAL_STORE_SCORES_PARTS_H
#define PAL_STORE_SCORES_PARTS_H

#include "store/records.h"

/* The columns that pal_score_read takes, of `scores s`, its `documents d`, and what is said
 * of it (PAL_SCORE_COURSE, behind `s`). */
#define PAL_SCORE                                                                                  \
    "s.id, s.version, s.project, d.title, s.provider, s.day, s.achieved, s.target, s.gap,"         \
    " s.gap_provider, s.gap_project_manager, s.gap_expert, s.surplus, s.figure,"                   \
    " s.demanded, s.not_rated, s.gap_not_rated, s.not_applicable, d.title_fr,"                     \
    " s.steps, s.rated, s.again, h.state, h.principal, h.claim, h.at"
enum { PAL_SCORE_COLUMNS = 26 };
#define PAL_SCORE_COURSE                                                                           \
    " LEFT JOIN heads h ON h.subject_kind = 'assessment' AND h.subject = s.id"                     \
    " AND h.kind = 'course'"

/* From column `first` on. */
void pal_score_read(struct pal_query *query, int first, struct pal_arena *arena,
                    struct pal_score_row *out);

#endif
