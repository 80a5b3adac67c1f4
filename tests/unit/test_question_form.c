/* question_form - to be written */
#include "failing.h"
#include "helpers.h"

#include "app/desk/document_json.h"
#include "render/template/language.h"
#include "render/template/mustache.h"
#include "web/question_form.h"

/* The questionnaire that is built in. */
static struct reading books;
static const struct pal_questionnaire *questionnaire;

static int open_books(void **state)
{
    (void)state;
    reading_init(&books);
    const struct pal_model *model = sse_cmm(&books);
    const struct pal_library_file *file = pal_library_find("questionnaires", "outcontracting-2");
    assert_non_null(file);
    struct pal_node *root = read_tree(&books, (const char *)file->bytes);
    questionnaire = pal_questionnaire_read(&books.reader, root, model);
    assert_non_null(questionnaire);
    return 0;
}

static int close_books(void **state)
{
    (void)state;
    reading_done(&books);
    return 0;
}

/* ------------------------------------------------------------------ samples */

/* Writes pages to look at into the folder that PALIER_SAMPLES names. */
static const char PAGE[] =
    "{{> web_head}}<h1>Sample</h1>{{#page.question}}<form method=\"post\" action=\"/x\" enctype=\"multipart/form-data\">"
    "<input type=\"hidden\" name=\"csrf\" value=\"1\">{{> web_question}}"
    "<p class=\"buttons\"><button class=\"primary\">Save</button></p></form>{{/page.question}}"
    "{{#page.answer}}<h2>As it is read</h2>{{> web_answer_shown}}{{/page.answer}}{{> web_foot}}";

static const char *partial(void *ctx, const char *name)
{
    (void)ctx;
    return pal_library_templates.get(pal_library_templates.ctx, name);
}
static const char *translate(void *ctx, const char *text)
{
    return pal_tr(ctx, text);
}
static const char *voice_say(const void *ctx, const char *text)
{
    return pal_tr(ctx, text);
}

static void write_sample(const char *folder, const char *name, const struct pal_question *question,
                         const char *part, const char *json, enum pal_lang lang, bool with_errors)
{
    struct pal_arena arena;
    struct pal_values values;
    struct pal_err err;
    pal_arena_init(&arena, NULL);
    pal_values_init(&values, &arena);
    struct pal_language language = pal_library_language(lang);
    struct pal_voice voice = {voice_say, &language, lang};
    struct pal_question_form form;
    pal_question_form_init(&form, &arena, &voice, questionnaire, question);
    static const struct pal_question_file files[] = {{"f1", "policy-extract.pdf", "/files/f1"}, {"f2", "register-2026.xlsx", NULL}};
    form.files = files;
    form.file_count = 2;
    form.can_upload = true;
    form.part = part;
    form.area = "Administer the controls";
    form.rows_url = "/rows";
    pal_question_form_fill(&form, json);
    const char *out_json = NULL;
    if (with_errors) {
        enum pal_rc rc = pal_question_form_answer(&form, &out_json);
        fprintf(stderr, "%s %d %s\n", name, rc, out_json ? out_json : "-");
    }
    struct pal_value *root = pal_value_object(&values);
    struct pal_value *page = pal_put_object(root, "page");
    pal_put_text(page, "lang", pal_lang_codes[lang]);
    pal_put_text(page, "title", name);
    pal_put_text(page, "style", "/ui/web.css");
    pal_put_text(page, "script", "/ui/web.js");
    struct pal_value *errors = pal_put_list(page, "errors");
    pal_put(page, "question", pal_question_form_show(&form, &values, errors));
    pal_put(page, "answer", pal_question_form_shown(&form, &values));
    assert_false(values.failed);
    struct pal_mustache_env env = {partial, translate, &language, &language};
    const struct pal_mustache *template;
    enum pal_rc rc = pal_mustache_compile(&arena, PAGE, &env, &template, &err);
    if (rc != PAL_OK) fprintf(stderr, "%s\n", err.message);
    assert_int_equal(rc, PAL_OK);
    struct pal_buf buf;
    pal_buf_init(&buf, 1 << 24, NULL);
    assert_int_equal(pal_mustache_render(template, root, NULL, &buf, &err), PAL_OK);
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s.%s.html", folder, name, pal_lang_codes[lang]);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(pal_buf_text(&buf), 1, buf.len, file);
    fclose(file);
    pal_buf_done(&buf);
    pal_arena_done(&arena);
}

static void test_samples(void **state)
{
    (void)state;
    const char *folder = getenv("PALIER_SAMPLES");
    if (folder == NULL) {
        return;
    }
    static const char *const sets[] = {"grand-cloud", "north-hosting", "evasive-web", "expert", "project-manager"};
    for (size_t i = 0; i < 5; i++) {
        char name[128];
        (void)snprintf(name, sizeof name, "data/demonstration/answers/%s.yaml", sets[i]);
        char *text = read_file(name, NULL);
        struct reading reading;
        reading_init(&reading);
        struct pal_node *root = read_tree(&reading, text);
        json_t *all = pal_document_json(&pal_type_answers, root);
        json_t *answers = json_object_get(all, "answers");
        const char *key;
        json_t *answer;
        json_object_foreach(answers, key, answer)
        {
            const struct pal_question *question = NULL;
            int at = pal_questionnaire_find(questionnaire, key);
            if (at >= 0) question = &questionnaire->questions[at];
            for (size_t j = 0; at < 0 && j < questionnaire->guide_count; j++) {
                size_t len = strlen(questionnaire->guide[j].id);
                if (strncmp(questionnaire->guide[j].id, key, len) == 0 && key[len] == '@') question = &questionnaire->guide[j];
            }
            assert_non_null(question);
            char *dump = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
            char sample[128];
            (void)snprintf(sample, sizeof sample, "%s.%s", sets[i], key);
            for (char *c = sample; *c; c++) if (*c == ' ' || *c == '@' || *c == '/') *c = '_';
            write_sample(folder, sample, question, key, dump, PAL_LANG_EN, false);
            write_sample(folder, sample, question, key, dump, PAL_LANG_FR, false);
            free(dump);
        }
        json_decref(all);
        reading_done(&reading);
        free(text);
    }
    int bad = pal_questionnaire_find(questionnaire, "POL-12");
    write_sample(folder, "bad.POL-12", &questionnaire->questions[bad], NULL, "{\"fields\":{\"levels\":[{\"level\":\"<b>1\",\"hours\":{\"value\":\"5,000\",\"unit\":\"h\"}},{\"hours\":\"soon\"}]},\"none\":[\"levels\"],\"not_known\":true,\"proofs\":[{\"page\":\"4\"},{\"title\":\"x\",\"shown\":\"no\"}],\"subcontractor\":{\"proof\":{\"title\":\"c\"}}}", PAL_LANG_EN, true);
    bad = pal_questionnaire_find(questionnaire, "ORG-08");
    write_sample(folder, "bad.ORG-08", &questionnaire->questions[bad], NULL, "{\"fields\":{\"line\":\"1\",\"last_test\":\"yesterday\",\"minutes\":{\"value\":\"1\",\"unit\":\"s\"}}}", PAL_LANG_EN, true);
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        char sample[128];
        (void)snprintf(sample, sizeof sample, "empty.%s", questionnaire->questions[i].id);
        write_sample(folder, sample, &questionnaire->questions[i], NULL, "", PAL_LANG_EN, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples)};
    return cmocka_run_group_tests(tests, open_books, close_books);
}
