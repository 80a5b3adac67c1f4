/*
 * scores - what is computed of assessments for the lists: points, gaps, a small figure. It can be
 * dropped and computed again; nothing else is read from it. Private to src/app/house.
 *
 * What depends on a document: of an assessment, its score; of a project, those of its assessments,
 * where its profile or alert level changes; of a profile, those of the projects that aim at it; of
 * a model, those of its assessments; of an alert scheme, those that depend on the profiles for it.
 */
#ifndef PAL_APP_HOUSE_SCORES_H
#define PAL_APP_HOUSE_SCORES_H

#include "app/house/errand.h"
#include "store/facts.h"
#include "store/records.h"

struct pal_scores; /* computed ahead, in the errand's arena */

/* How much is computed again where documents change. */
struct pal_weight {
    int64_t assessments;
    int64_t bytes; /* of their texts */
};

/* Weighs what depends on documents that are about to change, each with its next text; no further
 * than a little over `most`. */
enum pal_rc pal_scores_weigh(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, const struct pal_weight *most,
                             struct pal_weight *out) PAL_WARN_UNUSED;

/* The same of what depends on documents ("project", "alert-scheme" …) whose texts stay, where facts
 * are about to be said of them. */
enum pal_rc pal_scores_weigh_of(struct pal_errand *errand, const struct pal_fact_row *facts,
                                size_t count, const struct pal_weight *most,
                                struct pal_weight *out) PAL_WARN_UNUSED;

/* Computes it, before the transaction, as if they were said. */
enum pal_rc pal_scores_ahead_of(struct pal_errand *errand, const struct pal_fact_row *facts,
                                size_t count, struct pal_scores **out) PAL_WARN_UNUSED;

/* Writes what depends on one of the documents, within the transaction; `ahead` as in
 * pal_scores_follow. Where the errand puts that off (`errand->due`), it is noted there. */
enum pal_rc pal_scores_again(struct pal_errand *errand, const char *kind, const char *id,
                             struct pal_scores *ahead) PAL_WARN_UNUSED;

/* Documents on which scores depend that are to be computed once all of them are written: much comes
 * in at once, and an assessment depends on several of them. Zeroed when new. */
struct pal_scores_due {
    struct json_t *documents; /* "kind/id" */
};
enum pal_rc pal_scores_note(struct pal_scores_due *due, const char *kind,
                            const char *id) PAL_WARN_UNUSED;
/* Computes each assessment that depends on one of them once, in short transactions: nobody waits
 * long who wants to write. */
enum pal_rc pal_scores_work_off(struct pal_errand *errand,
                                const struct pal_scores_due *due) PAL_WARN_UNUSED;
void pal_scores_due_done(struct pal_scores_due *due);

/* Computes what depends on documents that are about to change, each with its next text: before the
 * transaction, so that nobody waits for it who wants to write. An assessment that can be scored no
 * more is no failure: its row says so. */
enum pal_rc pal_scores_ahead(struct pal_errand *errand, const struct pal_record *const *coming,
                             size_t count, struct pal_scores **out) PAL_WARN_UNUSED;

/* After a document was written and the audit entry (whose lock puts those who write in order),
 * within its transaction: writes what depends on it. What was computed ahead (NULL: nothing) is
 * taken where all that it was computed from is still the same; the rest is computed here. `last`
 * is the version before; its version is 0 where there is none. */
enum pal_rc pal_scores_follow(struct pal_errand *errand, const struct pal_record *written,
                              const struct pal_record *last,
                              struct pal_scores *ahead) PAL_WARN_UNUSED;

/* After the marks of an assessment were said, within the transaction: writes its score. `again`: on
 * how many steps a checked mark is to be seen again. */
enum pal_rc pal_scores_of_marks(struct pal_errand *errand, const struct pal_record *written,
                                int64_t again) PAL_WARN_UNUSED;

/* Computes again, in short transactions, those whose small figure was drawn by another program than
 * this one draws it; nothing where there are none. */
enum pal_rc pal_scores_redraw(struct pal_errand *errand) PAL_WARN_UNUSED;

/* Drops all scores and computes them again, within a transaction. */
enum pal_rc pal_scores_renew(struct pal_errand *errand) PAL_WARN_UNUSED;

#endif
