/* visit_facts - the kinds of facts of a visit: when it is, what of the agenda was changed, a note
 * on a day. See visit.h. */
#include <string.h>

#include "app/house/answer_marks_parts.h"
#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/procedures.h"
#include "app/house/shelf.h"
#include "app/house/visit_parts.h"
#include "base/date.h"
#include "base/text.h"

enum { LINE_MOST = 500, ROLE_MOST = 200, TEXT_MOST = 8000 };

static const struct pal_type type_line = {
    .kind = PAL_TYPE_TEXT, .name = "a line", .max = LINE_MOST};
static const struct pal_type type_role = {
    .kind = PAL_TYPE_TEXT, .name = "a role", .max = ROLE_MOST};
static const struct pal_type type_text = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = TEXT_MOST};
static const enum pal_kind_id subjects[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};

static bool is_none(const struct pal_fact_row *row)
{
    return strcmp(row->state, pal_fact_none) == 0;
}

/* A provider is visited, once their answers may be looked at and as long as the project goes on. */
static enum pal_rc open_to_visit(struct pal_errand *errand, const char *id, struct pal_sending *out)
{
    enum pal_rc rc = pal_answers_open(errand, id, out);
    if (rc == PAL_OK && out->to != PAL_ACTOR_PROVIDER) {
        rc = pal_errand_fail(errand, PAL_E_INVALID,
                             "a provider is visited: this questionnaire was sent to somebody else");
    }
    return rc == PAL_OK && pal_case_holds(&out->facts, PAL_FACT_CLOSED)
               ? pal_errand_fail(
                     errand, PAL_E_INVALID, "%s",
                     pal_voice_say(errand->voice, pal_case_fact_words[PAL_FACT_CLOSED].bars))
               : rc;
}

/* ------------------------------------------------------------------------- visit */

struct visit_doc {
    struct pal_node *from, *to, *places, *with, *note;
};
static const struct pal_field visit_fields[] = {
    PAL_FIELD(visit_doc, from, true, &pal_type_date, PAL_N_("First day")),
    PAL_FIELD(visit_doc, to, false, &pal_type_date, PAL_N_("Last day")),
    PAL_FIELD(visit_doc, places, true, &type_line, PAL_N_("Which places are visited")),
    PAL_FIELD(visit_doc, with, false, &type_line, PAL_N_("Who goes: roles")),
    PAL_FIELD(visit_doc, note, false, &type_text, PAL_N_("What else there is to say")),
};
static const struct pal_type type_visit = {.kind = PAL_TYPE_OBJECT,
                                           .name = "a visit",
                                           .fields = visit_fields,
                                           .field_count = 5,
                                           .slots_size = sizeof(struct visit_doc)};
static const struct pal_fact_state visit_states[] = {
    {"planned", PAL_N_("planned"), PAL_ROW_AS_SAID},
    {"held", PAL_N_("held"), PAL_ROW_AS_SAID},
    {"cancelled", PAL_N_("cancelled"), PAL_ROW_AS_SAID}};

static enum pal_rc check_days(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const char *from = pal_fact_word(errand, row, "from");
    const char *to = pal_fact_word(errand, row, "to");
    if (to != NULL && pal_days_between(from, to) < 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "to",
                                  "the last day of a visit is not before its first");
    }
    return strcmp(row->state, "held") == 0 && pal_fact_is_to_come(errand, from)
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "from",
                                    "that day is still to come: a visit is held once it has begun")
               : PAL_OK;
}

static enum pal_rc check_visit_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                      const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = open_to_visit(errand, row->subject, &sending);
    if (rc == PAL_OK && sending.to == PAL_ACTOR_PROVIDER && strcmp(row->state, "cancelled") != 0) {
        rc = pal_procedure_require(errand, sending.project, PAL_TENDER_VISIT);
    }
    return rc == PAL_OK && !is_none(row) ? check_days(errand, row) : rc;
}

static enum pal_rc check_visit(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_visit_within);
}

/* "visit from 2026-03-17 on, Lille: planned, said by Eva Expert" */
static const char *say_visit(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_saying *saying)
{
    (void)saying;
    const char *from = pal_fact_word(errand, row, "from");
    const char *places = pal_fact_word(errand, row, "places");
    const struct pal_fact_state *state = pal_fact_state_find(&pal_fact_visit, row->state);
    const char *title = state != NULL ? pal_voice_say(errand->voice, state->title) : row->state;
    return from != NULL && places != NULL
               ? pal_arena_printf(
                     errand->arena,
                     pal_voice_say(errand->voice, PAL_N_("visit from %s on, %s: %s, said by %s")),
                     from, places, title, pal_case_who(errand, row))
               : title;
}

const struct pal_fact_kind pal_fact_visit = {.id = PAL_VISIT_FACT,
                                             .title = PAL_N_("Visits"),
                                             .verb = PAL_VISIT_FACT,
                                             .subjects = subjects,
                                             .has_own_parts = true,
                                             .has_own_page = true,
                                             .fields = &type_visit,
                                             .lanes = lanes,
                                             .lane_count = 1,
                                             .states = visit_states,
                                             .state_count = 3,
                                             .check = check_visit,
                                             .say = say_visit};

/* ------------------------------------------------------------------------ agenda */

struct item_doc {
    struct pal_node *who;
};
static const struct pal_field item_fields[] = {
    PAL_FIELD(item_doc, who, false, &type_role, PAL_N_("Whom one meets for it: the role")),
};
static const struct pal_type type_item = {.kind = PAL_TYPE_OBJECT,
                                          .name = "what is said of an item of the agenda",
                                          .fields = item_fields,
                                          .field_count = 1,
                                          .slots_size = sizeof(struct item_doc)};
static const struct pal_fact_state item_states[] = {
    {"chosen", PAL_N_("on the agenda"), PAL_ROW_AS_SAID},
    {"left_out", PAL_N_("not on the agenda"), PAL_ROW_AS_SAID}};

static const struct pal_question *guide_question(const struct pal_questionnaire *of,
                                                 const char *practice)
{
    for (size_t i = 0; i < of->guide_count; i++) {
        const char *id = of->guide[i].id;
        size_t at = 0;
        while (id[at] != '\0' &&
               (id[at] == practice[at] || (id[at] == ' ' && practice[at] == '_'))) {
            at++;
        }
        if (id[at] == '\0' && practice[at] == '\0') {
            return &of->guide[i];
        }
    }
    return NULL;
}

const struct pal_question *pal_visit_question_of(const struct pal_questionnaire *questionnaire,
                                                 const char *item, bool *of_areas)
{
    const size_t guide = strlen(PAL_ANSWER_GUIDE);
    *of_areas = false;
    if (strncmp(item, PAL_ANSWER_GUIDE, guide) != 0) {
        int at = pal_questionnaire_find(questionnaire, item);
        return at >= 0 ? &questionnaire->questions[at] : NULL;
    }
    const char *area = item + guide;
    const char *behind = strchr(area, '/');
    if (behind == NULL) {
        *of_areas = true;
        return guide_question(questionnaire, area);
    }
    for (size_t i = 0; i < questionnaire->model->area_count; i++) {
        const char *id = questionnaire->model->areas[i].id;
        if (strlen(id) == (size_t)(behind - area) && strncmp(id, area, strlen(id)) == 0) {
            return guide_question(questionnaire, behind + 1);
        }
    }
    return NULL;
}

static enum pal_rc check_item_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    struct pal_app app;
    const struct pal_questionnaire *of = NULL;
    bool of_areas = false;
    enum pal_rc rc = open_to_visit(errand, row->subject, &sending);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_app_init_in(&app, errand->arena->alloc);
    pal_house_use(errand, &app);
    rc = pal_sending_questionnaire(errand, &app, &sending, &of);
    if (rc == PAL_OK && pal_visit_question_of(of, row->part, &of_areas) == NULL) {
        rc = pal_errand_fail(errand, PAL_E_INVALID, "%s is no question of this questionnaire",
                             pal_quote(row->part).text);
    }
    pal_app_done(&app);
    return rc;
}

static enum pal_rc check_item(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_item_within);
}

static const char *say_item(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_saying *saying)
{
    (void)saying;
    const struct pal_fact_state *state = pal_fact_state_find(&pal_fact_visit_item, row->state);
    return pal_arena_printf(
        errand->arena, pal_voice_say(errand->voice, PAL_N_("question %s: %s, said by %s")),
        row->part, state != NULL ? pal_voice_say(errand->voice, state->title) : row->state,
        pal_case_who(errand, row));
}

const struct pal_fact_kind pal_fact_visit_item = {.id = PAL_VISIT_ITEM_FACT,
                                                  .title = PAL_N_("Agenda of the visit"),
                                                  .verb = PAL_VISIT_ITEM_FACT,
                                                  .subjects = subjects,
                                                  .has_named_parts = true,
                                                  .has_own_page = true,
                                                  .fields = &type_item,
                                                  .lanes = lanes,
                                                  .lane_count = 1,
                                                  .states = item_states,
                                                  .state_count = 2,
                                                  .check = check_item,
                                                  .say = say_item};

/* -------------------------------------------------------------------------- note */

struct note_doc {
    struct pal_node *text;
};
static const struct pal_field note_fields[] = {
    PAL_FIELD(note_doc, text, false, &type_text, PAL_N_("What there is to say of the day")),
};
static const struct pal_type type_note = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a note on a day",
                                          .fields = note_fields,
                                          .field_count = 1,
                                          .slots_size = sizeof(struct note_doc)};
static const struct pal_fact_state note_states[] = {
    {"said", PAL_N_("Said"), PAL_ROW_AS_SAID}, {"withdrawn", PAL_N_("Withdrawn"), PAL_ROW_AS_SAID}};

static enum pal_rc check_note_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                     const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = open_to_visit(errand, row->subject, &sending);
    if (rc == PAL_OK && !pal_date_check(row->part)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "day",
                                  "%s is no day; write it as 2026-03-17",
                                  pal_quote(row->part).text);
    }
    if (rc == PAL_OK && pal_fact_is_to_come(errand, row->part)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "day",
                                  "that day is still to come, and this says what has happened");
    }
    return rc == PAL_OK && strcmp(row->state, "said") == 0 &&
                   pal_is_blank(pal_fact_word(errand, row, "text"))
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "text", "say what there is to say")
               : rc;
}

static enum pal_rc check_note(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_note_within);
}

static const char *say_note(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_saying *saying)
{
    (void)saying;
    const char *text = pal_fact_word(errand, row, "text");
    return pal_arena_printf(errand->arena, "%s: %s", row->part,
                            text != NULL ? text
                                         : pal_voice_say(errand->voice, PAL_N_("withdrawn")));
}

const struct pal_fact_kind pal_fact_visit_note = {.id = PAL_VISIT_NOTE_FACT,
                                                  .title = PAL_N_("Notes on the visit"),
                                                  .verb = PAL_VISIT_NOTE_FACT,
                                                  .subjects = subjects,
                                                  .has_named_parts = true,
                                                  .has_own_page = true,
                                                  .fields = &type_note,
                                                  .lanes = lanes,
                                                  .lane_count = 1,
                                                  .states = note_states,
                                                  .state_count = 2,
                                                  .check = check_note,
                                                  .say = say_note};
