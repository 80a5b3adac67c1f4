/*
 * drawn - what targets mean that are being drawn and stand in no document yet: the points of an
 * assessment against each of them, and the efforts that they cost. Verbs like those of app.h.
 */
#ifndef PAL_APP_DESK_DRAWN_H
#define PAL_APP_DESK_DRAWN_H

#include "app/desk/app.h"

/* Scores the assessment at a path against each of `count` targets of `model`, into `out`. Fails, as
 * its problems say, where it cannot be read or is for another model. */
enum pal_rc pal_app_drawn(struct pal_app *app, const char *path, const struct pal_model *model,
                          enum pal_basis basis, pal_mask *const *targets, size_t count,
                          struct pal_score *out) PAL_WARN_UNUSED;

/* The efforts of the document at `path` (NULL: those built in) for a model; `out` is NULL where
 * none are built in. */
enum pal_rc pal_app_efforts_for(struct pal_app *app, const char *path,
                                const struct pal_model *model,
                                const struct pal_efforts **out) PAL_WARN_UNUSED;

/* A proposal as a profile: the targets by rank, and the sentences of the rule. In the app's arena;
 * NULL when memory is short. */
const struct pal_profile *pal_app_proposed(struct pal_app *app,
                                           const struct pal_proposal *proposal);

#endif
