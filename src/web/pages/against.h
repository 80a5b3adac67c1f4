/*
 * against - what an assessment is looked at against: profile, alert level, basis; and the chooser
 * of them, which offers what fits. Private to src/web.
 *
 * An assessment opens whatever became of its project's profile: where that does not fit, it is seen
 * without one, and the page says why.
 */
#ifndef PAL_WEB_PAGES_AGAINST_H
#define PAL_WEB_PAGES_AGAINST_H

#include "web/call.h"

struct pal_against {
    struct pal_document record;
    const char *model;                /* that the assessment names */
    const char *profile;              /* NULL: none */
    const char *alert;                /* NULL: none */
    const char *own_profile;          /* the project's; NULL: none */
    const char *own_scheme;           /* id of the alert scheme that the project follows, or NULL */
    const struct pal_profile *chosen; /* `profile` as read; NULL: none */
    enum pal_basis basis;
    const char *path; /* for the verbs: "assessment/ID" */
};

/* The assessment, its project around it, and what was asked or is the project's. What was asked and
 * does not fit is refused with a sentence. */
enum pal_rc pal_against_open(struct pal_call *call, const char *id,
                             struct pal_against *out) PAL_WARN_UNUSED;

/* The model that an assessment's text names. */
const char *pal_against_model(struct pal_call *call, const char *text);

struct pal_score_request pal_against_request(const struct pal_against *against);

/* An address with the look at another profile, level or basis that the page was asked for: it is
 * kept from tab to tab. */
const char *pal_against_carried(struct pal_call *call, const char *url);

/* A sentence beside the chooser. */
void pal_against_notice(struct pal_call *call, const char *sentence);

/* Instead of what cannot be computed: the page with its tabs, its chooser and the sentence of the
 * errand, and where text and history are. A program gets the error. */
enum pal_rc pal_against_explain(struct pal_call *call, const struct pal_against *against,
                                enum pal_rc rc) PAL_WARN_UNUSED;

#endif
