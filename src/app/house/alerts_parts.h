/* alerts_parts - what facts and documents have to do with alert levels, and what the files of alert
 * levels share. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_ALERTS_PARTS_H
#define PAL_APP_HOUSE_ALERTS_PARTS_H

#include "app/house/alerts.h"
#include "app/house/case.h"
#include "app/house/fact_kinds.h"
#include "store/records.h"

extern const struct pal_fact_kind pal_fact_alert; /* a row of fact_kinds.c */

/* ------------------------------------------------------- in force: alerts.c */

/* The turn of the value on a subject, "project/museum" or "alert-scheme/ID"; 0: no act tells of it.
 */
enum pal_rc pal_alerts_turn(struct pal_errand *errand, const char *subject,
                            int64_t *out) PAL_WARN_UNUSED;

/* The last act on one subject; turn 0: there is none. */
enum pal_rc pal_alert_last(struct pal_errand *errand, const char *kind, const char *id,
                           struct pal_fact_row *out) PAL_WARN_UNUSED;

/* The last acts on schemes, each asked for once though many projects follow it: while nobody writes
 * another, or where that shows (scores.h). Beside the rows that are kept, nothing is. */
enum { PAL_ALERT_SCHEMES = 8 };
struct pal_alert_schemes {
    struct pal_arena *arena; /* of the rows */
    size_t count;
    const char *ids[PAL_ALERT_SCHEMES];
    struct pal_fact_row rows[PAL_ALERT_SCHEMES];
};
/* The last act on a scheme, as above; `schemes`: NULL, or those that are known. */
enum pal_rc pal_alerts_on_scheme(struct pal_errand *errand, struct pal_alert_schemes *schemes,
                                 const char *scheme, struct pal_fact_row *out) PAL_WARN_UNUSED;

/* What of the acts is known already. */
struct pal_alert_known {
    const struct pal_fact_row *own;    /* the last on the project; NULL: it is asked for */
    struct pal_alert_schemes *schemes; /* NULL: they are asked for each time */
    const struct pal_fact_row *coming; /* acts that are about to be written, as if they were */
    size_t coming_count;
};
/* As pal_alerts_now. */
enum pal_rc pal_alerts_by(struct pal_errand *errand, struct pal_app *app, const char *project,
                          const struct pal_alert_text *text, const struct pal_alert_known *known,
                          struct pal_alert_now *out) PAL_WARN_UNUSED;

/* What was taken back whole, as by an import, is as if it had not been said. */
bool pal_alert_holds(const struct pal_fact_row *row);

/* What a project's text says, in the errand's arena; nothing where it cannot be read. */
struct pal_alert_text pal_alert_text_in(struct pal_errand *errand, const char *text);
/* The same of a version of it, 0: the last. `of`: NULL, or what the tables of transitions ask of
 * the project (but for its word). PAL_E_NOT_FOUND. */
enum pal_rc pal_alert_text_of(struct pal_errand *errand, const char *project, int64_t version,
                              struct pal_alert_text *words, struct pal_case_of *of) PAL_WARN_UNUSED;
/* The scheme that the subject of a fact is about; NULL: it has none. */
enum pal_rc pal_alert_scheme_of(struct pal_errand *errand, struct pal_app *app,
                                const struct pal_fact_row *row,
                                const struct pal_alert_scheme **out) PAL_WARN_UNUSED;

/* ------------------------------------------------------- acts: alert_acts.c */

/* After a version of a project was written, within its transaction: a level that its text no longer
 * says as before is an act, too, for whoever wrote the text has said so last. */
enum pal_rc pal_alerts_follow_text(struct pal_errand *errand, struct pal_record *written,
                                   const struct pal_record *last) PAL_WARN_UNUSED;

/* ------------------------------------------------------ words: alert_words.c */

/* What an act did, beside what was in force before it (fact_kinds.h). */
const char *pal_alert_say(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_fact_saying *saying);

#endif
