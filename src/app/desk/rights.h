/*
 * rights - the table of who gives what and what one person does not combine, as it is built in.
 */
#ifndef PAL_APP_DESK_RIGHTS_H
#define PAL_APP_DESK_RIGHTS_H

#include "app/desk/app.h"
#include "core/case/rights.h"

/* Reads it; the table lives as long as the app. */
enum pal_rc pal_app_rights(struct pal_app *app, const struct pal_rights **out) PAL_WARN_UNUSED;

#endif
