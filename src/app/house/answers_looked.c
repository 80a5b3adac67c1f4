/* answers_looked - when somebody has looked at all answers to a questionnaire that was sent: what
 * was submitted since is new to them. See looking.h. */
#include <string.h>

#include "app/house/case_facts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/looking_parts.h"
#include "app/house/sending_parts.h"
#include "app/house/tenders_parts.h"

const char *pal_looked_self(const struct pal_errand *errand)
{
    bool is_person = errand->principal.kind == PAL_PRINCIPAL_PERSON;
    return is_person && errand->principal.id != NULL ? errand->principal.id : "";
}

/* Each says so of themselves, once there is something to look at. */
static enum pal_rc check_within(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    (void)head;
    struct pal_sending sending;
    enum pal_rc rc = pal_errand_explain(errand, pal_sending_find(errand, row->subject, &sending));
    if (rc == PAL_OK && sending.is_sealed) {
        return pal_tender_refuse_sealed(errand, sending.project);
    }
    bool is_self = row->part[0] != '\0' && strcmp(row->part, pal_looked_self(errand)) == 0;
    return rc == PAL_OK && !is_self
               ? pal_errand_fail(errand, PAL_E_DENIED,
                                 "who has looked at the answers says so of themselves")
               : rc;
}

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    return pal_case_check_apart(errand, row, head, check_within);
}

static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    (void)saying;
    return pal_arena_printf(
        errand->arena, pal_voice_say(errand->voice, PAL_N_("the answers were looked at by %s")),
        pal_case_who(errand, row));
}

static const struct pal_type type_nothing = {.kind = PAL_TYPE_OBJECT, .name = "nothing"};
static const enum pal_kind_id subjects[] = {PAL_KIND_SENDING, PAL_KIND_COUNT};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_READ_PROJECT, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state states[] = {{"looked", PAL_N_("looked at"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_answers_looked = {.id = PAL_LOOKED_FACT,
                                                      .title =
                                                          PAL_N_("Who has looked at the answers"),
                                                      .verb = "look-at-answers",
                                                      .subjects = subjects,
                                                      .has_named_parts = true,
                                                      .has_own_page = true,
                                                      .fields = &type_nothing,
                                                      .lanes = lanes,
                                                      .lane_count = 1,
                                                      .states = states,
                                                      .state_count = 1,
                                                      .check = check,
                                                      .say = say};

enum pal_rc pal_looked_say(struct pal_errand *errand, const char *sending, const char *act,
                           int64_t turn, struct pal_act_done *out)
{
    const struct pal_fact_wish fact = {.kind = PAL_LOOKED_FACT,
                                       .subject_kind = PAL_SENDING_KIND,
                                       .subject = sending,
                                       .part = pal_looked_self(errand),
                                       .lane = "",
                                       .seen_turn = turn,
                                       .state = "looked"};
    const struct pal_act_wish wish = {.id = act, .facts = &fact, .count = 1};
    return pal_facts_act(errand, &wish, out);
}
