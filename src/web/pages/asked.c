#include "web/pages/asked.h"

#include <string.h>

#include "app/house/answers.h"
#include "app/house/house.h"
#include "core/question/rule.h"
#include "core/question/thousandths.h"
#include "render/rule_said.h"

enum { THRESHOLDS_MOST = 16 };

/* What is made on the way. */
struct putting {
    struct pal_call *call;
    const struct pal_asked_shown *shown;
    const int64_t *usual; /* thresholds without an alert level */
};

static const char *in(const struct putting *at, const struct pal_text *text)
{
    return pal_text_in(text, at->call->language.lang);
}

static const char *or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

/* ----------------------------------------------------------------------- fields */

/* Its title, or its id with blanks. */
static const char *title_of(const struct putting *at, const struct pal_answer_field *field)
{
    const char *title = in(at, &field->title);
    char *made = NULL;
    if (title[0] != '\0') {
        return title;
    }
    made = pal_arena_take_text(at->call->request->arena, strlen(field->id) + 1);
    if (made == NULL) {
        at->call->failed = true;
        return "";
    }
    for (size_t i = 0; i <= strlen(field->id); i++) {
        made[i] = (char)(field->id[i] == '_' ? ' ' : field->id[i]);
    }
    return made;
}

/* How it is answered, in words. */
static const char *how(const struct putting *at, const struct pal_answer_field *field)
{
    static const char *const words[PAL_FIELD_TYPE_COUNT] = {
        [PAL_FIELD_YESNO] = PAL_N_("yes or no"),
        [PAL_FIELD_LADDER] = PAL_N_("the last of these that holds"),
        [PAL_FIELD_PERCENT] = PAL_N_("per cent"),
        [PAL_FIELD_INTEGER] = PAL_N_("a whole number"),
        [PAL_FIELD_NUMBER] = PAL_N_("a number"),
        [PAL_FIELD_DATE] = PAL_N_("a date"),
        [PAL_FIELD_PERSON] = PAL_N_("a person: role, and name where wanted"),
        [PAL_FIELD_TEXT] = PAL_N_("a text"),
        [PAL_FIELD_DOCUMENT] = PAL_N_("a document: title, version, date, page, place"),
        [PAL_FIELD_CHOICE] = PAL_N_("one of these"),
        [PAL_FIELD_COUNTRY] = PAL_N_("a country"),
        [PAL_FIELD_ROWS] = PAL_N_("a table with these columns"),
        [PAL_FIELD_DRAWN] = PAL_N_("drawn at random: how many of how many were good")};
    const char *word = pal_call_tr(at->call, words[field->type]);
    const char *unit =
        field->unit != PAL_UNIT_NONE ? pal_call_tr(at->call, pal_unit_titles[field->unit]) : "";
    if (field->drawn > 0) {
        return pal_call_printf(at->call, pal_call_tr(at->call, "%s (%u are to be drawn)"), word,
                               (unsigned)field->drawn);
    }
    return unit[0] != '\0'
               ? pal_call_printf(at->call, pal_call_tr(at->call, "%s, in %s"), word, unit)
               : word;
}

static void put_fields(const struct putting *at, const struct pal_answer_field *fields,
                       size_t count, struct pal_value *data, struct pal_value *page)
{
    for (size_t i = 0; i < count; i++) {
        const struct pal_answer_field *field = &fields[i];
        struct pal_value *row = pal_add_object(data);
        struct pal_value *shown = pal_add_object(page);
        pal_put_text(row, "id", field->id);
        pal_put_text(row, "title", title_of(at, field));
        pal_put_text(row, "type", pal_field_type_ids[field->type]);
        pal_put_text(row, "unit", or_null(pal_unit_ids[field->unit]));
        struct pal_value *choices = pal_put_list(row, "choices");
        for (size_t j = 0; j < field->choice_count; j++) {
            const char *title = in(at, &field->choices[j].title);
            pal_add_text(choices, title[0] != '\0' ? title : field->choices[j].id);
        }
        struct pal_value *columns = pal_put_list(row, "columns");
        pal_put(shown, "of", row);
        pal_put_text(shown, "how", how(at, field));
        pal_put_boolean(shown, "has_choices", field->choice_count > 0);
        pal_put_boolean(shown, "has_columns", field->column_count > 0);
        put_fields(at, field->columns, field->column_count, columns,
                   pal_put_list(shown, "columns"));
    }
}

/* ------------------------------------------------------------------------ rules */

static void put_threshold(const struct putting *at, const struct pal_threshold *threshold,
                          struct pal_value *data, struct pal_value *page)
{
    const struct pal_language *language = &at->call->language;
    struct pal_arena *arena = at->call->request->arena;
    char amount[PAL_THOUSANDTHS_TEXT];
    const char *said = "";
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    struct pal_value *levels = pal_put_list(row, "levels");
    pal_put_text(row, "name", threshold->name);
    pal_put_text(row, "unit", or_null(pal_unit_ids[threshold->unit]));
    pal_thousandths_write(threshold->value, amount);
    pal_put_text(row, "value", amount);
    for (size_t i = 0; i < PAL_NEUTRAL_LEVELS; i++) {
        pal_thousandths_write(threshold->levels[i], amount);
        pal_add_text(levels, amount);
        said = pal_call_printf(
            at->call, "%s%s%s", said, i > 0 ? " · " : "",
            pal_amount_said(threshold->levels[i], threshold->unit, language, arena));
    }
    pal_put_boolean(row, "is_proposed", threshold->is_proposed);
    pal_put(shown, "of", row);
    pal_put_text(shown, "value",
                 pal_amount_said(threshold->value, threshold->unit, language, arena));
    pal_put_text(shown, "levels", said);
}

/* A piece of a rule in words, and the thresholds that it names. */
static void put_piece(const struct putting *at, const struct pal_question *question,
                      const struct pal_rule_part *piece, struct pal_value *data,
                      struct pal_value *page)
{
    size_t names[THRESHOLDS_MOST];
    struct pal_value *shown = pal_add_object(page);
    struct pal_value *list = pal_put_list(shown, "thresholds");
    size_t count = pal_rule_thresholds(piece, names, THRESHOLDS_MOST);
    pal_put_text(shown, "text",
                 pal_rule_said(piece, question->fields, at->usual, &at->call->language,
                               at->call->request->arena));
    for (size_t i = 0; i < count; i++) {
        put_threshold(at, &at->shown->of->thresholds[names[i]], data, list);
    }
}

static void put_pieces(const struct putting *at, const struct pal_question *question,
                       struct pal_value *row, struct pal_value *shown)
{
    struct pal_value *data = pal_put_list(row, "thresholds");
    struct pal_value *page = pal_put_list(shown, "pieces");
    bool is_one = true;
    const struct pal_rule_part *piece =
        question->rule != NULL ? pal_rule_pieces(question->rule, &is_one) : NULL;
    for (; piece != NULL; piece = is_one ? NULL : piece->next) {
        put_piece(at, question, piece, data, page);
    }
}

static void put_cells(const struct putting *at, const struct pal_question *question,
                      struct pal_value *data, struct pal_value *page)
{
    const struct pal_model *model = at->shown->of->model;
    for (size_t i = 0; i < question->cell_count; i++) {
        const struct pal_area *area = &model->areas[question->cells[i].area];
        const char *part = pal_call_printf(at->call, "%s/%s", area->id,
                                           area->ladder->steps[question->cells[i].step].id);
        struct pal_value *shown = pal_add_object(page);
        pal_add_text(data, part);
        pal_put_text(shown, "part", part);
        pal_put_text(shown, "title", in(at, &area->title));
    }
}

/* By which rule an answer passes, and for what it speaks. */
static void put_rule(const struct putting *at, const struct pal_question *question,
                     struct pal_value *row, struct pal_value *shown)
{
    pal_put_text(row, "weight", pal_weight_ids[question->weight]);
    pal_put_text(row, "pass", question->pass);
    pal_put_text(shown, "weight", pal_call_tr(at->call, pal_weight_titles[question->weight]));
    put_pieces(at, question, row, shown);
    put_cells(at, question, pal_put_list(row, "cells"), pal_put_list(shown, "cells"));
    pal_put_boolean(shown, "has_cells", question->cell_count > 0);
}

/* -------------------------------------------------------------------- questions */

static void put_question(const struct putting *at, const struct pal_question *question,
                         struct pal_value *data, struct pal_value *page)
{
    struct pal_value *row = pal_add_object(data);
    struct pal_value *shown = pal_add_object(page);
    const struct pal_questionnaire *of = at->shown->of;
    pal_put_text(row, "id", question->id);
    pal_put_text(row, "question", in(at, &question->question));
    pal_put_text(row, "help", or_null(in(at, &question->help)));
    pal_put_text(row, "evidence", or_null(in(at, &question->evidence)));
    pal_put_text(row, "tier", pal_tier_ids[question->tier]);
    pal_put_text(row, "put", pal_put_ids[question->put]);
    pal_put_text(row, "about", pal_about_ids[question->about]);
    pal_put_text(row, "ask_if", question->ask_if >= 0 ? of->questions[question->ask_if].id : NULL);
    struct pal_value *fields = pal_put_list(row, "fields");
    pal_put(shown, "of", row);
    pal_put_text(shown, "about", pal_call_tr(at->call, pal_about_titles[question->about]));
    pal_put_text(shown, "put", pal_call_tr(at->call, pal_put_titles[question->put]));
    put_fields(at, question->fields, question->field_count, fields, pal_put_list(shown, "fields"));
    if (at->shown->with_rules) {
        put_rule(at, question, row, shown);
    }
}

/* The questions of a topic; false: none of them is asked. */
static bool put_topic(const struct putting *at, size_t topic, struct pal_value *data,
                      struct pal_value *page)
{
    const struct pal_questionnaire *of = at->shown->of;
    struct pal_value *questions = NULL;
    struct pal_value *shown = NULL;
    for (size_t i = 0; i < at->shown->count; i++) {
        const struct pal_question *question = &of->questions[at->shown->questions[i]];
        if (question->topic != topic) {
            continue;
        }
        if (questions == NULL) {
            struct pal_value *row = pal_add_object(data);
            struct pal_value *head = pal_add_object(page);
            bool has_topic = topic < of->topic_count;
            pal_put_text(row, "id", has_topic ? of->topics[topic].id : "");
            pal_put_text(row, "title", has_topic ? in(at, &of->topics[topic].title) : "");
            pal_put_text(row, "note",
                         has_topic && of->topic_notes != NULL
                             ? or_null(in(at, &of->topic_notes[topic]))
                             : NULL);
            questions = pal_put_list(row, "questions");
            pal_put(head, "of", row);
            shown = pal_put_list(head, "questions");
        }
        put_question(at, question, questions, shown);
    }
    return questions != NULL;
}

/* What lies above the target of an area. */
static void put_above(const struct putting *at)
{
    struct pal_value *data = pal_value_list(&at->call->values);
    struct pal_value *page = pal_value_list(&at->call->values);
    for (size_t i = 0; i < at->shown->area_count; i++) {
        const struct pal_area *area = &at->shown->of->model->areas[at->shown->areas_above[i]];
        struct pal_value *shown = pal_add_object(page);
        pal_add_text(data, area->id);
        pal_put_text(shown, "id", area->id);
        pal_put_text(shown, "title", in(at, &area->title));
    }
    pal_set(at->call->data, "above", data);
    pal_set(at->call->page, "above", page);
    pal_set_boolean(at->call->page, "has_above", at->shown->area_count > 0);
}

void pal_asked_put(struct pal_call *call, const struct pal_asked_shown *shown)
{
    int64_t *usual = PAL_NEW(call->request->arena, int64_t, shown->of->threshold_count + 1);
    const struct putting at = {call, shown, usual};
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *page = pal_value_list(&call->values);
    size_t topics = shown->of->topic_count > 0 ? shown->of->topic_count : 1;
    if (usual == NULL) {
        call->failed = true;
        return;
    }
    pal_thresholds_in_force(shown->of, NULL, NULL, 0, usual);
    for (size_t i = 0; i < topics; i++) {
        (void)put_topic(&at, i, data, page);
    }
    pal_set(call->data, "topics", data);
    pal_set(call->page, "topics", page);
    pal_set_integer(call->data, "questions", (int64_t)(shown->count + shown->area_count));
    pal_set_boolean(call->page, "with_rules", shown->with_rules);
    put_above(&at);
}

/* ------------------------------------------------------------ as they were sent */

static bool find_all(const struct pal_questionnaire *of, const struct pal_sending *sending,
                     struct pal_arena *arena, struct pal_asked_shown *out)
{
    size_t *questions = PAL_NEW(arena, size_t, sending->question_count + 1);
    size_t *areas = PAL_NEW(arena, size_t, sending->above_count + 1);
    *out = (struct pal_asked_shown){.of = of, .questions = questions, .areas_above = areas};
    for (size_t i = 0; questions != NULL && i < sending->question_count; i++) {
        int found = pal_questionnaire_find(of, sending->questions[i]);
        if (found >= 0) {
            questions[out->count++] = (size_t)found;
        }
    }
    for (size_t i = 0; areas != NULL && i < sending->above_count; i++) {
        const struct pal_area *area = pal_model_area(of->model, sending->above[i]);
        if (area != NULL) {
            areas[out->area_count++] = (size_t)(area - of->model->areas);
        }
    }
    return questions != NULL && areas != NULL;
}

enum pal_rc pal_asked_put_sent(struct pal_call *call, const struct pal_sending *sending)
{
    const struct pal_questionnaire *of = NULL;
    struct pal_asked_shown shown;
    enum pal_rc rc = pal_sending_questionnaire(&call->errand, pal_call_app(call), sending, &of);
    if (rc != PAL_OK) {
        return rc;
    }
    if (!find_all(of, sending, call->request->arena, &shown)) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    shown.with_rules = !pal_call_is_pass(call) && pal_call_may(call, PAL_MAY_ASSESS);
    pal_set_text(call->data, "questionnaire", of->id);
    pal_set_text(call->page, "questionnaire_title", pal_text_in(&of->title, call->language.lang));
    pal_asked_put(call, &shown);
    return PAL_OK;
}
