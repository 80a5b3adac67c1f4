/*
 * procedures - the tables of procedures, the texts of messages and the notice on personal data:
 * what is built in, and others.
 */
#ifndef PAL_APP_DESK_PROCEDURES_H
#define PAL_APP_DESK_PROCEDURES_H

#include "app/desk/app.h"
#include "core/case/messages.h"
#include "core/case/notice.h"
#include "core/case/procedure.h"

/* What is built in; a table of the library may stand in its place (app/house/procedures.h). */
#define PAL_PROCEDURES_BUILT_IN "fr-2026"
#define PAL_MESSAGES_BUILT_IN   "consultation-1"
#define PAL_NOTICE_BUILT_IN     "notice-1"

/* By id or path; NULL: what is built in. They live as long as the app. */
enum pal_rc pal_app_procedures(struct pal_app *app, const char *id_or_path,
                               const struct pal_procedures **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_messages(struct pal_app *app, const char *id_or_path,
                             const struct pal_messages **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_notice(struct pal_app *app, const char *id_or_path,
                           const struct pal_notice **out) PAL_WARN_UNUSED;

/* What a text holds that is at hand; `name` is what messages call it. */
enum pal_rc pal_app_procedures_of(struct pal_app *app, const char *name, const char *text,
                                  const struct pal_procedures **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_messages_of(struct pal_app *app, const char *name, const char *text,
                                const struct pal_messages **out) PAL_WARN_UNUSED;
enum pal_rc pal_app_notice_of(struct pal_app *app, const char *name, const char *text,
                              const struct pal_notice **out) PAL_WARN_UNUSED;

#endif
