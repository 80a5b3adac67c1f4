/*
 * marks_hand - what the files of marks share: an assessment read as its last version stands, and
 * rows of facts that follow from it. Private to src/app/house.
 */
#ifndef PAL_APP_HOUSE_MARKS_HAND_H
#define PAL_APP_HOUSE_MARKS_HAND_H

#include "app/desk/app.h"
#include "app/desk/documents.h"
#include "app/house/document.h"
#include "app/house/errand_parts.h"
#include "app/house/marks_parts.h"

/* An assessment, read as its last version stands. */
struct pal_at_hand {
    struct pal_app app;
    struct pal_record record;
    struct pal_document document;
    const struct pal_assessment *assessment;
    bool is_written; /* the version cannot be read any more, as a step of its model is gone that was
                        marked otherwise since: what was written behind it is read in its place */
};
/* Whatever it gives, pal_app_done(&out->app) is to follow. */
enum pal_rc pal_at_hand_open(struct pal_errand *errand, const char *id,
                             struct pal_at_hand *out) PAL_WARN_UNUSED;
/* Puts the first problem that a reader has found into the errand; gives back `rc`. */
enum pal_rc pal_at_hand_tell(struct pal_errand *errand, const struct pal_app *app, enum pal_rc rc);

/* An assessment that an act has begun with, for what is written at its end. */
struct pal_held_at_hand {
    struct pal_of_act held; /* first: it is what the errand has */
    const char *id;
    struct pal_query
        *last; /* its last version, and how far it is: on their way; NULL: not any more */
    struct pal_query *course;
    bool is_open;
    struct pal_at_hand at;
    bool is_taken_over;
    /* What is said of it, as it was kept, with what the act has said since. */
    bool is_said_known;
    struct pal_fact_row *said;
    size_t said_count;
    size_t said_room;
    size_t said_since;
};
/* The one that the act at hand has begun with; NULL: it is another, or none. */
struct pal_held_at_hand *pal_held_find(struct pal_errand *errand, const char *id);
/* The assessment that a row is of: read once in an act, which ends it (errand_parts.h).
 * PAL_E_INVALID: it is no draft, and nothing of its marks changes. */
enum pal_rc pal_held_open(struct pal_errand *errand, const struct pal_fact_row *row,
                          struct pal_held_at_hand **out) PAL_WARN_UNUSED;

/* `hold` of the kinds that its text follows from: what was said just now is said of it. */
enum pal_rc pal_held_said(struct pal_errand *errand,
                          const struct pal_fact_row *row) PAL_WARN_UNUSED;

/* Rows that follow from a text. */
struct pal_mark_rows {
    struct pal_errand *errand;
    const char *assessment;
    const char *project;
    struct pal_fact_row *items;
    size_t count;
    size_t room;
    bool is_first_enough; /* that there is any is all that is asked */
};
/* Whether more of them are asked for. */
bool pal_mark_rows_go_on(const struct pal_mark_rows *rows);
enum pal_rc pal_mark_rows_add(struct pal_mark_rows *rows,
                              const struct pal_fact_row *row) PAL_WARN_UNUSED;
/* NULL for a part or a body: memory is short. */
enum pal_rc pal_mark_rows_add_of(struct pal_mark_rows *rows, const char *kind, const char *part,
                                 const char *lane, const char *state, const char *body,
                                 int64_t turn) PAL_WARN_UNUSED;
/* A mark of a part, or of a step of an area. */
enum pal_rc pal_mark_rows_add_part(struct pal_mark_rows *rows, const char *part, const char *lane,
                                   const char *state, const char *body,
                                   int64_t turn) PAL_WARN_UNUSED;
enum pal_rc pal_mark_rows_add_cell(struct pal_mark_rows *rows, const struct pal_area *area,
                                   size_t step, enum pal_mark_lane lane, const char *state,
                                   const char *body, int64_t turn) PAL_WARN_UNUSED;

/* An act of whoever is at work, with the word of who wrote the text of `record`. */
enum pal_rc pal_marks_append_taken(struct pal_errand *errand, const struct pal_record *record,
                                   struct pal_mark_rows *rows) PAL_WARN_UNUSED;

#endif
