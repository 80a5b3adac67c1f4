/* answers_of - answers that are kept one by one, as facts are: checked, and read for judging. Those
 * that were read are kept, keyed by their bodies and by what reading them depends on of the
 * questionnaire and its model. */
#include <string.h>

#include "app/desk/digest.h"
#include "app/desk/documents_parts.h"
#include "app/desk/questions.h"
#include "base/buf.h"
#include "format/answers_types.h"
#include "format/yaml.h"

enum { KEY_MOST = 64 << 20 };

/* One body as a node of a map of answers; NULL: it cannot be read. */
static struct pal_node *read_body(struct pal_reader *reader, const char *question, const char *body)
{
    struct pal_node *node = pal_yaml_read(reader, body, strlen(body));
    if (node != NULL) {
        node->key = question;
        pal_type_check(reader, &pal_type_answer, node);
    }
    return node;
}

enum pal_rc pal_app_answer_check(struct pal_app *app, const struct pal_questionnaire *questionnaire,
                                 const char *question, const char *body, struct pal_err *err)
{
    struct pal_diag *diag = pal_document_diag(app);
    struct pal_answer *answer = PAL_NEW(&app->arena, struct pal_answer, 1);
    if (diag == NULL || answer == NULL) {
        return PAL_E_MEMORY;
    }
    struct pal_reader reader = {.arena = &app->arena, .diag = diag, .file = ""};
    struct pal_node *node = read_body(&reader, question, body);
    if (node != NULL) {
        (void)pal_answer_read(&reader, node, questionnaire, answer);
    }
    if (diag->error_count > 0) {
        *err = diag->errors[0];
        err->rc = PAL_E_INVALID;
        return PAL_E_INVALID;
    }
    return node != NULL ? PAL_OK : PAL_E_MEMORY;
}

/* ------------------------------------------------------------------ the key */

/* A text that no other can be taken for, whatever stands behind it. */
static void add_word(struct pal_buf *key, const char *text)
{
    pal_buf_add_n(key, text, strlen(text) + 1);
}

static void add_fields(struct pal_buf *key, const struct pal_answer_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_word(key, fields[i].id);
        pal_buf_printf(key, "%d %d %u %zu:", (int)fields[i].type, (int)fields[i].unit,
                       (unsigned)fields[i].drawn, fields[i].choice_count);
        for (size_t k = 0; k < fields[i].choice_count; k++) {
            add_word(key, fields[i].choices[k].id != NULL ? fields[i].choices[k].id : "");
        }
        add_fields(key, fields[i].columns, fields[i].column_count);
        pal_buf_add_char(key, ';');
    }
}

static void add_questions(struct pal_buf *key, const struct pal_question *questions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_word(key, questions[i].id);
        add_fields(key, questions[i].fields, questions[i].field_count);
    }
}

/* False: memory is short. */
static bool make_key(struct pal_app *app, const struct pal_questionnaire *of,
                     const struct pal_answer_body *bodies, size_t count, struct pal_kept_key *out)
{
    struct pal_buf key;
    pal_buf_init(&key, KEY_MOST, app->arena.alloc);
    add_word(&key, "answers");
    for (size_t i = 0; i < of->model->area_count; i++) {
        add_word(&key, of->model->areas[i].id);
    }
    add_questions(&key, of->questions, of->question_count);
    add_questions(&key, of->guide, of->guide_count);
    for (size_t i = 0; i < count; i++) {
        add_word(&key, bodies[i].question);
        add_word(&key, bodies[i].body);
        pal_buf_add_char(&key, (char)('0' + bodies[i].state));
    }
    const char *text = pal_buf_text(&key);
    if (text != NULL) {
        pal_text_digest(text, key.len, out->bytes);
    }
    pal_buf_done(&key);
    return text != NULL;
}

/* ------------------------------------------------------------------ reading */

static enum pal_rc read_all(struct pal_app *app, const struct pal_questionnaire *of,
                            const struct pal_answer_body *bodies, size_t count,
                            struct pal_arena *arena, struct pal_answers *out)
{
    struct pal_arena nodes;
    struct pal_diag *diag = pal_document_diag(app);
    out->answers = PAL_NEW(arena, struct pal_answer, count + 1);
    if (diag == NULL || out->answers == NULL) {
        return PAL_E_MEMORY;
    }
    pal_arena_init(&nodes, app->arena.alloc);
    struct pal_reader reader = {.arena = arena, .nodes = &nodes, .diag = diag, .file = ""};
    for (size_t i = 0; i < count; i++) {
        struct pal_node *node = read_body(&reader, bodies[i].question, bodies[i].body);
        struct pal_answer *row = &out->answers[out->count];
        if (node != NULL && pal_answer_read(&reader, node, of, row)) {
            row->state = bodies[i].state;
            out->count++;
        }
    }
    pal_arena_done(&nodes);
    return reader.is_out_of_memory ? PAL_E_MEMORY : PAL_OK;
}

/* Reads them into an arena that is kept. NULL: memory is short. */
static const struct pal_answers *read_anew(struct pal_app *app, const struct pal_questionnaire *of,
                                           const struct pal_answer_body *bodies, size_t count,
                                           const struct pal_kept_key *key)
{
    struct pal_arena own;
    const void *kept = NULL;
    pal_arena_init(&own, app->kept != NULL ? NULL : app->arena.alloc);
    struct pal_answers *read = PAL_NEW(&own, struct pal_answers, 1);
    if (read != NULL) {
        *read = (struct pal_answers){.id = ""};
    }
    if (read != NULL && read_all(app, of, bodies, count, &own, read) == PAL_OK) {
        kept = app->kept != NULL               ? pal_document_keep(app, key, &own, read)
               : pal_document_adopt(app, &own) ? read
                                               : NULL;
    }
    pal_arena_done(&own);
    return kept;
}

enum pal_rc pal_app_answers_of(struct pal_app *app, const struct pal_questionnaire *questionnaire,
                               const struct pal_answer_body *bodies, size_t count, const char *date,
                               const struct pal_answers **out)
{
    struct pal_kept_key key;
    struct pal_answers *own = PAL_NEW(&app->arena, struct pal_answers, 1);
    if (own == NULL || !make_key(app, questionnaire, bodies, count, &key)) {
        return PAL_E_MEMORY;
    }
    const struct pal_answers *read = app->kept != NULL ? pal_document_find_kept(app, &key) : NULL;
    read = read != NULL ? read : read_anew(app, questionnaire, bodies, count, &key);
    if (read == NULL) {
        return PAL_E_MEMORY;
    }
    *own = *read;
    own->questionnaire = questionnaire;
    own->date = date;
    *out = own;
    return PAL_OK;
}
