/* place_all - all of a questionnaire at once: on one page, to read and to print; as a file. */
#include <string.h>

#include "base/text.h"
#include "web/marking.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/web_parts.h"

/* -------------------------------------------------------------------- taking along */

/* The answers as a document: as they are now, or as they were submitted. */
enum pal_rc pal_page_place_file_of_all(struct pal_call *call)
{
    struct pal_place_view view;
    struct pal_answers_written written;
    const char *of = pal_call_query(call, "of");
    bool is_submitted = of != NULL && strcmp(of, "submitted") == 0;
    enum pal_rc rc = pal_place_open_sending(call, &view);
    if (rc == PAL_OK) {
        rc = pal_answers_write(&call->errand, &view.sending,
                               is_submitted ? PAL_ANSWERS_CLAIMED : PAL_ANSWERS_OWN, &written);
    }
    if (rc != PAL_OK) {
        return rc;
    }
    call->response->content_type = "application/yaml; charset=utf-8";
    pal_http_set(call->response, "Content-Disposition",
                 pal_marking_disposition(call, pal_call_printf(call, "%s.yaml", view.sending.id)));
    pal_http_set(call->response, "Content-Security-Policy", "sandbox");
    pal_buf_add_n(&call->response->body, written.text, written.len);
    return call->response->body.failed ? pal_errand_explain(&call->errand, PAL_E_MEMORY) : PAL_OK;
}

/* ----------------------------------------------------------------- what is asked for */

static char *field_title(struct pal_call *call, const struct pal_answer_field *field)
{
    bool has_title = field->title.in[PAL_LANG_EN] != NULL;
    const char *text = has_title ? pal_text_in(&field->title, call->language.lang) : field->id;
    char *title = pal_arena_copy(call->request->arena, text, strlen(text));
    for (char *at = title; at != NULL && *at != '\0' && !has_title; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    return title;
}

/* "a / b / c". */
static const char *choices_of(struct pal_call *call, const struct pal_answer_field *field)
{
    const char *all = "";
    for (size_t i = 0; i < field->choice_count; i++) {
        all = pal_call_printf(call, "%s%s%s", all, i > 0 ? " / " : "",
                              pal_text_in(&field->choices[i].title, call->language.lang));
    }
    return all;
}

static const char *columns_of(struct pal_call *call, const struct pal_answer_field *field)
{
    const char *all = "";
    for (size_t i = 0; i < field->column_count; i++) {
        const char *title = field_title(call, &field->columns[i]);
        all = pal_call_printf(call, "%s%s%s", all, i > 0 ? ", " : "", title != NULL ? title : "");
    }
    return all;
}

/* What a field takes; NULL: its title says it. */
static const char *taken_by(struct pal_call *call, const struct pal_answer_field *field)
{
    switch (field->type) {
    case PAL_FIELD_YESNO:
        return pal_call_tr(call, "yes or no");
    case PAL_FIELD_LADDER:
    case PAL_FIELD_CHOICE:
        return choices_of(call, field);
    case PAL_FIELD_PERCENT:
        return pal_call_tr(call, pal_unit_titles[PAL_UNIT_PERCENT]);
    case PAL_FIELD_NUMBER:
        return pal_call_tr(call, pal_unit_titles[field->unit]);
    case PAL_FIELD_DATE:
        return pal_call_tr(call, "a date");
    case PAL_FIELD_PERSON:
        return pal_call_tr(call, "a role");
    case PAL_FIELD_DOCUMENT:
        return pal_call_tr(call, "which document, its version, date and page");
    case PAL_FIELD_ROWS:
        return columns_of(call, field);
    case PAL_FIELD_DRAWN:
        return pal_call_tr(call, "how many were drawn, how many of them were good");
    case PAL_FIELD_INTEGER:
    case PAL_FIELD_TEXT:
    case PAL_FIELD_COUNTRY:
    case PAL_FIELD_TYPE_COUNT:
        break;
    }
    return NULL;
}

static void put_asked(struct pal_call *call, const struct pal_answering_item *item,
                      struct pal_value *row)
{
    struct pal_value *list = pal_put_list(row, "asked");
    for (size_t i = 0; i < item->question->field_count && !item->now.is_answered; i++) {
        const struct pal_answer_field *field = &item->question->fields[i];
        struct pal_value *one = pal_add_object(list);
        char *title = field_title(call, field);
        if (title == NULL) {
            continue;
        }
        pal_text_capital(title);
        pal_put_text(one, "title", title);
        pal_put_text(one, "takes", taken_by(call, field));
    }
}

/* Every question with its answer so far, on one page that is made to be printed. */
enum pal_rc pal_page_place_all(struct pal_call *call)
{
    struct pal_place_view view;
    enum pal_rc rc = pal_place_open(call, &view);
    rc = rc == PAL_OK ? pal_place_files(call, &view) : rc;
    rc = rc == PAL_OK ? pal_place_frame(call, &view) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct pal_value *list = pal_value_list(&call->values);
    struct pal_value *topics = pal_value_list(&call->values);
    for (size_t t = 0; t < view.answering.topic_count; t++) {
        struct pal_value *topic = pal_add_object(topics);
        pal_put_text(topic, "title", pal_place_topic_title(call, &view.answering.topics[t]));
        struct pal_value *shown = pal_put_list(topic, "questions");
        for (size_t i = 0; i < view.answering.count; i++) {
            const struct pal_answering_item *item = &view.answering.items[i];
            if (item->topic == t) {
                pal_place_data_item(call, item, pal_add_object(list));
                struct pal_value *row = pal_add_object(shown);
                pal_place_put_item(call, &view, item, false, row);
                put_asked(call, item, row);
            }
        }
    }
    pal_place_data(call, &view);
    pal_set(call->data, "questions", list);
    pal_set(call->page, "topics", topics);
    pal_set_text(call->page, "table_url",
                 call->pass != NULL
                     ? pal_call_printf(call, "%s/api/v1/sendings/%s/answer/all?format=spreadsheet",
                                       pal_call_under(call, call->pass, ""), view.sending.id)
                     : pal_call_printf(call, "/api/v1/sendings/%s/answer/all?format=spreadsheet",
                                       view.sending.id));
    return pal_call_show(call, "web_place_all", view.sending.title);
}
