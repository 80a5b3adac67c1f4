/* dossier_facts - hours of work and outputs that were asked for, as kinds of facts; see
 * fact_kinds.h. */
#include <string.h>

#include "app/house/dossier.h"
#include "app/house/dossier_parts.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "base/date.h"
#include "base/text.h"
#include "base/work.h"

static const struct pal_type type_short = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = PAL_DOSSIER_TITLE};
static const struct pal_type type_minutes = {.kind = PAL_TYPE_INTEGER,
                                             .name = "minutes",
                                             .min = 1,
                                             .max = PAL_DOSSIER_MINUTES,
                                             .is_work = true};
static const enum pal_kind_id subjects[] = {PAL_KIND_PROJECT, PAL_KIND_ASSESSMENT, PAL_KIND_COUNT};
static const struct pal_fact_lane lanes[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};

/* ------------------------------------------------------------------------ hours */

struct hours_doc {
    struct pal_node *step, *date, *minutes, *note;
};
static const struct pal_field hours_fields[] = {
    PAL_FIELD(hours_doc, step, true, &pal_type_id, PAL_N_("Step of the process")),
    PAL_FIELD(hours_doc, date, true, &pal_type_date, PAL_N_("Day of the work")),
    PAL_FIELD(hours_doc, minutes, false, &type_minutes, PAL_N_("Minutes")),
    PAL_FIELD(hours_doc, note, false, &type_short, PAL_N_("Note; why, where it is a correction")),
};
static const struct pal_type type_hours = {.kind = PAL_TYPE_OBJECT,
                                           .name = "hours of work",
                                           .fields = hours_fields,
                                           .field_count = 4,
                                           .slots_size = sizeof(struct hours_doc)};
static const struct pal_fact_state hours_states[] = {
    {"worked", PAL_N_("Worked"), PAL_ROW_AS_SAID},
    {PAL_DOSSIER_WITHDRAWN, PAL_N_("Withdrawn"), PAL_ROW_OF_NOTHING},
};

static bool is_none(const struct pal_fact_row *row)
{
    return strcmp(row->state, pal_fact_none) == 0;
}

/* Work took minutes; whoever corrects or withdraws it says why. */
static enum pal_rc check_hours(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    bool is_worked = strcmp(row->state, "worked") == 0;
    int64_t minutes = pal_fact_number(row, "minutes", 0);
    if (is_none(row)) {
        return PAL_OK;
    }
    if (is_worked && minutes == 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "minutes", "say how many minutes");
    }
    if (head->turn > 0 && !is_none(head) && pal_fact_word(errand, row, "note") == NULL) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "note", "say why the hours are corrected");
    }
    return pal_fact_rows_check_part(errand, row, head);
}

/* "3 h 30 on step visit, 2026-01-02 (before: 4 h on step visit, 2026-01-02)" */
static const char *say_turn(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const char *step = pal_fact_word(errand, row, "step");
    const char *day = pal_fact_word(errand, row, "date");
    char hours[PAL_WORK_TEXT];
    pal_work_write(pal_fact_number(row, "minutes", 0), hours);
    return pal_arena_printf(errand->arena,
                            pal_voice_say(errand->voice, PAL_N_("%s on step %s, %s")), hours,
                            step != NULL ? step : "", day != NULL ? day : "");
}

/* What was taken back, by undoing or by its state, has no body of its own to tell. */
static const char *say_both(struct pal_errand *errand, const struct pal_fact_row *row,
                            const char *(*say)(struct pal_errand *errand,
                                               const struct pal_fact_row *row))
{
    const struct pal_voice *voice = errand->voice;
    bool is_back = is_none(row) || strcmp(row->state, PAL_DOSSIER_WITHDRAWN) == 0;
    const char *now = is_back ? pal_voice_say(voice, PAL_N_("withdrawn")) : say(errand, row);
    struct pal_fact_row before;
    bool has_former = row->turn > 1 && pal_fact_before(errand, row, &before) == PAL_OK &&
                      before.turn > 0 && !is_none(&before);
    const char *then = has_former ? say(errand, &before) : NULL;
    return now != NULL && then != NULL
               ? pal_arena_printf(errand->arena, pal_voice_say(voice, PAL_N_("%s (before: %s)")),
                                  now, then)
               : now;
}

static const char *say_hours(struct pal_errand *errand, const struct pal_fact_row *row,
                             struct pal_fact_saying *saying)
{
    (void)saying;
    return say_both(errand, row, say_turn);
}

const struct pal_fact_kind pal_fact_hours = {
    .id = PAL_HOURS_FACT,
    .title = PAL_N_("Hours of work"),
    .verb = PAL_HOURS_FACT,
    .subjects = subjects,
    .has_own_parts = true,
    .fields = &type_hours,
    .lanes = lanes,
    .lane_count = 1,
    .states = hours_states,
    .state_count = 2,
    .check = check_hours,
    .rows = &pal_tables[PAL_TABLE_HOURS],
    .say = say_hours,
    .no_undo = PAL_N_("hours are not undone: correct or withdraw them, and say why")};

/* ------------------------------------------------------------------- deliveries */

struct delivery_doc {
    struct pal_node *output, *requested, *delivered;
};
static const struct pal_field delivery_fields[] = {
    PAL_FIELD(delivery_doc, output, true, &type_short, PAL_N_("Output")),
    PAL_FIELD(delivery_doc, requested, true, &pal_type_date, PAL_N_("Day of the request")),
    PAL_FIELD(delivery_doc, delivered, false, &pal_type_date, PAL_N_("Day of the delivery")),
};
static const struct pal_type type_delivery = {.kind = PAL_TYPE_OBJECT,
                                              .name = "an output that was asked for",
                                              .fields = delivery_fields,
                                              .field_count = 3,
                                              .slots_size = sizeof(struct delivery_doc)};
static const struct pal_fact_state delivery_states[] = {
    {"asked", PAL_N_("Asked for"), PAL_ROW_AS_SAID},
    {PAL_DOSSIER_WITHDRAWN, PAL_N_("Withdrawn"), PAL_ROW_GONE},
};

static enum pal_rc check_delivery(struct pal_errand *errand, const struct pal_fact_row *row,
                                  const struct pal_fact_row *head)
{
    const char *requested = pal_fact_word(errand, row, "requested");
    const char *delivered = pal_fact_word(errand, row, "delivered");
    if (requested != NULL && delivered != NULL && pal_days_between(requested, delivered) < 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "delivered",
                                  "nothing is delivered (%s) before it is requested (%s)",
                                  delivered, requested);
    }
    return pal_fact_rows_check_part(errand, row, head);
}

static const char *say_output(struct pal_errand *errand, const struct pal_fact_row *row)
{
    const char *output = pal_fact_word(errand, row, "output");
    const char *requested = pal_fact_word(errand, row, "requested");
    const char *delivered = pal_fact_word(errand, row, "delivered");
    if (output == NULL || requested == NULL) {
        return "";
    }
    return delivered != NULL
               ? pal_arena_printf(
                     errand->arena,
                     pal_voice_say(errand->voice, PAL_N_("%s, requested %s, delivered %s")), output,
                     requested, delivered)
               : pal_arena_printf(
                     errand->arena,
                     pal_voice_say(errand->voice, PAL_N_("%s, requested %s, not delivered yet")),
                     output, requested);
}

static const char *say_delivery(struct pal_errand *errand, const struct pal_fact_row *row,
                                struct pal_fact_saying *saying)
{
    (void)saying;
    return say_both(errand, row, say_output);
}

const struct pal_fact_kind pal_fact_delivery = {.id = PAL_DELIVERY_FACT,
                                                .title = PAL_N_("Outputs asked for"),
                                                .verb = PAL_DELIVERY_FACT,
                                                .subjects = subjects,
                                                .has_own_parts = true,
                                                .fields = &type_delivery,
                                                .lanes = lanes,
                                                .lane_count = 1,
                                                .states = delivery_states,
                                                .state_count = 2,
                                                .check = check_delivery,
                                                .rows = &pal_tables[PAL_TABLE_DELIVERIES],
                                                .say = say_delivery};
