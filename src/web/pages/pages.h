/* pages - the handlers that the route table names, one file for each part of the house. Private to
 * src/web. */
#ifndef PAL_WEB_PAGES_PAGES_H
#define PAL_WEB_PAGES_PAGES_H

#include "app/house/facts.h"
#include "app/house/passes.h"
#include "core/model/marks.h"
#include "web/call.h"
#include "web/forms.h"
#include "web/frames.h"

/* account.c */
enum pal_rc pal_page_sign_in(struct pal_call *call);
enum pal_rc pal_do_sign_in(struct pal_call *call);
enum pal_rc pal_do_sign_out(struct pal_call *call);
enum pal_rc pal_page_link(struct pal_call *call);
enum pal_rc pal_do_link(struct pal_call *call);
enum pal_rc pal_page_me(struct pal_call *call);
enum pal_rc pal_do_me_change(struct pal_call *call);
enum pal_rc pal_do_me_password(struct pal_call *call);
enum pal_rc pal_do_me_sign_out(struct pal_call *call);
enum pal_rc pal_do_me_session_end(struct pal_call *call);
enum pal_rc pal_do_me_token_add(struct pal_call *call);
enum pal_rc pal_do_me_token_revoke(struct pal_call *call);

/* people.c */
enum pal_rc pal_page_people(struct pal_call *call);
enum pal_rc pal_do_person_invite(struct pal_call *call);
enum pal_rc pal_page_person(struct pal_call *call);
enum pal_rc pal_do_person_link(struct pal_call *call);
enum pal_rc pal_page_person_export(struct pal_call *call);

/* person_acts.c */
enum pal_rc pal_do_person_grant(struct pal_call *call);
enum pal_rc pal_do_person_withdraw(struct pal_call *call);
enum pal_rc pal_do_person_retain(struct pal_call *call);
enum pal_rc pal_do_person_sign_out(struct pal_call *call);
enum pal_rc pal_do_person_session_end(struct pal_call *call);
enum pal_rc pal_do_person_token_revoke(struct pal_call *call);
enum pal_rc pal_do_person_lock(struct pal_call *call);
enum pal_rc pal_do_person_unlock(struct pal_call *call);
enum pal_rc pal_do_person_expire(struct pal_call *call);
enum pal_rc pal_do_person_lift(struct pal_call *call);
enum pal_rc pal_do_person_unlift(struct pal_call *call);
enum pal_rc pal_do_person_erase(struct pal_call *call);

/* project.c */
enum pal_rc pal_page_projects(struct pal_call *call);
enum pal_rc pal_do_demonstration(struct pal_call *call);
enum pal_rc pal_page_project(struct pal_call *call);

/* project_people.c */
enum pal_rc pal_page_project_people(struct pal_call *call);
enum pal_rc pal_do_project_people_add(struct pal_call *call);
enum pal_rc pal_do_project_people_remove(struct pal_call *call);
/* `people` of the data: who has which role on a project. */
enum pal_rc pal_project_people(struct pal_call *call, const char *project, bool can_edit);

/* project_form.c */
enum pal_rc pal_page_project_new(struct pal_call *call);
enum pal_rc pal_do_project_new(struct pal_call *call);
enum pal_rc pal_page_project_edit(struct pal_call *call);
enum pal_rc pal_do_project_edit(struct pal_call *call);
enum pal_rc pal_do_project_new_rows(struct pal_call *call);
enum pal_rc pal_do_project_rows(struct pal_call *call);

/* passes.c */
enum pal_rc pal_page_pass(struct pal_call *call);
enum pal_rc pal_do_pass(struct pal_call *call);
enum pal_rc pal_page_links(struct pal_call *call);
enum pal_rc pal_do_link_make(struct pal_call *call);
enum pal_rc pal_do_link_revoke(struct pal_call *call);
enum pal_rc pal_do_link_forget(struct pal_call *call);

/* sendings.c, send.c: questionnaires that are sent in a project */
enum pal_rc pal_page_sendings(struct pal_call *call);
enum pal_rc pal_page_send(struct pal_call *call);
enum pal_rc pal_page_send_questions(struct pal_call *call);
enum pal_rc pal_do_send(struct pal_call *call);

/* sending.c: one that was sent */
enum pal_rc pal_page_sending(struct pal_call *call);
enum pal_rc pal_page_sending_questions(struct pal_call *call);
enum pal_rc pal_page_sending_history(struct pal_call *call);
enum pal_rc pal_do_sending_extend(struct pal_call *call);
enum pal_rc pal_do_sending_reopen(struct pal_call *call);
enum pal_rc pal_do_sending_open_again(struct pal_call *call);
enum pal_rc pal_do_sending_close(struct pal_call *call);
enum pal_rc pal_do_sending_erase(struct pal_call *call);

/* tender.c: a consultation */
enum pal_rc pal_page_tenders(struct pal_call *call);
enum pal_rc pal_page_tender(struct pal_call *call);
enum pal_rc pal_do_tender_move(struct pal_call *call);
enum pal_rc pal_do_tender_cancel(struct pal_call *call);
enum pal_rc pal_do_tender_begin(struct pal_call *call);
enum pal_rc pal_do_tender_declare(struct pal_call *call);
enum pal_rc pal_do_tender_link(struct pal_call *call);
enum pal_rc pal_do_tender_late(struct pal_call *call);

/* tender_annex.c */
enum pal_rc pal_page_annex(struct pal_call *call);
enum pal_rc pal_do_annex(struct pal_call *call);
enum pal_rc pal_page_tender_annex(struct pal_call *call);
enum pal_rc pal_page_tender_annex_file(struct pal_call *call);
enum pal_rc pal_page_place_annex(struct pal_call *call);
enum pal_rc pal_page_place_annex_file(struct pal_call *call);

/* tender_requests.c */
enum pal_rc pal_page_tender_requests(struct pal_call *call);
enum pal_rc pal_do_tender_request(struct pal_call *call);

/* tender_talk.c */
enum pal_rc pal_page_tender_questions(struct pal_call *call);
enum pal_rc pal_do_tender_pass_on(struct pal_call *call);
enum pal_rc pal_do_tender_answer(struct pal_call *call);
enum pal_rc pal_page_place_questions(struct pal_call *call);
enum pal_rc pal_do_place_ask(struct pal_call *call);
enum pal_rc pal_page_place_late(struct pal_call *call);
enum pal_rc pal_do_place_late(struct pal_call *call);

/* tender_record.c */
enum pal_rc pal_page_tender_record(struct pal_call *call);
enum pal_rc pal_page_tender_served(struct pal_call *call);

/* place.c, place_*.c: where one answers a questionnaire that was sent */
enum pal_rc pal_page_place(struct pal_call *call);
enum pal_rc pal_page_place_topic(struct pal_call *call);
enum pal_rc pal_do_place_answer(struct pal_call *call);
enum pal_rc pal_do_place_rows(struct pal_call *call);
enum pal_rc pal_do_place_state(struct pal_call *call);
enum pal_rc pal_do_place_reply(struct pal_call *call);
enum pal_rc pal_page_place_who(struct pal_call *call);
enum pal_rc pal_do_place_who(struct pal_call *call);
enum pal_rc pal_do_place_self(struct pal_call *call);
enum pal_rc pal_page_place_files(struct pal_call *call);
enum pal_rc pal_page_place_file(struct pal_call *call);
enum pal_rc pal_do_place_file_send(struct pal_call *call);
enum pal_rc pal_do_place_file_withdraw(struct pal_call *call);
enum pal_rc pal_page_place_hand_on(struct pal_call *call);
enum pal_rc pal_do_place_hand_on(struct pal_call *call);
enum pal_rc pal_do_place_take_back(struct pal_call *call);
enum pal_rc pal_page_place_submit(struct pal_call *call);
enum pal_rc pal_do_place_submit(struct pal_call *call);
enum pal_rc pal_page_place_receipt(struct pal_call *call);
enum pal_rc pal_page_place_notice(struct pal_call *call);
enum pal_rc pal_page_place_file_of_all(struct pal_call *call);
enum pal_rc pal_page_place_all(struct pal_call *call);

/* candidates.c */
enum pal_rc pal_page_candidates(struct pal_call *call);
enum pal_rc pal_do_candidate_add(struct pal_call *call);
enum pal_rc pal_do_candidate_change(struct pal_call *call);
enum pal_rc pal_do_candidate_remove(struct pal_call *call);

/* needs.c */
enum pal_rc pal_page_needs(struct pal_call *call);
enum pal_rc pal_do_needs(struct pal_call *call);
enum pal_rc pal_page_proposal(struct pal_call *call);
enum pal_rc pal_do_proposal(struct pal_call *call);
/* On the page of a profile that was just `kept` as the target of a project (the query's
 * "replaced"): which one it replaced, under `replaced` of the page. */
enum pal_rc pal_proposal_replaced(struct pal_call *call, const char *project,
                                  const char *kept) PAL_WARN_UNUSED;

/* meeting.c */
enum pal_rc pal_page_meeting(struct pal_call *call);
enum pal_rc pal_do_meeting(struct pal_call *call);
enum pal_rc pal_do_meeting_rows(struct pal_call *call);

/* files.c */
enum pal_rc pal_page_files(struct pal_call *call);
enum pal_rc pal_do_document_upload(struct pal_call *call);
enum pal_rc pal_do_document_remove(struct pal_call *call);
enum pal_rc pal_do_document_restore(struct pal_call *call);
enum pal_rc pal_page_file(struct pal_call *call);

/* hours.c */
enum pal_rc pal_page_hours(struct pal_call *call);
enum pal_rc pal_do_hours_add(struct pal_call *call);
enum pal_rc pal_do_hours_correct(struct pal_call *call);
enum pal_rc pal_do_delivery_add(struct pal_call *call);
enum pal_rc pal_do_delivery_done(struct pal_call *call);
enum pal_rc pal_do_delivery_withdraw(struct pal_call *call);

/* posture.c */
enum pal_rc pal_page_posture(struct pal_call *call);
enum pal_rc pal_page_readiness(struct pal_call *call);
enum pal_rc pal_page_cost(struct pal_call *call);
enum pal_rc pal_page_schedule(struct pal_call *call);
enum pal_rc pal_do_schedule_search(struct pal_call *call);

/* assessment.c */
enum pal_rc pal_page_assessment_new(struct pal_call *call);
enum pal_rc pal_do_assessment_new(struct pal_call *call);
enum pal_rc pal_do_assessment_bring(struct pal_call *call);
enum pal_rc pal_page_assessment(struct pal_call *call);
enum pal_rc pal_page_plan(struct pal_call *call);
enum pal_rc pal_page_compare(struct pal_call *call);

/* document.c */

/* library.c */
enum pal_rc pal_page_library(struct pal_call *call);
enum pal_rc pal_do_library(struct pal_call *call);
enum pal_rc pal_page_library_item(struct pal_call *call);
enum pal_rc pal_do_library_copy(struct pal_call *call);
enum pal_rc pal_do_library_text_copy(struct pal_call *call);
/* PAL_E_NOT_FOUND where the library holds none of the kind that the address names. */
enum pal_rc pal_library_check(struct pal_call *call) PAL_WARN_UNUSED;

/* sheets.c */
enum pal_rc pal_page_sheet_new(struct pal_call *call);
enum pal_rc pal_do_sheet_new(struct pal_call *call);
enum pal_rc pal_do_sheet_new_rows(struct pal_call *call);
enum pal_rc pal_page_sheet(struct pal_call *call);
enum pal_rc pal_do_sheet(struct pal_call *call);
enum pal_rc pal_do_sheet_rows(struct pal_call *call);
/* A document that is new: what is written under which id. */
struct pal_new_document {
    const char *kind;
    const char *id;   /* as it was typed; "": it is made of the name */
    const char *name; /* "": none was typed, and the check says that it is missing */
    enum pal_rc (*put)(struct pal_call *call, void *ctx, const char *id);
    void *ctx;
};
/* Writes it. What is refused of its id stands at the field `id`. */
enum pal_rc pal_form_put_new(struct pal_call *call,
                             const struct pal_new_document *what) PAL_WARN_UNUSED;

/* drawing.c */
enum pal_rc pal_page_drawing(struct pal_call *call);
enum pal_rc pal_do_drawing(struct pal_call *call);
enum pal_rc pal_do_drawing_points(struct pal_call *call);

/* publish.c */
enum pal_rc pal_do_publish(struct pal_call *call);

/* audit.c */
enum pal_rc pal_page_audit(struct pal_call *call);
enum pal_rc pal_do_audit_verify(struct pal_call *call);
enum pal_rc pal_do_audit_anchor(struct pal_call *call);

/* alert.c */
enum pal_rc pal_page_alert(struct pal_call *call);
enum pal_rc pal_do_alert_put(struct pal_call *call);
enum pal_rc pal_do_alert_lift(struct pal_call *call);

/* marks.c */
enum pal_rc pal_page_marks(struct pal_call *call);
enum pal_rc pal_do_marks(struct pal_call *call);
/* Which lane an address or a form means by its "basis". */
enum pal_rc pal_marks_lane(struct pal_call *call, enum pal_mark_lane *out) PAL_WARN_UNUSED;

/* rating.c */
enum pal_rc pal_page_rating(struct pal_call *call);
enum pal_rc pal_do_rating_say(struct pal_call *call);
enum pal_rc pal_do_rating_start(struct pal_call *call);
enum pal_rc pal_do_rating_confirm(struct pal_call *call);
/* "118 of 264 steps rated, 12 to be seen again" */
const char *pal_progress_said(struct pal_call *call, int64_t rated, int64_t steps, int64_t again);

/* second.c: an assessment read independently by a second expert. */
enum pal_rc pal_page_second(struct pal_call *call);
enum pal_rc pal_do_second_ask(struct pal_call *call);
enum pal_rc pal_do_second_give_up(struct pal_call *call);
enum pal_rc pal_do_second_done(struct pal_call *call);
enum pal_rc pal_do_second_marks(struct pal_call *call);
enum pal_rc pal_do_second_agree(struct pal_call *call);

/* step.c */
enum pal_rc pal_page_step(struct pal_call *call);
enum pal_rc pal_do_step(struct pal_call *call);

/* paste.c */
enum pal_rc pal_page_paste(struct pal_call *call);
enum pal_rc pal_do_paste_look(struct pal_call *call);
enum pal_rc pal_do_paste(struct pal_call *call);

/* practice.c */
enum pal_rc pal_page_practices(struct pal_call *call);
enum pal_rc pal_page_practice(struct pal_call *call);
enum pal_rc pal_do_practice(struct pal_call *call);

/* reason_insert.c */
enum pal_rc pal_do_step_insert(struct pal_call *call);
enum pal_rc pal_do_marks_insert(struct pal_call *call);
enum pal_rc pal_do_paste_insert(struct pal_call *call);
enum pal_rc pal_do_practice_insert(struct pal_call *call);

/* answers.c: the answers to a questionnaire that was sent */
enum pal_rc pal_page_answers(struct pal_call *call);
enum pal_rc pal_do_answers_looked(struct pal_call *call);
enum pal_rc pal_page_answers_file(struct pal_call *call);

/* answer_read.c: one of them */
enum pal_rc pal_page_answer(struct pal_call *call);
enum pal_rc pal_do_answer_mark(struct pal_call *call);
enum pal_rc pal_do_answer_withdraw(struct pal_call *call);
enum pal_rc pal_do_answer_decide(struct pal_call *call);
enum pal_rc pal_do_answer_ask_back(struct pal_call *call);
enum pal_rc pal_do_answer_rows(struct pal_call *call);

/* findings.c: what answers fall short in */
enum pal_rc pal_page_findings(struct pal_call *call);
enum pal_rc pal_page_finding(struct pal_call *call);
enum pal_rc pal_do_finding_say(struct pal_call *call);

/* suggestions.c: what answers suggest for an assessment */
enum pal_rc pal_page_suggestions(struct pal_call *call);
enum pal_rc pal_do_suggestions_take(struct pal_call *call);

/* answers_compare.c: candidates by topic and need */
enum pal_rc pal_page_answers_compare(struct pal_call *call);

/* answers_across.c: one question across candidates */
enum pal_rc pal_page_across(struct pal_call *call);
enum pal_rc pal_do_across_mark(struct pal_call *call);

/* grid.c: the same address where it names no area */
enum pal_rc pal_page_grid(struct pal_call *call);

/* facts.c */
enum pal_rc pal_page_facts(struct pal_call *call);
enum pal_rc pal_do_facts_say(struct pal_call *call);
enum pal_rc pal_do_facts_undo(struct pal_call *call);
enum pal_rc pal_do_facts_erase(struct pal_call *call);

/* process.c */
enum pal_rc pal_page_process(struct pal_call *call);
enum pal_rc pal_do_stage_begin(struct pal_call *call);
enum pal_rc pal_do_stage_put_back(struct pal_call *call);
enum pal_rc pal_do_stage_tick(struct pal_call *call);
enum pal_rc pal_do_stage_leave_out(struct pal_call *call);
enum pal_rc pal_do_stage_reopen(struct pal_call *call);
enum pal_rc pal_do_stage_need(struct pal_call *call);

/* visit.c */
enum pal_rc pal_page_visit(struct pal_call *call);
enum pal_rc pal_do_visit_say(struct pal_call *call);
enum pal_rc pal_do_visit_choose(struct pal_call *call);

/* visit_item.c, visit_marks.c */
enum pal_rc pal_page_visit_item(struct pal_call *call);
enum pal_rc pal_do_visit_mark(struct pal_call *call);
enum pal_rc pal_do_visit_rows(struct pal_call *call);
enum pal_rc pal_do_visit_decide(struct pal_call *call);

/* visit_files.c */
enum pal_rc pal_do_visit_file_send(struct pal_call *call);
enum pal_rc pal_do_visit_file_withdraw(struct pal_call *call);
enum pal_rc pal_page_visit_file(struct pal_call *call);

/* visit_minutes.c */
enum pal_rc pal_page_visit_minutes(struct pal_call *call);
enum pal_rc pal_do_visit_note(struct pal_call *call);

/* sent_files.c */
enum pal_rc pal_page_sent_file(struct pal_call *call);
enum pal_rc pal_do_file_send(struct pal_call *call);

/* jobs.c */
enum pal_rc pal_page_jobs(struct pal_call *call);
enum pal_rc pal_page_job(struct pal_call *call);
enum pal_rc pal_do_job_stop(struct pal_call *call);

/* system.c */
enum pal_rc pal_page_settings(struct pal_call *call);
/* notice.c */
enum pal_rc pal_page_house_notice(struct pal_call *call);
enum pal_rc pal_do_house_notice(struct pal_call *call);
enum pal_rc pal_do_house_notice_rows(struct pal_call *call);
enum pal_rc pal_page_health(struct pal_call *call);
enum pal_rc pal_page_metrics(struct pal_call *call);
enum pal_rc pal_page_static(struct pal_call *call);
/* document.c: of every kind, whatever place it has */
enum pal_rc pal_page_document_text(struct pal_call *call);
enum pal_rc pal_do_document_text(struct pal_call *call);
enum pal_rc pal_do_document_check(struct pal_call *call);
enum pal_rc pal_page_document_history(struct pal_call *call);
enum pal_rc pal_do_document_revert(struct pal_call *call);
enum pal_rc pal_do_document_take_out(struct pal_call *call);
enum pal_rc pal_do_document_bring_back(struct pal_call *call);
enum pal_rc pal_page_document_file(struct pal_call *call);

/* listed.c */
enum pal_rc pal_page_listed(struct pal_call *call);
enum pal_rc pal_do_listed(struct pal_call *call);
enum pal_rc pal_do_listed_look(struct pal_call *call);

/* own.c */
enum pal_rc pal_page_own(struct pal_call *call);
/* PAL_E_NOT_FOUND unless a project has documents of that kind among its own. */
enum pal_rc pal_own_check(struct pal_call *call, const char *kind) PAL_WARN_UNUSED;
enum pal_rc pal_do_own(struct pal_call *call);

enum pal_rc pal_page_openapi(struct pal_call *call);

/* --------------------------------------------- what pages ask of each other */

/* Reads the names of those among principals ("person:ID", "pass:ID" …) who are persons, together.
 * (acts.c) */
enum pal_rc pal_principals_read(struct pal_call *call, const char *const *principals,
                                size_t count) PAL_WARN_UNUSED;
/* Likewise of those who said facts, some of which may be NULL. */
enum pal_rc pal_facts_read(struct pal_call *call, const struct pal_fact *const *facts,
                           size_t count) PAL_WARN_UNUSED;
/* Who said something; of what was brought: who brought it, and whom they name. Both were read. */
const char *pal_principal_said(struct pal_call *call, const char *principal, const char *claim);
/* What a fact says, and the fact as programs read it. */
struct pal_value *pal_fact_body_value(struct pal_call *call, const struct pal_fact *fact);
struct pal_value *pal_fact_value(struct pal_call *call, const struct pal_fact *fact,
                                 struct pal_value *body);
/* What came of an act, for programs: `facts`, `act` and `is_again`, or with PAL_E_CONFLICT what is
 * there `now`. Gives back `rc`. */
enum pal_rc pal_act_answer(struct pal_call *call, enum pal_rc rc,
                           const struct pal_act_done *done) PAL_WARN_UNUSED;
/* A form sends the id of its act; a program that sends none does not ask to be answered again. */
const char *pal_act_id(struct pal_call *call);

/* Makes a link: out of the visitor's own, or to the subject. It stands on the page that answers
 * (`link`), and never again. (passes.c) */
enum pal_rc pal_link_make(struct pal_call *call, const struct pal_new_pass *wanted) PAL_WARN_UNUSED;

/* The assessments that stand beside each other in one comparison. */
enum { PAL_COMPARED_MOST = 12 };

/* The form of the list of a project's assessments, and its orders, given what of it is shown and
 * where it goes on. */
enum pal_rc pal_offer_assessments(struct pal_call *call, const char *project,
                                  const struct pal_assessed *rows, size_t row_count,
                                  const char *next) PAL_WARN_UNUSED;

/* Where a new provider is to get the name of one that is there: what the form's "similar" says
 * (app/house/similar.h), and the question in the form that is shown again. (similar.c) */
enum pal_rc pal_settle_similar(struct pal_call *call, const char *project, const char *name,
                               const char *own, struct pal_document *out) PAL_WARN_UNUSED;
enum pal_rc pal_show_similar(struct pal_call *call, const char *project,
                             const char *name) PAL_WARN_UNUSED;
/* The same of a document of the library that was sent as a text. */
enum pal_rc pal_ask_similar(struct pal_call *call, const char *project) PAL_WARN_UNUSED;

/* The degrees that a project has stated, under "needs" of the data. (needs.c) */
enum pal_rc pal_needs_shown(struct pal_call *call,
                            const struct pal_document *record) PAL_WARN_UNUSED;

/* The document that an address is of, by the places of the rows of kinds (app/house/shelf_kinds.h).
 * PAL_E_NOT_FOUND: documents of that kind do not stand there, or it is another project's.
 * (document.c)
 */
struct pal_here {
    const char *kind;
    const char *id;
    const char *place; /* its address */
};
enum pal_rc pal_document_here(struct pal_call *call, struct pal_here *out) PAL_WARN_UNUSED;
/* The same as the address has it, whether there is one or not. (document.c) */
void pal_document_at(struct pal_call *call, struct pal_here *out);
/* An address that says of whom its document is holds that one's alone, for whatever is asked there:
 * PAL_E_NOT_FOUND else. Who asks in a browser for a page of what is in a project, and may read it,
 * is sent there (`call->location`). (document.c) */
enum pal_rc pal_document_stands(struct pal_call *call) PAL_WARN_UNUSED;
/* What changed from one version to another, under "changes" and "difference" of the data.
 * (changes.c) */
enum pal_rc pal_changes_shown(struct pal_call *call, const char *kind, const char *id, int64_t from,
                              int64_t to) PAL_WARN_UNUSED;
/* The words of a lane of marks, and of a mark; "—" of none. (marks.c) */
const char *pal_mark_lane_title(struct pal_call *call, enum pal_mark_lane lane);
const char *pal_mark_title(struct pal_call *call, enum pal_rating rating);
/* The document that was sent: a file, the field "text", or the body. */
const char *pal_document_sent(const struct pal_call *call, size_t *len);
/* The same as a table of a spreadsheet, or lines: the text that was pasted, or the file; refused
 * where a file is in no encoding that we know. A form that takes what was looked at says how the
 * lines of a file end (`ends`): a browser sends all of them as CR LF, and a cell is to come in as
 * it went out. */
enum pal_rc pal_table_sent(struct pal_call *call, const char **out) PAL_WARN_UNUSED;
/* The same; what was typed in a browser has the line ends of `before`. */
const char *pal_document_text(struct pal_call *call, const char *before, size_t *len);
/* What is refused of it stands at the field that it was sent in, unless it is of another. */
enum pal_rc pal_document_refused(struct pal_call *call, enum pal_rc rc) PAL_WARN_UNUSED;

#endif
