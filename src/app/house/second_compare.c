/* second_compare - a second reading that is open beside the first one: how far they agree, what
 * differs, and agreeing it; see second.h. */
#include <jansson.h>
#include <string.h>

#include "app/desk/documents.h"
#include "app/house/facts_parts.h"
#include "app/house/marks_grid.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "app/house/second.h"
#include "app/house/second_parts.h"
#include "base/text.h"

enum { FACTS_MOST = 100000, FACTS_OF_ONE = 3 };

/* What stood in a cell when the reading was opened. */
struct then {
    const char *body;
    bool is_known; /* a fact said it, or what the text said was taken over since */
};

/* A comparison on its way. */
struct comparing {
    struct pal_errand *errand;
    const char *assessment;
    const struct pal_assessment *read;
    int64_t opened; /* number of the fact that opened the reading */
    struct then *marks[PAL_SECOND_LANES];
    struct then *reasons[PAL_SECOND_LANES];
    struct pal_marks now;
    struct pal_second_marks second;
    struct pal_second_compared *out;
    bool is_note_of_facts; /* somebody has said a reason: the notes of the text follow from facts */
};

/* ------------------------------------------------------------------- the first reading */

static struct then *cell_of(const struct comparing *at, struct then *const *cells,
                            const struct pal_fact_row *row)
{
    size_t area;
    size_t step;
    const struct pal_model *model = at->read->model;
    enum pal_mark_lane lane = pal_mark_lane_find(row->lane);
    return lane < (enum pal_mark_lane)PAL_SECOND_LANES &&
                   pal_marks_place(model, row->part, &area, &step)
               ? &cells[lane][model->areas[area].first_step + step]
               : NULL;
}

static bool says_something(const struct pal_fact_row *row)
{
    return strcmp(row->state, "rated") == 0 || strcmp(row->state, "written") == 0 ||
           strcmp(row->state, "said") == 0;
}

/* Facts come from the newest to the oldest: the first one of before counts. What the text said was
 * taken over as turn 1, which may be later than the opening. */
static void note_then(const struct comparing *at, struct then *const *cells,
                      const struct pal_fact_row *row)
{
    struct then *cell = cell_of(at, cells, row);
    bool is_before = row->number < at->opened;
    bool is_written = strcmp(row->state, "written") == 0 && row->turn == 1;
    if (cell == NULL || cell->is_known || row->erased_by != 0 || (!is_before && !is_written)) {
        return;
    }
    cell->is_known = true;
    cell->body = says_something(row) ? row->body : NULL;
}

static enum pal_rc read_then(struct comparing *at, const char *kind, struct then **cells,
                             bool *is_any)
{
    const struct pal_fact_list list = {
        .subject_kind = "assessment", .subject = at->assessment, .kind = kind, .max = FACTS_MOST};
    struct pal_fact_row *rows = NULL;
    size_t count = 0;
    for (size_t i = 0; i < PAL_SECOND_LANES; i++) {
        cells[i] = PAL_NEW(at->errand->arena, struct then, at->read->model->step_count + 1);
        if (cells[i] == NULL) {
            return pal_errand_explain(at->errand, PAL_E_MEMORY);
        }
    }
    enum pal_rc rc = pal_fact_history(at->errand->db, &list, at->errand->arena, &rows, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        note_then(at, cells, &rows[i]);
        at->out->fact = rows[i].number > at->out->fact ? rows[i].number : at->out->fact;
    }
    *is_any = count > 0;
    return pal_errand_explain(at->errand, rc);
}

/* Nobody has marked so far: the text holds, and held. */
static void take_text(struct comparing *at)
{
    const struct pal_model *model = at->read->model;
    for (size_t i = 0; i < model->area_count; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count * PAL_SECOND_LANES; j++) {
            size_t lane = j % PAL_SECOND_LANES;
            size_t step = j / PAL_SECOND_LANES;
            at->marks[lane][model->areas[i].first_step + step].body =
                at->now.areas[i].at[lane][step];
        }
    }
}

static enum pal_rc read_first(struct comparing *at)
{
    struct pal_fact_row *heads = NULL;
    size_t count = 0;
    bool has_marks = false;
    bool has_reasons = false;
    enum pal_rc rc = pal_marks_read(at->errand, at->read, &heads, &count, &at->now);
    rc = rc == PAL_OK ? read_then(at, PAL_MARK_FACT, at->marks, &has_marks) : rc;
    rc = rc == PAL_OK ? read_then(at, PAL_REASON_FACT, at->reasons, &has_reasons) : rc;
    if (rc == PAL_OK && !has_marks) {
        take_text(at);
    }
    at->is_note_of_facts = has_reasons;
    return rc;
}

static const char *first_reason(const struct comparing *at, size_t area, size_t step, size_t lane)
{
    const size_t index = at->read->model->areas[area].first_step + step;
    const char *body = at->reasons[lane][index].body;
    struct pal_text text =
        body != NULL ? pal_reason_text(at->errand, body) : pal_reason_of_text(at->read, area, step);
    /* What the text notes now may be what was agreed since. */
    bool is_of_facts = body == NULL && (at->reasons[lane][index].is_known || at->is_note_of_facts);
    return is_of_facts ? NULL : pal_reason_shown(at->errand, &text);
}

/* --------------------------------------------------------------------------- comparing */

static enum pal_rating rating_of(const char *body, const struct pal_area *area, size_t step)
{
    bool is_by_practices = false;
    return body != NULL ? pal_mark_rating(body, area, step, &is_by_practices)
                        : PAL_RATING_NOT_RATED;
}

static enum pal_rc add_difference(struct comparing *at, size_t area, size_t step, size_t lane,
                                  enum pal_rating first)
{
    const struct pal_area *of = &at->read->model->areas[area];
    const struct pal_second_cell *cell = &at->second.cells[lane][of->first_step + step];
    struct pal_second_difference *one = &at->out->differences[at->out->count++];
    *one = (struct pal_second_difference){
        .part = pal_arena_printf(at->errand->arena, "%s/%s", of->id, of->ladder->steps[step].id),
        .area = of,
        .step = step,
        .lane = (enum pal_mark_lane)lane,
        .first = first,
        .second = cell->rating,
        .first_reason = first_reason(at, area, step, lane),
        .second_reason = cell->reason,
        .second_body = cell->body,
        .distance = pal_agreement_distance(first, cell->rating),
        .now = rating_of(at->now.areas[area].at[lane][step], of, step)};
    return one->part != NULL ? PAL_OK : pal_errand_explain(at->errand, PAL_E_MEMORY);
}

static enum pal_rc compare_cell(struct comparing *at, size_t area, size_t step, size_t lane)
{
    const struct pal_area *of = &at->read->model->areas[area];
    const size_t index = of->first_step + step;
    enum pal_rating first = rating_of(at->marks[lane][index].body, of, step);
    enum pal_rating second = at->second.cells[lane][index].rating;
    pal_agreement_add(&at->out->all, first, second);
    pal_agreement_add(&at->out->in[lane], first, second);
    pal_agreement_add(&at->out->areas[area], first, second);
    bool is_other =
        first != second && first != PAL_RATING_NOT_RATED && second != PAL_RATING_NOT_RATED;
    return is_other ? add_difference(at, area, step, lane, first) : PAL_OK;
}

static enum pal_rc compare_all(struct comparing *at)
{
    const struct pal_model *model = at->read->model;
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < model->area_count; i++) {
        for (size_t j = 0; j < model->areas[i].ladder->count * PAL_SECOND_LANES && rc == PAL_OK;
             j++) {
            rc = compare_cell(at, i, j / PAL_SECOND_LANES, j % PAL_SECOND_LANES);
        }
    }
    return rc;
}

/* -------------------------------------------------------------------- what is agreed */

static struct pal_second_difference *difference_of(struct pal_second_compared *in, const char *part,
                                                   enum pal_mark_lane lane)
{
    for (size_t i = 0; i < in->count; i++) {
        if (in->differences[i].lane == lane && strcmp(in->differences[i].part, part) == 0) {
            return &in->differences[i];
        }
    }
    return NULL;
}

static void note_agreed(struct comparing *at, const struct pal_fact *fact, const char *reader)
{
    const size_t len = strlen(reader);
    bool is_its = strncmp(fact->part, reader, len) == 0 && fact->part[len] == '/';
    struct pal_second_difference *one =
        is_its ? difference_of(at->out, pal_second_place_of(fact->part),
                               pal_mark_lane_find(fact->lane))
               : NULL;
    at->out->fact = fact->number > at->out->fact ? fact->number : at->out->fact;
    if (one == NULL || strcmp(fact->state, "agreed") != 0) {
        return;
    }
    json_t *body = json_loads(fact->body, 0, NULL);
    const char *take = json_string_value(json_object_get(body, "take"));
    const char *reason = json_string_value(json_object_get(body, "reason"));
    struct pal_arena *arena = at->errand->arena;
    one->taken = take != NULL ? pal_arena_copy(arena, take, strlen(take)) : NULL;
    one->agreed_reason = reason != NULL ? pal_arena_copy(arena, reason, strlen(reason)) : NULL;
    one->agreed = *fact;
    at->out->agreed += one->taken != NULL;
    json_decref(body);
}

static enum pal_rc read_agreed(struct comparing *at, const char *reader)
{
    const struct pal_fact_search search = {.subject_kind = "assessment",
                                           .subject = at->assessment,
                                           .kind = pal_fact_second_agreed.id,
                                           .max = FACTS_MOST};
    struct pal_fact *facts = NULL;
    size_t count = 0;
    enum pal_rc rc = pal_facts_heads(at->errand, &search, &facts, &count);
    for (size_t i = 0; i < count && rc == PAL_OK; i++) {
        note_agreed(at, &facts[i], reader);
    }
    return rc;
}

static enum pal_rc make_room(struct comparing *at)
{
    const struct pal_model *model = at->read->model;
    struct pal_second_compared *out = at->out;
    out->model = model;
    out->areas = PAL_NEW(at->errand->arena, struct pal_agreement, model->area_count + 1);
    out->differences = PAL_NEW(at->errand->arena, struct pal_second_difference,
                               model->step_count * PAL_SECOND_LANES + 1);
    return out->areas != NULL && out->differences != NULL
               ? PAL_OK
               : pal_errand_explain(at->errand, PAL_E_MEMORY);
}

enum pal_rc pal_second_compare(struct pal_errand *errand, struct pal_app *app,
                               const char *assessment, const struct pal_second *second,
                               struct pal_second_compared *out)
{
    struct comparing at = {
        .errand = errand, .assessment = assessment, .opened = second->said.number, .out = out};
    *out = (struct pal_second_compared){.fact = 0};
    if (second->state != PAL_SECOND_IS_OPEN) {
        return pal_errand_fail(errand, PAL_E_INVALID,
                               "the marks of both are shown once both sides are done");
    }
    enum pal_rc rc = pal_marks_assessment(errand, app, assessment, &at.read);
    rc = rc == PAL_OK ? make_room(&at) : rc;
    rc = rc == PAL_OK ? pal_second_marks(errand, app, assessment, second->reader, &at.second) : rc;
    rc = rc == PAL_OK ? read_first(&at) : rc;
    rc = rc == PAL_OK ? compare_all(&at) : rc;
    return rc == PAL_OK ? read_agreed(&at, second->reader) : rc;
}

/* ---------------------------------------------------------------------------- agreeing */

/* Facts on their way into one act. */
struct agreeing {
    struct pal_errand *errand;
    const struct pal_second_agreeing *wish;
    const char *asked; /* as of struct pal_act_wish */
    const char *reader;
    struct pal_fact_wish *facts;
    size_t count;
};

static void gather(struct agreeing *to, const char *kind, const char *part, enum pal_mark_lane lane,
                   const char *state, const struct pal_fact_field *fields, size_t field_count)
{
    to->facts[to->count++] = (struct pal_fact_wish){.kind = kind,
                                                    .subject_kind = "assessment",
                                                    .subject = to->wish->assessment,
                                                    .part = part,
                                                    .lane = pal_mark_lane_ids[lane],
                                                    .seen_turn = to->wish->seen.fact,
                                                    .is_by_fact = true,
                                                    .state = state,
                                                    .fields = fields,
                                                    .field_count = field_count};
}

/* The mark that holds from now on, where it is another. */
static enum pal_rc gather_mark(struct agreeing *to, const struct pal_second_difference *one)
{
    struct pal_fact_field *fields = NULL;
    size_t count = 1;
    bool is_second = strcmp(to->wish->take, "second") == 0;
    enum pal_rc rc = PAL_OK;
    if (strcmp(to->wish->take, "first") == 0) {
        return PAL_OK;
    }
    if (is_second) {
        rc = pal_mark_fields(to->errand, one->second_body, &fields, &count);
    } else {
        fields = PAL_NEW(to->errand->arena, struct pal_fact_field, 1);
        rc = fields != NULL ? PAL_OK : pal_errand_explain(to->errand, PAL_E_MEMORY);
    }
    if (rc == PAL_OK && !is_second) {
        fields[0] = (struct pal_fact_field){"mark", to->wish->mark};
    }
    if (rc == PAL_OK) {
        gather(to, PAL_MARK_FACT, one->part, one->lane, "rated", fields, count);
    }
    return rc;
}

/* Why the mark of one difference holds. */
static const char *reason_for(const struct pal_second_agreeing *wish,
                              const struct pal_second_difference *one)
{
    for (size_t i = 0; i < wish->own_count && wish->area[0] != '\0'; i++) {
        const struct pal_second_reason *own = &wish->own[i];
        if (own->lane == one->lane && strcmp(own->part, one->part) == 0) {
            return own->text;
        }
    }
    return wish->reason;
}

/* Of one difference one of its facts: the mark, why, and that it is agreed. */
static enum pal_rc gather_one(struct agreeing *to, const struct pal_second_difference *one,
                              int which)
{
    struct pal_fact_field *fields = PAL_NEW(to->errand->arena, struct pal_fact_field, 2);
    const char *part = pal_arena_printf(to->errand->arena, "%s/%s", to->reader, one->part);
    if (fields == NULL || part == NULL) {
        return pal_errand_explain(to->errand, PAL_E_MEMORY);
    }
    if (which == 0) {
        return gather_mark(to, one);
    }
    const char *reason = reason_for(to->wish, one);
    if (pal_is_blank(reason)) {
        return pal_errand_fail_at(to->errand, PAL_E_INVALID, "reason", "say why this mark holds");
    }
    if (which == 1) {
        fields[0] = (struct pal_fact_field){"text", reason};
        gather(to, PAL_REASON_FACT, one->part, one->lane, "said", fields, 1);
        return PAL_OK;
    }
    fields[0] = (struct pal_fact_field){"take", to->wish->take};
    fields[1] = (struct pal_fact_field){"reason", reason};
    gather(to, pal_fact_second_agreed.id, part, one->lane, "agreed", fields, 2);
    return PAL_OK;
}

static bool is_wanted(const struct pal_second_agreeing *wish,
                      const struct pal_second_difference *one)
{
    return wish->area[0] != '\0' ? strcmp(one->area->id, wish->area) == 0 && one->taken == NULL
                                 : one->lane == wish->lane && strcmp(one->part, wish->part) == 0;
}

static enum pal_rc check_wish(struct pal_errand *errand, const struct pal_second_agreeing *wish)
{
    enum pal_rating rating;
    bool is_other = strcmp(wish->take, "other") == 0;
    if (!is_other && strcmp(wish->take, "first") != 0 && strcmp(wish->take, "second") != 0) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "take",
                                  "say whose mark holds: first, second or other");
    }
    if (is_other && !pal_rating_find(wish->mark, &rating)) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, "mark", "choose the mark that holds");
    }
    return wish->seen.fact >= 0 && wish->seen.version >= 0
               ? PAL_OK
               : pal_errand_fail(errand, PAL_E_INVALID,
                                 "version, fact: whole numbers are needed, of the text and of the "
                                 "last mark that you saw");
}

/* All marks, then all reasons, then what is agreed: facts of a kind that stand together are begun
 * once. */
static enum pal_rc agree(struct agreeing *to, const struct pal_second_compared *compared,
                         struct pal_act_done *out)
{
    enum pal_rc rc = PAL_OK;
    for (size_t i = 0; i < compared->count * FACTS_OF_ONE && rc == PAL_OK; i++) {
        const struct pal_second_difference *one = &compared->differences[i % compared->count];
        if (!is_wanted(to->wish, one)) {
            continue;
        }
        if (to->count == PAL_ACT_FACTS) {
            return pal_errand_fail(to->errand, PAL_E_LIMIT,
                                   "these are too many differences for one act: agree them one by "
                                   "one");
        }
        rc = gather_one(to, one, (int)(i / compared->count));
    }
    if (rc == PAL_OK && to->count == 0) {
        return pal_errand_fail(to->errand, PAL_E_INVALID, "there is no such difference to agree");
    }
    const struct pal_act_wish act = {.id = to->wish->act,
                                     .facts = to->facts,
                                     .count = to->count,
                                     .seen_version = to->wish->seen.version,
                                     .asked = to->asked};
    return rc == PAL_OK ? pal_facts_act(to->errand, &act, out) : rc;
}

static const char *agree_asked(struct pal_errand *errand, const struct pal_second_agreeing *wish)
{
    enum { EACH = 3 };
    const char *words[] = {wish->assessment, wish->area, wish->part,  pal_mark_lane_ids[wish->lane],
                           wish->take,       wish->mark, wish->reason};
    const char **own = PAL_NEW(errand->arena, const char *, EACH * wish->own_count + 1);
    for (size_t i = 0; own != NULL && i < wish->own_count; i++) {
        own[EACH * i] = wish->own[i].part;
        own[EACH * i + 1] = pal_mark_lane_ids[wish->own[i].lane];
        own[EACH * i + 2] = wish->own[i].text;
    }
    return own != NULL ? pal_act_asked(errand, "agree", words, sizeof words / sizeof *words, own,
                                       EACH * wish->own_count)
                       : NULL;
}

enum pal_rc pal_second_agree(struct pal_errand *errand, struct pal_app *app,
                             const struct pal_second_agreeing *wish, struct pal_act_done *out)
{
    struct pal_second second = {.reader = ""};
    struct pal_second_compared compared;
    const char *asked = agree_asked(errand, wish);
    enum pal_rc before = pal_facts_sent_before(errand, wish->act, asked, out);
    if (before != PAL_E_NOT_FOUND) {
        return before;
    }
    enum pal_rc rc = check_wish(errand, wish);
    rc = rc == PAL_OK ? pal_second_now(errand, wish->assessment, &second) : rc;
    rc = rc == PAL_OK ? pal_second_compare(errand, app, wish->assessment, &second, &compared) : rc;
    struct agreeing to = {.errand = errand, .wish = wish, .asked = asked, .reader = second.reader};
    to.facts = PAL_NEW(errand->arena, struct pal_fact_wish, PAL_ACT_FACTS);
    if (rc == PAL_OK && to.facts == NULL) {
        rc = pal_errand_explain(errand, PAL_E_MEMORY);
    }
    return rc == PAL_OK ? agree(&to, &compared, out) : rc;
}
