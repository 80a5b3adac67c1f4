/*
 * searches - the best plan within a budget, searched for longer than a page may take.
 *
 * The page answers with counted work (decision 0007); where plan and bound do not meet, the search
 * goes on as a job (jobs.h). The plan that it found stands in the job with the problem it solves,
 * and the same page shows it as long as its problem is that one.
 */
#ifndef PAL_APP_HOUSE_SEARCHES_H
#define PAL_APP_HOUSE_SEARCHES_H

#include "app/desk/app.h"
#include "app/house/errand.h"
#include "base/value.h"

/* Of a page: about 25 ms. */
#define PAL_SEARCH_SHORT (PAL_SCHEDULE_SECOND / 40)

enum {
    PAL_SEARCH_ROUNDS = 4,         /* of a job, each with twice the work of the one before */
    PAL_SEARCH_MINUTES = 14400000, /* of work more or less in a period: as a budget has at most */
    PAL_SEARCH_MONEY = 999999999
};

/* Which plan: ids, as an address has them. */
struct pal_search_wish {
    const char *assessment;
    const char *profile;
    const char *alert; /* NULL: none */
    enum pal_basis basis;
    const char *effort; /* NULL: those built in for the model */
    const char *budget;
    uint32_t by; /* 0: the budget's last period */
    int64_t more[PAL_RESOURCE_COUNT];
};

/* What the wish asks of pal_app_schedule; `path` is room for the one assessment. */
enum pal_rc pal_search_request(struct pal_errand *errand, const struct pal_search_wish *wish,
                               const char **path, struct pal_schedule_request *out) PAL_WARN_UNUSED;

/* The plan with all the work of a job. In a hurry it is made sure that there is something to plan,
 * and a job is asked for: PAL_E_LATER. `result` gets the plan under "plan". Needs the right to read
 * the project. */
enum pal_rc pal_house_search(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_search_wish *wish,
                             struct pal_value *result) PAL_WARN_UNUSED;

/* The wish of a job at work, from its text. */
enum pal_rc pal_search_wish_read(struct pal_errand *errand, const char *text,
                                 struct pal_search_wish *out) PAL_WARN_UNUSED;

/* What a job of the visitor's has found. PAL_E_NOT_FOUND: there is no such job (any more), or it
 * has not found a plan. */
enum pal_rc pal_house_searched(struct pal_errand *errand, const char *job,
                               struct pal_searched *out) PAL_WARN_UNUSED;

#endif
