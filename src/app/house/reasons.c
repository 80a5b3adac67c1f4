/* reasons - why a step is marked as it is; see reasons_parts.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/course_parts.h"
#include "app/house/errand.h"
#include "app/house/facts_parts.h"
#include "app/house/marks_hand.h"
#include "app/house/marks_parts.h"
#include "app/house/reasons_parts.h"
#include "base/text.h"
#include "format/desc.h"

/* ------------------------------------------------------------------------ bodies */

static const char text_key[] = "text";

bool pal_reason_is_none(const struct pal_text *text)
{
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (text->in[i] != NULL) {
            return false;
        }
    }
    return true;
}

bool pal_reason_says_nothing(const struct pal_text *text)
{
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (!pal_is_blank(text->in[i])) {
            return false;
        }
    }
    return true;
}

bool pal_reason_is_same(const struct pal_text *a, const struct pal_text *b)
{
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        const char *one = a->in[i] != NULL ? a->in[i] : "";
        const char *other = b->in[i] != NULL ? b->in[i] : "";
        if (strcmp(one, other) != 0) {
            return false;
        }
    }
    return true;
}

/* As a document has it: plain where it is in the first language alone. */
static json_t *text_json(const struct pal_text *text)
{
    bool is_plain = text->in[0] != NULL;
    for (int i = 1; i < PAL_LANG_COUNT; i++) {
        is_plain = is_plain && text->in[i] == NULL;
    }
    if (is_plain) {
        return json_string(text->in[0]);
    }
    json_t *map = json_object();
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        if (text->in[i] != NULL &&
            json_object_set_new(map, pal_lang_codes[i], json_string(text->in[i])) != 0) {
            json_decref(map);
            return NULL;
        }
    }
    return map;
}

const char *pal_reason_body(struct pal_errand *errand, const struct pal_text *text)
{
    json_t *body = json_pack("{s:o}", text_key, text_json(text));
    char *dumped = body != NULL ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *own = dumped != NULL ? pal_arena_copy(errand->arena, dumped, strlen(dumped)) : NULL;
    free(dumped);
    json_decref(body);
    return own;
}

struct pal_text pal_reason_text(struct pal_errand *errand, const char *body)
{
    struct pal_text out = {{NULL}};
    json_t *json = json_loads(body, 0, NULL);
    json_t *text = json_object_get(json, text_key);
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        const char *word = json_is_object(text)
                               ? json_string_value(json_object_get(text, pal_lang_codes[i]))
                           : i == 0 ? json_string_value(text)
                                    : NULL;
        out.in[i] = word != NULL ? pal_arena_copy(errand->arena, word, strlen(word)) : NULL;
    }
    json_decref(json);
    return out;
}

const char *pal_reason_shown(const struct pal_errand *errand, const struct pal_text *text)
{
    enum pal_lang lang = pal_errand_lang(errand);
    return pal_reason_is_none(text) ? NULL : pal_text_in(text, lang);
}

const char *pal_reason_said(struct pal_errand *errand, const char *body)
{
    struct pal_text text = pal_reason_text(errand, body);
    return pal_reason_shown(errand, &text);
}

/* ------------------------------------------------------------------------- heads */

enum pal_rc pal_reasons_heads(struct pal_errand *errand, const char *assessment,
                              struct pal_fact_row **out, size_t *count)
{
    return pal_errand_explain(errand, pal_heads_brief(errand->db, pal_fact_reason.id, "assessment",
                                                      assessment, errand->arena, out, count));
}

/* Of two lanes that say something the stronger one speaks; one that was taken back never does. */
static void take_head(struct pal_errand *errand, const struct pal_fact_row *head,
                      enum pal_mark_lane lane, struct pal_reason *reason)
{
    bool is_said = strcmp(head->state, pal_fact_reason.states[0].id) == 0;
    bool has_text = reason->is_known && !pal_reason_is_none(&reason->text);
    bool is_stronger = !reason->is_known || lane < reason->in;
    if (is_said ? !has_text || is_stronger : !has_text && is_stronger) {
        reason->in = lane;
        reason->text = is_said ? pal_reason_text(errand, head->body) : (struct pal_text){{NULL}};
    }
    reason->is_known = true;
}

enum pal_rc pal_reasons_of_heads(struct pal_errand *errand, const struct pal_model *model,
                                 const struct pal_fact_row *heads, size_t count,
                                 struct pal_reasons *out)
{
    *out = (struct pal_reasons){model, NULL};
    for (size_t i = 0; i < count; i++) {
        size_t area;
        size_t step;
        enum pal_mark_lane lane = pal_mark_lane_find(heads[i].lane);
        bool is_there = lane < PAL_MARK_LANES && strcmp(heads[i].state, pal_fact_none) != 0 &&
                        pal_marks_place(model, heads[i].part, &area, &step);
        if (is_there && out->steps == NULL) {
            out->steps = PAL_NEW(errand->arena, struct pal_reason, model->step_count);
            if (out->steps == NULL) {
                return pal_errand_explain(errand, PAL_E_MEMORY);
            }
        }
        if (is_there) {
            take_head(errand, &heads[i], lane, &out->steps[model->areas[area].first_step + step]);
        }
    }
    return PAL_OK;
}

/* ------------------------------------------------------------------- the text's notes */

struct pal_text pal_reason_of_text(const struct pal_assessment *assessment, size_t area,
                                   size_t step)
{
    size_t count;
    const struct pal_note *notes = pal_assessment_notes(assessment, area, &count);
    for (size_t i = 0; i < count; i++) {
        if (notes[i].step == (int)step) {
            return notes[i].text;
        }
    }
    return (struct pal_text){{NULL}};
}

static bool add_note(json_t *notes, const char *place, const struct pal_text *text)
{
    json_t *json = !pal_reason_is_none(text) ? text_json(text) : NULL;
    return pal_reason_is_none(text) || json_object_set_new(notes, place, json) == 0;
}

static bool add_step_note(json_t *notes, const struct pal_assessment *assessment,
                          const struct pal_reasons *reasons, size_t area, size_t step)
{
    char place[2 * PAL_LIMIT_ID_BYTES + 2];
    const struct pal_area *of = &assessment->model->areas[area];
    const struct pal_reason *said = &reasons->steps[of->first_step + step];
    struct pal_text text = said->is_known ? said->text : pal_reason_of_text(assessment, area, step);
    (void)snprintf(place, sizeof place, "%s/%s", of->id, of->ladder->steps[step].id);
    return add_note(notes, place, &text);
}

json_t *pal_reasons_notes(const struct pal_assessment *assessment,
                          const struct pal_reasons *reasons)
{
    json_t *notes = json_object();
    bool is_fine = notes != NULL;
    for (size_t i = 0; i < assessment->model->area_count && is_fine; i++) {
        const struct pal_area *area = &assessment->model->areas[i];
        size_t count;
        const struct pal_note *own = pal_assessment_notes(assessment, i, &count);
        if (count > 0 && own[0].step < 0) {
            is_fine = add_note(notes, area->id, &own[0].text);
        }
        for (size_t j = 0; j < area->ladder->count && is_fine; j++) {
            is_fine = add_step_note(notes, assessment, reasons, i, j);
        }
    }
    if (!is_fine) {
        json_decref(notes);
        return NULL;
    }
    return notes;
}

/* ----------------------------------------------------------------------- the kind */

struct reason_doc {
    struct pal_node *text;
};
static const struct pal_field reason_fields[] = {
    PAL_FIELD(reason_doc, text, false, &pal_type_languages, PAL_N_("Why it is marked so"),
              .title = PAL_N_("Reason"), .is_long = true),
};
static const struct pal_type type_reason = {.kind = PAL_TYPE_OBJECT,
                                            .name = "a reason",
                                            .fields = reason_fields,
                                            .field_count = 1,
                                            .slots_size = sizeof(struct reason_doc)};
static const struct pal_fact_state states[] = {{"said", PAL_N_("Said"), PAL_ROW_AS_SAID},
                                               {"open", PAL_N_("Taken back"), PAL_ROW_AS_SAID}};
static const enum pal_kind_id subjects[] = {PAL_KIND_ASSESSMENT, PAL_KIND_COUNT};

/* What is said has words, not too many of them; what is taken back has none. */
static enum pal_rc check(struct pal_errand *errand, const struct pal_fact_row *row,
                         const struct pal_fact_row *head)
{
    struct pal_text text = pal_reason_text(errand, row->body);
    bool is_said = strcmp(row->state, states[0].id) == 0;
    (void)head;
    if (row->claim != NULL) { /* acts come in the order in which they were done */
        enum pal_rc rc = pal_course_require_draft(errand, row->subject);
        if (rc != PAL_OK) {
            return rc;
        }
    }
    bool is_brought = row->claim != NULL && row->claim[0] != '\0'; /* it was said so elsewhere */
    if (is_said && (is_brought ? pal_reason_is_none(&text) : pal_reason_says_nothing(&text))) {
        return pal_errand_fail_at(errand, PAL_E_INVALID, text_key, "%s: write why it is marked so",
                                  pal_quote(row->part).text);
    }
    if (!is_said && !pal_reason_is_none(&text)) {
        return pal_errand_fail(errand, PAL_E_INVALID, "%s: what is taken back has no reason",
                               pal_quote(row->part).text);
    }
    for (int i = 0; i < PAL_LANG_COUNT; i++) {
        size_t len = text.in[i] != NULL ? strlen(text.in[i]) : 0;
        if (len > PAL_REASON_MOST) {
            return pal_errand_fail_at(errand, PAL_E_INVALID, "reason",
                                      "the reason is %zu bytes long, %d are the most", len,
                                      (int)PAL_REASON_MOST);
        }
    }
    return PAL_OK;
}

/* "PA05/2.1: the procedure is not written" */
static const char *say(struct pal_errand *errand, const struct pal_fact_row *row,
                       struct pal_fact_saying *saying)
{
    const char *said = pal_reason_said(errand, row->body);
    (void)saying;
    return pal_arena_printf(errand->arena, "%s: %s", row->part,
                            said != NULL ? said : pal_voice_say(errand->voice, states[1].title));
}

const struct pal_fact_kind pal_fact_reason = {.id = PAL_REASON_FACT,
                                              .title = PAL_N_("Reasons of marks"),
                                              .verb = "say why",
                                              .subjects = subjects,
                                              .has_named_parts = true,
                                              .fields = &type_reason,
                                              .lanes = pal_mark_fact_lanes,
                                              .lane_count = PAL_MARK_LANES,
                                              .states = states,
                                              .state_count = 2,
                                              .ask = pal_marks_ask,
                                              .begin = pal_marks_begin,
                                              .check = check,
                                              .hold = pal_held_said,
                                              .settle = pal_marks_settle,
                                              .say = say};
