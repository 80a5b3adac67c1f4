/*
 * alerts - the alert level in force for a project: raised and lowered by acts, on the project or on
 * the scheme that its profile follows (for all that follow it); the later act holds. A project of
 * which no act tells has the level that its text says.
 */
#ifndef PAL_APP_HOUSE_ALERTS_H
#define PAL_APP_HOUSE_ALERTS_H

#include "app/desk/app.h"
#include "app/house/case.h"
#include "app/house/errand.h"
#include "app/house/facts.h"

#define PAL_ALERT_FACT "alert-level"

/* What is in force, with whom and what it comes from. */
struct pal_alert_now {
    const char *level;   /* NULL: none */
    const char *since;   /* a day; NULL: not said */
    const char *order;   /* by whose order; NULL: not said */
    bool is_of_scheme;   /* for all that follow it */
    int64_t act;         /* 0: of the text */
    int64_t own_turn;    /* of the value on the project, and of that on the scheme: they change */
    int64_t scheme_turn; /* with each act */
    const struct pal_alert_scheme *scheme; /* that the profile follows; NULL: none */
};

/* What a project's text says of it; each may be NULL. */
struct pal_alert_text {
    const char *profile;
    const char *level;
    const char *since;
};

/* A level that is to be put in force. */
struct pal_alert_wish {
    const char *id; /* of the act (facts.h) */
    bool is_wide;   /* for all that follow the scheme; else for the project */
    bool is_lifted; /* none is in force any more: no level */
    const char *level;
    const char *since; /* a day; "": today */
    const char *order;
    bool has_seen;    /* whoever confirms saw what was in force by */
    int64_t seen_act; /* this act; 0: by the text */
};

/* Puts a level in force behind whatever was said last. `now` is what is in force for the project.
 * PAL_E_CONFLICT: another act has put it in force than the one that was seen, on the project or on
 * the scheme; `out->facts` is that act's. */
enum pal_rc pal_alerts_put(struct pal_errand *errand, const char *project,
                           const struct pal_alert_now *now, const struct pal_alert_wish *wish,
                           struct pal_act_done *out) PAL_WARN_UNUSED;

/* Whether the visitor may go to a level, by its place among those of the scheme; below 0: to none.
 */
struct pal_case_answer pal_alerts_may(const struct pal_case_of *of, const struct pal_alert_now *now,
                                      int to);
/* Whether to any, or to none. */
bool pal_alerts_may_any(const struct pal_case_of *of, const struct pal_alert_now *now);

/* A change, in words: "raised from yellow to orange, by …". */
struct pal_alert_change {
    int64_t at;
    const char *principal;
    const char *claim; /* whom an import names; "" */
    const char *words;
    bool is_of_scheme;
};

/* The last changes on a project and on the scheme (NULL: none) that it follows, the newest first.
 */
enum pal_rc pal_alerts_history(struct pal_errand *errand, const char *project, const char *scheme,
                               size_t max, struct pal_alert_change **out,
                               size_t *count) PAL_WARN_UNUSED;

/* Reads the profile through `app`. A level that the scheme does not have is none. */
enum pal_rc pal_alerts_now(struct pal_errand *errand, struct pal_app *app, const char *project,
                           const struct pal_alert_text *text,
                           struct pal_alert_now *out) PAL_WARN_UNUSED;

/* The same of many that the visitor reads in a list, by at most three queries. A scheme is asked
 * for only where an act may tell of the project, and may be NULL. */
enum pal_rc pal_alerts_of(struct pal_errand *errand, struct pal_app *app,
                          const char *const *projects, const struct pal_alert_text *texts,
                          size_t count, struct pal_alert_now *out) PAL_WARN_UNUSED;

#endif
