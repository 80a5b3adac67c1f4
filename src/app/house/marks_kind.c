/* marks_kind - marks as facts: their fields, lanes and states, and what is wrong by itself; see
 * marks_parts.h. */
#include <jansson.h>
#include <string.h>

#include "app/house/course_parts.h"
#include "app/house/errand.h"
#include "app/house/fact_rows.h"
#include "app/house/facts_parts.h"
#include "app/house/marks.h"
#include "app/house/marks_hand.h"
#include "app/house/marks_parts.h"
#include "base/text.h"

const struct pal_type pal_type_mark = {.kind = PAL_TYPE_CHOICE,
                                       .name = "a mark: N, P, L, F or not applicable",
                                       .choices = pal_rating_ids + PAL_RATING_N,
                                       .choice_count = PAL_RATING_COUNT - PAL_RATING_N};
const struct pal_type pal_type_mark_practices = {.kind = PAL_TYPE_MAP,
                                                 .name = "a mark per practice",
                                                 .map_key = "practice",
                                                 .item = &pal_type_mark};
struct mark_doc {
    struct pal_node *mark, *practices;
};
static const struct pal_field mark_fields[] = {
    PAL_FIELD(mark_doc, mark, false, &pal_type_mark, PAL_N_("The mark")),
    PAL_FIELD(mark_doc, practices, false, &pal_type_mark_practices,
              PAL_N_("Or a mark for each practice, from which that of the step follows")),
};
static const struct pal_type type_body = {.kind = PAL_TYPE_OBJECT,
                                          .name = "a mark of a step",
                                          .fields = mark_fields,
                                          .field_count = 2,
                                          .slots_size = sizeof(struct mark_doc)};
const struct pal_fact_lane pal_mark_fact_lanes[PAL_MARK_LANES] = {
    {"checked", PAL_N_("Checked"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"seen", PAL_N_("Seen in documents"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"claimed", PAL_N_("Claimed by the provider"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"prepared", PAL_N_("Prepared"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"active", PAL_N_("Active"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
};
static const struct pal_fact_state states[] = {
    {"rated", PAL_N_("Rated"), PAL_ROW_AS_SAID},
    {"open", PAL_N_("Taken back"), PAL_ROW_AS_SAID},
    {"written", PAL_N_("As the text says"), PAL_ROW_AS_SAID},
    {PAL_MARK_AGAIN, PAL_N_("To be seen again"), PAL_ROW_AS_SAID}};
enum { STATES = sizeof states / sizeof *states };
static const struct pal_fact_duty duties[] = {{"rated", "rate", true}, {NULL, NULL, false}};
static const enum pal_kind_id subjects[] = {PAL_KIND_ASSESSMENT, PAL_KIND_COUNT};

enum pal_rc pal_mark_check_body(struct pal_errand *errand, const struct pal_fact_row *row,
                                const char *place)
{
    json_t *body = json_loads(row->body, 0, NULL);
    bool has_mark = json_object_get(body, "mark") != NULL;
    bool has_practices = json_object_size(json_object_get(body, "practices")) > 0;
    json_decref(body);
    if (strcmp(row->state, "open") == 0 && (has_mark || has_practices)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "what is taken back has no mark");
    }
    bool is_again = strcmp(row->state, PAL_MARK_AGAIN) == 0;
    return (strcmp(row->state, "rated") == 0 || is_again) && has_mark == has_practices
               ? pal_errand_fail(errand, PAL_E_INVALID,
                                 "%s: give one mark, or a mark for each practice",
                                 pal_quote(place).text)
               : PAL_OK;
}

static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    (void)head;
    if (row->claim != NULL) { /* acts come in the order in which they were done */
        enum pal_rc rc = pal_course_require_draft(errand, row->subject);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    return pal_mark_check_body(errand, row, row->part);
}

/* "PA05/2.1, Checked: F" */
static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    enum pal_mark_lane lane = pal_mark_lane_find(row->lane);
    json_t *body = json_loads(row->body, 0, NULL);
    const char *mark = json_string_value(json_object_get(body, "mark"));
    const char *words = json_object_get(body, "practices") != NULL
                            ? pal_voice_say(errand->voice, PAL_N_("by practices"))
                        : mark != NULL ? mark
                                       : pal_voice_say(errand->voice, PAL_N_("no mark of its own"));
    const char *out = pal_arena_printf(
        errand->arena, "%s, %s: %s", row->part,
        lane < PAL_MARK_LANES ? pal_voice_say(errand->voice, pal_mark_fact_lanes[lane].title)
                              : row->lane,
        words);
    (void)saying;
    json_decref(body);
    return out;
}

const struct pal_fact_kind pal_fact_mark = {.id = PAL_MARK_FACT,
                                            .title = PAL_N_("Marks"),
                                            .verb = "mark",
                                            .subjects = subjects,
                                            .has_named_parts = true,
                                            .fields = &type_body,
                                            .lanes = pal_mark_fact_lanes,
                                            .lane_count = PAL_MARK_LANES,
                                            .states = states,
                                            .state_count = STATES,
                                            .ground = "written",
                                            .ask = pal_marks_ask,
                                            .begin = pal_marks_begin,
                                            .check = check,
                                            .hold = pal_held_said,
                                            .settle = pal_marks_settle,
                                            .say = say,
                                            .duties = duties};
