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
    struct pal_look asked;            /* by the address; nothing where that was refused */
    const char *model;                /* that the assessment names */
    unsigned state;                   /* of the project; PAL_CASE_NOT_THERE: there is none */
    const char *profile;              /* NULL: none */
    const char *alert;                /* NULL: none */
    const char *own_profile;          /* the project's; NULL: none */
    const char *own_scheme;           /* id of the alert scheme that the project follows, or NULL */
    const char *own_alert;            /* the level in force; NULL: none */
    const struct pal_profile *chosen; /* `profile` as read; NULL: none */
    enum pal_basis basis;
    bool is_level_left;     /* the level asked for may be that of the profile that was left */
    bool is_one_of_several; /* the page is of others, too: what is told is not of its text */
    bool is_aside;          /* the page shows nothing of it, and tells nothing */
    const char *path;       /* for the verbs: "assessment/ID" */
};

/* The assessment, its project around it, and what was asked or is the project's. What was asked and
 * does not fit is refused: a program gets the error, a page is as the project has it, under the
 * sentence and with the status of an error. */
enum pal_rc pal_against_open(struct pal_call *call, const char *id,
                             struct pal_against *out) PAL_WARN_UNUSED;

/* Of a page of the assessment without figures: the look that the address brings is kept where it
 * holds, else forgotten. `project` is the document around it; NULL: none. Comes before the tabs. */
enum pal_rc pal_against_keep(struct pal_call *call, const struct pal_document *record,
                             const struct pal_value *project) PAL_WARN_UNUSED;

/* Of a page that shows what the project itself aims at, whatever the address asks: the assessment,
 * its project around it, profile and level; none that does not fit. A look is kept as above. */
enum pal_rc pal_against_own(struct pal_call *call, const char *id,
                            struct pal_against *out) PAL_WARN_UNUSED;

/* The model that an assessment's text names. */
const char *pal_against_model(struct pal_call *call, const char *text);
/* The word under a key of a document, without reading all of it where that can be; "": none. */
const char *pal_against_word(struct pal_call *call, const char *text, const char *key);

/* The profiles that fit a model and an alert scheme (`model` and `own_scheme` of `against`), as
 * options of a field, but for one; what is chosen is among them, unless it begins with a point. */
enum pal_rc pal_against_offer(struct pal_call *call, const char *field,
                              const struct pal_against *against, const char *chosen,
                              const char *but) PAL_WARN_UNUSED;

struct pal_score_request pal_against_request(const struct pal_against *against);

/* A sentence beside the chooser. */
void pal_against_notice(struct pal_call *call, const char *sentence);

/* Instead of what cannot be computed: the page with its tabs, its chooser and the sentence of the
 * errand, and where text and history are. A program gets the error. */
enum pal_rc pal_against_explain(struct pal_call *call, const struct pal_against *against,
                                enum pal_rc rc) PAL_WARN_UNUSED;
/* The same on a page of it that is seen against nothing. */
enum pal_rc pal_against_unread(struct pal_call *call, const struct pal_document *record,
                               enum pal_rc rc) PAL_WARN_UNUSED;

#endif
