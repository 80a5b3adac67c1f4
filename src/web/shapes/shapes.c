#include "web/shapes/shapes.h"

#include "web/pages/pages.h"
#include "web/shapes/shape_parts.h"

SHAPE(refusal, "Why nothing was done, in the language that is asked for.", SURE("type", text),
      SURE("title", text), SURE("status", integer), SURE("detail", text), MAY("field", text))

/* By the handler of the page, which several routes may share. */
static const struct {
    pal_handler run;
    const struct pal_type *shape;
} shapes[] = {{pal_page_sign_in, &pal_shape_nothing},
              {pal_page_project_new, &pal_shape_project_form},
              {pal_page_assessment_new, &pal_shape_nothing},
              {pal_page_link, &pal_shape_one_time_link},
              {pal_page_pass, &pal_shape_pass_look},
              {pal_page_me, &pal_shape_me},
              {pal_page_projects, &pal_shape_projects},
              {pal_page_project, &pal_shape_project},
              {pal_page_project_edit, &pal_shape_project_form},
              {pal_page_candidates, &pal_shape_candidates},
              {pal_page_process, &pal_shape_process},
              {pal_page_project_people, &pal_shape_members},
              {pal_page_needs, &pal_shape_needs},
              {pal_page_proposal, &pal_shape_proposal},
              {pal_page_meeting, &pal_shape_meeting},
              {pal_page_files, &pal_shape_documents},
              {pal_page_hours, &pal_shape_hours},
              {pal_page_alert, &pal_shape_alert},
              {pal_page_assessment, &pal_shape_score_or_unread},
              {pal_page_plan, &pal_shape_plan_or_unread},
              {pal_page_posture, &pal_shape_posture_or_unread},
              {pal_page_compare, &pal_shape_compare_or_unread},
              {pal_page_marks, &pal_shape_marks},
              {pal_page_links, &pal_shape_links},
              {pal_page_library, &pal_shape_library},
              {pal_page_library_item, &pal_shape_library_item},
              {pal_page_own, &pal_shape_own},
              {pal_page_document_text, &pal_shape_document_text},
              {pal_page_document_history, &pal_shape_history},
              {pal_page_sheet_new, &pal_shape_sheet},
              {pal_page_sheet, &pal_shape_sheet},
              {pal_page_facts, &pal_shape_facts},
              {pal_page_people, &pal_shape_people},
              {pal_page_person, &pal_shape_person},
              {pal_page_person_export, &pal_shape_anything},
              {pal_page_audit, &pal_shape_audit},
              {pal_page_jobs, &pal_shape_jobs},
              {pal_page_job, &pal_shape_job},
              {pal_page_settings, &pal_shape_settings}};

const struct pal_type *pal_shape_of(const struct pal_route *route)
{
    pal_handler page = route->method == PAL_GET ? route->run : route->form;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (shapes[i].run == page) {
            return shapes[i].shape;
        }
    }
    return NULL;
}
