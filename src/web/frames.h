/*
 * frames - what stands around the pages of a place: crumbs, tabs, the alert band.
 * Private to src/web.
 */
#ifndef PAL_WEB_FRAMES_H
#define PAL_WEB_FRAMES_H

#include "app/house/sending.h"
#include "web/call.h"

/* Of the pages of a project. `document` is the project as a value. */
enum pal_rc pal_project_frame(struct pal_call *call, const char *project,
                              struct pal_document *record,
                              struct pal_value **document) PAL_WARN_UNUSED;

/* Of the text and the history of any document: its project and tabs, or the library. */
enum pal_rc pal_document_frame(struct pal_call *call,
                               const struct pal_document *record) PAL_WARN_UNUSED;

/* Says above the tabs that a document is out of the lists, where it is. */
void pal_call_out_of_lists(struct pal_call *call, const struct pal_document *record);

/* The address of a document by the row of its kind (app/house/shelf_kinds.h); `project` "" of the
 * library's. "" where memory is short. */
const char *pal_kind_url(struct pal_call *call, const char *kind, const char *project,
                         const char *id);
const char *pal_document_place(struct pal_call *call, const struct pal_document *record);

/* The pages of a project, as tabs. */
void pal_project_tabs(struct pal_call *call, const char *id);

/* The last crumb of an assessment, and its pages as tabs, with the look that is in use. */
void pal_assessment_frame(struct pal_call *call, const struct pal_document *record);

/* Of the pages of a questionnaire that was sent, but where it is answered. */
enum pal_rc pal_sending_frame(struct pal_call *call,
                              const struct pal_sending *sending) PAL_WARN_UNUSED;

/* Documents of a kind that were taken out of the lists (project NULL: of the library; kind NULL: of
 * every kind), under `removed` of the data: id, title, url. */
enum pal_rc pal_add_removed(struct pal_call *call, const char *kind,
                            const char *project) PAL_WARN_UNUSED;

/* A text of a document that may stand in several languages: in the reader's, else in the first that
 * it has; "" where there is none. */
const char *pal_said(const struct pal_call *call, const struct pal_value *text);

/* The words of a role. */
const char *pal_role_title(const struct pal_call *call, const char *role);

#endif
