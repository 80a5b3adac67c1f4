/*
 * second_parts - the kinds of facts of a second reading (second.h, docs/decisions/0042). Private to
 * src/app/house.
 *
 * Their parts begin with the id of whoever reads: so what several readers say, one after the other,
 * never meets, and whom a person reads for is found by the part.
 *
 *   second-reading  READER            begun; given-up, or ended: both sides are done, it is open
 *   second-done     READER/first|second   done, not-yet
 *   second-mark     READER/AREA/STEP  rated, open; the audience is that reader's alone
 *   second-agreed   READER/AREA/STEP  agreed: how a difference was settled
 */
#ifndef PAL_APP_HOUSE_SECOND_PARTS_H
#define PAL_APP_HOUSE_SECOND_PARTS_H

#include "app/desk/app.h"
#include "app/house/fact_kinds.h"

#define PAL_SECOND_BEGUN    "begun"
#define PAL_SECOND_GIVEN_UP "given-up"
#define PAL_SECOND_ENDED    "ended"
#define PAL_SECOND_DONE     "done"

extern const struct pal_fact_kind pal_fact_second; /* rows of fact_kinds.c */
extern const struct pal_fact_kind pal_fact_second_done;
extern const struct pal_fact_kind pal_fact_second_mark;
extern const struct pal_fact_kind pal_fact_second_agreed;

/* PAL_E_INVALID while a second reading of an assessment is under way: its marks are not to stand
 * elsewhere, where the reader would meet them. */
enum pal_rc pal_second_check_copied(struct pal_errand *errand,
                                    const char *assessment) PAL_WARN_UNUSED;

/* Whose second readings of an assessment are open: PAL_AUDIENCE_OPENED at most. */
enum pal_rc pal_second_opened(struct pal_errand *errand, const char *assessment,
                              const char *out[PAL_AUDIENCE_OPENED], size_t *count) PAL_WARN_UNUSED;

/* All readings of an assessment, whatever became of them: part, number, turn, state, body. */
enum pal_rc pal_second_heads(struct pal_errand *errand, const char *assessment,
                             struct pal_fact_row **out, size_t *count) PAL_WARN_UNUSED;

/* The model of an assessment alone, whose text may not be the visitor's to see; it lives as long as
 * `app`. PAL_E_INVALID: it cannot be read. */
enum pal_rc pal_second_model(struct pal_errand *errand, struct pal_app *app, const char *assessment,
                             const struct pal_model **out) PAL_WARN_UNUSED;

/* Whether a person has marked anything of an assessment, or written its text. */
enum pal_rc pal_second_has_marked(struct pal_errand *errand, const char *assessment,
                                  const char *person, bool *out) PAL_WARN_UNUSED;

/* Whether a person may assess in a project, by the roles that they hold now. */
enum pal_rc pal_second_may_assess(struct pal_errand *errand, const char *project,
                                  const char *person, bool *out) PAL_WARN_UNUSED;

/* The reader that begins a part; NULL: memory is short. */
const char *pal_second_reader_of(struct pal_errand *errand, const char *part);
/* What stands behind it: "PA05/2.1", "first"; "" where nothing does. */
const char *pal_second_place_of(const char *part);

#endif
