/* fuzz_question - what the form of an answer sends. The first two bytes choose the question, the
 * third the reader's language and whether the fields stand alone; then lines "name=value", where a
 * byte 1 in a value is a line's end. Whatever comes, pages are made of it, and it is refused or
 * becomes an answer that the format takes and that the form gives back as it is. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk/library.h"
#include "format/kinds.h"
#include "format/yaml.h"
#include "must.h"
#include "web/question_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FIELDS_MOST = 512, HEAD = 3 };

/* What is read once, for all inputs. */
static struct pal_arena books;
static struct pal_diag diag;
static struct pal_reader reader;
static const struct pal_questionnaire *questionnaire;

static struct pal_node *tree_of(const char *folder, const char *id)
{
    const struct pal_library_file *file = pal_library_find(folder, id);
    must(file != NULL);
    return pal_yaml_read(&reader, (const char *)file->bytes, file->len);
}

static void open_books(void)
{
    pal_arena_init(&books, NULL);
    pal_diag_init(&diag);
    reader = (struct pal_reader){.arena = &books, .diag = &diag, .file = ""};
    const struct pal_model *model = pal_model_read(&reader, tree_of("models", "sse-cmm-2.0"));
    must(model != NULL);
    questionnaire =
        pal_questionnaire_read(&reader, tree_of("questionnaires", "outcontracting-2"), model);
    must(questionnaire != NULL);
}

static const char *say(const void *ctx, const char *text)
{
    (void)ctx;
    return text;
}

/* The lines as fields; gives how many. */
static size_t split(char *text, struct pal_field_value *items)
{
    size_t count = 0;
    for (char *save, *line = strtok_r(text, "\n", &save); line != NULL && count < FIELDS_MOST;
         line = strtok_r(NULL, "\n", &save)) {
        char *value = strchr(line, '=');
        if (value == NULL) {
            continue;
        }
        *value++ = '\0';
        for (char *at = value; *at != '\0'; at++) {
            *at = *at == '\x01' ? '\n' : *at;
        }
        items[count++] =
            (struct pal_field_value){.name = line, .value = value, .value_len = strlen(value)};
    }
    return count;
}

static void show(struct pal_question_form *form)
{
    struct pal_values values;
    pal_values_init(&values, form->arena);
    struct pal_value *errors = pal_value_list(&values);
    (void)pal_question_form_show(form, &values, errors);
    (void)pal_question_form_shown(form, &values);
    must(!values.failed && !form->failed);
}

/* The format takes the answer; a form that is filled with it gives it back. */
static void hold(const struct pal_question_form *form, const char *part, const char *json)
{
    struct pal_question_form again;
    const char *same = NULL;
    pal_question_form_init(&again, form->arena, form->voice, questionnaire, form->question);
    again.is_bare = form->is_bare;
    pal_question_form_fill(&again, json);
    must(pal_question_form_answer(&again, &same) == PAL_OK);
    must(same != NULL && strcmp(same, json) == 0);
    show(&again);
    struct pal_diag found;
    pal_diag_init(&found);
    struct pal_reader own = {.arena = form->arena, .diag = &found, .file = ""};
    const char *text = pal_arena_printf(
        form->arena,
        "palier: answers/1\nid: a\nquestionnaire: outcontracting-2\norganization: O\ndate: "
        "2026-03-31\nanswers:\n  %s: %s\n",
        part, json);
    must(text != NULL);
    struct pal_node *root = pal_yaml_read(&own, text, strlen(text));
    must(root != NULL && pal_answers_read(&own, root, questionnaire) != NULL);
}

static void look(const uint8_t *data, size_t size, struct pal_arena *arena)
{
    struct pal_field_value items[FIELDS_MOST];
    struct pal_question_form form;
    const struct pal_voice voice = {say, NULL, data[2] & 1 ? PAL_LANG_FR : PAL_LANG_EN};
    const char *json = NULL;
    size_t at = ((size_t)data[0] * 256 + data[1]) %
                (questionnaire->question_count + questionnaire->guide_count);
    bool is_guide = at >= questionnaire->question_count;
    const struct pal_question *question =
        is_guide ? &questionnaire->guide[at - questionnaire->question_count]
                 : &questionnaire->questions[at];
    const char *part = is_guide ? pal_arena_printf(arena, "%s@PA08", question->id) : question->id;
    char *text = pal_arena_copy(arena, (const char *)data + HEAD, size - HEAD);
    must(text != NULL && part != NULL);
    size_t count = split(text, items);
    const struct pal_fields sent = {items, count};
    pal_question_form_init(&form, arena, &voice, questionnaire, question);
    form.is_bare = (data[2] & 2) != 0;
    pal_question_form_read(&form, &sent, "csrf");
    enum pal_rc rc = pal_question_form_answer(&form, &json);
    must((rc == PAL_OK) == (form.error_count == 0));
    struct pal_question_fault fault;
    must((pal_question_form_faults(&form, &fault, 1) > 0) == (rc != PAL_OK));
    show(&form);
    if (json != NULL) {
        hold(&form, part, json);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pal_arena arena;
    if (questionnaire == NULL) {
        open_books();
    }
    if (size < HEAD) {
        return 0;
    }
    pal_arena_init(&arena, NULL);
    look(data, size, &arena);
    pal_arena_done(&arena);
    return 0;
}
