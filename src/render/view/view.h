/*
 * view - core structs as JSON: the `data` of DESIGN.md ("One way through the house").
 *
 * What is written here is the public contract of `--format json` (FORMATS.md, docs/formats.md):
 * keys may be added, never renamed. HTML templates and the later API see the same values, so page,
 * API and report cannot disagree. Titles of the model are in the language asked for; wherever they
 * stand, `notice` stands too.
 *
 * Each function gives a new reference, or NULL when memory is short.
 */
#ifndef PAL_RENDER_VIEW_VIEW_H
#define PAL_RENDER_VIEW_VIEW_H

#include <jansson.h>

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

json_t *pal_view_score(const struct pal_scored *scored, const struct pal_language *language);

/* `actions` may be NULL: the plan then names practices only. */
json_t *pal_view_plan(const struct pal_scored *scored, const struct pal_plan *plan,
                      const struct pal_actions *actions, const struct pal_language *language);

/* `scored` has `comparison->count` entries, in the order of its scores. */
json_t *pal_view_compare(const struct pal_scored *scored, const struct pal_comparison *comparison,
                         const struct pal_language *language);

json_t *pal_view_model(const struct pal_model *model, const struct pal_language *language);
json_t *pal_view_alert(const struct pal_alert_scheme *scheme, const struct pal_language *language);
/* `alert` is the level in force as written; NULL: the profile has none. */
json_t *pal_view_posture(const struct pal_posture *posture, const char *alert,
                         const struct pal_language *language);
json_t *pal_view_proposal(const struct pal_proposal *proposal, const struct pal_language *language);
json_t *pal_view_profile(const struct pal_profile *profile, const struct pal_language *language);

/* A list of changes without their steps; one change with them. */
json_t *pal_view_readiness(const struct pal_posture *posture,
                           const struct pal_level_change *changes, size_t count);
json_t *pal_view_change(const struct pal_posture *posture, const struct pal_efforts *efforts,
                        const struct pal_level_change *change, const struct pal_language *language);
/* `scored` is what the calendar's score was computed against. */
json_t *pal_view_calendar(const struct pal_scored *scored, const struct pal_calendar *calendar,
                          const struct pal_language *language);
json_t *pal_view_ways(const struct pal_ways *ways, const struct pal_language *language);
/* `level_hours` has the hours at each level of the scheme. */
json_t *pal_view_outlook(const struct pal_outlook *outlook, const double *level_hours,
                         const struct pal_language *language);
json_t *pal_view_efforts(const struct pal_efforts *efforts, const struct pal_language *language);

/* The text of an action with the title of its area in place of {PA}. New string, in `arena`. */
const char *pal_view_action_text(const struct pal_text *text, const struct pal_area *area,
                                 const struct pal_language *language, struct pal_arena *arena);

/* Sets `key` to `value` (a stolen reference, may be NULL: `failed` is then set). */
void pal_view_put(json_t *object, const char *key, json_t *value, bool *failed);

#endif
