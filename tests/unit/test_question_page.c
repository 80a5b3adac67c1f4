/* question_page - answers through the page of their form and back: those of the demonstration, and
 * made ones; long tables; what is hostile; and how large pages are. */
#include "question_html.h"

#include "base/random.h"
#include "core/question/countries.h"
#include "format/answers_types.h"

static const char *const sets[] = {"grand-cloud", "north-hosting", "evasive-web", "expert",
                                   "project-manager"};

/* An answer through the page of its form; gives the JSON that comes out. */
static const char *through(struct sheet_of_paper *back, const struct pal_question *question,
                           const char *part, const char *json, enum pal_lang lang)
{
    struct sheet_of_paper paper;
    const char *out = NULL;
    paper_init(&paper, question, lang);
    paper_init(back, question, lang);
    paper.form.part = part;
    paper.form.area = "The <area>";
    pal_question_form_fill(&paper.form, json);
    read_page(back, &paper);
    back->form.by_role = paper.form.by_role;
    back->form.by_name = paper.form.by_name;
    back->form.organization = paper.form.organization;
    enum pal_rc rc = pal_question_form_answer(&back->form, &out);
    if (rc != PAL_OK) {
        struct pal_question_fault fault = {0};
        (void)pal_question_form_faults(&back->form, &fault, 1);
        print_error("%s: %s: %s\n%s\n", part, fault.path, fault.sentence, json);
    }
    assert_int_equal(rc, PAL_OK);
    assert_int_equal(pal_value_count(paper.errors), 0);
    back->form.by_role = back->form.organization = (struct pal_said){0};
    back->form.by_name = NULL;
    paper_done(&paper);
    return out;
}

/* The format takes what the form gives. */
static void assert_is_read(const char *part, const char *json)
{
    struct reading reading;
    reading_init(&reading);
    const char *text =
        pal_arena_printf(&reading.arena,
                         "palier: answers/1\nid: a\nquestionnaire: outcontracting-2\norganization: "
                         "O\ndate: 2026-03-31\nanswers:\n  %s: %s\n",
                         part, json);
    (void)read_answers(&reading, text, questionnaire);
    reading_done(&reading);
}

/* What a respondent says of an answer. */
static char *said_of(json_t *answer)
{
    static const char *const others[] = {"way", "on", "state", "decided", "accepted"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        (void)json_object_del(answer, others[i]);
    }
    char *dump = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
    assert_non_null(dump);
    return dump;
}

typedef void (*of_answer)(const char *part, const char *json);

static size_t each_answer(of_answer look)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char path[128];
        struct reading reading;
        (void)snprintf(path, sizeof path, "data/demonstration/answers/%s.yaml", sets[i]);
        char *text = read_file(path, NULL);
        reading_init(&reading);
        json_t *all = pal_document_json(&pal_type_answers, read_tree(&reading, text));
        const char *part;
        json_t *answer;
        json_object_foreach(json_object_get(all, "answers"), part, answer)
        {
            char *json = said_of(answer);
            look(part, json);
            free(json);
            count++;
        }
        json_decref(all);
        reading_done(&reading);
        free(text);
    }
    return count;
}

static void same_again(const char *part, const char *json)
{
    for (int lang = 0; lang < PAL_LANG_COUNT; lang++) {
        struct sheet_of_paper back;
        const char *out = through(&back, question_of(part), part, json, (enum pal_lang)lang);
        assert_string_equal(out, json);
        assert_is_read(part, out);
        paper_done(&back);
    }
}

static void test_demonstration(void **state)
{
    (void)state;
    assert_in_range(each_answer(same_again), 200, 1000);
}

/* ------------------------------------------------------------- made answers */

static struct pal_random chance;

static size_t below(size_t count)
{
    return (size_t)pal_random_below(&chance, count);
}

static json_t *made_word(void)
{
    static const char *const words[] = {"x",
                                        "3.1",
                                        "\"quoted\" & 'so'",
                                        "</textarea><script>alert(1)</script>",
                                        "é – “ ” …",
                                        "=SUM(A1)",
                                        "{{csrf}}",
                                        "a\tb",
                                        "5,000",
                                        "none",
                                        "never",
                                        "null",
                                        "\u00a0x\u2003y\u202Ez"};
    return json_string(words[below(11)]);
}

static json_t *made_text(void)
{
    static const char *const more[] = {"", "\nsecond line", "\n\n  third",
                                       " and a longer one, as people write"};
    json_t *word = made_word();
    json_t *text = json_sprintf("%s%s", json_string_value(word), more[below(4)]);
    json_decref(word);
    size_t languages_of = below(4);
    if (languages_of == 0) {
        return text;
    }
    json_t *map = json_object();
    if (languages_of & 1) {
        (void)json_object_set(map, "en", text);
    }
    if (languages_of & 2) {
        (void)json_object_set(map, "fr", text);
    }
    json_decref(text);
    return map;
}

static json_t *made_date(void)
{
    return json_sprintf("20%02zu-%02zu-%02zu", below(100), 1 + below(12), 1 + below(28));
}

static json_t *made_decimal(void)
{
    static const char *const behind[] = {"", ".5", ".25", ".125", ".001"};
    return json_sprintf("%zu%s", below(3) == 0 ? below(999999999) : below(120), behind[below(5)]);
}

static void maybe(json_t *map, const char *key, json_t *value, size_t times)
{
    if (below(times) == 0) {
        (void)json_object_set_new(map, key, value);
    } else {
        json_decref(value);
    }
}

static json_t *made_document(void)
{
    json_t *map = json_pack("{s:o}", "title", made_text());
    maybe(map, "version", made_word(), 2);
    maybe(map, "date", made_date(), 2);
    maybe(map, "page", made_word(), 2);
    maybe(map, "place", made_text(), 2);
    maybe(map, "hash", json_string("abc123"), 4);
    return map;
}

static json_t *made_amount(const struct pal_answer_field *field)
{
    static const enum pal_unit finer[] = {PAL_UNIT_DAY, PAL_UNIT_HOUR, PAL_UNIT_MINUTE,
                                          PAL_UNIT_SECOND};
    enum pal_unit unit = field->unit;
    int64_t one = 0;
    enum pal_unit other = finer[below(4)];
    if (pal_unit_convert(1, other, unit, &one)) { /* a greater one: always without a rest */
        unit = other;
    }
    json_t *value = unit == field->unit ? made_decimal() : json_sprintf("%zu.5", below(100));
    return json_pack("{s:o, s:s}", "value", value, "unit", pal_unit_ids[unit]);
}

static json_t *made_drawn(void)
{
    size_t drawn = below(20);
    return json_pack("{s:o, s:o, s:o}", "drawn", json_sprintf("%zu", drawn), "good",
                     json_sprintf("%zu", below(drawn + 1)), "n_asked",
                     json_sprintf("%zu", 1 + below(20)));
}

static json_t *made_person(void)
{
    json_t *map = json_pack("{s:o}", "role", made_text());
    maybe(map, "name", made_word(), 3);
    return map;
}

static json_t *made_value(const struct pal_answer_field *field)
{
    switch (field->type) {
    case PAL_FIELD_YESNO:
        return json_string(below(2) ? "yes" : "no");
    case PAL_FIELD_LADDER:
        return json_sprintf("%zu", below(field->choice_count));
    case PAL_FIELD_PERCENT:
        return made_decimal();
    case PAL_FIELD_INTEGER:
        return json_sprintf("%zu", below(999999999));
    case PAL_FIELD_NUMBER:
        return made_amount(field);
    case PAL_FIELD_DATE:
        return below(4) == 0 ? json_string("never") : made_date();
    case PAL_FIELD_PERSON:
        return made_person();
    case PAL_FIELD_DOCUMENT:
        return made_document();
    case PAL_FIELD_CHOICE:
        return json_string(field->choices[below(field->choice_count)].id);
    case PAL_FIELD_COUNTRY:
        return json_string(pal_country_codes[below(pal_country_count)]);
    case PAL_FIELD_DRAWN:
        return made_drawn();
    case PAL_FIELD_ROWS:
    case PAL_FIELD_TEXT:
    case PAL_FIELD_TYPE_COUNT:
        break;
    }
    return made_text();
}

static json_t *made_rows(const struct pal_answer_field *field)
{
    json_t *rows = json_array();
    for (size_t i = below(8) == 0 ? below(60) + 1 : below(4) + 1; i > 0; i--) {
        json_t *row = json_object();
        for (size_t j = 0; j < field->column_count; j++) {
            if (j == 0 || below(4) > 0) {
                (void)json_object_set_new(row, field->columns[j].id,
                                          made_value(&field->columns[j]));
            }
        }
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *made_proof(void)
{
    json_t *map = json_pack("{s:o}", "title", made_text());
    maybe(map, "file", json_string("proofs/a b.txt"), 3);
    maybe(map, "page", made_word(), 3);
    maybe(map, "shown", json_string(below(2) ? "on_site" : "video_call"), 3);
    maybe(map, "quote", made_word(), 5);
    maybe(map, "secret", made_text(), 5);
    return map;
}

static void make_fields(json_t *answer, const struct pal_question *question)
{
    json_t *fields = json_object();
    json_t *none = json_array();
    for (size_t i = 0; i < question->field_count; i++) {
        const struct pal_answer_field *field = &question->fields[i];
        if (field->type == PAL_FIELD_ROWS && below(4) == 0) {
            (void)json_array_append_new(none, json_string(field->id));
        } else if (below(5) > 0) {
            (void)json_object_set_new(fields, field->id,
                                      field->type == PAL_FIELD_ROWS ? made_rows(field)
                                                                    : made_value(field));
        }
    }
    if (json_object_size(fields) > 0) {
        (void)json_object_set(answer, "fields", fields);
    }
    if (json_array_size(none) > 0) {
        (void)json_object_set(answer, "none", none);
    }
    json_decref(fields);
    json_decref(none);
}

static json_t *made_answer(const struct pal_question *question)
{
    json_t *answer = json_object();
    size_t instead = below(12);
    if (instead == 0 && question->about != PAL_ABOUT_ORGANIZATION) {
        (void)json_object_set_new(answer, "not_yet", made_date());
    } else if (instead == 1) {
        (void)json_object_set_new(answer, "not_known", json_true());
    } else if (instead == 2) {
        (void)json_object_set_new(answer, "not_applicable", made_text());
    } else {
        make_fields(answer, question);
    }
    maybe(answer, "remark", made_text(), 2);
    maybe(answer, "service", made_text(), 4);
    maybe(answer, "secret", made_text(), 4);
    if (below(3) == 0) {
        json_t *proofs = json_array();
        for (size_t i = 1 + below(4); i > 0; i--) {
            (void)json_array_append_new(proofs, made_proof());
        }
        (void)json_object_set_new(answer, "proofs", proofs);
    }
    if (below(5) == 0) {
        json_t *map = json_pack("{s:o}", "who", made_text());
        maybe(map, "proof", made_proof(), 2);
        (void)json_object_set_new(answer, "subcontractor", map);
    }
    if (json_object_size(answer) == 0) {
        (void)json_object_set_new(answer, "remark", made_text());
    }
    (void)json_object_set_new(answer, "about", json_string(pal_about_ids[below(PAL_ABOUT_COUNT)]));
    maybe(answer, "by", made_person(), 2);
    maybe(answer, "organization", made_text(), 4);
    return answer;
}

static void test_made(void **state)
{
    (void)state;
    pal_random_seed(&chance, 20260331);
    size_t count = questionnaire->question_count;
    for (size_t i = 0; i < count * 5; i++) {
        const struct pal_question *question = &questionnaire->questions[i % count];
        json_t *answer = made_answer(question);
        char *json = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
        struct sheet_of_paper back;
        const char *out = through(&back, question, question->id, json, i % 2 == 0);
        assert_string_equal(out, json);
        assert_is_read(question->id, out);
        char *page = render_answer(&back); /* shown, whatever it is */
        assert_null(strstr(page, "<script"));
        free(page);
        paper_done(&back);
        free(json);
        json_decref(answer);
    }
}

/* ------------------------------------------------------------------ the page */

static size_t largest;

static void measure(const char *part, const char *json)
{
    struct sheet_of_paper paper;
    paper_init(&paper, question_of(part), PAL_LANG_FR);
    paper.form.part = part;
    pal_question_form_fill(&paper.form, json);
    char *page = render_form(&paper);
    largest = strlen(page) > largest ? strlen(page) : largest;
    free(page);
    paper_done(&paper);
}

/* A page of a question stays small, filled or empty. */
static void test_size(void **state)
{
    enum { PAGE_MOST = 60000, FRAME = 4000 };
    (void)state;
    (void)each_answer(measure);
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        measure(questionnaire->questions[i].id, "");
    }
    assert_in_range(largest, 10000, PAGE_MOST - FRAME);
}

/* What is hostile stays a text. */
static void test_hostile(void **state)
{
    struct sheet_of_paper paper;
    (void)state;
    static const char json[] =
        "{\"about\":\"this_service\",\"fields\":{\"levels\":[{\"level\":\"</textarea><script>x</"
        "script>\","
        "\"measures\":\"\\\" autofocus onfocus=\\\"x\"}]},\"proofs\":[{\"file\":\"\\\"><b>\","
        "\"title\":\"'><img src=x onerror=x>\"}],\"secret\":\"<i>\"}";
    paper_init(&paper, question_of("POL-12"), PAL_LANG_EN);
    const struct pal_question_file files[] = {{"\"><b>", "<u>name</u>", "javascript:alert(1)\""}};
    paper.form.files = files;
    paper.form.file_count = 1;
    paper.form.part = "\"><script>";
    pal_question_form_fill(&paper.form, json);
    char *page = render_form(&paper);
    char *read = render_answer(&paper);
    static const char *const never[] = {"<script", "<img",        "<b>", "<u>",
                                        "<i>",     " onfocus=\"", "\"\""};
    for (size_t i = 0; i < 5; i++) {
        assert_null(strstr(page, never[i]));
        assert_null(strstr(read, never[i]));
    }
    assert_null(strstr(page, never[5]));
    free(page);
    free(read);
    paper_done(&paper);
}

/* ---------------------------------------------------------------- long tables */

static char *many_rows(size_t count)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(rows, json_pack("{s:o}", "cause", json_sprintf("%zu", i)));
    }
    json_t *answer =
        json_pack("{s:s, s:{s:o}}", "about", "comparable_service", "fields", "cases", rows);
    char *json = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(answer);
    return json;
}

/* The page of a thousand rows shows some and carries the others; turned to, changed and saved it
 * has them all. */
static void test_thousand_rows(void **state)
{
    struct sheet_of_paper paper;
    struct sheet_of_paper next;
    struct sent *sent = calloc(1, sizeof *sent);
    const char *out = NULL;
    (void)state;
    char *json = many_rows(PAL_QUESTION_ROWS);
    const struct pal_question *question = question_of("AUD-10");
    paper_init(&paper, question, PAL_LANG_EN);
    pal_question_form_fill(&paper.form, json);
    char *page = render_form(&paper);
    assert_in_range(strlen(page), strlen(json), strlen(json) * 3 + 40000);
    assert_non_null(strstr(page, "Rows 1 to "));
    send_page(&paper.arena, page, sent);
    assert_in_range(sent->count, 20, 400);
    free(page);
    send_one(sent, "from", "fields.cases[500]");
    const struct pal_fields turned = {sent->items, sent->count};
    assert_true(pal_question_form_asks_rows(&turned));
    paper_init(&next, question, PAL_LANG_EN);
    pal_question_form_read(&next.form, &turned, "");
    sent->count = 0;
    page = render_form(&next);
    assert_non_null(strstr(page, "name=\"fields.cases[500].cause\""));
    assert_null(strstr(page, "name=\"fields.cases[0].cause\""));
    send_page(&next.arena, page, sent);
    for (size_t i = 0; i < sent->count; i++) {
        if (strcmp(sent->items[i].name, "fields.cases[500].cause") == 0) {
            sent->items[i].value = "changed";
        }
    }
    send_one(sent, "remove", "fields.cases[501]");
    const struct pal_fields changed = {sent->items, sent->count};
    struct sheet_of_paper last;
    paper_init(&last, question, PAL_LANG_EN);
    pal_question_form_read(&last.form, &changed, "");
    assert_int_equal(pal_question_form_answer(&last.form, &out), PAL_OK);
    assert_non_null(strstr(out, "{\"cause\":\"499\"},{\"cause\":\"changed\"},{\"cause\":\"502\"}"));
    assert_non_null(strstr(out, "[{\"cause\":\"0\"},"));
    assert_non_null(strstr(out, ",{\"cause\":\"999\"}]"));
    free(page);
    free(json);
    free(sent);
    paper_done(&last);
    paper_done(&next);
    paper_done(&paper);
}

/* Where something is wrong in a row that is not shown, the page turns to it. */
static void test_turns_to_errors(void **state)
{
    struct sheet_of_paper paper;
    const char *out = NULL;
    (void)state;
    char *json = many_rows(300);
    char *at = strstr(json, "{\"cause\":\"250\"}");
    memcpy(at, "{\"began\":\"123\"}", strlen("{\"began\":\"123\"}"));
    paper_init(&paper, question_of("AUD-10"), PAL_LANG_EN);
    pal_question_form_fill(&paper.form, json);
    assert_int_equal(pal_question_form_answer(&paper.form, &out), PAL_E_INVALID);
    char *page = render_form(&paper);
    assert_non_null(strstr(page, "name=\"fields.cases[250].began\" value=\"123\""));
    assert_int_equal(pal_value_count(paper.errors), 1);
    assert_non_null(strstr(page, "id=\"f-AUD-10-fields-cases-250--began-error\""));
    free(page);
    free(json);
    paper_done(&paper);
}

static void test_too_many_rows(void **state)
{
    struct sheet_of_paper paper;
    const char *out = NULL;
    struct pal_question_fault fault;
    (void)state;
    char *json = many_rows(PAL_QUESTION_ROWS + 234);
    paper_init(&paper, question_of("AUD-10"), PAL_LANG_EN);
    pal_question_form_fill(&paper.form, json);
    assert_int_equal(pal_question_form_answer(&paper.form, &out), PAL_E_INVALID);
    assert_int_equal(pal_question_form_faults(&paper.form, &fault, 1), 1);
    assert_string_equal(fault.path, "fields.cases");
    assert_string_equal(fault.sentence,
                        "these are 1234 rows, 1000 are the most; hand a longer list "
                        "over as a file");
    free(json);
    paper_done(&paper);
}

/* ------------------------------------------------------------------- samples */

static const char *folder;

/* A whole page to look at. */
static void write_sample(const char *name, const char *part, const char *json, enum pal_lang lang)
{
    static const char source[] =
        "{{> web_head}}<h1>{{page.title}}</h1>{{#page.question}}<form method=\"post\" "
        "action=\"/answer\" enctype=\"multipart/form-data\"><input type=\"hidden\" name=\"csrf\" "
        "value=\"1\">{{> web_question}}<p class=\"buttons\"><button class=\"primary\">Save"
        "</button></p></form>{{/page.question}}{{#page.answer}}<h2>As it is read</h2>"
        "{{> web_answer_shown}}{{/page.answer}}{{> web_foot}}";
    static const struct pal_question_file files[] = {{"f1", "policy-extract.pdf", "/files/f1"},
                                                     {"f2", "register-2026.xlsx", NULL}};
    struct sheet_of_paper paper;
    const char *out = NULL;
    char path[512];
    paper_init(&paper, question_of(part), lang);
    paper.form.files = files;
    paper.form.file_count = 2;
    paper.form.can_upload = true;
    paper.form.part = part;
    paper.form.area = "Administer Security Controls";
    pal_question_form_fill(&paper.form, json);
    assert_in_range(pal_question_form_answer(&paper.form, &out), PAL_OK, PAL_E_INVALID);
    struct pal_value *page = pal_value_object(&paper.values);
    pal_put_text(page, "lang", pal_lang_codes[lang]);
    pal_put_text(page, "title", "A question");
    pal_put_text(page, "style", "/ui/web.css");
    pal_put_text(page, "script", "/ui/web.js");
    pal_put(page, "question", pal_question_form_show(&paper.form, &paper.values, paper.errors));
    pal_put(page, "answer", pal_question_form_shown(&paper.form, &paper.values));
    pal_put(page, "errors", paper.errors);
    char *text = render(&paper, html_compile(source, lang), "page", page);
    (void)snprintf(path, sizeof path, "%s/%s.%s.html", folder, name, pal_lang_codes[lang]);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) >= 0, true);
    assert_int_equal(fclose(file), 0);
    free(text);
    paper_done(&paper);
}

static void sample(const char *part, const char *json)
{
    static size_t number;
    char name[128];
    (void)snprintf(name, sizeof name, "%s.%zu", part, number++);
    for (char *at = name; *at != '\0'; at++) {
        *at = *at == ' ' || *at == '@' ? '_' : *at;
    }
    write_sample(name, part, json, PAL_LANG_EN);
    write_sample(name, part, json, PAL_LANG_FR);
}

/* With PALIER_SAMPLES=FOLDER: pages for tests/browser/look.mjs. */
static void test_samples(void **state)
{
    (void)state;
    folder = getenv("PALIER_SAMPLES");
    if (folder == NULL) {
        return;
    }
    (void)each_answer(sample);
    for (size_t i = 0; i < questionnaire->question_count; i++) {
        sample(questionnaire->questions[i].id, "");
    }
    char *json = many_rows(120);
    write_sample("long", "AUD-10", json, PAL_LANG_EN);
    free(json);
    static const char wrong[] =
        "{\"fields\":{\"levels\":[{\"level\":\"1\",\"hours\":{\"value\":\"5,000\",\"unit\":\"h\"}},"
        "{\"hours\":\"soon\"}]},\"none\":[\"levels\"],\"not_known\":true,\"proofs\":[{\"page\":"
        "\"4\"},{\"title\":\"x\",\"shown\":\"no\"}],\"subcontractor\":{\"proof\":{\"title\":"
        "\"c\"}}}";
    write_sample("wrong", "POL-12", wrong, PAL_LANG_EN);
    write_sample("wrong", "POL-12", wrong, PAL_LANG_FR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demonstration), cmocka_unit_test(test_made),
        cmocka_unit_test(test_size),          cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_thousand_rows), cmocka_unit_test(test_turns_to_errors),
        cmocka_unit_test(test_too_many_rows), cmocka_unit_test(test_samples)};
    return cmocka_run_group_tests(tests, open_books, close_books);
}
