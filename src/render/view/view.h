/*
 * view - core structs as JSON: the `data` of DESIGN.md ("One way through the house").
 *
 * What is written here is the public contract of `--format json` (FORMATS.md, docs/formats.md):
 * keys may be added, never renamed. HTML templates and the later API see the same values, so page,
 * API and report cannot disagree. Titles of the model are in the language asked for; wherever they
 * stand, `notice` stands too.
 *
 * Each function makes its value in `in`, which says whether memory was short; words of the model
 * and of documents are borrowed and must live as long. Lists that grow with the model are rows
 * (base/value.h): what their structs point to must live as long too, the structs themselves not.
 */
#ifndef PAL_RENDER_VIEW_VIEW_H
#define PAL_RENDER_VIEW_VIEW_H

#include "base/value.h"
#include "core/model/actions.h"
#include "core/model/compare.h"
#include "core/model/plan.h"
#include "core/model/posture.h"
#include "core/model/profile.h"
#include "core/model/propose.h"
#include "core/model/score.h"
#include "core/money/calendar.h"
#include "core/money/readiness.h"
#include "core/money/ways.h"
#include "core/question/suggest.h"
#include "render/template/language.h"

/* A score and what it was computed against. */
struct pal_scored {
    struct pal_score score;
    const struct pal_profile *profile; /* NULL: none */
    const char *alert;                 /* alert level; NULL: the profile has none */
};

/* What the score was held against, for a caption: "Museum site (crisis)"; "" without a profile.
 * NULL when memory is short. */
const char *pal_view_target_title(const struct pal_scored *scored,
                                  const struct pal_language *language, struct pal_arena *arena);

struct pal_value *pal_view_score(struct pal_values *in, const struct pal_scored *scored,
                                 const struct pal_language *language);

/* `actions` may be NULL: the plan then names practices only. */
struct pal_value *pal_view_plan(struct pal_values *in, const struct pal_scored *scored,
                                const struct pal_plan *plan, const struct pal_actions *actions,
                                const struct pal_language *language);

/* A part of a plan's actions, as rows. */
struct pal_value *pal_view_actions(struct pal_values *in, const struct pal_scored *scored,
                                   const struct pal_plan_action *list, size_t count,
                                   const struct pal_actions *actions,
                                   const struct pal_language *language);

/* `scored` has `comparison->count` entries, in the order of its scores. */
struct pal_value *pal_view_compare(struct pal_values *in, const struct pal_scored *scored,
                                   const struct pal_comparison *comparison,
                                   const struct pal_language *language);

/* Answers with what each gives, and what they suggest for practices and steps. */
struct pal_value *pal_view_suggested(struct pal_values *in, const struct pal_suggested *suggested,
                                     const struct pal_language *language);

struct pal_value *pal_view_model(struct pal_values *in, const struct pal_model *model,
                                 const struct pal_language *language);
struct pal_value *pal_view_alert(struct pal_values *in, const struct pal_alert_scheme *scheme,
                                 const struct pal_language *language);
/* `alert` is the level in force as written; NULL: the profile has none. */
struct pal_value *pal_view_posture(struct pal_values *in, const struct pal_posture *posture,
                                   const char *alert, const struct pal_language *language);
struct pal_value *pal_view_proposal(struct pal_values *in, const struct pal_proposal *proposal,
                                    const struct pal_language *language);
struct pal_value *pal_view_profile(struct pal_values *in, const struct pal_profile *profile,
                                   const struct pal_language *language);

/* A list of changes without their steps; one of its rows; one change with them. */
struct pal_value *pal_view_readiness(struct pal_values *in, const struct pal_posture *posture,
                                     const struct pal_level_change *changes, size_t count);
struct pal_value *pal_view_readiness_of(struct pal_values *in, const struct pal_posture *posture,
                                        const struct pal_level_change *change);
struct pal_value *pal_view_change(struct pal_values *in, const struct pal_posture *posture,
                                  const struct pal_efforts *efforts,
                                  const struct pal_level_change *change,
                                  const struct pal_language *language);
/* `scored` is what the calendar's score was computed against. */
struct pal_value *pal_view_calendar(struct pal_values *in, const struct pal_scored *scored,
                                    const struct pal_calendar *calendar,
                                    const struct pal_language *language);
struct pal_value *pal_view_ways(struct pal_values *in, const struct pal_ways *ways,
                                const struct pal_language *language);
/* `level_hours` has the hours at each level of the scheme. */
struct pal_value *pal_view_outlook(struct pal_values *in, const struct pal_outlook *outlook,
                                   const double *level_hours, const struct pal_language *language);
struct pal_value *pal_view_efforts(struct pal_values *in, const struct pal_efforts *efforts,
                                   const struct pal_language *language);

/* The text of an action with the title of its area in place of {PA}. New string, in `arena`. */
const char *pal_view_action_text(const struct pal_text *text, const struct pal_area *area,
                                 const struct pal_language *language, struct pal_arena *arena);

#endif
