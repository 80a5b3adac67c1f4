/*
 * marks_page - what the pages of marks share: the forms with which steps are marked. Private to
 * src/web/pages.
 */
#ifndef PAL_WEB_PAGES_MARKS_PAGE_H
#define PAL_WEB_PAGES_MARKS_PAGE_H

#include "app/house/marks.h"
#include "web/call.h"

enum { PAL_SENT_MARKS = 1024, PAL_SENT_EVIDENCE = 16 };

/* The word of a choice that says: by its practices. */
extern const char pal_marks_by_practices[];

/* What one form says. */
struct pal_marks_sent {
    struct pal_mark_wish items[PAL_SENT_MARKS];
    size_t count;
    struct pal_fact_field evidence[PAL_SENT_EVIDENCE];
    size_t evidence_count;
};

/* What was typed into a form that is shown again, else `else_`. */
const char *pal_marks_typed(struct pal_call *call, const char *name, const char *else_);
/* A body of a mark as a value; null where there is none. */
struct pal_value *pal_marks_body(struct pal_call *call, const char *body);
/* What a body is in a choice: a mark, the word for practices, or nothing. */
const char *pal_marks_choice(const struct pal_value *body);
/* What stands in a cell, for whoever reads it. */
const char *pal_marks_shown(struct pal_call *call, const char *body);
/* The marks to choose from, as `options` of a row; with practices, that they say it. */
void pal_marks_options(struct pal_call *call, struct pal_value *row, const char *chosen,
                       bool with_practices);
/* The practices by which a step is rated, each with its options, as `practices` of a row. */
void pal_marks_practices(struct pal_call *call, struct pal_value *row, const struct pal_area *area,
                         size_t step, const struct pal_value *body);

/* Whether the visitor marks here: `can_mark` of the page; `is_closed`: an expert, but all is said
 * to be rated. */
enum pal_rc pal_marks_may(struct pal_call *call, const struct pal_document *record) PAL_WARN_UNUSED;

/* All that is marked, on every basis, as `said` of the data: what is written as a table. */
enum pal_rc pal_marks_table(struct pal_call *call) PAL_WARN_UNUSED;

/* After a conflict: what somebody else has marked since, as `now` of the page. */
void pal_marks_now(struct pal_call *call);

/* One step of a form: its mark where it is another than the form began with, its reason likewise;
 * nothing where neither is. */
enum pal_rc pal_marks_read_step(struct pal_call *call, const char *part, const char *step,
                                struct pal_marks_sent *sent) PAL_WARN_UNUSED;
/* The fields of a mark as the body that a fact of them has; "" of none. */
const char *pal_marks_fields_body(struct pal_call *call, const struct pal_fact_field *fields,
                                  size_t count);
/* The piece of evidence that a form names; nothing where it names none. */
void pal_marks_read_evidence(struct pal_call *call, struct pal_marks_sent *sent);
/* Marks; where the form says nothing new, nothing happens. `back`: where the page goes on. */
enum pal_rc pal_marks_say(struct pal_call *call, enum pal_mark_lane lane,
                          const struct pal_marks_sent *sent, const char *back) PAL_WARN_UNUSED;

/* Of a page with one field for reasons: what is wrong with the text of a reason is told there.
 * Gives back `rc`. */
enum pal_rc pal_marks_reason_told(struct pal_call *call, enum pal_rc rc) PAL_WARN_UNUSED;
/* All marks that a form of an area, or lines, say; on which basis. */
enum pal_rc pal_marks_read_form(struct pal_call *call, enum pal_mark_lane *lane,
                                struct pal_marks_sent **out) PAL_WARN_UNUSED;
/* Whether nothing of it is new. */
bool pal_marks_say_nothing(const struct pal_marks_sent *sent);

#endif
