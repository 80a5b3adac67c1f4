/* assessed_rows - an assessment in a list; see assessed_rows.h. */
#include "web/pages/assessed_rows.h"

#include "core/case/case.h"
#include "web/pages/pages.h"

/* What the points missing do not say: what nobody rated of them, what is not applicable of the
 * target. A number is null where there is none to tell. */
static void put_certainty(struct pal_call *call, struct pal_value *out,
                          const struct pal_assessed *row)
{
    const struct {
        const char *key;
        int64_t value;
    } numbers[] = {{"gap_not_rated", row->gap_not_rated},
                   {"missing_not_rated", row->not_rated},
                   {"target_not_applicable", row->not_applicable}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        pal_put(out, numbers[i].key,
                numbers[i].value >= 0 ? pal_value_integer(&call->values, numbers[i].value)
                                      : pal_value_null(&call->values));
    }
    /* A template shows a number 0 like any other: these ask. */
    pal_put_boolean(out, "has_not_rated", row->not_rated > 0);
    pal_put_boolean(out, "has_not_applicable", row->not_applicable > 0);
    pal_put_boolean(out, "nothing_applicable", row->demanded == 0 && row->not_applicable > 0);
    pal_put_boolean(out, "nothing_demanded", row->demanded == 0 && row->not_applicable == 0);
}

/* What a row says of its gap; its target is that of the project. */
struct pal_gap_said pal_assessed_gap(const struct pal_assessed *row)
{
    struct pal_gap_said said = {.achieved = (uint64_t)row->achieved};
    if (row->target < 0) {
        said.state = PAL_TARGET_ABSENT;
        return said;
    }
    said.state = row->demanded == 0 ? row->not_applicable > 0 ? PAL_TARGET_NOTHING_APPLICABLE
                                                              : PAL_TARGET_NOTHING_DEMANDED
                 : row->gap == 0    ? PAL_TARGET_MET
                                    : PAL_TARGET_MISSED;
    said.target = (uint64_t)row->target;
    said.gap = (uint64_t)row->gap;
    said.gap_not_rated = (uint64_t)row->gap_not_rated;
    for (size_t i = 0; i < PAL_ACTOR_COUNT; i++) {
        said.gap_by_actor[i] = (uint64_t)row->gap_by_actor[i];
    }
    return said;
}

static struct pal_value *points(struct pal_call *call, const struct pal_assessed *row)
{
    struct pal_value *out = pal_value_object(&call->values);
    pal_put_integer(out, "achieved", row->achieved);
    put_certainty(call, out, row);
    if (row->target >= 0) {
        struct pal_value *actors = pal_value_object(&call->values);
        pal_put_integer(out, "target", row->target);
        pal_put_integer(out, "gap", row->gap);
        pal_put_integer(out, "surplus", row->surplus);
        for (size_t i = 0; i < PAL_ACTOR_COUNT; i++) {
            pal_put_integer(actors, pal_actor_ids[i], row->gap_by_actor[i]);
        }
        pal_put(out, "gap_by_actor", actors);
    }
    return out;
}

static struct pal_value *number_or_null(struct pal_call *call, int64_t number)
{
    return number >= 0 ? pal_value_integer(&call->values, number) : pal_value_null(&call->values);
}

struct pal_value *pal_assessed_row(struct pal_call *call, const struct pal_assessed *row)
{
    struct pal_value *out = pal_value_object(&call->values);
    pal_put_borrowed(out, "id", row->id);
    pal_put_borrowed(out, "title", row->title);
    pal_put_borrowed(out, "provider", row->provider);
    pal_put_borrowed(out, "date", row->day);
    bool is_unread = row->figure[0] == '\0' && !row->is_blind; /* what it names is gone */
    bool has_points = row->figure[0] != '\0';
    pal_put(out, "points", !has_points ? pal_value_null(&call->values) : points(call, row));
    pal_put_boolean(out, "is_unread", is_unread);
    pal_put_boolean(out, "is_blind", row->is_blind);
    pal_put(out, "steps", number_or_null(call, row->steps));
    pal_put(out, "rated", number_or_null(call, row->rated));
    pal_put(out, "to_see_again", number_or_null(call, row->again));
    pal_put_borrowed(out, "state", row->course.state);
    return out;
}

struct pal_value *pal_course_shown(struct pal_call *call, const struct pal_course_said *said)
{
    struct pal_value *out = pal_value_object(&call->values);
    const bool has_name = said->by != NULL && !pal_call_is_pass(call);
    const unsigned state = pal_case_find_state(PAL_CASE_ASSESSMENT, said->state);
    pal_put_text(out, "state",
                 pal_call_tr(call, pal_case_tables[PAL_CASE_ASSESSMENT].states[state].title));
    pal_put_text(out, "said_by", has_name ? pal_principal_said(call, said->by, said->claim) : NULL);
    pal_put_text(out, "said_at", has_name ? pal_call_time(call, said->at) : NULL);
    return out;
}
