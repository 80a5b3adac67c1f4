/* second_open - a second reading that is open: the share of equal marks, the differences with both
 * reasons, and agreeing them one by one or by area. */
#include <string.h>

#include "base/text.h"
#include "web/forms.h"
#include "web/pages/marks_page.h"
#include "web/pages/pages.h"
#include "web/pages/second_page.h"

/* --------------------------------------------------------------------------------- share */

static struct pal_value *number_or_null(struct pal_call *call, int64_t number)
{
    return number >= 0 ? pal_value_integer(&call->values, number) : pal_value_null(&call->values);
}

static void put_agreement(struct pal_call *call, struct pal_value *out,
                          const struct pal_agreement *agreement)
{
    pal_put_integer(out, "both", (int64_t)agreement->both);
    pal_put_integer(out, "equal", (int64_t)agreement->equal);
    pal_put(out, "percent", number_or_null(call, pal_agreement_percent(agreement)));
    pal_put_integer(out, "first_alone", (int64_t)agreement->first);
    pal_put_integer(out, "second_alone", (int64_t)agreement->second);
}

/* "212 of 264 equal: 80 %" */
static const char *said(struct pal_call *call, const struct pal_agreement *agreement)
{
    return agreement->both == 0
               ? pal_call_tr(call, "no step was marked by both")
               : pal_call_printf(call, pal_call_tr(call, "%zu of %zu equal: %d %%"),
                                 agreement->equal, agreement->both,
                                 pal_agreement_percent(agreement));
}

static void put_share(struct pal_call *call, const struct pal_second_compared *compared)
{
    struct pal_value *all = pal_value_object(&call->values);
    struct pal_value *areas = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    put_agreement(call, all, &compared->all);
    for (size_t i = 0; i < compared->model->area_count; i++) {
        const struct pal_area *area = &compared->model->areas[i];
        if (compared->areas[i].both + compared->areas[i].second == 0) {
            continue;
        }
        struct pal_value *row = pal_add_object(areas);
        struct pal_value *line = pal_add_object(shown);
        pal_put_text(row, "id", area->id);
        put_agreement(call, row, &compared->areas[i]);
        pal_put_text(line, "title", pal_text_in(&area->title, call->language.lang));
        pal_put_text(line, "share", said(call, &compared->areas[i]));
        pal_put(line, "of", row);
    }
    pal_set(call->data, "agreement", all);
    pal_set(call->data, "agreement_by_area", areas);
    pal_set(call->page, "agreement_by_area", shown);
    pal_set_text(call->page, "share", said(call, &compared->all));
    pal_set_boolean(call->page, "has_both", compared->all.both > 0);
}

/* --------------------------------------------------------------------------- differences */

static struct pal_value *difference_row(struct pal_call *call,
                                        const struct pal_second_difference *one)
{
    struct pal_value *row = pal_value_object(&call->values);
    bool is_agreed = one->taken != NULL;
    pal_put_text(row, "part", one->part);
    pal_put_text(row, "basis", pal_mark_lane_ids[one->lane]);
    pal_put_text(row, "first", pal_rating_ids[one->first]);
    pal_put_text(row, "second", pal_rating_ids[one->second]);
    pal_put(row, "distance", number_or_null(call, one->distance));
    pal_put_text(row, "first_reason", one->first_reason);
    pal_put_text(row, "second_reason", one->second_reason);
    pal_put_text(row, "taken", one->taken);
    pal_put_text(row, "now", pal_rating_ids[one->now]);
    pal_put_text(row, "agreed_reason", one->agreed_reason);
    pal_put_text(row, "agreed_by", is_agreed ? one->agreed.principal : NULL);
    pal_put_text(row, "agreed_at", is_agreed ? pal_call_time(call, one->agreed.at) : NULL);
    return row;
}

/* On a button: the letter of a mark; of what is not applicable its words. */
static const char *brief(struct pal_call *call, enum pal_rating rating)
{
    return rating == PAL_RATING_NOT_APPLICABLE ? pal_mark_title(call, rating)
                                               : pal_rating_ids[rating];
}

static void put_other(struct pal_call *call, struct pal_value *out, const char *name)
{
    pal_put_text(out, "mark_name", name);
    pal_marks_options(call, out, pal_marks_typed(call, name, ""), false);
}

static void put_difference(struct pal_call *call, struct pal_value *list,
                           const struct pal_second_difference *one, struct pal_value *of)
{
    struct pal_value *row = pal_add_object(list);
    const char *lane = pal_mark_lane_ids[one->lane];
    const char *cell = pal_call_printf(call, "%s %s", one->part, lane);
    const char *reason = pal_call_printf(call, "reason/%s/%s", one->part, lane);
    const struct pal_step *step = &one->area->ladder->steps[one->step];
    pal_put_text(row, "step", step->id);
    pal_put_text(row, "title", pal_text_in(&step->title, call->language.lang));
    pal_put_text(row, "lane", pal_mark_lane_title(call, one->lane));
    pal_put_text(row, "cell", cell);
    pal_put_text(row, "field", pal_call_printf(call, "%s-%s", step->id, lane));
    pal_put_text(row, "first", pal_mark_title(call, one->first));
    pal_put_text(row, "second", pal_mark_title(call, one->second));
    pal_put_text(row, "now", pal_mark_title(call, one->now));
    pal_put_text(row, "keep", brief(call, one->first));
    pal_put_text(row, "take", brief(call, one->second));
    pal_put_text(row, "reason_name", reason);
    const char *typed = pal_marks_typed(call, reason, "");
    pal_put_text(row, "reason", typed);
    pal_put_text(row, "left", one->taken != NULL && !pal_is_blank(typed) ? typed : NULL);
    put_other(call, row, pal_call_printf(call, "mark/%s/%s", one->part, lane));
    pal_put_text(row, "url",
                 pal_call_printf(call, "/assessments/%s/marks/%s/%s?basis=%s", call->params[0],
                                 pal_call_escaped(call, one->area->id),
                                 pal_call_escaped(call, step->id), lane));
    pal_put_text(row, "agreed_by",
                 one->taken != NULL
                     ? pal_principal_said(call, one->agreed.principal, one->agreed.claim)
                     : NULL);
    pal_put(row, "of", of);
}

/* One heading for the differences of an area, with the act on all that are open. */
static struct pal_value *begin_area(struct pal_call *call, struct pal_value *areas,
                                    const struct pal_second_compared *compared, size_t from)
{
    const struct pal_area *area = compared->differences[from].area;
    struct pal_value *row = pal_add_object(areas);
    const char *reason = pal_call_printf(call, "reason/%s", area->id);
    size_t open = 0;
    size_t all = 0;
    for (size_t i = from; i < compared->count && compared->differences[i].area == area; i++) {
        open += compared->differences[i].taken == NULL;
        all++;
    }
    pal_put_text(row, "id", area->id);
    pal_put_text(row, "title", pal_text_in(&area->title, call->language.lang));
    pal_put_text(row, "share", said(call, &compared->areas[area - compared->model->areas]));
    pal_put_boolean(row, "is_several", open > 1);
    pal_put_boolean(row, "is_agreed", open == 0);
    pal_put_text(
        row, "open",
        pal_call_printf(call, pal_call_tr(call, "%zu of %zu differences to agree"), open, all));
    pal_put_text(row, "reason_name", reason);
    pal_put_text(row, "reason", pal_marks_typed(call, reason, ""));
    return pal_put_list(row, "differences");
}

static enum pal_rc put_differences(struct pal_call *call,
                                   const struct pal_second_compared *compared)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *areas = pal_value_list(&call->values);
    struct pal_value *list = NULL;
    const struct pal_fact **agreed =
        PAL_NEW(call->request->arena, const struct pal_fact *, compared->count + 1);
    if (agreed == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < compared->count; i++) {
        agreed[i] =
            compared->differences[i].taken != NULL ? &compared->differences[i].agreed : NULL;
    }
    enum pal_rc rc = pal_facts_read(call, agreed, compared->count);
    for (size_t i = 0; i < compared->count && rc == PAL_OK; i++) {
        const struct pal_second_difference *one = &compared->differences[i];
        if (i == 0 || compared->differences[i - 1].area != one->area) {
            list = begin_area(call, areas, compared, i);
        }
        struct pal_value *row = difference_row(call, one);
        pal_add(data, row);
        put_difference(call, list, one, row);
    }
    pal_set(call->data, "differences", data);
    pal_set(call->page, "areas_apart", areas);
    pal_set_boolean(call->page, "has_differences", compared->count > 0);
    pal_set_text(call->page, "to_agree",
                 pal_call_printf(call, pal_call_tr(call, "%zu of %zu differences to agree"),
                                 compared->count - compared->agreed, compared->count));
    return rc;
}

/* Behind the right to read all of it; the app reads it no second time. */
static enum pal_rc open_assessment(struct pal_call *call, const char *id)
{
    struct pal_document *record = PAL_NEW(call->request->arena, struct pal_document, 1);
    enum pal_rc rc = record != NULL ? pal_house_get(&call->errand, "assessment", id, record)
                                    : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc == PAL_OK) {
        pal_house_hand(pal_call_app(call), record);
    }
    return rc;
}

enum pal_rc pal_second_put_open(struct pal_call *call, const struct pal_second *second)
{
    struct pal_second_compared compared;
    enum pal_rc rc = open_assessment(call, second->document.id);
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_second_compare(&call->errand, pal_call_app(call), second->document.id, second,
                            &compared);
    if (rc != PAL_OK) {
        return pal_tell_problem(call, rc);
    }
    pal_set_integer(call->data, "fact", compared.fact);
    pal_set_text(call->page, "notice", compared.model->notice);
    put_share(call, &compared);
    return put_differences(call, &compared);
}

/* ------------------------------------------------------------------------------------ act */

/* The place of a field "reason/PA05/2.1/checked", or of "mark/…"; false: it is none of a
 * difference, but of an area or of something else. */
static bool place_of(struct pal_call *call, const char *name, struct pal_second_reason *out)
{
    const char *part = strchr(name, '/');
    const char *lane = part != NULL ? strrchr(part, '/') : NULL;
    if (lane == NULL || lane == part) {
        return false;
    }
    part++;
    out->part = pal_call_printf(call, "%.*s", (int)(lane - part), part);
    out->lane = pal_mark_lane_find(lane + 1);
    return out->lane < PAL_MARK_LANES;
}

static const char reason_field[] = "reason/";

/* Reasons that were written at single differences, beside that for all of an area. */
static void read_own(struct pal_call *call, struct pal_second_agreeing *wish)
{
    const size_t len = sizeof reason_field - 1;
    struct pal_second_reason *own =
        PAL_NEW(call->request->arena, struct pal_second_reason, call->form.count + 1);
    call->failed = call->failed || own == NULL;
    for (size_t i = 0; i < call->form.count && own != NULL; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        struct pal_second_reason one = {.text = field->value};
        if (strncmp(field->name, reason_field, len) == 0 && !pal_is_blank(field->value) &&
            place_of(call, field->name, &one)) {
            own[wish->own_count++] = one;
        }
    }
    wish->own = own;
}

/* A button of the page: "second PA05/2.1 checked", or of an area "first PA05". */
static void read_one(struct pal_call *call, struct pal_second_agreeing *wish)
{
    const char *one = pal_call_word(call, "one");
    size_t take = strcspn(one, " ");
    const char *cell = one[take] == ' ' ? one + take + 1 : "";
    size_t len = strcspn(cell, " ");
    const char *place = pal_call_printf(call, "%.*s", (int)len, cell);
    const char *lane = cell[len] == ' ' ? cell + len + 1 : "";
    if (one[0] == '\0') {
        return;
    }
    wish->take = pal_call_printf(call, "%.*s", (int)take, one);
    if (strchr(place, '/') == NULL) {
        wish->area = place;
        wish->reason = pal_call_word(call, pal_call_printf(call, "reason/%s", place));
        read_own(call, wish);
        return;
    }
    wish->part = place;
    wish->lane = pal_mark_lane_find(lane);
    wish->reason = pal_call_word(call, pal_call_printf(call, "reason/%s/%s", place, lane));
    wish->mark = pal_call_word(call, pal_call_printf(call, "mark/%s/%s", place, lane));
}

/* Whether a field is of what was just agreed: no longer what somebody is about to say. */
static bool is_settled(struct pal_call *call, const struct pal_second_agreeing *wish,
                       const char *name)
{
    struct pal_second_reason of;
    const size_t len = strlen(wish->area);
    if (!place_of(call, name, &of)) {
        return strcmp(name, pal_call_printf(call, "%s%s", reason_field, wish->area)) == 0;
    }
    return len > 0 ? strncmp(of.part, wish->area, len) == 0 && of.part[len] == '/'
                   : of.lane == wish->lane && strcmp(of.part, wish->part) == 0;
}

/* What was typed at other differences, as the form that is shown again: nothing of it is lost when
 * one is agreed. How many fields there are that say something. */
static size_t keep_typed(struct pal_call *call, const struct pal_second_agreeing *wish)
{
    struct pal_field_value *items =
        PAL_NEW(call->request->arena, struct pal_field_value, call->form.count + 1);
    size_t count = 0;
    call->failed = call->failed || items == NULL;
    for (size_t i = 0; i < call->form.count && items != NULL; i++) {
        const struct pal_field_value *field = &call->form.items[i];
        bool is_of_one = strncmp(field->name, reason_field, sizeof reason_field - 1) == 0 ||
                         strncmp(field->name, "mark/", 5) == 0;
        if (is_of_one && !pal_is_blank(field->value) && !is_settled(call, wish, field->name)) {
            items[count++] = *field;
        }
    }
    call->form = (struct pal_fields){items, count};
    return count;
}

/* The page as it stands now, with what was typed and not said yet. */
static enum pal_rc show_kept(struct pal_call *call)
{
    pal_clear(call->page);
    pal_clear(call->data);
    call->is_form_again = true;
    (void)pal_fresh_app(call);
    pal_set_boolean(call->page, "is_kept", true);
    return pal_page_second(call);
}

enum pal_rc pal_do_second_agree(struct pal_call *call)
{
    struct pal_act_done done = {0};
    struct pal_second_agreeing wish = {.assessment = call->params[0],
                                       .area = pal_call_word(call, "area"),
                                       .part = pal_call_word(call, "part"),
                                       .take = pal_call_word(call, "take"),
                                       .mark = pal_call_word(call, "mark"),
                                       .reason = pal_call_word(call, "reason"),
                                       .seen = pal_form_seen(call),
                                       .act = pal_act_id(call)};
    enum pal_rc rc = pal_marks_lane(call, &wish.lane);
    read_one(call, &wish);
    rc = rc == PAL_OK ? open_assessment(call, call->params[0]) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    rc = pal_second_agree(&call->errand, pal_call_app(call), &wish, &done);
    rc = pal_act_answer(call, rc, &done);
    if (rc == PAL_OK && !call->is_api && keep_typed(call, &wish) > 0) {
        return show_kept(call);
    }
    return rc == PAL_OK
               ? pal_call_go(call, !done.is_again, "/assessments/%s/second", call->params[0])
               : rc;
}
