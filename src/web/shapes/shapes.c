#include "web/shapes/shapes.h"

#include "web/pages/pages.h"
#include "web/shapes/shape_parts.h"

SHAPE(refusal, "Why nothing was done, in the language that is asked for.", SURE("type", text),
      SURE("title", text), SURE("status", integer), SURE("detail", text), MAY("field", text))

/* By the handler of the page, which several routes may share. `rows`: the list that a table is made
 * of, a list within each of another behind a point; NULL: it is no list. */
static const struct known {
    pal_handler run;
    const struct pal_type *shape;
    const char *rows;
} shapes[] = {{pal_page_sign_in, &pal_shape_nothing, NULL},
              {pal_page_project_new, &pal_shape_project_form, NULL},
              {pal_page_assessment_new, &pal_shape_nothing, NULL},
              {pal_page_link, &pal_shape_one_time_link, NULL},
              {pal_page_pass, &pal_shape_pass_look, NULL},
              {pal_page_me, &pal_shape_me, NULL},
              {pal_page_projects, &pal_shape_projects, "projects"},
              {pal_page_project, &pal_shape_project, "assessments"},
              {pal_page_project_edit, &pal_shape_project_form, NULL},
              {pal_page_candidates, &pal_shape_candidates, "candidates"},
              {pal_page_process, &pal_shape_process, "steps"},
              {pal_page_project_people, &pal_shape_members, "people"},
              {pal_page_needs, &pal_shape_needs, NULL},
              {pal_page_proposal, &pal_shape_proposal, NULL},
              {pal_page_meeting, &pal_shape_meeting, NULL},
              {pal_page_files, &pal_shape_documents, "documents"},
              {pal_page_hours, &pal_shape_hours, "hours"},
              {pal_page_alert, &pal_shape_alert, NULL},
              {pal_page_assessment, &pal_shape_score_or_unread, NULL},
              {pal_page_plan, &pal_shape_plan_or_unread, NULL},
              {pal_page_posture, &pal_shape_posture_or_unread, NULL},
              {pal_page_readiness, &pal_shape_readiness_or_unread, "changes"},
              {pal_page_cost, &pal_shape_ways_or_unread, "ways"},
              {pal_page_schedule, &pal_shape_schedule_or_unread, "steps"},
              {pal_page_compare, &pal_shape_compare_or_unread, NULL},
              {pal_page_rating, &pal_shape_rating_or_unread, NULL},
              {pal_page_second, &pal_shape_second, "differences"},
              {pal_page_step, &pal_shape_step_or_unread, NULL},
              {pal_page_marks, &pal_shape_marks_or_unread, "said"},
              {pal_page_practice, &pal_shape_practice_or_unread, NULL},
              {pal_page_practices, &pal_shape_practices_or_unread, NULL},
              {pal_page_paste, &pal_shape_paste_or_unread, NULL},
              {pal_page_listed, &pal_shape_listed, NULL},
              {pal_page_links, &pal_shape_links, "passes"},
              {pal_page_answers, &pal_shape_answers_read, "answers"},
              {pal_page_answer, &pal_shape_answer_read, NULL},
              {pal_page_across, &pal_shape_across, NULL},
              {pal_page_findings, &pal_shape_findings, "findings"},
              {pal_page_finding, &pal_shape_finding_one, NULL},
              {pal_page_suggestions, &pal_shape_suggestions_or_unread, "areas"},
              {pal_page_answers_compare, &pal_shape_answers_compared, "rows"},
              {pal_page_library, &pal_shape_library, "groups.items"},
              {pal_page_library_item, &pal_shape_library_item, NULL},
              {pal_page_own, &pal_shape_own, "items"},
              {pal_page_drawing, &pal_shape_drawing, NULL},
              {pal_page_document_text, &pal_shape_document_text, NULL},
              {pal_page_document_history, &pal_shape_history, "versions"},
              {pal_page_sheet_new, &pal_shape_sheet, NULL},
              {pal_page_sheet, &pal_shape_sheet, NULL},
              {pal_page_facts, &pal_shape_facts, "facts"},
              {pal_page_people, &pal_shape_people, "people"},
              {pal_page_person, &pal_shape_person, NULL},
              {pal_page_person_export, &pal_shape_anything, NULL},
              {pal_page_audit, &pal_shape_audit, "entries"},
              {pal_page_jobs, &pal_shape_jobs, "jobs"},
              {pal_page_job, &pal_shape_job, NULL},
              {pal_page_settings, &pal_shape_settings, NULL},
              {pal_page_house_notice, &pal_shape_house_notice, NULL},
              {pal_page_sendings, &pal_shape_sendings, "sendings"},
              {pal_page_send, &pal_shape_send, NULL},
              {pal_page_send_questions, &pal_shape_asked, "topics.questions"},
              {pal_page_tenders, &pal_shape_tenders, "tenders"},
              {pal_page_tender, &pal_shape_tender, NULL},
              {pal_page_annex, &pal_shape_annex, NULL},
              {pal_page_tender_annex, &pal_shape_annex, NULL},
              {pal_page_place_annex, &pal_shape_annex, NULL},
              {pal_page_tender_questions, &pal_shape_tender_questions, "told"},
              {pal_page_tender_requests, &pal_shape_tender_requests, "requests"},
              {pal_page_place_questions, &pal_shape_place_questions, "told"},
              {pal_page_place_late, &pal_shape_place_late, NULL},
              {pal_page_tender_record, &pal_shape_tender_record, "takers"},
              {pal_page_tender_served, &pal_shape_tender_served, "gaps"},
              {pal_page_sending, &pal_shape_sending, NULL},
              {pal_page_sending_questions, &pal_shape_asked, "topics.questions"},
              {pal_page_sending_history, &pal_shape_sending_history, "facts"},
              {pal_page_place, &pal_shape_answering, NULL},
              {pal_page_place_topic, &pal_shape_answering_topic_page, NULL},
              {pal_page_place_all, &pal_shape_answering_all, "questions"},
              {pal_page_place_submit, &pal_shape_answering_submit, NULL},
              {pal_page_place_receipt, &pal_shape_answering_receipt, NULL},
              {pal_page_place_notice, &pal_shape_answering_notice, NULL},
              {pal_page_place_files, &pal_shape_answering_files, "files"},
              {pal_page_place_who, &pal_shape_answering_people, NULL},
              {pal_page_place_hand_on, &pal_shape_answering_passes, "passes"},
              {pal_page_visit, &pal_shape_visit, "items"},
              {pal_page_visit_item, &pal_shape_visit_item, NULL},
              {pal_page_visit_minutes, &pal_shape_visit_minutes, "entries"}};

static const struct known *find(const struct pal_route *route)
{
    pal_handler page = route->method == PAL_GET ? route->run : route->form;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (shapes[i].run == page) {
            return &shapes[i];
        }
    }
    return NULL;
}

const struct pal_type *pal_shape_of(const struct pal_route *route)
{
    const struct known *known = find(route);
    return known != NULL ? known->shape : NULL;
}

const char *pal_shape_rows(const struct pal_route *route)
{
    const struct known *known = route->method == PAL_GET ? find(route) : NULL;
    return known != NULL ? known->rows : NULL;
}
