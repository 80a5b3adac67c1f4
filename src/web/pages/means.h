/*
 * means - what a posture is reckoned with: efforts, how the alert level goes, a budget; and the
 * choosers of them, which offer what fits. Private to src/web.
 *
 * Of each the project's own stand first, the newest above; without one asked for, that is taken,
 * else what is built in for the model, else the library's only one. What is not there is told with
 * who writes it and where.
 */
#ifndef PAL_WEB_PAGES_MEANS_H
#define PAL_WEB_PAGES_MEANS_H

#include "web/pages/against.h"

enum pal_means_id { PAL_MEANS_EFFORT, PAL_MEANS_ALERTS, PAL_MEANS_BUDGET };

/* One that is in use. */
struct pal_means {
    const char *id;    /* as the address has it: an id, of alerts "KIND/ID"; NULL: there is none */
    const char *path;  /* for the verbs; NULL: what is built in, or none */
    const char *title; /* NULL: there is none */
};

/* Chooses what the address asks for, else what there is, and adds its chooser to the form of the
 * page. What is asked for and does not fit is refused as a look is (against.h). Where there is none
 * the page tells what is missing. */
enum pal_rc pal_means_choose(struct pal_call *call, const struct pal_against *against,
                             enum pal_means_id which, struct pal_means *out) PAL_WARN_UNUSED;

/* A whole number of the address from `min` to `max`, and its field in the form of the page; 0 where
 * nothing is asked for. One that is none is refused likewise; what was typed stays in the field. */
struct pal_means_number {
    const char *name;
    const char *label;
    const char *empty; /* what stands where nothing is asked for */
    int64_t min;
    int64_t max;
};
enum pal_rc pal_means_number(struct pal_call *call, const struct pal_means_number *number,
                             int64_t *out) PAL_WARN_UNUSED;

/* Whether nothing is asked for, or such a number: of a page that does not use it. */
bool pal_means_is_number(const struct pal_call *call, const struct pal_means_number *number);

/* What may come in more or less in each period of a budget: in days of an actor, in money. */
struct pal_means_more {
    const char *name; /* of the query */
    const char *label;
    size_t resource;
    int64_t unit; /* minutes, minor units */
    int64_t most;
};
enum { PAL_MEANS_MORES = 4 };
extern const struct pal_means_more pal_means_mores[PAL_MEANS_MORES];

/* A browser is shown the page without what was asked for, under the sentence of the errand and with
 * the status of what is not valid: PAL_OK; a program gets the error. */
enum pal_rc pal_means_refuse(struct pal_call *call, enum pal_rc rc) PAL_WARN_UNUSED;

#endif
