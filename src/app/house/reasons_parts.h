/*
 * reasons_parts - why a step is marked as it is: facts of the kind "reason", and the notes of the
 * assessment's text that follow from them (docs/decisions/0040). Private to src/app/house.
 *
 * A reason is of one cell, as a mark is: its part is "AREA/STEP", its lane that of the mark. The
 * text has one note for a step, whatever the basis: that of the strongest lane in which a reason is
 * said. Steps of which nobody has said a reason keep the note that the text has.
 */
#ifndef PAL_APP_HOUSE_REASONS_PARTS_H
#define PAL_APP_HOUSE_REASONS_PARTS_H

#include "app/house/fact_kinds.h"
#include "app/house/marks.h"
#include "core/model/assessment.h"

extern const struct pal_fact_kind pal_fact_reason; /* a row of fact_kinds.c */

/* The longest reason, in bytes. */
enum { PAL_REASON_MOST = 4000 };

/* What facts say of the note of a step. */
struct pal_reason {
    bool is_known;         /* something was said: the facts rule */
    struct pal_text text;  /* nothing in any language: what was said is taken back */
    enum pal_mark_lane in; /* the lane that speaks; of one that was taken back the first known */
};
struct pal_reasons {
    const struct pal_model *model;
    struct pal_reason *steps; /* one per step of the model; NULL: nobody has said any */
};

/* All heads of reasons of an assessment: as pal_marks_heads. */
enum pal_rc pal_reasons_heads(struct pal_errand *errand, const char *assessment,
                              struct pal_fact_row **out, size_t *count) PAL_WARN_UNUSED;

/* What they say; those of steps that the model does not have are left out. */
enum pal_rc pal_reasons_of_heads(struct pal_errand *errand, const struct pal_model *model,
                                 const struct pal_fact_row *heads, size_t count,
                                 struct pal_reasons *out) PAL_WARN_UNUSED;

/* The note of a step in an assessment's text; nothing: it has none. */
struct pal_text pal_reason_of_text(const struct pal_assessment *assessment, size_t area,
                                   size_t step);
bool pal_reason_is_same(const struct pal_text *a, const struct pal_text *b);
bool pal_reason_is_none(const struct pal_text *text);
/* Whether nobody sees anything of it, in any language (pal_is_blank): it is no reason, though a
 * text may hold it. */
bool pal_reason_says_nothing(const struct pal_text *text);

/* A text as the body of a reason, {"text": …}; NULL: memory is short. */
const char *pal_reason_body(struct pal_errand *errand, const struct pal_text *text);
/* A text in the visitor's language; NULL: it says nothing. And that of a body. */
const char *pal_reason_shown(const struct pal_errand *errand, const struct pal_text *text);
const char *pal_reason_said(struct pal_errand *errand, const char *body);
/* The text of a body, in the errand's arena. */
struct pal_text pal_reason_text(struct pal_errand *errand, const char *body);

/* The notes of a text with what facts say in their place, in the order of the model; NULL: memory
 * is short. */
struct json_t *pal_reasons_notes(const struct pal_assessment *assessment,
                                 const struct pal_reasons *reasons);

#endif
