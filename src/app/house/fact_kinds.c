#include "app/house/fact_kinds.h"

#include <string.h>

#include "app/house/alerts_parts.h"
#include "app/house/annex_parts.h"
#include "app/house/answer_marks_parts.h"
#include "app/house/answers_parts.h"
#include "app/house/asked_back_parts.h"
#include "app/house/candidates_parts.h"
#include "app/house/course_parts.h"
#include "app/house/dossier_parts.h"
#include "app/house/evidence_parts.h"
#include "app/house/file_facts.h"
#include "app/house/looking_parts.h"
#include "app/house/marks_parts.h"
#include "app/house/passes.h"
#include "app/house/reason_templates_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/second_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/shelf_kinds.h"
#include "app/house/stages_parts.h"
#include "app/house/tenders_parts.h"
#include "app/house/visit_parts.h"

#include "base/text.h"

enum { COMMENT_MOST = 8000 };

const struct pal_fact_lane pal_fact_lanes_said[PAL_FACT_LANES_SAID] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_COMMENT, PAL_AUDIENCE_PROJECT},
    {"assessors", PAL_N_("Experts alone"), PAL_MAY_ASSESS, PAL_AUDIENCE_ASSESSORS},
};

/* ---------------------------------------------------------------------- comment */

static const struct pal_type type_words = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = COMMENT_MOST};
struct comment_doc {
    struct pal_node *text;
};
static const struct pal_field comment_fields[] = {
    PAL_FIELD(comment_doc, text, true, &type_words, PAL_N_("What there is to say")),
};
static const struct pal_type type_comment = {.kind = PAL_TYPE_OBJECT,
                                             .name = "a comment",
                                             .fields = comment_fields,
                                             .field_count = 1,
                                             .slots_size = sizeof(struct comment_doc)};
static const struct pal_fact_state comment_states[] = {
    {"said", PAL_N_("Said"), PAL_ROW_AS_SAID}, {"withdrawn", PAL_N_("Withdrawn"), PAL_ROW_AS_SAID}};

/* A comment is its writer's. */
static enum pal_rc check_comment(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head)
{
    bool is_own = false;
    enum pal_rc rc = pal_fact_is_own(errand, row, head, &is_own);
    return rc != PAL_OK || is_own
               ? rc
               : pal_errand_fail(errand, PAL_E_DENIED,
                                 "this comment is somebody else's: write one of your own");
}

/* -------------------------------------------------------------------------- all */

static const struct pal_fact_kind comment = {.id = "comment",
                                             .title = PAL_N_("Comments"),
                                             .verb = "comment",
                                             .has_own_parts = true,
                                             .fields = &type_comment,
                                             .lanes = pal_fact_lanes_said,
                                             .lane_count = PAL_FACT_LANES_SAID,
                                             .states = comment_states,
                                             .state_count = 2,
                                             .check = check_comment};

const struct pal_fact_kind *const pal_fact_kinds[] = {&comment,
                                                      &pal_fact_annex,
                                                      &pal_fact_alert,
                                                      &pal_fact_hours,
                                                      &pal_fact_delivery,
                                                      &pal_fact_mark,
                                                      &pal_fact_reason,
                                                      &pal_fact_evidence,
                                                      &pal_fact_course,
                                                      &pal_fact_stage,
                                                      &pal_fact_candidate,
                                                      &pal_fact_file,
                                                      &pal_fact_second,
                                                      &pal_fact_second_done,
                                                      &pal_fact_second_mark,
                                                      &pal_fact_second_agreed,
                                                      &pal_fact_reason_template,
                                                      &pal_fact_sent,
                                                      &pal_fact_answer,
                                                      &pal_fact_answer_mark,
                                                      &pal_fact_answer_verdict,
                                                      &pal_fact_finding,
                                                      &pal_fact_tender,
                                                      &pal_fact_declaration,
                                                      &pal_fact_candidate_question,
                                                      &pal_fact_clarification,
                                                      &pal_fact_late,
                                                      &pal_fact_request,
                                                      &pal_fact_answers_looked,
                                                      &pal_fact_visit,
                                                      &pal_fact_visit_item,
                                                      &pal_fact_visit_note,
                                                      &pal_fact_asked_back};
const size_t pal_fact_kind_count = sizeof pal_fact_kinds / sizeof *pal_fact_kinds;

const struct pal_fact_kind *pal_fact_kind_find(const char *id)
{
    for (size_t i = 0; i < pal_fact_kind_count; i++) {
        if (strcmp(pal_fact_kinds[i]->id, id) == 0) {
            return pal_fact_kinds[i];
        }
    }
    return NULL;
}

const struct pal_fact_lane *pal_fact_lane_find(const struct pal_fact_kind *kind, const char *id)
{
    for (size_t i = 0; i < kind->lane_count; i++) {
        if (strcmp(kind->lanes[i].id, id) == 0) {
            return &kind->lanes[i];
        }
    }
    return NULL;
}

bool pal_fact_lane_is_of(const struct pal_fact_kind *kind, const char *lane,
                         const char *subject_kind)
{
    return kind->has_lane == NULL || kind->has_lane(lane, subject_kind);
}

const struct pal_fact_lane *pal_fact_lane_of(const struct pal_fact_kind *kind,
                                             const char *subject_kind, const char *id)
{
    return pal_fact_lane_is_of(kind, id, subject_kind) ? pal_fact_lane_find(kind, id) : NULL;
}

const struct pal_fact_state *pal_fact_state_find(const struct pal_fact_kind *kind, const char *id)
{
    for (size_t i = 0; i < kind->state_count; i++) {
        if (strcmp(kind->states[i].id, id) == 0) {
            return &kind->states[i];
        }
    }
    return NULL;
}

bool pal_fact_kind_is_of(const struct pal_fact_kind *kind, const char *subject_kind)
{
    for (size_t i = 0; kind->subjects != NULL && kind->subjects[i] != PAL_KIND_COUNT; i++) {
        if (pal_kind_is(subject_kind, kind->subjects[i])) {
            return true;
        }
    }
    return kind->subjects == NULL;
}

const char *pal_fact_principal(struct pal_errand *errand)
{
    switch (errand->principal.kind) {
    case PAL_PRINCIPAL_PERSON:
        return pal_arena_printf(errand->arena, "person:%s", errand->principal.id);
    case PAL_PRINCIPAL_PASS:
        return pal_arena_printf(errand->arena, "pass:%s", errand->principal.pass->id);
    case PAL_PRINCIPAL_OPERATOR:
        return "operator";
    case PAL_PRINCIPAL_CLOCK:
        return "clock";
    case PAL_PRINCIPAL_STRANGER:
        break;
    }
    return "stranger";
}

enum pal_rc pal_fact_is_own(struct pal_errand *errand, const struct pal_fact_row *row,
                            const struct pal_fact_row *head, bool *is_own)
{
    const char *self = pal_fact_principal(errand);
    if (self == NULL) {
        return pal_errand_explain(errand, PAL_E_MEMORY);
    }
    const char *claim = row->claim != NULL ? row->claim : "";
    *is_own =
        head->turn == 0 || (strcmp(head->principal, self) == 0 && strcmp(head->claim, claim) == 0);
    return PAL_OK;
}
