/*
 * marks_parts - marks of an assessment as facts, and its text written from them
 * (docs/decisions/0025). Private to src/app/house.
 *
 * A mark is a fact of the kind "mark" on the assessment; its part is "AREA/STEP", its lane a basis,
 * or "prepared" or "active". As long as nobody has marked anything, the text that was brought in
 * holds, byte for byte. The first mark takes over what it says as facts (state `written`); from
 * then on the facts rule: where they say something else than the last version does, the text is
 * written from them, anew within each act.
 */
#ifndef PAL_APP_HOUSE_MARKS_PARTS_H
#define PAL_APP_HOUSE_MARKS_PARTS_H

#include "app/desk/app.h"
#include "app/house/fact_kinds.h"
#include "app/house/facts.h"
#include "core/model/marks.h"
#include "store/records.h"

struct pal_reasons; /* reasons_parts.h */

extern const struct pal_fact_kind pal_fact_mark; /* a row of fact_kinds.c */

/* A mark that holds no longer, and not yet again: it counts as not rated until somebody says it
 * (docs/decisions/0040). */
#define PAL_MARK_AGAIN "again"

/* The fields of a mark's body. */
extern const struct pal_type pal_type_mark;
extern const struct pal_type pal_type_mark_practices;
/* Of marks, and of what is said beside them by the same lanes: who writes, who reads. */
extern const struct pal_fact_lane pal_mark_fact_lanes[PAL_MARK_LANES];
/* `ask`, `begin` and `settle` of the kinds that the text of an assessment follows from. */
void pal_marks_ask(struct pal_errand *errand, const struct pal_fact_row *row);
enum pal_rc pal_marks_begin(struct pal_errand *errand, const struct pal_fact_row *rows,
                            size_t count, int64_t seen_version) PAL_WARN_UNUSED;
enum pal_rc pal_marks_settle(struct pal_errand *errand,
                             const struct pal_fact_row *row) PAL_WARN_UNUSED;
/* What the text says becomes facts, where it is none so far: marks, and the notes on steps. Within
 * a transaction; `pal_marks_settle` is to follow. */
enum pal_rc pal_marks_take_over(struct pal_errand *errand, const char *assessment) PAL_WARN_UNUSED;
/* PAL_E_INVALID: one of the parts ("PA05/2.1") is no step of the assessment's model. */
enum pal_rc pal_marks_check_places(struct pal_errand *errand, const char *assessment,
                                   const char *const *parts, size_t count) PAL_WARN_UNUSED;
/* The marks of a whole assessment: the body of a fact in each cell, NULL where nothing stands. */
struct pal_marks {
    const struct pal_model *model;
    struct pal_mark_cells *areas; /* one per area of the model */
};

/* "AREA/STEP" as places in a model; false: there is no such step. */
bool pal_marks_place(const struct pal_model *model, const char *part, size_t *area, size_t *step);

/* A mark or marks of practices, not both; what is taken back has none. `place`: the step, for the
 * sentence. */
enum pal_rc pal_mark_check_body(struct pal_errand *errand, const struct pal_fact_row *row,
                                const char *place) PAL_WARN_UNUSED;

/* Whether the head of a cell is a mark of its own. */
bool pal_mark_is_said(const struct pal_fact_row *head);

/* What an assessment's text says, as marks. In the lanes that inherit, a step that it leaves out in
 * an area that it rates is said not to be rated ("{}"), where there is something to inherit. */
enum pal_rc pal_marks_of_text(struct pal_arena *arena, const struct pal_assessment *assessment,
                              struct pal_marks *out) PAL_WARN_UNUSED;

/* The same of a text that was written from marks, as far as it tells which they were: cells that it
 * names as the stronger basis has them are none of their own (pal_mark_leave_inherited). */
enum pal_rc pal_marks_of_file(struct pal_arena *arena, const struct pal_assessment *assessment,
                              struct pal_marks *out) PAL_WARN_UNUSED;

/* What the heads of its facts say: of one step each. PAL_E_INVALID: a mark is of a step that the
 * model does not have; the sentence is in the errand. */
enum pal_rc pal_marks_of_heads(struct pal_errand *errand, const struct pal_model *model,
                               const struct pal_fact_row *heads, size_t count,
                               struct pal_marks *out) PAL_WARN_UNUSED;

/* All heads of marks of an assessment: number, part, lane, turn, state and body alone. */
enum pal_rc pal_marks_heads(struct pal_errand *errand, const char *assessment,
                            struct pal_fact_row **out, size_t *count) PAL_WARN_UNUSED;

/* An assessment as `app` reads it, which was handed it, or finds it in the database. */
enum pal_rc pal_marks_assessment(struct pal_errand *errand, struct pal_app *app, const char *id,
                                 const struct pal_assessment **out) PAL_WARN_UNUSED;

/* What stands: of the facts where anybody has marked, else of the text; with the heads. */
enum pal_rc pal_marks_read(struct pal_errand *errand, const struct pal_assessment *assessment,
                           struct pal_fact_row **heads, size_t *count,
                           struct pal_marks *out) PAL_WARN_UNUSED;

/* What a text is written from. */
struct pal_marks_source {
    const char *text;                        /* that it begins with */
    const struct pal_assessment *assessment; /* the same, read */
    struct pal_marks *marks;                 /* in place of its own; inherited ones are filled in */
    const struct pal_reasons *reasons;       /* in place of its notes on steps, where one is said */
};

/* The text of an assessment as its facts have it: canonical, the same facts the same bytes; in the
 * errand's arena. `app` has read the text that it begins with. */
enum pal_rc pal_marks_text(struct pal_errand *errand, struct pal_app *app,
                           const struct pal_marks_source *source, const char **out) PAL_WARN_UNUSED;

/* After a version of an assessment was written behind `last`, within its transaction: where facts
 * rule, its marks become the facts in which it differs from them; it is the text until the next
 * one. Sets `written->fact`. */
enum pal_rc pal_marks_follow_text(struct pal_errand *errand, struct pal_record *written,
                                  const struct pal_record *last) PAL_WARN_UNUSED;

/* How many assessments are not what their facts say; mending, within a transaction, writes their
 * texts again. */
enum pal_rc pal_marks_check(struct pal_errand *errand, bool is_mending,
                            int64_t *wrong) PAL_WARN_UNUSED;

/* The fields of a mark's body, as they are sent: "mark", or "practices.BP.05.01". There is room for
 * one more. */
enum pal_rc pal_mark_fields(struct pal_errand *errand, const char *text,
                            struct pal_fact_field **out, size_t *count) PAL_WARN_UNUSED;

#endif
