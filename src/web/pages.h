/* pages - the handlers that the route table names, one file for each part of the house. Private to
 * src/web. */
#ifndef PAL_WEB_PAGES_H
#define PAL_WEB_PAGES_H

#include "web/call.h"

/* pages_account.c */
enum pal_rc pal_page_sign_in(struct pal_call *call);
enum pal_rc pal_do_sign_in(struct pal_call *call);
enum pal_rc pal_do_sign_out(struct pal_call *call);
enum pal_rc pal_page_link(struct pal_call *call);
enum pal_rc pal_do_link(struct pal_call *call);
enum pal_rc pal_page_me(struct pal_call *call);
enum pal_rc pal_do_me(struct pal_call *call);

/* pages_people.c */
enum pal_rc pal_page_people(struct pal_call *call);
enum pal_rc pal_do_people(struct pal_call *call);
enum pal_rc pal_page_person(struct pal_call *call);
enum pal_rc pal_do_person(struct pal_call *call);
enum pal_rc pal_page_person_export(struct pal_call *call);

/* pages_project.c */
enum pal_rc pal_page_projects(struct pal_call *call);
enum pal_rc pal_page_project(struct pal_call *call);
enum pal_rc pal_page_project_new(struct pal_call *call);
enum pal_rc pal_do_project_new(struct pal_call *call);
enum pal_rc pal_page_project_edit(struct pal_call *call);
enum pal_rc pal_do_project_edit(struct pal_call *call);
enum pal_rc pal_page_project_people(struct pal_call *call);
enum pal_rc pal_do_project_people(struct pal_call *call);

/* pages_candidates.c */
enum pal_rc pal_page_candidates(struct pal_call *call);
enum pal_rc pal_do_candidates(struct pal_call *call);

/* pages_needs.c */
enum pal_rc pal_page_needs(struct pal_call *call);
enum pal_rc pal_do_needs(struct pal_call *call);
enum pal_rc pal_page_proposal(struct pal_call *call);
enum pal_rc pal_do_proposal(struct pal_call *call);

/* pages_meeting.c */
enum pal_rc pal_page_meeting(struct pal_call *call);
enum pal_rc pal_do_meeting(struct pal_call *call);

/* pages_files.c */
enum pal_rc pal_page_files(struct pal_call *call);
enum pal_rc pal_do_files(struct pal_call *call);
enum pal_rc pal_page_file(struct pal_call *call);

/* pages_hours.c */
enum pal_rc pal_page_hours(struct pal_call *call);
enum pal_rc pal_do_hours(struct pal_call *call);

/* pages_assessment.c */
enum pal_rc pal_page_assessment_new(struct pal_call *call);
enum pal_rc pal_do_assessment_new(struct pal_call *call);
enum pal_rc pal_page_assessment(struct pal_call *call);
enum pal_rc pal_page_plan(struct pal_call *call);
enum pal_rc pal_page_posture(struct pal_call *call);
enum pal_rc pal_page_compare(struct pal_call *call);

/* pages_document.c: the text and the history of any document */
enum pal_rc pal_page_assessment_text(struct pal_call *call);
enum pal_rc pal_do_assessment_text(struct pal_call *call);
enum pal_rc pal_page_assessment_history(struct pal_call *call);
enum pal_rc pal_do_assessment_history(struct pal_call *call);
enum pal_rc pal_page_assessment_file(struct pal_call *call);
enum pal_rc pal_page_library(struct pal_call *call);
enum pal_rc pal_do_library(struct pal_call *call);
enum pal_rc pal_page_library_item(struct pal_call *call);
enum pal_rc pal_do_library_item(struct pal_call *call);
enum pal_rc pal_page_library_text(struct pal_call *call);
enum pal_rc pal_do_library_text(struct pal_call *call);
enum pal_rc pal_page_library_history(struct pal_call *call);
enum pal_rc pal_do_library_history(struct pal_call *call);
enum pal_rc pal_page_library_file(struct pal_call *call);

/* pages_audit.c */
enum pal_rc pal_page_audit(struct pal_call *call);
enum pal_rc pal_do_audit(struct pal_call *call);

/* pages_system.c */
enum pal_rc pal_page_settings(struct pal_call *call);
enum pal_rc pal_page_health(struct pal_call *call);
enum pal_rc pal_page_metrics(struct pal_call *call);
enum pal_rc pal_page_static(struct pal_call *call);
enum pal_rc pal_page_openapi(struct pal_call *call);

/* What pages of a project have around them: crumbs, tabs, the alert band, the marking. `document`
 * is the project as JSON. */
enum pal_rc pal_project_frame(struct pal_call *call, const char *project, struct pal_record *record,
                              json_t **document) PAL_WARN_UNUSED;

/* The pages of a project, as tabs. */
void pal_project_tabs(struct pal_call *call, const char *id);

/* A text of a document that may stand in several languages; "" where there is none. */
const char *pal_said(const struct pal_call *call, const json_t *text);

/* The degrees that a project has stated, under "needs" of the data. */
enum pal_rc pal_needs_shown(struct pal_call *call, const struct pal_record *record) PAL_WARN_UNUSED;

/* The built-in ids of a folder and what is kept of a kind, as the options of a field. */
enum pal_rc pal_library_options(struct pal_call *call, const char *field, const char *kind,
                                const char *folder, const char *chosen) PAL_WARN_UNUSED;

/* The words of roles and states. */
const char *pal_role_title(const struct pal_call *call, const char *role);

/* Writes a document that a form has made, as YAML. */
enum pal_rc pal_put_json(struct pal_call *call, const char *project, json_t *document,
                         int64_t version, const char *note, struct pal_record *out) PAL_WARN_UNUSED;

/* The first problem of the app's documents into the sentence of the visit. */
enum pal_rc pal_tell_problem(struct pal_call *call, enum pal_rc rc);

/* Puts what somebody else wrote meanwhile beside what was typed: nothing is lost. PAL_E_CONFLICT.
 */
/* Documents of a kind that were taken out of the lists (project NULL: of the library), under
 * `removed` of the data: id, title, url. */
enum pal_rc pal_add_removed(struct pal_call *call, const char *kind,
                            const char *project) PAL_WARN_UNUSED;
enum pal_rc pal_tell_conflict(struct pal_call *call, const char *kind, const char *id);

/* The version that a form was made from; 0: it is new. */
int64_t pal_form_version(const struct pal_call *call);

#endif
