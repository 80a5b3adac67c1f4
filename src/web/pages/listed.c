/* listed - a questionnaire of one's own from a list of questions: looked at first, question by
 * question, then written as a document. See format/listed.h. */
#include "format/listed.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/errand.h"
#include "app/house/shelf.h"
#include "app/house/shelf_kinds.h"
#include "base/limits.h"
#include "base/line_ends.h"
#include "base/text.h"
#include "format/questionnaire_types.h"
#include "web/pages/pages.h"
#include "web/web_parts.h"

enum { SHOWN_MOST = 500, TITLE_MOST = 200 };
#define KIND        "questionnaire"
#define MODEL_USUAL "sse-cmm-2.0"

/* What a line of the list is not taken for. */
struct fault {
    size_t line;
    const char *id; /* for programs */
    const char *what;
    const char *why;
};

/* What the page is made of. */
struct list {
    const char *project;   /* whose own it becomes; "": the library's */
    const char *shelf;     /* the page that lists it */
    const char *text;      /* that was sent; "": none */
    struct pal_listed *of; /* NULL: nothing was read */
    struct pal_value *document;
    struct fault *faults;
    size_t fault_count; /* that are told */
    size_t fault_all;
    bool is_looked_at;
};

/* ------------------------------------------------------------------------ where it is */

static enum pal_rc open(struct pal_call *call, struct list *list)
{
    struct pal_document record;
    struct pal_value *document = NULL;
    bool is_own = call->project != NULL && call->project[0] != '\0';
    *list = (struct list){.project = is_own ? call->project : "", .text = ""};
    list->shelf =
        is_own ? pal_call_printf(call, "/projects/%s/library", call->project) : "/library";
    enum pal_rc rc =
        is_own ? pal_errand_require(&call->errand, pal_shelf_kind(KIND)->writes, call->project)
               : PAL_OK;
    if (rc == PAL_OK && is_own) {
        rc = pal_project_frame(call, call->project, &record, &document);
    }
    if (rc == PAL_OK) {
        pal_call_crumb(call, pal_call_tr(call, "Library"), list->shelf);
    }
    if (rc == PAL_OK && is_own) {
        pal_project_tabs(call, call->project);
    }
    return rc;
}

/* A word of the form; of the page without one what it begins with. */
static const char *word_or(struct pal_call *call, const char *name, const char *usual)
{
    const char *sent = call->route->method == PAL_POST ? pal_call_word(call, name) : "";
    return pal_is_blank(sent) ? usual : sent;
}

static const char *usual_topic(struct pal_call *call)
{
    return word_or(call, "topic", pal_call_tr(call, "Questions"));
}

static enum pal_actor actor_of(struct pal_call *call)
{
    const char *word = word_or(call, "answered_by", pal_actor_ids[PAL_ACTOR_PROVIDER]);
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        if (strcmp(word, pal_actor_ids[i]) == 0) {
            return (enum pal_actor)i;
        }
    }
    return PAL_ACTOR_PROVIDER;
}

/* -------------------------------------------------------------------------- reading */

static enum pal_rc check_whole(struct pal_call *call, const struct pal_listed *of)
{
    switch (of->whole) {
    case PAL_LISTED_FINE:
        return PAL_OK;
    case PAL_LISTED_EMPTY:
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                                  "there is no question: paste a list, one question on each line");
    case PAL_LISTED_TOO_LONG:
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                                  "this is longer or wider than a questionnaire of %d questions: "
                                  "make several of it",
                                  (int)PAL_LISTED_MOST);
    case PAL_LISTED_NO_QUESTION:
        break;
    }
    return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                              "no column is called \"question\": write it above the questions");
}

static const char *fault_title(struct pal_call *call, enum pal_listed_fault fault)
{
    static const char *const titles[PAL_LISTED_FAULTS] = {
        PAL_N_("Nothing is asked in this line: write the question, or leave the line out."),
        PAL_N_("This is longer than 4000 bytes: shorten it, or make several questions of it."),
        PAL_N_("This is no id: it takes letters, digits, \".\", \"_\" and \"-\", and begins with a "
               "letter or a digit."),
        PAL_N_("This id stands further above already: write another, or none."),
        PAL_N_("There is no such type of answer: write text, yes or no, whole number, percentage, "
               "date, person, document or country, or nothing."),
        PAL_N_("This type of answer is said in more than a word: leave it empty, and add its unit, "
               "words or columns in the form of the question afterwards."),
        PAL_N_("These are more topics than 200: take fewer."),
        PAL_N_("These are more than 100 steps or practices: take fewer."),
        PAL_N_("This line has more cells than there are columns: put a cell in quotes in which a "
               "comma or a semicolon stands.")};
    return pal_call_tr(call, titles[fault]);
}

static const char *const fault_ids[PAL_LISTED_FAULTS] = {
    "no-question", "long",        "no-id",       "twice",     "no-type",
    "type-alone",  "many-topics", "many-places", "more-cells"};

static enum pal_rc take_refused(struct pal_call *call, struct list *list)
{
    const struct pal_listed *of = list->of;
    list->faults =
        PAL_NEW(call->request->arena, struct fault, PAL_LISTED_REFUSED_TOLD + PAL_LIMIT_PROBLEMS);
    if (list->faults == NULL) {
        return pal_errand_explain(&call->errand, PAL_E_MEMORY);
    }
    for (size_t i = 0; i < of->refused_count && i < PAL_LISTED_REFUSED_TOLD; i++) {
        const struct pal_listed_refused *refused = &of->refused[i];
        list->faults[list->fault_count++] =
            (struct fault){refused->line, fault_ids[refused->fault], refused->what,
                           fault_title(call, refused->fault)};
    }
    list->fault_all = of->refused_count;
    return PAL_OK;
}

/* ------------------------------------------------------------------------ the document */

static void put_places(struct pal_value *row, const char *key,
                       const struct pal_listed_places *places)
{
    struct pal_value *list = places->count > 0 ? pal_put_list(row, key) : NULL;
    for (size_t i = 0; list != NULL && i < places->count; i++) {
        pal_add_borrowed(list, places->at[i]);
    }
}

/* A question as the document has it: what is usual is not said. */
static void add_question(struct pal_value *list, const struct pal_listed *of,
                         const struct pal_listed_question *question, enum pal_actor actor)
{
    struct pal_value *row = pal_add_object(list);
    pal_put_borrowed(row, "id", question->id);
    pal_put_borrowed(row, "topic", of->topics[question->topic].id);
    if (actor != PAL_ACTOR_PROVIDER) {
        pal_put_borrowed(row, "answered_by", pal_actor_ids[actor]);
    }
    pal_put_borrowed(row, "question", question->text);
    if (question->type != PAL_FIELD_TEXT) {
        struct pal_value *field = pal_add_object(pal_put_list(row, "fields"));
        pal_put_borrowed(field, "id", "answer");
        pal_put_borrowed(field, "type", pal_field_type_ids[question->type]);
    }
    put_places(row, "cells", &question->steps);
    put_places(row, "context", &question->beside);
    put_places(row, "practices", &question->practices);
}

static void make_document(struct pal_call *call, struct list *list)
{
    const struct pal_listed *of = list->of;
    struct pal_value *document = pal_value_object(&call->values);
    pal_put_text(document, "palier", pal_kinds[PAL_KIND_QUESTIONNAIRE].name);
    pal_put_text(document, "id", "list");
    pal_put_text(document, "title", word_or(call, "title", pal_call_tr(call, "Questions")));
    pal_put_text(document, "model", word_or(call, "model", MODEL_USUAL));
    struct pal_value *topics = pal_put_list(document, "topics");
    for (size_t i = 0; i < of->topic_count; i++) {
        struct pal_value *row = pal_add_object(topics);
        pal_put_borrowed(row, "id", of->topics[i].id);
        pal_put_borrowed(row, "title", of->topics[i].title);
    }
    struct pal_value *questions = pal_put_list(document, "questions");
    for (size_t i = 0; i < of->count; i++) {
        add_question(questions, of, &of->questions[i], actor_of(call));
    }
    list->document = document;
}

/* The question that the path of a problem leads to; NULL: to none. */
static const struct pal_listed_question *question_at(const struct pal_listed *of, const char *path)
{
    static const char head[] = "questions[";
    char *end = NULL;
    if (strncmp(path, head, sizeof head - 1) != 0) {
        return NULL;
    }
    unsigned long at = strtoul(path + sizeof head - 1, &end, 10);
    return *end == ']' && at < of->count ? &of->questions[at] : NULL;
}

/* What the check of the document found, at the lines of the list. What is of none of them is told
 * at its field, or of the whole. */
static enum pal_rc take_problems(struct pal_call *call, struct list *list, enum pal_rc rc)
{
    const struct pal_app *app = pal_call_app(call);
    for (const struct pal_app_problems *at = app->problems; at != NULL; at = at->next) {
        for (size_t i = 0; i < at->diag.error_count && i < PAL_LIMIT_PROBLEMS; i++) {
            const struct pal_err *err = &at->diag.errors[i];
            const struct pal_listed_question *question = question_at(list->of, err->path);
            if (question == NULL) {
                return pal_tell_problem(call, rc);
            }
            if (list->fault_count < PAL_LISTED_REFUSED_TOLD) {
                list->faults[list->fault_count++] =
                    (struct fault){question->line, "check", question->text,
                                   pal_call_printf(call, "%s", err->message)};
            }
        }
        list->fault_all += at->diag.error_count;
    }
    return list->fault_all > 0 ? PAL_OK : pal_tell_problem(call, rc);
}

/* Whether steps and practices are those of the model: the check of a document knows. */
static enum pal_rc check_document(struct pal_call *call, struct list *list)
{
    struct pal_buf text;
    struct pal_checked checked;
    pal_buf_init(&text, PAL_LIMIT_FILE_BYTES, call->request->arena->alloc);
    pal_call_yaml(list->document, &text);
    const char *written = pal_buf_text(&text);
    enum pal_rc rc = written == NULL && text.len > 0 ? PAL_E_LIMIT : PAL_OK;
    rc = rc == PAL_OK && (written == NULL || pal_call_is_short(call)) ? PAL_E_MEMORY : rc;
    rc = rc == PAL_OK ? pal_app_check_text(pal_fresh_app(call), "list", written, text.len, &checked)
                      : pal_errand_explain(&call->errand, rc);
    pal_buf_done(&text);
    return rc == PAL_E_INVALID ? take_problems(call, list, rc) : rc;
}

static enum pal_rc check_model(struct pal_call *call)
{
    const struct pal_model *model = NULL;
    const char *id = word_or(call, "model", MODEL_USUAL);
    struct pal_err before = call->errand.err;
    enum pal_rc rc = pal_app_model(pal_call_app(call), id, &model);
    if (rc == PAL_E_NOT_FOUND || rc == PAL_E_INVALID) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "model",
                                  "there is no model %s: choose among those of the form",
                                  pal_quote(id).text);
    }
    call->errand.err = rc == PAL_OK ? before : call->errand.err;
    return pal_errand_explain(&call->errand, rc);
}

/* What was sent, as questions. */
static enum pal_rc look_at(struct pal_call *call, struct list *list)
{
    list->of = PAL_NEW(call->request->arena, struct pal_listed, 1);
    enum pal_rc rc = list->of != NULL ? pal_table_sent(call, &list->text)
                                      : pal_errand_explain(&call->errand, PAL_E_MEMORY);
    if (rc == PAL_OK) {
        rc = pal_errand_explain(&call->errand, pal_listed_read(call->request->arena, list->text,
                                                               usual_topic(call), list->of));
    }
    rc = rc == PAL_OK ? check_whole(call, list->of) : rc;
    rc = rc == PAL_OK ? check_model(call) : rc;
    rc = rc == PAL_OK ? take_refused(call, list) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    make_document(call, list);
    rc = list->fault_all == 0 ? check_document(call, list) : PAL_OK;
    list->is_looked_at = rc == PAL_OK;
    return rc;
}

/* --------------------------------------------------------------------------- the page */

static const char *type_title(struct pal_call *call, enum pal_field_type type)
{
    const struct pal_field *field = pal_field_of(&pal_type_answer_field, "type");
    return pal_call_tr(call, field->type->choice_titles[type]);
}

static void put_texts(struct pal_value *row, const char *key,
                      const struct pal_listed_places *places)
{
    struct pal_value *list = pal_put_list(row, key);
    for (size_t i = 0; i < places->count; i++) {
        pal_add_borrowed(list, places->at[i]);
    }
}

/* A program is told all of them, a page shows the first. */
static void put_questions(struct pal_call *call, const struct pal_listed *of)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *list = pal_value_list(&call->values);
    for (size_t i = 0; i < of->count && (call->is_api || i < SHOWN_MOST); i++) {
        const struct pal_listed_question *question = &of->questions[i];
        struct pal_value *row = pal_add_object(data);
        pal_put_borrowed(row, "id", question->id);
        pal_put_borrowed(row, "topic", of->topics[question->topic].id);
        pal_put_borrowed(row, "question", question->text);
        pal_put_borrowed(row, "type", pal_field_type_ids[question->type]);
        pal_put_integer(row, "line", (int64_t)question->line);
        put_texts(row, "steps", &question->steps);
        put_texts(row, "beside", &question->beside);
        put_texts(row, "practices", &question->practices);
        struct pal_value *shown = pal_add_object(list);
        pal_put(shown, "of", row);
        pal_put_borrowed(shown, "topic_title", of->topics[question->topic].title);
        pal_put_borrowed(shown, "type_title", type_title(call, question->type));
        pal_put_boolean(shown, "is_id_made", question->is_id_made);
        pal_put_boolean(shown, "has_steps", question->steps.count > 0);
        pal_put_boolean(shown, "has_beside", question->beside.count > 0);
        pal_put_boolean(shown, "has_practices", question->practices.count > 0);
    }
    pal_set(call->data, "questions", data);
    pal_set(call->page, "questions", list);
    pal_set_text(call->page, "more",
                 of->count > SHOWN_MOST ? pal_call_printf(call, "%zu", of->count - SHOWN_MOST)
                                        : NULL);
}

static void put_topics(struct pal_call *call, const struct pal_listed *of)
{
    struct pal_value *data = pal_value_list(&call->values);
    for (size_t i = 0; i < of->topic_count; i++) {
        struct pal_value *row = pal_add_object(data);
        size_t count = 0;
        for (size_t j = 0; j < of->count; j++) {
            count += of->questions[j].topic == i;
        }
        pal_put_borrowed(row, "id", of->topics[i].id);
        pal_put_borrowed(row, "title", of->topics[i].title);
        pal_put_integer(row, "questions", (int64_t)count);
    }
    pal_set(call->data, "topics", data);
}

static void put_faults(struct pal_call *call, const struct list *list)
{
    struct pal_value *data = pal_value_list(&call->values);
    struct pal_value *shown = pal_value_list(&call->values);
    for (size_t i = 0; i < list->fault_count; i++) {
        const struct fault *fault = &list->faults[i];
        struct pal_value *one = pal_add_object(data);
        pal_put_integer(one, "line", (int64_t)fault->line);
        pal_put_text(one, "fault", fault->id);
        pal_put_text(one, "what", fault->what);
        struct pal_value *row = pal_add_object(shown);
        pal_put_integer(row, "line", (int64_t)fault->line);
        pal_put_text(row, "what", fault->what[0] != '\0' ? pal_quote(fault->what).text : NULL);
        pal_put_text(row, "why", fault->why);
    }
    pal_set(call->data, "refusals", data);
    pal_set(call->page, "refusals", shown);
    pal_set_boolean(call->page, "has_refused", list->fault_all > 0);
    pal_set_text(call->page, "refused_more",
                 list->fault_all > list->fault_count
                     ? pal_call_printf(call, "%zu", list->fault_all - list->fault_count)
                     : NULL);
}

/* "120 questions · 3 topics", and how many lines are none. */
static const char *counts_of(struct pal_call *call, const struct list *list)
{
    const struct pal_language *in = &call->language;
    const size_t count = list->of->count;
    const size_t topics = list->of->topic_count;
    const char *out = pal_call_printf(
        call, "%s · %s",
        pal_call_printf(call, pal_tr_n(in, "%zu question", "%zu questions", count), count),
        pal_call_printf(call, pal_tr_n(in, "%zu topic", "%zu topics", topics), topics));
    return list->fault_all == 0
               ? out
               : pal_call_printf(
                     call, "%s · %s", out,
                     pal_call_printf(call,
                                     pal_tr_n(in, "%zu line cannot be taken",
                                              "%zu lines cannot be taken", list->fault_all),
                                     list->fault_all));
}

static void put_look(struct pal_call *call, const struct list *list)
{
    put_questions(call, list->of);
    put_topics(call, list->of);
    put_faults(call, list);
    pal_set_boolean(call->page, "has_look", true);
    pal_set_boolean(call->page, "can_save", list->fault_all == 0);
    pal_set_boolean(call->page, "is_table", list->of->is_table);
    pal_set_text(call->page, "counts", counts_of(call, list));
    pal_set_text(call->page, "whom", pal_call_tr(call, pal_actor_titles[actor_of(call)]));
}

static enum pal_rc put_choices(struct pal_call *call)
{
    const char *actor = pal_actor_ids[actor_of(call)];
    pal_call_form(call, "title", "");
    pal_call_form(call, "topic", usual_topic(call));
    for (int i = 0; i < PAL_ACTOR_COUNT; i++) {
        pal_call_option(call, "answered_by", pal_actor_ids[i],
                        pal_call_tr(call, pal_actor_titles[i]), actor);
    }
    return pal_library_options(call, "model", "model", word_or(call, "model", MODEL_USUAL));
}

static enum pal_rc show(struct pal_call *call, struct list *list)
{
    const char *here = pal_call_printf(call, "%s/" KIND "/new/list", list->shelf);
    enum pal_rc rc = put_choices(call);
    pal_set_text(call->data, "id", NULL);
    pal_set_text(call->page, "list_url", here);
    pal_set_text(call->page, "form_url", pal_call_printf(call, "%s/" KIND "/new", list->shelf));
    pal_set_text(call->page, "text", list->text);
    pal_set_text(call->page, "ends",
                 pal_line_ends_said(call->request->arena, list->text, strlen(list->text)));
    if (list->is_looked_at) {
        put_look(call, list);
    }
    return rc == PAL_OK
               ? pal_call_show(call, "web_listed", pal_call_tr(call, "A questionnaire from a list"))
               : rc;
}

enum pal_rc pal_page_listed(struct pal_call *call)
{
    struct list list;
    enum pal_rc rc = open(call, &list);
    if (rc == PAL_OK && call->is_form_again) { /* what was refused is told already */
        struct pal_err told = call->errand.err;
        rc = look_at(call, &list);
        rc = rc == PAL_E_INVALID ? PAL_OK : rc;
        call->errand.err = told;
    }
    return rc == PAL_OK ? show(call, &list) : rc;
}

enum pal_rc pal_do_listed_look(struct pal_call *call)
{
    struct list list;
    enum pal_rc rc = open(call, &list);
    rc = rc == PAL_OK ? look_at(call, &list) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    call->is_form_again = true;
    return show(call, &list);
}

/* ------------------------------------------------------------------------------ saving */

/* None is left out: a questionnaire that lacks questions would pass for whole. */
static enum pal_rc check_faults(struct pal_call *call, const struct list *list)
{
    const struct fault *first = list->fault_count > 0 ? &list->faults[0] : NULL;
    return first == NULL
               ? PAL_OK
               : pal_errand_fail_at(&call->errand, PAL_E_INVALID, "text",
                                    "%zu lines cannot be taken, the first of them line %zu: %s",
                                    list->fault_all, first->line, first->why);
}

static enum pal_rc check_words(struct pal_call *call)
{
    const char *title = pal_call_word(call, "title");
    if (pal_is_blank(title)) {
        return pal_errand_fail_at(&call->errand, PAL_E_INVALID, "title",
                                  "say what the questionnaire is called");
    }
    enum pal_rc rc = pal_call_check_text(call, "title", title, TITLE_MOST);
    return rc == PAL_OK ? pal_call_check_text(call, "topic", usual_topic(call), TITLE_MOST) : rc;
}

/* What is written, and what came of it. */
struct writing {
    const struct list *list;
    struct pal_document *out;
};

static enum pal_rc put_listed(struct pal_call *call, void *ctx, const char *id)
{
    const struct writing *writing = ctx;
    pal_set_text(writing->list->document, "id", id);
    return pal_put_json(call, writing->list->project, writing->list->document, 0,
                        pal_call_word(call, "note"), writing->out);
}

enum pal_rc pal_do_listed(struct pal_call *call)
{
    struct list list;
    struct pal_document written;
    enum pal_rc rc = open(call, &list);
    rc = rc == PAL_OK ? check_words(call) : rc;
    rc = rc == PAL_OK ? look_at(call, &list) : rc;
    rc = rc == PAL_OK ? check_faults(call, &list) : rc;
    if (rc != PAL_OK) {
        return rc;
    }
    struct writing writing = {&list, &written};
    const struct pal_new_document what = {KIND, "", pal_call_word(call, "title"), put_listed,
                                          &writing};
    rc = pal_form_put_new(call, &what);
    if (rc != PAL_OK) {
        return rc;
    }
    pal_set_text(call->data, "id", written.id);
    return pal_go_written(call, &written, pal_document_place(call, &written));
}
