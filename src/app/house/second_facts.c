/* second_facts - the kinds of facts of a second reading; see second_parts.h. */
#include <jansson.h>
#include <string.h>

#include "app/house/course_parts.h"
#include "app/house/facts_parts.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/second_parts.h"
#include "base/text.h"
#include "core/case/rights.h"
#include "store/people.h"
#include "store/records.h"

/* ------------------------------------------------------------------------ parts */

const char *pal_second_reader_of(struct pal_errand *errand, const char *part)
{
    return pal_arena_copy(errand->arena, part, strcspn(part, "/"));
}

const char *pal_second_place_of(const char *part)
{
    const char *slash = strchr(part, '/');
    return slash != NULL ? slash + 1 : "";
}

/* What an import tells was so elsewhere. */
static bool is_brought(const struct pal_fact_row *row)
{
    return row->claim != NULL && row->claim[0] != '\0';
}

static bool is_self(const struct pal_errand *errand, const char *person)
{
    return errand->principal.kind == PAL_PRINCIPAL_PERSON &&
           strcmp(errand->principal.id, person) == 0;
}

/* ------------------------------------------------------------------- what there is */

enum pal_rc pal_second_heads(struct pal_errand *errand, const char *assessment,
                             struct pal_fact_row **out, size_t *count)
{
    return pal_errand_explain(errand, pal_heads_brief(errand->db, pal_fact_second.id, "assessment",
                                                      assessment, errand->arena, out, count));
}

enum pal_rc pal_second_opened(struct pal_errand *errand, const char *assessment,
                              const char *out[PAL_AUDIENCE_OPENED], size_t *count)
{
    struct pal_fact_row *heads = NULL;
    size_t found = 0;
    *count = 0;
    enum pal_rc rc = pal_second_heads(errand, assessment, &heads, &found);
    for (size_t i = 0; i < found && *count < PAL_AUDIENCE_OPENED; i++) {
        if (strcmp(heads[i].state, PAL_SECOND_ENDED) == 0) {
            out[(*count)++] = heads[i].part;
        }
    }
    return rc;
}

enum pal_rc pal_second_has_marked(struct pal_errand *errand, const char *assessment,
                                  const char *person, bool *out)
{
    const char *const kinds[] = {pal_fact_mark.id, pal_fact_reason.id};
    struct pal_fact_row wanted = {.subject_kind = "assessment",
                                  .subject = assessment,
                                  .principal =
                                      pal_arena_printf(errand->arena, "person:%s", person)};
    enum pal_rc rc = wanted.principal != NULL
                         ? pal_version_is_by(errand->db, "assessment", assessment, person, out)
                         : PAL_E_MEMORY;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && rc == PAL_OK && !*out; i++) {
        wanted.kind = kinds[i];
        rc = pal_facts_any_by(errand->db, &wanted, out);
    }
    return pal_errand_explain(errand, rc);
}

enum pal_rc pal_second_may_assess(struct pal_errand *errand, const char *project,
                                  const char *person, bool *out)
{
    const char *const places[] = {project, PAL_EVERYWHERE};
    struct pal_grant *grants = NULL;
    size_t count = 0;
    enum pal_rc rc = PAL_OK;
    *out = false;
    for (size_t i = 0; i < 2 && rc == PAL_OK; i++) {
        rc = pal_grant_list(errand->db, person, places[i], errand->arena, &grants, &count);
        for (size_t j = 0; j < count && rc == PAL_OK; j++) {
            enum pal_role role = pal_role_find(grants[j].role);
            *out = *out || (role < PAL_ROLE_COUNT && pal_role_may(role, PAL_MAY_ASSESS));
        }
    }
    return pal_errand_explain(errand, rc);
}

/* The last that was said of a reader's reading; turn 0: nothing. */
static enum pal_rc find_reading(struct pal_errand *errand, const struct pal_fact_row *row,
                                const char *reader, struct pal_fact_row *out)
{
    const struct pal_fact_row value = {.kind = pal_fact_second.id,
                                       .subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .part = reader,
                                       .lane = ""};
    return reader != NULL ? pal_errand_explain(errand, pal_fact_head(errand, &value, out))
                          : pal_errand_explain(errand, PAL_E_MEMORY);
}

static bool is_in(const struct pal_fact_row *reading, const char *state)
{
    return reading->turn > 0 && strcmp(reading->state, state) == 0;
}

/* ---------------------------------------------------------------------- the reading */

static const struct pal_type type_reason = {
    .kind = PAL_TYPE_TEXT, .name = "a text", .max = PAL_REASON_MOST};
struct reading_doc {
    struct pal_node *reason;
};
static const struct pal_field reading_fields[] = {
    PAL_FIELD(reading_doc, reason, false, &type_reason, PAL_N_("Why")),
};
static const struct pal_type type_reading = {.kind = PAL_TYPE_OBJECT,
                                             .name = "a second reading",
                                             .fields = reading_fields,
                                             .field_count = 1,
                                             .slots_size = sizeof(struct reading_doc)};

/* Nobody reads it now, and nobody has read it to the end. */
static enum pal_rc check_none_runs(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row *heads = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_second_heads(errand, row->subject, &heads, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        if (strcmp(heads[i].state, PAL_SECOND_GIVEN_UP) != 0) {
            rc = pal_errand_fail(errand, PAL_E_CONFLICT,
                                 "this assessment is read independently already, or was");
        }
    }
    return rc;
}

static enum pal_rc check_begin(struct pal_errand *errand, const struct pal_fact_row *row,
                               const struct pal_fact_row *head)
{
    bool may = false;
    bool has_marked = false;
    if (is_self(errand, row->part)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "reader",
                                  "a second reading is somebody else's: ask another expert");
    }
    if (head->turn > 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "reader",
                                  "this person has read it before and may have seen the marks "
                                  "since: ask another expert");
    }
    enum pal_rc rc = check_none_runs(errand, row);
    rc = rc == PAL_OK ? pal_second_may_assess(errand, row->project, row->part, &may) : rc;
    if (rc == PAL_OK && !may) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "reader",
                                  "whoever reads it must be an expert of the project");
    }
    rc = rc == PAL_OK ? pal_second_has_marked(errand, row->subject, row->part, &has_marked) : rc;
    return rc == PAL_OK && has_marked
               ? pal_errand_fail_at(errand, PAL_E_INVALID, "reader",
                                    "this person has marked steps of it, or written its text: "
                                    "whoever reads it independently has done neither")
               : rc;
}

static enum pal_rc check_give_up(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head)
{
    json_t *body = json_loads(row->body, 0, NULL);
    const char *reason = json_string_value(json_object_get(body, "reason"));
    bool has_reason = reason != NULL && !pal_is_blank(reason);
    json_decref(body);
    if (!is_in(head, PAL_SECOND_BEGUN)) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "there is no second reading of this person to give up");
    }
    return has_reason ? PAL_OK
                      : pal_errand_fail_at(errand, PAL_E_INVALID, "reason",
                                           "say why the second reading is given up");
}

static enum pal_rc check_reading(struct pal_errand *errand, const struct pal_fact_row *row,
                                 const struct pal_fact_row *head)
{
    if (is_brought(row)) {
        return PAL_OK; /* it was so elsewhere */
    }
    if (strchr(row->part, '/') != NULL || strlen(row->part) > PAL_AUDIENCE_WHO) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "reader", "%s is no person's id",
                                  pal_quote(row->part).text);
    }
    if (strcmp(row->state, PAL_SECOND_BEGUN) == 0) {
        return check_begin(errand, row, head);
    }
    return strcmp(row->state, PAL_SECOND_GIVEN_UP) == 0
               ? check_give_up(errand, row, head)
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "a second reading ends when both sides say that they are done");
}

static const struct pal_fact_lane lanes_plain[] = {
    {"", PAL_N_("Everybody who may read this"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};
static const enum pal_kind_id subjects[] = {PAL_KIND_ASSESSMENT, PAL_KIND_COUNT};
static const char no_undo[] = PAL_N_("what was seen cannot be unseen: a second reading is not "
                                     "undone, it is given up, with a reason");
static const struct pal_fact_state reading_states[] = {
    {PAL_SECOND_BEGUN, PAL_N_("under way"), PAL_ROW_AS_SAID},
    {PAL_SECOND_GIVEN_UP, PAL_N_("given up"), PAL_ROW_AS_SAID},
    {PAL_SECOND_ENDED, PAL_N_("open"), PAL_ROW_AS_SAID}};

const struct pal_fact_kind pal_fact_second = {.id = "second-reading",
                                              .title = PAL_N_("Second reading"),
                                              .verb = "read twice",
                                              .subjects = subjects,
                                              .has_named_parts = true,
                                              .has_own_page = true,
                                              .fields = &type_reading,
                                              .lanes = lanes_plain,
                                              .lane_count = 1,
                                              .states = reading_states,
                                              .state_count = 3,
                                              .check = check_reading,
                                              .no_undo = no_undo,
                                              .is_of_second = true};

/* --------------------------------------------------------------------------- done */

static const struct pal_type type_nothing = {.kind = PAL_TYPE_OBJECT, .name = "nothing"};

static bool is_first_side(const struct pal_fact_row *row)
{
    return strcmp(pal_second_place_of(row->part), "first") == 0;
}

static enum pal_rc check_done(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    struct pal_fact_row reading;
    const char *reader = pal_second_reader_of(errand, row->part);
    bool is_first = is_first_side(row);
    (void)head;
    if (is_brought(row)) {
        return PAL_OK;
    }
    if (!is_first && strcmp(pal_second_place_of(row->part), "second") != 0) {
        return pal_errand_fail(errand, PAL_E_INVALID, "say which side is done: first or second");
    }
    enum pal_rc rc = find_reading(errand, row, reader, &reading);
    if (rc == PAL_OK && !is_in(&reading, PAL_SECOND_BEGUN)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "no second reading is under way here");
    }
    if (rc == PAL_OK && is_first && is_self(errand, reader)) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "whoever reads it independently does not speak for the other side");
    }
    if (rc == PAL_OK && !is_first && !is_self(errand, reader)) {
        return pal_errand_fail(errand, PAL_E_DENIED,
                               "that is said by nobody but whoever reads it independently");
    }
    return rc;
}

/* Once both are done the reading is open, and stays so. */
static enum pal_rc settle_done(struct pal_errand *errand, const struct pal_fact_row *row)
{
    static const char *const sides[] = {"first", "second"};
    struct pal_fact_row reading;
    if (row->part == NULL || is_brought(row)) {
        return PAL_OK; /* an import brings what followed, too */
    }
    const char *reader = pal_second_reader_of(errand, row->part);
    enum pal_rc rc = find_reading(errand, row, reader, &reading);
    bool is_due = rc == PAL_OK && is_in(&reading, PAL_SECOND_BEGUN);
    for (size_t i = 0; i < 2 && is_due && rc == PAL_OK; i++) {
        struct pal_fact_row head;
        const struct pal_fact_row value = {
            .kind = pal_fact_second_done.id,
            .subject_kind = row->subject_kind,
            .subject = row->subject,
            .part = pal_arena_printf(errand->arena, "%s/%s", reader, sides[i]),
            .lane = ""};
        rc = value.part != NULL ? pal_fact_head(errand, &value, &head) : PAL_E_MEMORY;
        is_due = rc == PAL_OK && is_in(&head, PAL_SECOND_DONE);
    }
    const struct pal_fact_wish wish = {.kind = pal_fact_second.id,
                                       .subject_kind = row->subject_kind,
                                       .subject = row->subject,
                                       .part = reader,
                                       .lane = "",
                                       .state = PAL_SECOND_ENDED};
    return rc == PAL_OK && is_due ? pal_facts_say_within(errand, &wish)
                                  : pal_errand_explain(errand, rc);
}

static const struct pal_fact_state done_states[] = {
    {PAL_SECOND_DONE, PAL_N_("done"), PAL_ROW_AS_SAID},
    {"not-yet", PAL_N_("not yet done"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_second_done = {.id = "second-done",
                                                   .title = PAL_N_("Done with a second reading"),
                                                   .verb = "read twice",
                                                   .subjects = subjects,
                                                   .has_named_parts = true,
                                                   .has_own_page = true,
                                                   .fields = &type_nothing,
                                                   .lanes = lanes_plain,
                                                   .lane_count = 1,
                                                   .states = done_states,
                                                   .state_count = 2,
                                                   .check = check_done,
                                                   .settle = settle_done,
                                                   .no_undo = no_undo,
                                                   .is_of_second = true};

/* --------------------------------------------------------------------------- marks */

struct mark_doc {
    struct pal_node *mark, *practices, *reason;
};
static const struct pal_field mark_fields[] = {
    PAL_FIELD(mark_doc, mark, false, &pal_type_mark, PAL_N_("The mark")),
    PAL_FIELD(mark_doc, practices, false, &pal_type_mark_practices,
              PAL_N_("Or a mark for each practice, from which that of the step follows")),
    PAL_FIELD(mark_doc, reason, false, &type_reason, PAL_N_("Why it is marked so")),
};
static const struct pal_type type_mark_body = {.kind = PAL_TYPE_OBJECT,
                                               .name = "a mark of a second reading",
                                               .fields = mark_fields,
                                               .field_count = 3,
                                               .slots_size = sizeof(struct mark_doc)};

static enum pal_rc check_places(struct pal_errand *errand, const struct pal_fact_row *rows,
                                size_t count, int64_t seen_version)
{
    const char **parts = PAL_NEW(errand->arena, const char *, count);
    (void)seen_version;
    for (size_t i = 0; i < count && parts != NULL; i++) {
        parts[i] = pal_second_place_of(rows[i].part);
    }
    return parts != NULL ? pal_marks_check_places(errand, rows->subject, parts, count)
                         : pal_errand_explain(errand, PAL_E_MEMORY);
}

/* Whoever is not the reader hears nothing of what stands there, not even which turn it has. */
static enum pal_rc begin_mark(struct pal_errand *errand, const struct pal_fact_row *rows,
                              size_t count, int64_t seen_version)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_self(errand, pal_second_reader_of(errand, rows[i].part))) {
            return pal_errand_fail(errand, PAL_E_DENIED,
                                   "these marks are of whoever reads it independently");
        }
    }
    return check_places(errand, rows, count, seen_version);
}

/* They are the reader's alone, while the reading is under way. */
static enum pal_rc check_mark(struct pal_errand *errand, const struct pal_fact_row *row,
                              const struct pal_fact_row *head)
{
    struct pal_fact_row reading;
    const char *reader = pal_second_reader_of(errand, row->part);
    (void)head;
    if (!is_brought(row)) {
        enum pal_rc rc = find_reading(errand, row, reader, &reading);
        if (rc != PAL_OK) {
            return rc;
        }
        if (!is_self(errand, reader)) {
            return pal_errand_fail(errand, PAL_E_DENIED,
                                   "these marks are of whoever reads it independently");
        }
        if (!is_in(&reading, PAL_SECOND_BEGUN)) {
            return pal_errand_fail(errand, PAL_E_INVALID,
                                   "your second reading is not under way (any more): its marks "
                                   "stay as they are");
        }
    }
    return pal_mark_check_body(errand, row, pal_second_place_of(row->part));
}

/* "PA05/2.1, Checked: F" */
static const char *say_mark(struct pal_errand *errand, const struct pal_fact_row *row,
                            struct pal_fact_saying *saying)
{
    json_t *body = json_loads(row->body, 0, NULL);
    const char *mark = json_string_value(json_object_get(body, "mark"));
    const char *words = json_object_get(body, "practices") != NULL
                            ? pal_voice_say(errand->voice, PAL_N_("by practices"))
                        : mark != NULL ? mark
                                       : pal_voice_say(errand->voice, PAL_N_("no mark of its own"));
    enum pal_mark_lane lane = pal_mark_lane_find(row->lane);
    const char *out = pal_arena_printf(
        errand->arena, "%s, %s: %s", pal_second_place_of(row->part),
        lane < PAL_MARK_LANES ? pal_voice_say(errand->voice, pal_mark_fact_lanes[lane].title)
                              : row->lane,
        words);
    (void)saying;
    json_decref(body);
    return out;
}

static const struct pal_fact_lane lanes_mark[] = {
    {"checked", PAL_N_("Checked"), PAL_MAY_ASSESS, PAL_AUDIENCE_SECOND},
    {"seen", PAL_N_("Seen in documents"), PAL_MAY_ASSESS, PAL_AUDIENCE_SECOND},
    {"claimed", PAL_N_("Claimed by the provider"), PAL_MAY_ASSESS, PAL_AUDIENCE_SECOND}};
static const struct pal_fact_state mark_states[] = {
    {"rated", PAL_N_("Rated"), PAL_ROW_AS_SAID}, {"open", PAL_N_("Taken back"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_second_mark = {.id = "second-mark",
                                                   .title = PAL_N_("Marks of a second reading"),
                                                   .verb = "mark independently",
                                                   .subjects = subjects,
                                                   .has_named_parts = true,
                                                   .has_own_page = true,
                                                   .fields = &type_mark_body,
                                                   .lanes = lanes_mark,
                                                   .lane_count = 3,
                                                   .states = mark_states,
                                                   .state_count = 2,
                                                   .begin = begin_mark,
                                                   .check = check_mark,
                                                   .say = say_mark,
                                                   .is_of_second = true};

/* -------------------------------------------------------------------------- agreed */

static const char *const choices[] = {"first", "second", "other"};
static const struct pal_type type_choice = {.kind = PAL_TYPE_CHOICE,
                                            .name = "first, second or other",
                                            .choices = choices,
                                            .choice_count = 3};
struct agreed_doc {
    struct pal_node *take, *reason;
};
static const struct pal_field agreed_fields[] = {
    PAL_FIELD(agreed_doc, take, true, &type_choice, PAL_N_("Whose mark holds")),
    PAL_FIELD(agreed_doc, reason, true, &type_reason, PAL_N_("Why")),
};
static const struct pal_type type_agreed = {.kind = PAL_TYPE_OBJECT,
                                            .name = "how a difference was settled",
                                            .fields = agreed_fields,
                                            .field_count = 2,
                                            .slots_size = sizeof(struct agreed_doc)};

/* The second side has marked the step: else there is nothing to agree. */
static enum pal_rc check_marked(struct pal_errand *errand, const struct pal_fact_row *row)
{
    struct pal_fact_row value = *row;
    struct pal_fact_row head;
    value.kind = pal_fact_second_mark.id;
    enum pal_rc rc = pal_errand_explain(errand, pal_fact_head(errand, &value, &head));
    return rc != PAL_OK || (head.turn > 0 && is_in(&head, "rated"))
               ? rc
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "%s: the second reading has no mark there to agree on",
                                 pal_quote(pal_second_place_of(row->part)).text);
}

static enum pal_rc check_agreed(struct pal_errand *errand, const struct pal_fact_row *row,
                                const struct pal_fact_row *head)
{
    struct pal_fact_row reading;
    (void)head;
    if (is_brought(row)) {
        return PAL_OK;
    }
    enum pal_rc rc = find_reading(errand, row, pal_second_reader_of(errand, row->part), &reading);
    if (rc == PAL_OK && !is_in(&reading, PAL_SECOND_ENDED)) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "differences are agreed once both sides are done");
    }
    return rc == PAL_OK ? check_marked(errand, row) : rc;
}

static enum pal_rc begin_agreed(struct pal_errand *errand, const struct pal_fact_row *rows,
                                size_t count, int64_t seen_version)
{
    enum pal_rc rc = pal_course_require_draft(errand, rows->subject);
    return rc == PAL_OK ? check_places(errand, rows, count, seen_version) : rc;
}

static const struct pal_fact_lane lanes_agreed[] = {
    {"checked", PAL_N_("Checked"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"seen", PAL_N_("Seen in documents"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT},
    {"claimed", PAL_N_("Claimed by the provider"), PAL_MAY_ASSESS, PAL_AUDIENCE_PROJECT}};
static const struct pal_fact_state agreed_states[] = {
    {"agreed", PAL_N_("agreed"), PAL_ROW_AS_SAID}};
const struct pal_fact_kind pal_fact_second_agreed = {.id = "second-agreed",
                                                     .title = PAL_N_("Agreed differences"),
                                                     .verb = "agree",
                                                     .subjects = subjects,
                                                     .has_named_parts = true,
                                                     .has_own_page = true,
                                                     .fields = &type_agreed,
                                                     .lanes = lanes_agreed,
                                                     .lane_count = 3,
                                                     .states = agreed_states,
                                                     .state_count = 1,
                                                     .begin = begin_agreed,
                                                     .check = check_agreed,
                                                     .is_of_second = true};
