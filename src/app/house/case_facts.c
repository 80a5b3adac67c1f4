#include "app/house/case_facts.h"

#include <string.h>

#include "app/house/case.h"
#include "app/house/fact_rows.h"
#include "base/text.h"
#include "store/people.h"

struct said_doc {
    struct pal_node *date, *reason;
};
static const struct pal_field said_fields[] = {
    PAL_FIELD(said_doc, date, false, &pal_type_date, PAL_N_("On which day")),
    PAL_FIELD(said_doc, reason, false, &pal_type_text, PAL_N_("Why")),
};
const struct pal_type pal_type_case_said = {.kind = PAL_TYPE_OBJECT,
                                            .name = "what is said of a state",
                                            .fields = said_fields,
                                            .field_count = 2,
                                            .slots_size = sizeof(struct said_doc)};
const struct pal_fact_lane pal_case_lanes[1] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_EDIT_PROJECT, PAL_AUDIENCE_PROJECT}};
const char pal_case_no_undo[] =
    PAL_N_("a state is not undone: say which one holds now, and why where that is asked");

struct pal_case_said pal_case_said_in(struct pal_errand *errand, const char *body)
{
    const struct pal_fact_row row = {.body = body};
    return (struct pal_case_said){pal_fact_word(errand, &row, "date"),
                                  pal_fact_word(errand, &row, "reason")};
}

enum pal_rc pal_case_hold_fact(struct pal_errand *errand, const struct pal_case_asked *asked,
                               const struct pal_case_held *held, const struct pal_fact_row *row)
{
    const struct pal_case_said said = pal_case_said_in(errand, row->body);
    struct pal_case_asked now = *asked;
    unsigned to = pal_case_find_state(asked->thing, row->state);
    bool is_again = to == asked->state && held->is_said;
    bool is_reason = said.reason != NULL &&
                     (is_again || held->reason == NULL || strcmp(held->reason, said.reason) != 0);
    now.given = (said.date != NULL ? PAL_ASK_BIT(PAL_ASK_DATE) : 0) |
                (is_reason ? PAL_ASK_BIT(PAL_ASK_REASON) : 0);
    if (to == PAL_CASE_NOT_THERE) { /* an undo, which these kinds do not have */
        return pal_errand_fail(errand, PAL_E_INVALID, "%s",
                               pal_voice_say(errand->voice, pal_case_no_undo));
    }
    const struct pal_case_answer answer =
        is_again ? pal_case_again(&now) : pal_case_follow(&now, to);
    enum pal_rc rc = pal_case_refuse(errand, &answer, row->part[0] != '\0' ? row->part : NULL);
    if (rc != PAL_OK) {
        bool lacks_reason = answer.says == PAL_CASE_ASKS && !is_reason &&
                            (answer.row->asks & PAL_ASK_BIT(PAL_ASK_REASON)) != 0;
        return pal_errand_at(errand, rc, lacks_reason ? "reason" : NULL);
    }
    return pal_fact_is_to_come(errand, said.date)
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "date",
                                    "that day is still to come, and this says what has happened")
               : PAL_OK;
}

enum pal_rc pal_case_check_apart(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head, pal_case_checking *within)
{
    struct pal_arena scratch;
    struct pal_arena *arena = errand->arena;
    if (row->claim != NULL) {
        return PAL_OK;
    }
    pal_arena_init(&scratch, arena->alloc);
    errand->arena = &scratch;
    enum pal_rc rc = within(errand, row, head);
    const char *field = rc != PAL_OK ? errand->err.field : NULL;
    errand->arena = arena;
    if (field != NULL) { /* it may stand in what goes now */
        errand->err.field = pal_arena_copy(arena, field, strlen(field));
    }
    pal_arena_done(&scratch);
    return rc;
}

const char *pal_case_who(struct pal_errand *errand, const struct pal_fact_row *row)
{
    bool is_claim = row->claim != NULL && row->claim[0] != '\0';
    const char *who = is_claim ? row->claim : row->principal;
    const char *name = NULL;
    if (strncmp(who, "person:", 7) == 0) {
        const char *id = who + 7;
        return pal_person_names(errand->db, &id, 1, errand->arena, &name) == PAL_OK && name != NULL
                   ? name
                   : id;
    }
    return pal_voice_say(errand->voice,
                         strncmp(who, "pass:", 5) == 0 ? PAL_N_("a link") : PAL_N_("the operator"));
}

static const char *say_reason(struct pal_errand *errand, const char *words, const char *reason)
{
    return words != NULL && reason != NULL
               ? pal_arena_printf(errand->arena, "%s: %s", words, reason)
               : words;
}

const char *pal_case_say(struct pal_errand *errand, enum pal_case_thing thing,
                         const struct pal_fact_row *row)
{
    const struct pal_case_said said = pal_case_said_in(errand, row->body);
    const struct pal_voice *voice = errand->voice;
    const char *state = pal_voice_say(
        voice, pal_case_tables[thing].states[pal_case_find_state(thing, row->state)].title);
    const char *who = pal_case_who(errand, row);
    bool is_stage = thing == PAL_CASE_STAGE;
    if (thing == PAL_CASE_ASSESSMENT) {
        const char *words = pal_arena_printf(
            errand->arena, pal_voice_say(voice, PAL_N_("the assessment is: %s, said by %s")), state,
            who);
        return say_reason(errand, words, said.reason);
    }
    const char *words =
        said.date != NULL
            ? pal_arena_printf(
                  errand->arena,
                  pal_voice_say(voice, is_stage ? PAL_N_("step %s %s on %s by %s")
                                                : PAL_N_("candidate %s %s on %s, said by %s")),
                  row->part, state, said.date, who)
            : pal_arena_printf(errand->arena,
                               pal_voice_say(voice, is_stage
                                                        ? PAL_N_("step %s %s, said by %s")
                                                        : PAL_N_("candidate %s %s, said by %s")),
                               row->part, state, who);
    return say_reason(errand, words, said.reason);
}
