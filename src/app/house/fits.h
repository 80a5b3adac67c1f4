/*
 * fits - whether documents that name each other still fit: a project with its profile and alert
 * level, and what names a model, a profile or a scheme that is about to change. Private to
 * src/app/house.
 */
#ifndef PAL_APP_HOUSE_FITS_H
#define PAL_APP_HOUSE_FITS_H

#include "app/desk/app.h"
#include "app/house/errand.h"
#include "store/records.h"

/* Whether the profile that a project names is there and can be read, and its alert level is one of
 * that profile. PAL_E_INVALID: the problems are in `app`, by their place in the project. */
enum pal_rc pal_fits_project(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_record *project) PAL_WARN_UNUSED;

/* Whether whom a project names as a candidate is a provider of the library that the visitor may
 * choose, or the project's own, and be it one that comes with it (`beside`, or NULL). Who stood in
 * its text before stays. PAL_E_INVALID, at the field `provider`. */
enum pal_rc pal_fits_candidates(struct pal_errand *errand, const struct pal_record *project,
                                const struct pal_record *beside) PAL_WARN_UNUSED;

/* Whether everything that names `changed` (kind, id and the new text) can still be read with that
 * text. Reads alone, outside of a transaction: parsing what depends on a model takes its time. What
 * cannot be read as it stands is no reason to refuse.
 *
 * PAL_E_INVALID: the sentence is in the errand; in `app` stands one problem for each of the first
 * PAL_LIMIT_PROBLEMS documents that the visitor may see, with "KIND/ID" as its file, and how many
 * others there are. */
enum pal_rc pal_fits_others(struct pal_errand *errand, struct pal_app *app,
                            const struct pal_record *changed) PAL_WARN_UNUSED;

#endif
