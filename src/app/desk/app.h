/*
 * app - the verbs of palier: load documents, check, score, compare, plan.
 *
 * A `struct pal_app` is one run: everything loaded lives in its arena until pal_app_done. Problems
 * of documents are kept per document, in the order they were read; a verb that fails has left at
 * least one error there. Translating words of a command line or of HTTP into these calls is all
 * that the layers above do.
 */
#ifndef PAL_APP_DESK_APP_H
#define PAL_APP_DESK_APP_H

#include "app/desk/kept.h"
#include "base/arena.h"
#include "base/diag.h"
#include "core/model/actions.h"
#include "core/model/compare.h"
#include "core/model/plan.h"
#include "core/model/posture.h"
#include "core/money/calendar.h"
#include "core/money/readiness.h"
#include "core/money/ways.h"
#include "format/kinds.h"
#include "render/view/view.h"

/* The problems of one document. */
struct pal_app_problems {
    bool is_of_use; /* its warnings are for whoever uses the document, too, not for a check alone */
    struct pal_diag diag;
    struct pal_app_problems *next;
};

struct pal_app_model {
    const struct pal_model *model;
    const struct pal_actions *actions; /* NULL: not read so far, or there are none built in */
    struct pal_kept_key key;           /* of the text it was read from, see documents.h */
    struct pal_app_model *next;
};

struct pal_app_scheme {
    const struct pal_alert_scheme *scheme;
    struct pal_app_scheme *next;
};

struct pal_app_profile_at {
    const char *place; /* id or path */
    const struct pal_profile *profile;
    struct pal_app_profile_at *next;
};

/* Where documents come from instead of files: a database. `find` gives the text of a document of a
 * kind ("profile") by its id, or NULL; the text lives in `arena`, or longer. */
struct pal_app_source_of {
    const char *(*find)(void *ctx, const char *kind, const char *id, struct pal_arena *arena,
                        size_t *len);
    void *ctx;
};

struct pal_app {
    struct pal_arena arena;
    const struct pal_app_source_of *source; /* NULL: files; else no file is ever opened, and what
                                               the verbs call a path is "KIND/ID" */
    struct pal_app_problems *problems;      /* oldest first */
    struct pal_app_problems *last_problems;
    struct pal_app_model *models;        /* loaded so far: given by file, then built in */
    const struct pal_model *given_model; /* by file: the documents must be for it */
    const struct pal_questionnaire
        *given_questionnaire;            /* that answers are to; NULL: they name it */
    const struct pal_voice *voice;       /* of the problems; NULL: English */
    bool is_checking;                    /* documents of several models side by side are no error */
    struct pal_app_scheme *schemes;      /* likewise */
    struct pal_app_profile_at *profiles; /* read so far */
    struct pal_kept *kept;               /* what was read before; NULL: everything is read anew */
    struct pal_app_check *last_check;    /* of a long text that is valid */
    struct pal_app_tree *trees;          /* of long documents */
    struct pal_app_hold *holds;          /* of it, in use until pal_app_done */
};

void pal_app_init(struct pal_app *app);
/* With memory that somebody counts. */
void pal_app_init_in(struct pal_app *app, const struct pal_alloc *alloc);
void pal_app_done(struct pal_app *app);

/* Reads the models that are built in, their actions and the alert schemes. Other apps may then read
 * them with pal_app_share, from any thread, while `app` lives and is not used otherwise. */
enum pal_rc pal_app_preload(struct pal_app *app) PAL_WARN_UNUSED;

/* Lets a fresh app see what another one has read. */
void pal_app_share(struct pal_app *app, const struct pal_app *common);

/* Adds an error that has no document of its own. Gives back `rc`. */
enum pal_rc pal_app_fail(struct pal_app *app, enum pal_rc rc, const char *fmt, ...)
    PAL_PRINTF(3, 4);

/* As pal_app_fail, saying what is lacking (struct pal_err). */
enum pal_rc pal_app_lacks(struct pal_app *app, enum pal_rc rc, const char *what, const char *fmt,
                          ...) PAL_PRINTF(4, 5);

/* Supplies a model that is not built in. */
enum pal_rc pal_app_use_model(struct pal_app *app, const char *path) PAL_WARN_UNUSED;

/* Supplies an alert scheme that is not built in. */
enum pal_rc pal_app_use_scheme(struct pal_app *app, const char *path) PAL_WARN_UNUSED;

/* Reads a text as a document and checks it; `name` is what messages call it. A long one that was
 * checked just now and found valid is not read again. */
struct pal_checked;
enum pal_rc pal_app_check_text(struct pal_app *app, const char *name, const char *text, size_t len,
                               struct pal_checked *out) PAL_WARN_UNUSED;

/* What pal_app_check found out about a file. */
struct pal_checked {
    const struct pal_kind *kind; /* NULL: it could not be told */
    const char *id;              /* NULL: not readable */
    struct pal_text title;       /* of a valid one */
    const struct pal_diag *diag; /* errors and warnings of this file */
};

/* Checks one document. `out` is filled whether or not it is valid. */
enum pal_rc pal_app_check(struct pal_app *app, const char *path,
                          struct pal_checked *out) PAL_WARN_UNUSED;

/* What to score and against what. */
struct pal_score_request {
    const char *const *assessments; /* paths; compare takes several */
    size_t assessment_count;
    const char *profile; /* id or path; NULL: none */
    const char *alert;   /* NULL: none */
    enum pal_basis basis;
    /* What pal_app_compare knows of each beside its text; NULL: a provider goes by its name, in
     * which case, accents and blanks do not matter, and of one day those named first were written
     * first. */
    const struct pal_compared *known;
    /* Of each: whether pal_app_compare left it out, since it cannot be read; NULL: it fails then.
     */
    bool *is_left_out;
};

/* Scores the first assessment of the request. */
enum pal_rc pal_app_score(struct pal_app *app, const struct pal_score_request *request,
                          struct pal_scored *out) PAL_WARN_UNUSED;

/* Scores all assessments of the request and compares them. `scored` is in the app's arena. Fails
 * where not two are left. */
enum pal_rc pal_app_compare(struct pal_app *app, const struct pal_score_request *request,
                            const struct pal_scored **scored,
                            struct pal_comparison *out) PAL_WARN_UNUSED;

/* Scores the first assessment and lays out its plan. `actions` is NULL where the model has no
 * list of actions built in. Without a profile the plan is empty. */
enum pal_rc pal_app_plan(struct pal_app *app, const struct pal_score_request *request,
                         struct pal_scored *scored, struct pal_plan *plan,
                         const struct pal_actions **actions) PAL_WARN_UNUSED;

/* The posture of the first assessment of the request at its alert level; needs a profile. */
enum pal_rc pal_app_posture(struct pal_app *app, const struct pal_score_request *request,
                            struct pal_posture *out) PAL_WARN_UNUSED;

/* A posture and the readiness for every change of the alert level; `changes` is NULL where the
 * profile follows no scheme. `effort` is a path; NULL: the built-in one, where there is one;
 * `efforts` are those that the times are from, NULL where there are none. */
enum pal_rc pal_app_readiness(struct pal_app *app, const struct pal_score_request *request,
                              const char *effort, struct pal_posture *posture,
                              const struct pal_efforts **efforts, struct pal_level_change **changes,
                              size_t *count) PAL_WARN_UNUSED;

/* What the change from alert level `from` to `to` of the scheme `scheme` (id or path) asks of the
 * first assessment of the request under its profile. */
enum pal_rc pal_app_change(struct pal_app *app, const struct pal_score_request *request,
                           const char *effort, const char *scheme, const char *from, const char *to,
                           struct pal_posture *posture, const struct pal_efforts **efforts,
                           struct pal_level_change *out) PAL_WARN_UNUSED;

/* What the four ways are computed with where nothing else is asked for. */
enum { PAL_COST_FULL_LEVEL = 3, PAL_COST_SEED = 2004, PAL_COST_DRAWS = 10000 };

/* What to own, over which outlook. */
struct pal_cost_request {
    struct pal_score_request score; /* its alert level is not read */
    const char *effort;             /* path; NULL: the one built in for the model */
    const char *outlook;            /* path of an alert history or of rates */
    uint32_t years;                 /* over which rates are looked at; 0: those they state */
    const char *start;              /* alert level that rates begin at; NULL: the one they state */
    uint32_t full_rank;             /* capability level of the full way */
    uint64_t seed;
    size_t draws;
};

/* The four ways to own the posture of the first assessment of the request; needs a profile of the
 * outlook's scheme. */
enum pal_rc pal_app_ways(struct pal_app *app, const struct pal_cost_request *request,
                         struct pal_ways *out) PAL_WARN_UNUSED;

/* What to plan within which budget. */
struct pal_schedule_request {
    struct pal_score_request score;
    const char *effort; /* path; NULL: the one built in for the model */
    const char *budget; /* path */
    uint32_t by;        /* the last period planned; 0: the budget's last */
    /* What if so much more (below 0: less) came in in every period: minutes of work, minor units.
     */
    int64_t more[PAL_RESOURCE_COUNT];
    uint64_t work; /* as for pal_schedule_solve; 0: about a second of it */
    /* A plan that was searched before: it is taken where it is one of just this problem. NULL: none
     */
    const struct pal_searched *searched;
};

/* What tells two problems of planning apart, as hexadecimal digits. */
enum { PAL_PROBLEM_TEXT = 65 };

/* A plan, and the problem that it solves. */
struct pal_searched {
    const char *problem;
    size_t step_count;
    struct pal_schedule schedule;
};

/* Which problem a calendar solves: the steps, what they take, what comes in and what counts. Fails
 * only for want of memory. */
enum pal_rc pal_app_problem(struct pal_app *app, const struct pal_calendar *calendar,
                            char out[PAL_PROBLEM_TEXT]) PAL_WARN_UNUSED;

/* The best plan for the missing steps of the first assessment of the request; needs a profile. */
enum pal_rc pal_app_schedule(struct pal_app *app, const struct pal_schedule_request *request,
                             struct pal_scored *scored, struct pal_calendar *out) PAL_WARN_UNUSED;

/* What a budget, a history or rates, efforts hold; efforts are read for the model they name. */
enum pal_rc pal_app_budget(struct pal_app *app, const char *path,
                           const struct pal_budget **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_outlook(struct pal_app *app, const char *path,
                            const struct pal_outlook **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_efforts(struct pal_app *app, const char *id_or_path,
                            const struct pal_efforts **out) PAL_WARN_UNUSED;

/* Proposes a profile from the needs in the file at `path`, by the built-in rule of their model. */
enum pal_rc pal_app_propose(struct pal_app *app, const char *path,
                            struct pal_proposal *out) PAL_WARN_UNUSED;

/* Loads a model or a profile by its id, or from the file at a path. */
enum pal_rc pal_app_model(struct pal_app *app, const char *id_or_path,
                          const struct pal_model **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_profile(struct pal_app *app, const char *id_or_path,
                            const struct pal_profile **out) PAL_WARN_UNUSED;

/* The alert scheme that a profile follows, without reading the profile's targets; `out` is NULL
 * where it follows none. */
enum pal_rc pal_app_scheme_of_profile(struct pal_app *app, const char *id_or_path,
                                      const struct pal_alert_scheme **out) PAL_WARN_UNUSED;

/* Loads an alert scheme by its id, or from the file at a path. */
enum pal_rc pal_app_scheme(struct pal_app *app, const char *id_or_path,
                           const struct pal_alert_scheme **out) PAL_WARN_UNUSED;

/* The scheme called `id` when it was given by file or is built in; NULL, without an error, when it
 * is neither (an equivalence may name a scheme that is not at hand). */
const struct pal_alert_scheme *pal_app_scheme_at_hand(struct pal_app *app, const char *id);

/* The source of a built-in document as it is in data/, or of the file at a path; else an error
 * naming what there is. */
enum pal_rc pal_app_source(struct pal_app *app, const char *folder, const char *id,
                           const char **text) PAL_WARN_UNUSED;

#endif
