/*
 * sendings - a questionnaire that was sent, with what every look at one needs: how far it is, and
 * its project. One statement, for each answer that is saved looks at one.
 */
#ifndef PAL_STORE_SENDINGS_H
#define PAL_STORE_SENDINGS_H

#include "store/facts.h"
#include "store/records.h"

struct pal_sending_row {
    struct pal_record sending; /* id, project, title, title_fr, created_at and text */
    struct pal_fact_row head;  /* of its state: turn, state, body, at, principal and claim; turn 0:
                                  nothing was said */
    struct pal_record project; /* title, title_fr and text; text NULL: it is not there */
};

/* `fact`: the kind that says its state. Sent for, so that what is asked behind it travels along; to
 * be taken, or ended. */
struct pal_query *pal_sending_row_ask(struct pal_db *db, const char *fact, const char *id);
/* PAL_E_NOT_FOUND. */
enum pal_rc pal_sending_row_take(struct pal_query *asked, struct pal_arena *arena,
                                 struct pal_sending_row *out) PAL_WARN_UNUSED;

/* Both. */
enum pal_rc pal_sending_row_get(struct pal_db *db, const char *fact, const char *id,
                                struct pal_arena *arena,
                                struct pal_sending_row *out) PAL_WARN_UNUSED;

/* One that was submitted here, and when for the first time. */
struct pal_submitted_row {
    struct pal_record sending; /* id, project, created_at and text */
    int64_t at;
};
/* Those that were submitted last, at most `max`, of all projects, whatever became of them since.
 * What was brought from elsewhere is none: when it was submitted there is a claim. */
enum pal_rc pal_submitted_rows(struct pal_db *db, const char *fact, size_t max,
                               struct pal_arena *arena, struct pal_submitted_row **out,
                               size_t *count) PAL_WARN_UNUSED;

/* The minutes since 1970 in which somebody said something of a kind of one until then, each once,
 * in order of who and when. */
struct pal_saved_row {
    const char *principal;
    int64_t minute;
};
enum pal_rc pal_saved_rows(struct pal_db *db, const char *fact, const char *sending, int64_t until,
                           struct pal_arena *arena, struct pal_saved_row **out,
                           size_t *count) PAL_WARN_UNUSED;

#endif
